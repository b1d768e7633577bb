// Cuts the fonts down to the letters that the languages of the registry are
// written with, and writes their @font-face rules. Two weights per script. The
// program prints with the same letters: it is given them as they are.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import subset from 'subset-font'

const scripts = [
  { name: 'latin', family: 'Noto Sans', from: 'noto-sans/files/noto-sans-latin',
    ranges: 'U+20-7E,U+A0-FF,U+131,U+152-153,U+2BB-2BC,U+2C6,U+2DA,U+2DC,U+2010-2027,U+202F-203A,U+2044,U+20AC,U+2116,U+2122,U+2212' },
  { name: 'latin-ext', family: 'Noto Sans', from: 'noto-sans/files/noto-sans-latin-ext',
    ranges: 'U+100-130,U+132-151,U+154-17F,U+18F,U+194,U+1CD-1D4,U+1E6-1E7,U+1F4-1F5,U+259,U+263,U+20B8-20BD' },
  { name: 'cyrillic', family: 'Noto Sans', from: 'noto-sans/files/noto-sans-cyrillic', ranges: 'U+400-45F,U+490-491,U+4B0-4B1' },
  { name: 'cyrillic-ext', family: 'Noto Sans', from: 'noto-sans/files/noto-sans-cyrillic-ext', ranges: 'U+48A-48F,U+492-4AF,U+4B2-52F' },
  { name: 'arabic', family: 'Noto Sans Arabic', from: 'noto-sans-arabic/files/noto-sans-arabic-arabic',
    ranges: 'U+600-603,U+60B-60D,U+610-61B,U+61F-6FF,U+200C-200F,U+FDFC' },
]

const source = new URL('../node_modules/@fontsource/', import.meta.url)
const target = new URL('../src/style/fonts/', import.meta.url)
const print = new URL('../../internal/paper/fonts/', import.meta.url)
for (const folder of [target, print]) mkdirSync(folder, { recursive: true })

function letters(ranges) {
  return ranges.split(',').map((range) => {
    const [first, last = first] = range.slice(2).split('-').map((hex) => parseInt(hex, 16))
    return Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)).join('')
  }).join('')
}

async function face({ name, family, from, ranges }, weight) {
  const whole = readFileSync(new URL(`${from}-${weight}-normal.woff2`, source))
  const file = `${name}-${weight}.woff2`
  writeFileSync(new URL(`${name}-${weight}.ttf`, print), await subset(whole, letters(ranges), { targetFormat: 'truetype' }))
  writeFileSync(new URL(file, target), await subset(whole, letters(ranges), { targetFormat: 'woff2' }))
  return `@font-face {
  font-family: '${family}'; font-style: normal; font-weight: ${weight}; font-display: swap;
  src: url('./${file}') format('woff2'); unicode-range: ${ranges};
}
`
}

const rules = []
for (const script of scripts) for (const weight of [400, 600]) rules.push(await face(script, weight))
writeFileSync(new URL('faces.css', target), rules.join(''))
