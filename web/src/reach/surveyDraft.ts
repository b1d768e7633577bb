import type { Schema } from '../api/client'
import { whole } from './openRows'

type Sent = Schema<'AddSurveyRequest'>
export type SurveyCell = Sent['cells'][number]

/** The question in one language. */
export interface Worded { language: string; text: string }

/** Which rounds and groups a design asks. */
export function askedBy(design: string, later: boolean): { round: string; arm: string }[] {
  const rounds = [...(design === 'single_round' ? [] : ['pre']), 'post', ...(later ? ['later'] : [])]
  return rounds.flatMap((round) => armsOf(design).map((arm) => ({ round, arm })))
}

/** Which groups a design asks. */
export function armsOf(design: string): string[] {
  return design === 'comparison_group' || design === 'randomised' ? ['treated', 'comparison'] : ['treated']
}

/** Who answers before and after: other people, the same ones, or other people
 * of the same places. */
export type Unit = 'people' | 'same' | 'places'

/** What a design allows. Places are compared with a comparison group. */
export function unitsOf(design: string): Unit[] {
  if (design === 'single_round') return ['people']
  return armsOf(design).length > 1 ? ['people', 'same', 'places'] : ['people', 'same']
}

/** How somebody may have answered twice. */
export const answers = ['yes_yes', 'yes_no', 'no_yes', 'no_no'] as const
export type Answer = (typeof answers)[number]

/** What stands in the fields of the same people, by group. */
export type Typed = Record<string, Partial<Record<Answer, string>>>

export type Transition = { arm: string } & Partial<Record<Answer, number>>

/** How the same people answered, group by group. What was left empty is left
 * out, so that the service asks for it: it is not zero. */
export function transitionsOf(arms: string[], typed: Typed): Transition[] {
  return arms.map((arm) => ({
    arm, ...Object.fromEntries(answers.flatMap((answer) => { const n = whole(typed[arm]?.[answer]); return n === null ? [] : [[answer, n]] })),
  }))
}

/** The counts of everybody that follow from how the same people answered. */
export function cellsOfTransitions(transitions: Transition[]): SurveyCell[] {
  return transitions.flatMap(({ arm, yes_yes: yy = 0, yes_no: yn = 0, no_yes: ny = 0, no_no: nn = 0 }) => [
    { round: 'pre', arm, segment: '', yes: yy + yn, asked: yy + yn + ny + nn } as SurveyCell,
    { round: 'post', arm, segment: '', yes: yy + ny, asked: yy + yn + ny + nn } as SurveyCell,
  ])
}

export interface Cluster { name: string; arm: string; pre_yes: number; pre_asked: number; post_yes: number; post_asked: number }

/** Places pasted from a spreadsheet: name, group, yes and asked before, yes and
 * asked after; with the numbers of the lines that are none. */
export function pastedPlaces(table: string): { clusters: Cluster[]; wrong: number[] } {
  const clusters: Cluster[] = []
  const wrong: number[] = []
  table.split('\n').forEach((line, i) => {
    if (line.trim() === '' || (i === 0 && line.trim().startsWith('place'))) return
    const [name = '', arm = '', ...counts] = line.split(/[\t;,]/).map((cell) => cell.trim())
    const [before, of, after, ofThen] = counts.map(whole)
    if (name === '' || !['treated', 'comparison'].includes(arm) || counts.length !== 4 || before == null || !of || after == null || !ofThen || before > of || after > ofThen) wrong.push(i + 1)
    else clusters.push({ name, arm, pre_yes: before, pre_asked: of, post_yes: after, post_asked: ofThen })
  })
  return { clusters, wrong }
}

/** The counts of everybody that follow from those of the places. */
export function cellsOfPlaces(clusters: Cluster[]): SurveyCell[] {
  return [...new Set(clusters.map(({ arm }) => arm))].flatMap((arm) => {
    const sum = (name: 'pre_yes' | 'pre_asked' | 'post_yes' | 'post_asked') => clusters.filter((c) => c.arm === arm).reduce((n, c) => n + c[name], 0)
    return [
      { round: 'pre', arm, segment: '', yes: sum('pre_yes'), asked: sum('pre_asked') } as SurveyCell,
      { round: 'post', arm, segment: '', yes: sum('post_yes'), asked: sum('post_asked') } as SurveyCell,
    ]
  })
}

export const keyOfCell = ({ round, arm }: { round: string; arm: string }) => `${round} ${arm}`

/** What stands in the two fields of a cell. */
export interface Counts { yes: string; asked: string }

/** The counts of everybody, as they are typed. */
export function cellsOf(asked: { round: string; arm: string }[], typed: Record<string, Counts>): SurveyCell[] {
  return asked.flatMap((cell) => {
    const yes = whole(typed[keyOfCell(cell)]?.yes)
    const all = whole(typed[keyOfCell(cell)]?.asked)
    return yes === null || all === null ? [] : [{ ...cell, segment: '', yes, asked: all } as SurveyCell]
  })
}

/** Cells pasted from a spreadsheet: round, group, part of the people, yes,
 * asked; with the numbers of the lines that are none. */
export function pastedCells(table: string): { cells: SurveyCell[]; wrong: number[] } {
  const cells: SurveyCell[] = []
  const wrong: number[] = []
  table.split('\n').forEach((line, i) => {
    if (line.trim() === '' || (i === 0 && line.trim().startsWith('round'))) return
    const [round = '', arm = '', segment = '', yes, asked, ...more] = line.split(/[\t;,]/).map((cell) => cell.trim())
    const counts = [whole(yes), whole(asked)]
    if (counts[0] == null || counts[1] == null || counts[0] > counts[1] || more.length > 0 || !['pre', 'post', 'later'].includes(round) || !['treated', 'comparison'].includes(arm)) wrong.push(i + 1)
    else cells.push({ round, arm, segment, yes: counts[0], asked: counts[1] } as SurveyCell)
  })
  return { cells, wrong }
}

/** Wordings by language, without those left empty. */
export function wordingOf(worded: Worded[]): Record<string, string> {
  return Object.fromEntries(worded.filter(({ language, text }) => language !== '' && text.trim() !== '').map(({ language, text }) => [language, text.trim()]))
}

/** The counts as they are typed and pasted. */
export interface CountsDraft { unit: Unit; typed: Record<string, Counts>; pairs: Typed; places: string; parts: string }

export const noCounts: CountsDraft = { unit: 'people', typed: {}, pairs: {}, places: '', parts: '' }

/** What is sent of a draft: where the same people or whole places are counted,
 * the counts of everybody before and after follow from them. */
export function countsOf(design: string, later: boolean, draft: CountsDraft) {
  const unit = unitsOf(design).includes(draft.unit) ? draft.unit : 'people'
  const asked = askedBy(design, later).filter(({ round }) => unit === 'people' || round === 'later')
  const transitions = unit === 'same' ? transitionsOf(armsOf(design), draft.pairs) : []
  const places = pastedPlaces(unit === 'places' ? draft.places : '')
  const parts = pastedCells(draft.parts)
  return {
    unit, asked, wrong: { places: places.wrong, parts: parts.wrong },
    sent: { cells: [...cellsOf(asked, draft.typed), ...cellsOfTransitions(transitions), ...cellsOfPlaces(places.clusters), ...parts.cells], transitions, clusters: places.clusters },
  }
}
