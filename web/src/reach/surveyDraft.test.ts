import { expect, test } from 'vitest'
import { askedBy, cellsOf, cellsOfPlaces, cellsOfTransitions, pastedCells, pastedPlaces, transitionsOf, unitsOf } from './surveyDraft'

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

test('places are compared with a comparison group, and one round has nobody twice', () => {
  expect(unitsOf('single_round')).toEqual(['people'])
  expect(unitsOf('pre_post')).toEqual(['people', 'same'])
  expect(unitsOf('randomised')).toEqual(['people', 'same', 'places'])
})

test('the counts of both rounds follow from how the same people answered, and an empty field is none', () => {
  const transitions = transitionsOf(['treated'], { treated: { yes_yes: '۵۵', yes_no: '5', no_yes: '45', no_no: '95' } })
  expect(cellsOfTransitions(transitions)).toEqual([
    { round: 'pre', arm: 'treated', segment: '', yes: 60, asked: 200 }, { round: 'post', arm: 'treated', segment: '', yes: 100, asked: 200 },
  ])
  expect(transitionsOf(['treated'], { treated: { yes_yes: '1', no_no: '' } })).toEqual([{ arm: 'treated', yes_yes: 1 }])
})

test('pasted lines that are no places are named, and the counts follow from the rest', () => {
  const { clusters, wrong } = pastedPlaces('place,group,yes,asked,yes,asked\nschool 1\ttreated\t15\t50\t22\t48\nschool 2,treated,51,50,1,2\nschool 3,treated,5,50,9\nschool 4;treated;5;50;8;52')
  expect(wrong).toEqual([3, 4])
  expect(cellsOfPlaces(clusters)).toEqual([
    { round: 'pre', arm: 'treated', segment: '', yes: 20, asked: 100 }, { round: 'post', arm: 'treated', segment: '', yes: 30, asked: 100 },
  ])
})
