import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Schema } from '../api/client'
import { Facts, Section } from '../parts/Page'
import { Chip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { UserText } from '../parts/UserText'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { claims } from './claims'
import { Notes } from './Notes'
import { useShare } from './Remarks'
import { useSegment } from './useSegment'
import { useSentences } from './useSentences'
import style from './Reach.module.css'

export type Survey = Schema<'SurveyResult'>

/** What a survey says, with what it proves and everything that one has to know
 * to believe it. */
export function OneSurvey({ survey }: { survey: Survey }) {
  const { t, i18n } = useLingui()
  const { count, country, date, decimal, percent } = useFormats()
  const { sentence, reason } = useSentences()
  const words = useWords()
  const change = useChange()
  const { lift, evidence_level: rung } = survey
  const open = lift.value === null || lift.warnings.includes('lift_not_distinguishable_from_zero')
  const claim = claims[rung]
  return (
    <Section sheet title={survey.title} actions={<Chip tone="waiting">{words.term('evidence_level', rung)}</Chip>}>
      {claim && <p><strong>{lift.value === null ? t`Nothing can be said.` : open ? reason('lift_not_distinguishable_from_zero') : i18n._(claim)}</strong></p>}
      <Facts of={[
        [survey.design === 'single_round' ? t`Share that said yes` : t`Change`, <strong key="lift">{change(lift)}</strong>],
        ...lifted(survey).map(([what, says]): [string, ReactNode] => [what === 'people' ? t`People who changed, by the reach` : t`Budget for each of them`, says]),
        [t`Design`, words.term('survey_design', survey.design)],
        [t`Country and days`, `${country(survey.country)}, ${date(survey.starts_on)} – ${date(survey.ends_on)}`],
        [t`How people were asked`, <UserText key="mode">{survey.mode}</UserText>],
        [t`How they were chosen`, <UserText key="selection">{survey.selection}</UserText>],
        [t`Loss of precision by the design`, decimal(survey.design_effect)],
        ...(survey.invited === null ? [] : [[t`People invited`, count(survey.invited)] as [string, ReactNode]]),
        ...(survey.response === null ? [] : [[t`Response`, percent(survey.response, 0)] as [string, ReactNode]]),
        ...(survey.source === '' ? [] : [[t`Source`, <UserText key="source">{survey.source}</UserText>] as [string, ReactNode]]),
      ]} />
      <Wording of={survey.wording} />
      {Object.entries(survey.reworded).map(([round, wording]) => (
        <div key={round}><p>{t`In other words:`} {words.term('survey_round', round)}</p><Wording of={wording} /></div>
      ))}
      <Cells of={survey} />
      {survey.changes.length > 0 && <Changes of={survey} />}
      <p className={style.small}>{sentence(lift)}</p>
      <Notes of={lift} />
    </Section>
  )

  function lifted({ lifted: l }: Survey): ['people' | 'cost', ReactNode][] {
    if (!l || l.people.low === null) return []
    const people = open ? t`not to be told from nobody` : [count(l.people.low), count(l.people.high)].join(' – ')
    const low = decimal(l.cost.low, 2)
    const cost = l.currency === '' || l.cost.low === null ? t`not known` : l.cost.high === null ? t`at least ${low}` : `${low} – ${decimal(l.cost.high, 2)}`
    return [['people', people], ['cost', l.currency === '' ? cost : <span key="cost">{cost} <bdi>{l.currency}</bdi></span>]]
  }
}

/** A share or a change with its interval. */
function useChange() {
  const { percent } = useFormats()
  return ({ value, low, high }: Survey['lift']) => (value === null ? '–' : `${percent(value)}${low === null ? '' : ` (${percent(low)} – ${percent(high)})`}`)
}

function Wording({ of }: { of: Record<string, string> }) {
  return <ul className={style.plain}>{Object.entries(of).map(([tag, question]) => <li key={tag} lang={tag} dir="auto">“{question}”</li>)}</ul>
}

/** Rounds as they came, and in each the campaign's people first. */
function order({ round, arm, segment }: Survey['cells'][number]): number {
  return 10 * ['pre', 'post', 'later'].indexOf(round) + 5 * Number(segment !== '') + Number(arm === 'comparison')
}

function Cells({ of: { cells } }: { of: Survey }) {
  const { t } = useLingui()
  const words = useWords()
  const segment = useSegment()
  const share = useShare()
  const { percent } = useFormats()
  const columns: Column<Survey['cells'][number]>[] = [
    { id: 'round', header: t`Round`, card: 'title', cell: (c) => words.term('survey_round', c.round) },
    { id: 'arm', header: t`Group`, cell: (c) => words.term('survey_arm', c.arm) },
    { id: 'who', header: t`Of whom`, cell: (c) => segment(c.segment) },
    { id: 'yes', header: t`Said yes`, numeric: true, cell: (c) => (c.yes === null ? t`hidden, because few people could be picked out` : share(c.yes, c.asked)) },
    { id: 'share', header: t`Share`, numeric: true, cell: (c) => (c.yes === null || !c.asked ? '–' : percent(c.yes / c.asked)) },
  ]
  return <Table label={t`Rounds and groups`} columns={columns} rows={[...cells].sort((a, b) => order(a) - order(b))} rowKey={(c) => c.round + c.arm + c.segment} />
}

/** The same for parts of the people and for a later round. */
function Changes({ of: { changes } }: { of: Survey }) {
  const { t } = useLingui()
  const words = useWords()
  const segment = useSegment()
  const change = useChange()
  const columns: Column<Survey['changes'][number]>[] = [
    { id: 'who', header: t`Of whom`, card: 'title', cell: (c) => segment(c.segment) },
    { id: 'round', header: t`Up to the round`, cell: (c) => words.term('survey_round', c.round) },
    { id: 'change', header: t`Change`, numeric: true, cell: (c) => change(c.change) },
    { id: 'notes', header: t`To mind`, cell: (c) => <Notes of={c.change} /> },
  ]
  return <Table label={t`Changes of parts of the people`} columns={columns} rows={changes} rowKey={(c) => c.round + c.segment} />
}
