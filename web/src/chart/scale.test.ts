import { expect, test } from 'vitest'
import { digitsBetween } from './scale'

test('ticks are written with as many digits as tell them apart', () => {
  expect([[0, 10], [0, 0.5], [0, 0.02, 0.04], [0, 0.001]].map(digitsBetween)).toEqual([0, 1, 2, 3])
  expect(digitsBetween([0])).toBe(0)
})
