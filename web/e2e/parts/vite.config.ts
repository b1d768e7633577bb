import { defineConfig, mergeConfig } from 'vite'
import app from '../../vite.config.ts'

// The parts with made-up data, for tests and for people who design with them.
// Nothing of this is in the app.
export default mergeConfig(app, defineConfig({
  root: import.meta.dirname,
  build: { outDir: '../../test-results/parts', emptyOutDir: true, manifest: false },
}))
