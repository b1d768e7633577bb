import { useLingui } from '@lingui/react/macro'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useList } from '../api/queries'
import { useSession } from '../app/session'
import { EmptyState } from '../parts/EmptyState'
import { Link } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Filters, Page, Section } from '../parts/Page'
import { Select } from '../parts/Select'
import { Chip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { states } from '../words/states'
import { CountryStates, Dates } from './Countries'
import type { CampaignSearch } from './filters'
import type { Campaign } from './useCampaign'
import style from './Campaigns.module.css'

const route = getRouteApi('/staff/campaigns')

/** Everything that the organisation plans, runs and has finished. */
export function CampaignList() {
  const { t } = useLingui()
  const { organization: { name } } = useSession()
  return (
    <Page title={t`Campaigns`} lead={t`Everything that ${name} plans, runs and has finished.`}>
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
  const narrow = (change: CampaignSearch) => { void navigate({ to: '/campaigns', search: { ...search, ...change }, replace: true }) }
  const bind = (name: keyof CampaignSearch) => ({ value: search[name], onChange: (value: string) => narrow({ [name]: value }), placeholder: t`Any` })
  return (
    <Filters>
      <Select label={t`Country`} choices={['KZ', 'KG', 'TJ', 'TM', 'UZ', 'AF'].map((id) => ({ id, label: country(id) }))} {...bind('country')} />
      <Select label={t`State`} choices={Object.keys(states.campaign).map((id) => ({ id, label: words.state('campaign', id) }))} {...bind('state')} />
    </Filters>
  )
}

function Rows() {
  const { t } = useLingui()
  const search = route.useSearch()
  const navigate = useNavigate()
  const columns = useColumns()
  const list = useList('/campaigns', { query: search as never }, { follows: ['submissions'] })
  return (
    <Loaded of={list} empty={<EmptyState icon="campaigns" title={t`No campaigns`} />}>
      {(rows) => (
        <Table label={t`Campaigns`} columns={columns} rows={rows} rowKey={(row) => row.id} sort={search.sort ?? '-created_at'}
          onSort={(sort) => { void navigate({ to: '/campaigns', search: { ...search, sort }, replace: true }) }}
          onMore={list.hasNextPage ? () => { void list.fetchNextPage() } : undefined} loadingMore={list.isFetchingNextPage} />
      )}
    </Loaded>
  )
}

function useColumns(): Column<Campaign>[] {
  const { t } = useLingui()
  return [
    { id: 'title', header: t`Campaign`, card: 'title', sortable: true, cell: (row) => <Title of={row} /> },
    { id: 'countries', header: t`Countries`, cell: (row) => <CountryStates of={row.countries} /> },
    { id: 'starts_on', header: t`Dates`, sortable: true, tight: true, cell: (row) => <Dates from={row.starts_on} to={row.ends_on} /> },
  ]
}

function Title({ of: { id, title, demonstration } }: { of: Campaign }) {
  const { t } = useLingui()
  return (
    <>
      <Link to="/campaigns/$campaignId/plan" params={{ campaignId: id }} className={style.title}><bdi>{title}</bdi></Link>
      {demonstration && <> <Chip tone="waiting">{t`Demonstration`}</Chip></>}
    </>
  )
}
