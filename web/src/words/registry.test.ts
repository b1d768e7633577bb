import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fieldWords, limitWords, problemWords } from './problems'
import { directionOf } from './languages'
import { states } from './states'
import { vocabulary } from './vocabulary'

// The service's own lists are the truth; these tests read them where they are
// declared, so that nothing is added there without its words here.
const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
const registry = [...read('internal/languages/registry.go').matchAll(/tag: "([^"]+)", script: "([^"]+)"[\s\S]*?countries/g)]
const faces = readFileSync(new URL('../style/fonts/faces.css', import.meta.url), 'utf8')

describe('the language registry', () => {
  test.each(registry.map(([, tag, script]) => [tag, script]))('%s runs as its script %s does', (tag, script) => {
    expect(directionOf(tag ?? '')).toBe(script === 'Arab' ? 'rtl' : 'ltr')
  })

  test('is written with letters that the fonts have', () => {
    const ranges = [...faces.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/g)].map(([, from = '', to = from]) => [parseInt(from, 16), parseInt(to, 16)])
    const letters = [...read('internal/languages/registry.go').matchAll(/letters: "([^"]+)"/g)].flatMap(([, all = '']) => all.split(' '))
    const missing = letters.flatMap((letter) => [...letter]).filter((c) => !ranges.some(([from = 0, to = 0]) => from <= c.codePointAt(0)! && c.codePointAt(0)! <= to))
    expect(letters.length).toBeGreaterThan(50)
    expect([...new Set(missing)]).toEqual([])
  })
})

describe('what the service declines has words', () => {
  const api = readdirSync(new URL('../../../api/', import.meta.url)).filter((name) => /^(?!.*_test).*\.go$/.test(name)).map((name) => read(`api/${name}`)).join('\n')
  const wordless = (codes: string[]) => [...new Set(codes)].filter((code) => !problemWords[code] && !fieldWords[code] && !limitWords(code, ''))

  test('where it is a refusal of the program', () => {
    const codes = [...read('models/refusal.go').matchAll(/refusal\(\w+, "([a-z_]+)"/g)].map(([, code = '']) => code)
    expect(codes.length).toBeGreaterThan(20)
    expect(wordless(codes)).toEqual([])
  })

  test('where it is a code that only HTTP knows', () => {
    const codes = [...api.matchAll(/\b[cC]ode: "([a-z_]+)"/g)].map(([, code = '']) => code)
    expect(codes.length).toBeGreaterThan(4)
    expect(wordless(codes)).toEqual([])
  })

  test('where a field breaks a rule of its request', () => {
    const closed = [...read('models/vocabulary.go').matchAll(/"(\w+)":\s+\{/g)].map(([, name = '']) => name)
    const rules = [...api.matchAll(/validate:"([^"]+)"/g)].flatMap(([, tag = '']) => tag.split(',')).map((rule) => rule.split('=')[0] ?? '')
    const structural = ['omitempty', 'dive', 'role', ...closed] // roles are a vocabulary of the permissions
    expect(wordless(rules.filter((rule) => !structural.includes(rule) && !rule.endsWith('_state')))).toEqual([])
  })
})

test('every value of the closed vocabularies has words', () => {
  const lists = [...read('models/vocabulary.go').matchAll(/"(\w+)":\s+\{([^}]*)\}/g)]
  const wordless = lists.flatMap(([, name = '', values = '']) => {
    const words = vocabulary[name as keyof typeof vocabulary]
    if (!words) return name === 'country' || name === 'age_band' ? [] : [name]
    return [...values.matchAll(/"([a-z_0-9]+)"/g)].map(([, value = '']) => value).filter((value) => !words[value]).map((value) => `${name}.${value}`)
  })
  expect(lists.length).toBeGreaterThan(20)
  expect(wordless).toEqual([])
})

test('every state of a campaign has words and a tone', () => {
  const declared = [...read('models/campaign.go').matchAll(/CampaignState = "(\w+)"/g)].map(([, state = '']) => state)
  expect(declared.filter((state) => !states.campaign[state])).toEqual([])
})
