import type { Plugin } from 'vite'

/** Begins every style sheet with the order of the layers. Sheets of shared
 * chunks arrive before the one that declares the order, and the first mention
 * of a layer decides where it stands. */
export function layers(...order: string[]): Plugin {
  return {
    name: 'layers',
    apply: 'build',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'asset' && file.fileName.endsWith('.css')) file.source = `@layer ${order.join()};${String(file.source)}`
      }
    },
  }
}
