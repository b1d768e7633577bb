import { defineConfig } from '@lingui/conf'
import { formatter } from '@lingui/format-po'

// One catalogue per folder of src and language, so that people who write
// different screens never edit the same file.
export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'ru', 'fa-AF'],
  orderBy: 'message',
  catalogs: [{
    path: '<rootDir>/src/words/{locale}/{name}',
    include: ['<rootDir>/src/{name}/'],
    exclude: ['**/*.d.ts', '**/*.test.*', '**/api/**', '**/style/**'],
  }],
  format: formatter({ lineNumbers: false, printLinguiId: false }),
})
