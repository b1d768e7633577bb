import { expect, test } from 'vitest'
import { difference } from './difference'

test('only the words that changed are marked', () => {
  expect(difference('bread and books', 'bread or books')).toEqual([
    { kind: 'same', text: 'bread ' }, { kind: 'gone', text: 'and' }, { kind: 'new', text: 'or' }, { kind: 'same', text: ' books' },
  ])
})

test('what is kept and new together is the text after, and kept and gone the one before', () => {
  const before = 'نان و کتاب برای همه'
  const after = 'نان و قلم برای همهٔ ما'
  const pieces = difference(before, after)
  const told = (skip: string) => pieces.filter(({ kind }) => kind !== skip).map(({ text }) => text).join('')
  expect(told('gone')).toBe(after)
  expect(told('new')).toBe(before)
})

test('texts alike have no difference', () => {
  expect(difference('', '')).toEqual([])
  expect(difference('x', 'x')).toEqual([{ kind: 'same', text: 'x' }])
})
