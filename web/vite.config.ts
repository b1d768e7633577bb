import babel from '@rolldown/plugin-babel'
import optimizeLocales from '@react-aria/optimize-locales-plugin'
import { lingui } from '@lingui/vite-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { layers } from './build/layers.ts'
import { precompress } from './build/precompress.ts'

export default defineConfig({
  publicDir: false,
  plugins: [
    // React Aria's own strings, in the languages of the interface it knows.
    optimizeLocales.vite({ locales: ['en-US', 'ru-RU'] }),
    react(),
    babel({ plugins: ['@lingui/babel-plugin-lingui-macro'] }),
    lingui(),
    layers('reset', 'base', 'parts', 'screens', 'print'),
    precompress(),
  ],
  build: {
    manifest: true,
    // An inlined asset would be a data: address, which the app's policy for
    // fonts and styles does not admit.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What every screen needs is packed together: small files pack badly.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'shell', test: /node_modules\/(react|react-dom|scheduler|@tanstack|@lingui|use-sync-external-store|openapi-fetch)\// }] } },
    },
  },
  server: { proxy: { '/api': process.env.API_URL ?? 'http://127.0.0.1:8080' } },
  test: { include: ['src/**/*.test.{ts,tsx}'], environment: 'node' },
})
