import type { Schema } from '../api/client'
import { whole } from './openRows'

type Sent = Schema<'AddSurveyRequest'>
export type SurveyCell = Sent['cells'][number]

/** The question in one language. */
export interface Worded { language: string; text: string }

/** Which rounds and groups a design asks. */
export function askedBy(design: string, later: boolean): { round: string; arm: string }[] {
  const rounds = [...(design === 'single_round' ? [] : ['pre']), 'post', ...(later ? ['later'] : [])]
  const arms = design === 'comparison_group' || design === 'randomised' ? ['treated', 'comparison'] : ['treated']
  return rounds.flatMap((round) => arms.map((arm) => ({ round, arm })))
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
