import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { ask, type Schema } from '../api/client'
import { useList, usePost, useRead } from '../api/queries'
import type { Problem } from '../api/problem'
import { useSession } from '../app/session'
import { Button } from '../parts/Button'
import { DateField } from '../parts/DateField'
import { EmptyState } from '../parts/EmptyState'
import { Link } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Filters, Page, Section } from '../parts/Page'
import { ProblemNotice } from '../parts/ProblemNotice'
import { Select } from '../parts/Select'
import { Table, type Column } from '../parts/Table'
import { TagPicker } from '../parts/TagPicker'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { countries, currencies } from '../words/vocabulary'
import { AnswerView } from './Answer'
import { DecisionTimes } from './DecisionTimes'
import { askable, denominatorsOf, ofMoney, questionOf, type Question, type QuestionSearch } from './question'
import { useStandardName } from './useStandardName'

const route = getRouteApi('/staff/compare')

/** Campaigns or countries beside each other, as far as that is honest. The
 * question stands in the address. */
export function Compare() {
  const { t } = useLingui()
  const session = useSession()
  const question = questionOf(route.useSearch())
  const may = session.allows('comparisons.write')
  return (
    <Page title={t`Compare`} lead={t`Campaigns or countries side by side, with their uncertainty. What cannot be compared says why.`}
      actions={may && askable(question) && <Freeze question={question} />}>
      {may && <Asked question={question} />}
      {may && <Answered question={question} />}
      <Kept />
      <DecisionTimes />
    </Page>
  )
}

function Asked({ question }: { question: Question }) {
  const { t } = useLingui()
  const words = useWords()
  const { country } = useFormats()
  const campaigns = useList('/campaigns', { query: { limit: 200 } })
  const search = route.useSearch()
  const standards = useRead('/standard_populations')
  const standardName = useStandardName()
  const cost = ofMoney(question.metric)
  const navigate = useNavigate()
  const change = (next: QuestionSearch) => { void navigate({ to: '/compare', search: { ...search, ...next }, replace: true }) }
  return (
    <Section sheet>
      <Filters>
        <Select label={t`Compare`} choices={words.terms('comparison_by')} value={question.by} onChange={(by) => change({ by: by === 'campaigns' ? undefined : by as Question['by'] })} />
        <Select label={t`By`} choices={words.terms('comparison_metric')} value={question.metric} onChange={(metric) => change({ metric, over: undefined, ...((metric === 'reach' || ofMoney(metric)) && { from: undefined, to: undefined }) })} />
        <Select label={t`Divided by`} choices={words.terms('comparison_denominator').filter(({ id }) => denominatorsOf(question.metric).includes(id))}
          value={question.denominator} onChange={(over) => change({ over })} />
        <Select label={t`Age of the posts`} value={String(question.age_days)} onChange={(age) => change({ age: Number(age) || undefined })}
          disabled={cost || question.from !== '' || question.to !== ''}
          choices={[{ id: '0', label: t`Their whole life` }, { id: '1', label: t`First day` }, { id: '7', label: t`First 7 days` }, { id: '28', label: t`First 28 days` }]} />
        {question.metric !== 'reach' && !cost && <>
          <DateField label={t`From day`} value={question.from} onChange={(from) => change({ from: from ?? undefined })} max={question.to || undefined} />
          <DateField label={t`To day`} value={question.to} onChange={(to) => change({ to: to ?? undefined })} min={question.from || undefined} />
        </>}
        {question.denominator === 'population' && <Select label={t`Standardised to`} choices={['pooled', ...(standards.data?.items ?? []).map((p) => p.name)].map((id) => ({ id, label: standardName(id) }))} value={question.standard || 'pooled'}
          onChange={(ages) => change({ ages: ages === 'pooled' ? undefined : ages })} />}
        {cost && <Select label={t`In the currency`} value={question.currency} choices={currencies.map((id) => ({ id, label: id }))} onChange={(money) => change({ money })} />}
      </Filters>
      <Filters>
        <TagPicker label={t`Campaigns`} value={question.campaign_ids} onChange={(ids) => change({ campaigns: ids.join() || undefined })}
          choices={(campaigns.data ?? []).map(({ id, title }) => ({ id, label: title }))} />
        {!cost && <TagPicker label={t`Countries`} hint={t`Without any: all of them.`} value={question.countries} onChange={(codes) => change({ countries: codes.join() || undefined })}
          choices={countries.map((id) => ({ id, label: country(id) }))} />}
      </Filters>
    </Section>
  )
}

function Answered({ question }: { question: Question }) {
  const { t } = useLingui()
  const answer = useQuery<Schema<'Answer'>, Problem>({
    queryKey: ['comparisons', 'preview', question],
    queryFn: async ({ signal }) => (await ask<Schema<'Answer'>>('post', '/comparisons/preview', { body: question, signal })).body,
    enabled: askable(question),
    placeholderData: (before) => before,
    meta: { follows: ['observations', 'batch', 'deliveries', 'universes', 'exchange_rates', 'standard_populations', 'campaigns'] },
  })
  if (!askable(question)) {
    return <EmptyState icon="compare" title={t`Choose what to compare`}>{question.by !== 'campaigns' ? t`Choose at least one campaign, and both days of a window or neither.` : t`Choose at least two campaigns, and both days of a window or neither.`}</EmptyState>
  }
  return <Loaded of={answer} shape="form">{(a) => <AnswerView of={a} />}</Loaded>
}

function Freeze({ question }: { question: Question }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const freeze = usePost('/comparisons')
  const keep = () => freeze.mutate({ body: question }, {
    onSuccess: ({ body }) => { void navigate({ to: '/compare/$comparisonId', params: { comparisonId: body.id } }) },
  })
  return (
    <>
      <Button look="primary" icon="lock" pending={freeze.isPending} onClick={keep}>{t`Freeze this comparison`}</Button>
      {freeze.error && <ProblemNotice problem={freeze.error} />}
    </>
  )
}

function Kept() {
  const { t } = useLingui()
  const words = useWords()
  const { moment, count } = useFormats()
  const list = useList('/comparisons')
  const columns: Column<Schema<'ComparisonSummary'>>[] = [
    {
      id: 'what', header: t`Frozen comparison`, card: 'title', cell: ({ id, question: q }) => (
        <Link to="/compare/$comparisonId" params={{ comparisonId: id }}>{words.term('comparison_metric', q.metric)} · {words.term('comparison_denominator', q.denominator)}</Link>
      ),
    },
    { id: 'by', header: t`Compared`, cell: ({ question: q }) => words.term('comparison_by', q.by) },
    { id: 'campaigns', header: t`Campaigns`, numeric: true, cell: ({ question: q }) => count(q.campaign_ids.length) },
    { id: 'at', header: t`Frozen`, tight: true, cell: (row) => moment(row.created_at) },
  ]
  return (
    <Section title={t`Frozen comparisons`} lead={t`Each is kept as it was read, for good. New data make a new one.`}>
      <Loaded of={list} empty={<EmptyState icon="lock" title={t`Nothing has been frozen yet`} />}>
        {(rows) => <Table label={t`Frozen comparisons`} columns={columns} rows={rows} rowKey={(row) => row.id}
          onMore={list.hasNextPage ? () => { void list.fetchNextPage() } : undefined} loadingMore={list.isFetchingNextPage} />}
      </Loaded>
    </Section>
  )
}
