import { expect, test } from 'vitest'
import { askedBy, cellsOf, pastedCells } from './surveyDraft'

test('a design says which rounds and groups are asked', () => {
  expect(askedBy('single_round', false)).toEqual([{ round: 'post', arm: 'treated' }])
  expect(askedBy('comparison_group', true)).toHaveLength(6)
})

test('counts are read in the digits of the region, and an empty cell is none', () => {
  expect(cellsOf(askedBy('pre_post', false), { 'pre treated': { yes: '۴۰', asked: '۲۰۰' }, 'post treated': { yes: '', asked: '10' } }))
    .toEqual([{ round: 'pre', arm: 'treated', segment: '', yes: 40, asked: 200 }])
})

test('pasted lines that are no cells are named', () => {
  const { cells, wrong } = pastedCells('round,group,part,yes,asked\npre\ttreated\twomen\t20\t90\npost,treated,women,91,90\nlately,treated,,1,2\n')
  expect(cells).toEqual([{ round: 'pre', arm: 'treated', segment: 'women', yes: 20, asked: 90 }])
  expect(wrong).toEqual([3, 4])
})
