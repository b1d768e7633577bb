import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { useList } from '../api/queries'
import { useSession } from '../app/session'
import { Allowed } from '../app/states'
import { EmptyState } from '../parts/EmptyState'
import { Link, LinkButton } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Page, Section } from '../parts/Page'
import { Chip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import style from './Audiences.module.css'

type Audience = Schema<'Audience'>
type Sort = '-created_at' | 'created_at' | 'segment_name' | '-segment_name'

/** Whom the organisation addresses. */
export function AudienceList() {
  const { t } = useLingui()
  const session = useSession()
  const define = session.allows('audiences.write') && <LinkButton to="/audiences/new" look="primary" icon="add">{t`Define an audience`}</LinkButton>
  return (
    <Allowed to="audiences.read">
      <Page title={t`Audiences`} lead={t`People by their situation, their place and their language; never by origin, faith or opinion.`} actions={define}>
        <Section><Rows define={define} /></Section>
      </Page>
    </Allowed>
  )
}

function Rows({ define }: { define: React.ReactNode }) {
  const { t } = useLingui()
  const [sort, setSort] = useState<Sort>('-created_at')
  const columns = useColumns()
  const list = useList('/audiences', { query: { sort } })
  return (
    <Loaded of={list} empty={<EmptyState icon="audiences" title={t`No audiences`} action={define}>{t`A campaign addresses one primary audience, whose size is what reach is compared with.`}</EmptyState>}>
      {(rows) => (
        <Table label={t`Audiences`} columns={columns} rows={rows} rowKey={(row) => row.id} sort={sort} onSort={(next) => setSort(next as Sort)}
          onMore={list.hasNextPage ? () => { void list.fetchNextPage() } : undefined} loadingMore={list.isFetchingNextPage} />
      )}
    </Loaded>
  )
}

function useColumns(): Column<Audience>[] {
  const { t } = useLingui()
  const words = useWords()
  const { language, list } = useFormats()
  return [
    { id: 'segment_name', header: t`Audience`, card: 'title', sortable: true, cell: (row) => <Name of={row} /> },
    { id: 'where', header: t`Where`, cell: (row) => <Where of={row} /> },
    { id: 'who', header: t`Situation`, cell: (row) => list(row.life_situations.map((each) => words.term('life_situation', each))) || '–' },
    { id: 'languages', header: t`Languages`, cell: (row) => list(row.languages.map(language)) || '–' },
    { id: 'tier', header: t`Prevention`, cell: (row) => (row.prevention_tier ? words.term('prevention_tier', row.prevention_tier) : '–') },
    { id: 'size', header: t`Size`, numeric: true, cell: (row) => <Sizes of={row} /> },
  ]
}

function Name({ of: { id, segment_name, minors, delicate, reviewed_at } }: { of: Audience }) {
  const { t } = useLingui()
  return (
    <>
      <Link to="/audiences/$audienceId" params={{ audienceId: id }} className={style.name}><bdi>{segment_name}</bdi></Link>
      {minors && <> <Chip tone="warning">{t`Under 18`}</Chip></>}
      {delicate.length > 0 && reviewed_at === null && <> <Chip tone="waiting">{t`To be looked at`}</Chip></>}
    </>
  )
}

function Where({ of: { countries, admin_areas, settlement } }: { of: Audience }) {
  const words = useWords()
  const { country, list } = useFormats()
  return (
    <>
      <span>{list(countries.map(country)) || '–'}</span>
      {(admin_areas.length > 0 || settlement) && (
        <span className={style.soft}><bdi>{[list(admin_areas), settlement && words.term('settlement', settlement)].filter(Boolean).join(' · ')}</bdi></span>
      )}
    </>
  )
}

function Sizes({ of: { sizes } }: { of: Audience }) {
  const { count, country } = useFormats()
  if (sizes.length === 0) return <span>{count(null)}</span>
  return sizes.map((size) => <span key={size.country} className={style.size}><span className={style.soft}>{country(size.country)}</span> {count(size.n)}</span>)
}
