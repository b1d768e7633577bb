import { useLingui } from '@lingui/react/macro'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useList } from '../api/queries'
import { EmptyState } from '../parts/EmptyState'
import { Loaded } from '../parts/Loaded'
import { Filters, Page, Section } from '../parts/Page'
import { Select } from '../parts/Select'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { countries } from '../words/vocabulary'
import type { QueueSearch } from './filters'
import { Submissions } from './Submissions'

const route = getRouteApi('/staff/approvals')

const shown = ['under_review', 'approved', 'approved_with_conditions', 'returned', 'refused', 'voided']

/** What waits for a decision and what was decided, the nearest clock first. */
export function Queue() {
  const { t } = useLingui()
  return (
    <Page title={t`Approvals`} lead={t`What is before the authorities, the nearest deadline first.`}>
      <Section><Narrowed /><Rows /></Section>
    </Page>
  )
}

function Narrowed() {
  const { t } = useLingui()
  const words = useWords()
  const { country } = useFormats()
  const search = route.useSearch()
  const navigate = useNavigate()
  const narrow = (change: QueueSearch) => { void navigate({ to: '/approvals', search: { ...search, ...change }, replace: true }) }
  return (
    <Filters>
      <Select label={t`Status`} placeholder={t`Any`} value={search.state ?? 'under_review'} onChange={(state) => narrow({ state })}
        choices={[{ id: 'all', label: t`Any` }, ...shown.map((id) => ({ id, label: words.state('version', id) }))]} />
      <Select label={t`Country`} placeholder={t`Any`} value={search.country ?? 'all'} onChange={(id) => narrow({ country: id === 'all' ? undefined : id })}
        choices={[{ id: 'all', label: t`Any` }, ...countries.map((id) => ({ id, label: country(id) }))]} />
    </Filters>
  )
}

function Rows() {
  const { t } = useLingui()
  const { state = 'under_review', country } = route.useSearch()
  const list = useList('/submissions', {
    query: { sort: state === 'under_review' ? 'due_at' : '-submitted_at', ...(state !== 'all' && { state }), ...(country && { country }) } as never,
  })
  return (
    <Loaded of={list} empty={<EmptyState icon="approvals" title={t`Nothing waits here`}>{t`What is submitted to your country, or by you, stands here with its clock.`}</EmptyState>}>
      {(rows) => (
        <Submissions rows={rows} onMore={list.hasNextPage ? () => { void list.fetchNextPage() } : undefined} loadingMore={list.isFetchingNextPage} />
      )}
    </Loaded>
  )
}
