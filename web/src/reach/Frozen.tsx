import { useLingui } from '@lingui/react/macro'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { Schema } from '../api/client'
import { usePost, useRead } from '../api/queries'
import { useSession } from '../app/session'
import { Banner } from '../parts/Banner'
import { Button } from '../parts/Button'
import { DownloadLink, Link, LinkButton } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Facts, Page, Section } from '../parts/Page'
import { ProblemNotice } from '../parts/ProblemNotice'
import { Table, type Column } from '../parts/Table'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { AnswerView, useItemName, useScopes } from './Answer'
import { searchOf } from './question'
import { useSentences } from './useSentences'
import style from './Reach.module.css'

type Comparison = Schema<'Comparison'>

const route = getRouteApi('/staff/compare/$comparisonId')

/** A comparison as it was frozen: the same bytes for whoever reads it. */
export function Frozen() {
  const { t } = useLingui()
  const words = useWords()
  const { comparisonId } = route.useParams()
  const comparison = useRead('/comparisons/{id}', { path: { id: comparisonId } })
  const question = comparison.data?.question
  return (
    <Page title={question ? `${words.term('comparison_metric', question.metric)} · ${words.term('comparison_denominator', question.denominator)}` : t`Frozen comparison`}
      trail={<Link to="/compare">{t`Compare`}</Link>} actions={comparison.data && <Ways of={comparison.data} />}>
      <Loaded of={comparison} shape="form">
        {(c) => (
          <>
            <Seal of={c} />
            <Templates of={c} />
            <Standing of={c} />
            <AnswerView of={c.result as Schema<'Answer'>} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Ways({ of: { id, question } }: { of: Comparison }) {
  const { t } = useLingui()
  const file = useFiles(id)
  return (
    <div className={style.ways}>
      <LinkButton to="/compare" search={searchOf(question)} icon="refresh">{t`Ask again with today's data`}</LinkButton>
      <DownloadLink href={file('report.pdf')}>{t`Download as PDF`}</DownloadLink>
      <DownloadLink href={file('report.xlsx')}>{t`Download for Excel`}</DownloadLink>
      <DownloadLink href={file('table.csv')}>{t`Download as CSV`}</DownloadLink>
    </div>
  )
}

/** Where the files of a snapshot are, in the reader's language. */
function useFiles(id: string): (name: string, template?: string) => string {
  const { i18n } = useLingui()
  return (name, template) => `/api/v1/comparisons/${id}/${name}?${new URLSearchParams({ language: i18n.locale, ...(template && { template }) }).toString()}`
}

/** The same snapshot for those who ask for a report of their own kind. */
function Templates({ of: { id } }: { of: Comparison }) {
  const { t } = useLingui()
  const file = useFiles(id)
  const templates = [['national_plan', t`Report on the national plan`], ['donor', t`Report to the donor`]] as const
  return (
    <Section title={t`Reports`} lead={t`All of them are made from this snapshot alone and carry its digest.`} sheet>
      <Facts of={templates.map(([template, name]) => [name, (
        <span key={template} className={style.ways}>
          <DownloadLink href={file('report.pdf', template)}>{t`Download as PDF`}</DownloadLink>
          <DownloadLink href={file('report.xlsx', template)}>{t`Download for Excel`}</DownloadLink>
        </span>
      )])} />
    </Section>
  )
}

/** What has become of it since: newer data, other versions, and what this one
 * says differently from the one before. */
function Standing({ of: { id, result } }: { of: Comparison }) {
  const { t } = useLingui()
  const { moment } = useFormats()
  const navigate = useNavigate()
  const session = useSession()
  const standing = useRead('/comparisons/{id}/standing', { path: { id } }, { follows: ['observations', 'batch', 'deliveries', 'universes', 'campaigns'] })
  const renew = usePost('/comparisons/{id}/renewal', { touches: ['comparisons'] })
  if (!standing.data) return null
  const { versions, difference, overtaken } = standing.data
  const renewal = () => renew.mutate({ params: { path: { id } } }, {
    onSuccess: ({ body }) => { void navigate({ to: '/compare/$comparisonId', params: { comparisonId: body.id } }) },
  })
  return (
    <>
      {overtaken && (
        <Banner tone="warning" title={t`Newer data exist`}
          action={session.allows('comparisons.write') && <Button small pending={renew.isPending} onClick={renewal}>{t`Make a new version`}</Button>}>
          {t`This answer stays as it is. A new version says what has changed, row by row, and why.`}
        </Banner>
      )}
      {renew.error && <ProblemNotice problem={renew.error} />}
      {versions.length > 1 && (
        <Section title={t`Versions of this answer`} sheet>
          <ul className={style.plain}>{versions.map((v) => (
            <li key={v.id}>{v.id === id ? <strong>{moment(v.created_at)}</strong> : <Link to="/compare/$comparisonId" params={{ comparisonId: v.id }}>{moment(v.created_at)}</Link>} <code className={style.digest}>{v.digest.slice(0, 12)}</code></li>
          ))}</ul>
        </Section>
      )}
      {difference && <Changes of={difference} answer={result as Schema<'Answer'>} />}
    </>
  )
}

type Change = Schema<'Difference'>['rows'][number]

function Changes({ of, answer }: { of: Schema<'Difference'>; answer: Schema<'Answer'> }) {
  const { t } = useLingui()
  const { write, range, changed, reason } = useSentences()
  const name = useItemName(answer)
  const scope = useScopes()
  const said = (row: Change['before']) => (row === null ? '–' : row.figure.value === null ? range(row.figure) || row.reasons.map(reason).join(' ') : write(row.figure.unit, row.figure.value))
  const columns: Column<Change>[] = [
    { id: 'item', header: t`Compared`, card: 'title', cell: (row) => <bdi>{name(row.item)}</bdi> },
    { id: 'scope', header: t`Platform`, cell: (row) => scope(row) },
    { id: 'before', header: t`Before`, numeric: true, cell: (row) => said(row.before) },
    { id: 'after', header: t`Now`, numeric: true, cell: (row) => said(row.after) },
    { id: 'why', header: t`Why`, cell: (row) => row.reasons.map(changed).join(' ') },
  ]
  return (
    <Section title={t`What changed since the version before`} lead={of.reasons.map(changed).join(' ')}>
      {of.rows.length > 0 && <Table label={t`What changed since the version before`} columns={columns} rows={of.rows} rowKey={(row) => [row.scope, row.platforms.join(), row.item].join()} />}
    </Section>
  )
}

function Seal({ of: c }: { of: Comparison }) {
  const { t } = useLingui()
  const { moment } = useFormats()
  const day = moment(c.created_at)
  const demonstration = (c.result as Schema<'Answer'>).items.some((item) => item.demonstration)
  return (
    <>
      <Banner title={t`Frozen on ${day}`}>{t`It never changes. Whoever opens this address reads the same bytes; later data make another comparison.`}</Banner>
      {demonstration && <Banner tone="warning" title={t`Demonstration`}>{t`Some of these campaigns are made up to show the product.`}</Banner>}
      <Section sheet>
        <Facts of={[
          [t`Digest (SHA-256)`, <code key="digest" className={style.digest}>{c.digest}</code>],
          [t`Version of the data`, <code key="data">{c.data_version}</code>],
          [t`Assumptions`, c.assumption_set],
          [t`Program`, c.program],
        ]} />
      </Section>
    </>
  )
}
