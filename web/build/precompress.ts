import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const squeeze = {
  br: (bytes: Buffer) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  gz: (bytes: Buffer) => promisify(gzip)(bytes, { level: 9 }),
}

/** Writes name.br and name.gz beside every text file of the build, where that
 * makes it smaller, so that the server never compresses at run time. */
export function precompress(): Plugin {
  let out = ''
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) { out = join(config.root, config.build.outDir) },
    async closeBundle() {
      const files = await readdir(out, { recursive: true })
      const texts = files.filter((name) => /\.(js|css|svg|html|webmanifest)$/.test(name))
      await Promise.all(texts.flatMap((name) => [beside(name, 'br'), beside(name, 'gz')]))
      // The Go package embeds this folder and must compile before any build.
      await writeFile(join(out, '.keep'), '')
    },
  }

  async function beside(name: string, encoding: 'br' | 'gz') {
    const bytes = await readFile(join(out, name))
    const packed = await squeeze[encoding](bytes)
    if (packed.length < bytes.length) await writeFile(join(out, `${name}.${encoding}`), packed)
  }
}
