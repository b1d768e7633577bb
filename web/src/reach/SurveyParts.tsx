import { useLingui } from '@lingui/react/macro'
import { Banner } from '../parts/Banner'
import { Select } from '../parts/Select'
import { Table, type Column } from '../parts/Table'
import { TextArea, TextField } from '../parts/TextField'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { answers, armsOf, keyOfCell, unitsOf, type Answer, type Counts, type CountsDraft, type countsOf, type Typed, type Unit } from './surveyDraft'
import style from './Reach.module.css'

interface CountingProps { design: string; draft: CountsDraft; of: ReturnType<typeof countsOf>; onChange: (draft: CountsDraft) => void }

/** Everything that is counted: of everybody, of the same people or of whole
 * places, and of parts of the people. */
export function Counting({ design, draft, of: { unit, asked, wrong }, onChange }: CountingProps) {
  const { t } = useLingui()
  const units: Record<Unit, string> = { people: t`Other people each time`, same: t`The same people`, places: t`Whole places, such as schools` }
  const set = (next: Partial<CountsDraft>) => onChange({ ...draft, ...next })
  return (
    <>
      {unitsOf(design).length > 1 && <Select label={t`Who was asked twice`} choices={unitsOf(design).map((id) => ({ id, label: units[id] }))} value={unit} onChange={(id) => set({ unit: id as Unit })}
        hint={t`It decides how sure the change is: whole places count as one each, and the same people as themselves.`} />}
      {unit === 'same' && <Paired arms={armsOf(design)} typed={draft.pairs} onChange={(pairs) => set({ pairs })} />}
      {unit === 'places' && <Places table={draft.places} wrong={wrong.places} onChange={(places) => set({ places })} />}
      {asked.length > 0 && <Counted asked={asked} typed={draft.typed} onChange={(typed) => set({ typed })} />}
      <TextArea label={t`Parts of the people, pasted`} rows={4} lang="en" value={draft.parts} onChange={(parts) => set({ parts })} pointer="/cells"
        hint={<>{t`One line for each: round, group, part, yes, asked.`} <code dir="ltr">post,treated,women/18-24,40,90</code></>} />
      <WrongLines lines={wrong.parts} />
    </>
  )
}

interface CountedProps { asked: { round: string; arm: string }[]; typed: Record<string, Counts>; onChange: (typed: Record<string, Counts>) => void }

/** The counts of everybody, round by round and group by group. */
function Counted({ asked, typed, onChange }: CountedProps) {
  const { t } = useLingui()
  const words = useWords()
  type Cell = CountedProps['asked'][number]
  const field = (cell: Cell, name: keyof Counts, label: string) => (
    <div className={style.pair}>
      <TextField bare label={`${label}, ${words.term('survey_round', cell.round)}, ${words.term('survey_arm', cell.arm)}`} inputMode="numeric" value={typed[keyOfCell(cell)]?.[name] ?? ''}
        onChange={(text) => onChange({ ...typed, [keyOfCell(cell)]: { yes: '', asked: '', ...typed[keyOfCell(cell)], [name]: text } })} />
    </div>
  )
  const columns: Column<Cell>[] = [
    { id: 'round', header: t`Round`, card: 'title', cell: (cell) => words.term('survey_round', cell.round) },
    { id: 'arm', header: t`Group`, cell: (cell) => words.term('survey_arm', cell.arm) },
    { id: 'yes', header: t`Said yes`, cell: (cell) => field(cell, 'yes', t`Said yes`) },
    { id: 'asked', header: t`Asked`, cell: (cell) => field(cell, 'asked', t`Asked`) },
  ]
  return <Table label={t`Counts of everybody`} columns={columns} rows={asked} rowKey={keyOfCell} />
}

interface PairedProps { arms: string[]; typed: Typed; onChange: (typed: Typed) => void }

/** How the same people answered before and after, group by group. */
function Paired({ arms, typed, onChange }: PairedProps) {
  const { t } = useLingui()
  const words = useWords()
  const heads: Record<Answer, string> = { yes_yes: t`Yes both times`, yes_no: t`Yes, then no`, no_yes: t`No, then yes`, no_no: t`No both times` }
  const columns: Column<string>[] = [
    { id: 'arm', header: t`Group`, card: 'title', cell: (arm) => words.term('survey_arm', arm) },
    ...answers.map((answer): Column<string> => ({
      id: answer, header: heads[answer], cell: (arm) => (
        <div className={style.pair}>
          <TextField bare label={`${heads[answer]}, ${words.term('survey_arm', arm)}`} inputMode="numeric" pointer={`/transitions/${arms.indexOf(arm)}/${answer}`} value={typed[arm]?.[answer] ?? ''}
            onChange={(text) => onChange({ ...typed, [arm]: { ...typed[arm], [answer]: text } })} />
        </div>
      ),
    })),
  ]
  return <Table label={t`The same people, before and after`} columns={columns} rows={arms} rowKey={(arm) => arm} />
}

interface PlacesProps { table: string; wrong: number[]; onChange: (table: string) => void }

/** Districts or schools that were chosen whole, pasted line by line. */
function Places({ table, wrong, onChange }: PlacesProps) {
  const { t } = useLingui()
  return (
    <>
      <TextArea label={t`Places, pasted`} required rows={6} lang="en" value={table} onChange={onChange} pointer="/clusters"
        hint={<>{t`One line for each: place, group, yes before, asked before, yes after, asked after. The place is what counts, so at least two in each group.`} <code dir="ltr">bazaar,treated,15,50,22,48</code></>} />
      <WrongLines lines={wrong} />
    </>
  )
}

/** Names the lines that are no counts, if there are any. */
function WrongLines({ lines }: { lines: number[] }) {
  const { t } = useLingui()
  const { count, list } = useFormats()
  const named = list(lines.map((n) => count(n)))
  return lines.length > 0 && <Banner tone="warning" title={t`These lines are no counts: ${named}.`} />
}
