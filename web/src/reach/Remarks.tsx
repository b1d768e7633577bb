import { Plural, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Schema } from '../api/client'
import { usePlatformWords } from '../channels/platformWords'
import { useSession } from '../app/session'
import { EmptyState } from '../parts/EmptyState'
import { LinkButton } from '../parts/Link'
import { Facts, Section } from '../parts/Page'
import { Chip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { UserText } from '../parts/UserText'
import type { CampaignReach } from './Reach'
import { OneSurvey, type Survey } from './SurveyResults'

type Gap = Schema<'Gap'>

/** What is not known of the campaign, and why. */
export function Gaps({ of: { gaps, campaign_id: campaign } }: { of: CampaignReach }) {
  const { t } = useLingui()
  const session = useSession()
  const columns = useGapColumns()
  const open = gaps.some((gap) => gap.manual) && session.allows('observations.write')
  return (
    <Section title={t`What is missing, and why`} lead={t`Missing is not zero. Nothing below was counted as nobody.`}
      actions={open && <LinkButton to="/figures" search={{ campaign }} icon="figures" small>{t`Enter figures`}</LinkButton>}>
      {gaps.length === 0
        ? <EmptyState icon="check" title={t`Nothing is missing`}>{t`Every figure that these platforms offer has been read.`}</EmptyState>
        : <Table label={t`What is missing`} columns={columns} rows={gaps} rowKey={gapKey} />}
    </Section>
  )
}

/** How many of how many. */
export function useShare() {
  const { t } = useLingui()
  const { count } = useFormats()
  return (some: number | null, all: number | null) => {
    const n = count(some)
    const of = count(all)
    return t`${n} of ${of}`
  }
}

export function gapKey(gap: Gap): string { return [gap.platform, gap.country, gap.metric, gap.reason].join() }

/** The columns of a list of gaps. */
export function useGapColumns(): Column<Gap>[] {
  const { t } = useLingui()
  const { platform } = usePlatformWords()
  const { country, moment } = useFormats()
  const share = useShare()
  const words = useWords()
  return [
    { id: 'metric', header: t`Figure`, card: 'title', cell: (row) => words.term('metric', row.metric) },
    { id: 'platform', header: t`Platform`, cell: (row) => platform(row.platform) },
    { id: 'country', header: t`Country`, cell: (row) => country(row.country) },
    { id: 'reason', header: t`Why`, cell: (row) => words.term('missing_reason', row.reason) },
    { id: 'posts', header: t`Posts`, numeric: true, tight: true, cell: (row) => share(row.posts, row.of) },
    { id: 'since', header: t`Last known`, tight: true, cell: (row) => (row.since ? moment(row.since) : t`never`) },
  ]
}

/** What people said before many saw a text, or why nobody was asked. */
export function Pretests({ of }: { of: Schema<'CampaignReach'>['pretests'] }) {
  const { t } = useLingui()
  const { language, date } = useFormats()
  return (
    <Section title={t`Pre-tests`}>
      {of.length === 0 ? <p>{t`Nobody of the audience was asked beforehand.`}</p> : (
        <Facts of={of.map((test): [string, ReactNode] => [language(test.language), test.waiver
          ? <span key="w"><Chip tone="warning">{t`Waived`}</Chip> <UserText>{test.waiver}</UserText></span>
          : <span key="r"><Plural value={test.people} one="# person" other="# people" />, {date(test.held_on)}: <UserText>{test.result}</UserText></span>])} />
      )}
    </Section>
  )
}

/** What surveys say, each with what it proves. */
export function Surveys({ of }: { of: Survey[] }) {
  const { t } = useLingui()
  if (of.length === 0) return null
  return (
    <Section title={t`Surveys`}>
      {of.map((survey) => <OneSurvey key={survey.id} survey={survey} />)}
    </Section>
  )
}

/** How far the figures can be relied on, and what they take for granted. */
export function Trust({ of: { quality: q, assumptions: a, data_version: version } }: { of: CampaignReach }) {
  const { t } = useLingui()
  const { count, decimal, percent } = useFormats()
  const words = useWords()
  const hours = decimal(q.longest_gap_hours)
  const most = count(a.threshold - 1)
  const kappa = decimal(a.kappa_within)
  return (
    <Section title={t`How far to rely on it`} sheet>
      <Facts of={[
        [t`Series of figures`, count(q.series)],
        [t`Suspect`, count(q.suspect)],
        [t`Still provisional`, count(q.provisional)],
        [t`Corrected by platforms`, count(q.corrections + q.resets)],
        [t`Days split between readings`, <Plural key="days" value={q.interpolated_days} one="# day" other="# days" />],
        [t`Longest time between two readings`, t`${hours} hours`],
        [t`Overlap between posts of one platform`, t`k = ${kappa}`],
        [t`Reach is combined among`, words.term('universe_kind', a.universe_kind)],
        [t`Level of intervals`, percent(a.level, 0)],
        [t`Counts of people that are hidden`, t`1 to ${most}`],
        [t`Assumptions`, `${a.name}/${a.version}`],
        [t`Version of the data`, <code key="version">{version}</code>],
      ]} />
    </Section>
  )
}
