import { useLingui } from '@lingui/react/macro'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useList } from '../api/queries'
import { Allowed } from '../app/states'
import { useSession } from '../app/session'
import { Button, Buttons } from '../parts/Button'
import { EmptyState } from '../parts/EmptyState'
import { Link, LinkButton } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Page, Section } from '../parts/Page'
import { Chip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { CampaignFilters } from './CampaignFilters'
import { CountryStates, Dates } from './Countries'
import { csvOf, download } from './csv'
import { isNarrowed } from './filters'
import type { Campaign } from './useCampaign'
import style from './Campaigns.module.css'

const route = getRouteApi('/staff/campaigns')

/** Everything that the organisation plans, runs and has finished. */
export function CampaignList() {
  const { t } = useLingui()
  const session = useSession()
  const { name } = session.organization
  const list = useCampaigns()
  return (
    <Allowed to="campaigns.read">
      <Page title={t`Campaigns`} lead={t`Everything that ${name} plans, runs and has finished.`} actions={<Actions rows={list.data ?? []} />}>
        <Section><CampaignFilters /><Rows list={list} /></Section>
      </Page>
    </Allowed>
  )
}

function useCampaigns() {
  return useList('/campaigns', { query: route.useSearch() as never }, { follows: ['submissions', 'deliveries'] })
}

function Actions({ rows }: { rows: Campaign[] }) {
  const { t } = useLingui()
  const session = useSession()
  return (
    <Buttons>
      {session.allows('campaigns.write') && <LinkButton to="/campaigns/new" look="primary" icon="add">{t`Plan a campaign`}</LinkButton>}
      {rows.length > 0 && <Button icon="download" onClick={() => download('campaigns.csv', csvOf(rows))}>{t`Download CSV`}</Button>}
    </Buttons>
  )
}

function Rows({ list }: { list: ReturnType<typeof useCampaigns> }) {
  const { t } = useLingui()
  const search = route.useSearch()
  const navigate = useNavigate()
  const columns = useColumns()
  return (
    <Loaded of={list} empty={<None />}>
      {(rows) => (
        <Table label={t`Campaigns`} columns={columns} rows={rows} rowKey={(row) => row.id} sort={search.sort ?? '-created_at'}
          onSort={(sort) => { void navigate({ to: '/campaigns', search: { ...search, sort }, replace: true }) }}
          onMore={list.hasNextPage ? () => { void list.fetchNextPage() } : undefined} loadingMore={list.isFetchingNextPage} />
      )}
    </Loaded>
  )
}

function None() {
  const { t } = useLingui()
  const session = useSession()
  if (isNarrowed(route.useSearch())) return <EmptyState icon="filter" title={t`No campaign fits`}>{t`Change or clear the filters above.`}</EmptyState>
  return (
    <EmptyState icon="campaigns" title={t`No campaigns`}
      action={session.allows('campaigns.write') && <LinkButton to="/campaigns/new" look="primary" icon="add">{t`Plan a campaign`}</LinkButton>}>
      {t`A campaign says what is to change, for whom and how; messages, approvals and figures follow from it.`}
    </EmptyState>
  )
}

function useColumns(): Column<Campaign>[] {
  const { t } = useLingui()
  const words = useWords()
  const { day } = useFormats()
  return [
    { id: 'title', header: t`Campaign`, card: 'title', sortable: true, cell: (row) => <Title of={row} /> },
    { id: 'countries', header: t`Countries`, cell: (row) => <CountryStates of={row.countries} stacked /> },
    { id: 'starts_on', header: t`Dates`, sortable: true, cell: (row) => <Dates from={row.starts_on} to={row.ends_on} /> },
    { id: 'evaluation', header: t`Evaluation`, card: 'hidden', cell: (row) => (row.evaluation_design ? words.term('evaluation_design', row.evaluation_design) : '–') },
    { id: 'updated', header: t`Changed`, tight: true, cell: (row) => day(row.updated_at) },
  ]
}

function Title({ of: { id, title, goal, demonstration } }: { of: Campaign }) {
  const { t } = useLingui()
  return (
    <>
      <Link to="/campaigns/$campaignId/plan" params={{ campaignId: id }} className={style.title}><bdi>{title}</bdi></Link>
      {demonstration && <> <Chip tone="waiting">{t`Demonstration`}</Chip></>}
      {goal.statement && <p className={style.goal} dir="auto">{goal.statement}</p>}
    </>
  )
}
