import { defineConfig, devices } from '@playwright/test'

const session = { storageState: 'test-results/session.json' }

/** Behaviour of the app in Chromium, wide and on a phone. service.ts starts
 * what is tested, unless BASE_URL names something that runs already. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/runs',
  globalSetup: './service.ts',
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    locale: 'en-GB',
    timezoneId: 'Asia/Dushanbe',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] },
  },
  projects: [
    { name: 'first', testMatch: 'first.setup.ts' },
    { name: 'wide', dependencies: ['first'], use: { ...session, viewport: { width: 1280, height: 800 } } },
    { name: 'phone', dependencies: ['first'], use: { ...devices['Pixel 7'], ...session, viewport: { width: 360, height: 740 } } },
  ],
})
