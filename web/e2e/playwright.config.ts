import { defineConfig, devices } from '@playwright/test'

/** Behaviour of the app in Chromium, wide and on a phone. Each worker starts
 * programs of its own, so that files do not meet each other's data. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/runs',
  globalSetup: './service.ts',
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    locale: 'en-GB',
    timezoneId: 'Asia/Dushanbe',
    screenshot: 'only-on-failure', // more is seen with --trace on, which takes a fifth of the time
    launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] },
  },
  projects: [
    { name: 'wide', use: { viewport: { width: 1280, height: 800 } } },
    { name: 'phone', use: { ...devices['Pixel 7'], viewport: { width: 360, height: 740 } } },
  ],
})
