import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useList } from '../api/queries'
import { useSession } from '../app/session'
import { Allowed } from '../app/states'
import { EmptyState } from '../parts/EmptyState'
import { Link, LinkButton } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Filters, Page, Section } from '../parts/Page'
import { Select } from '../parts/Select'
import { Table, type Column } from '../parts/Table'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { ConsentChip, RiskChip, type Messenger } from './Standing'
import style from './Messengers.module.css'

type Sort = '-created_at' | 'created_at' | 'pseudonym' | '-pseudonym'

/** Those who speak, by pseudonym. */
export function MessengerList() {
  const { t } = useLingui()
  const session = useSession()
  const enrol = session.allows('messengers.write') && <LinkButton to="/messengers/new" look="primary" icon="add">{t`Enrol a messenger`}</LinkButton>
  return (
    <Allowed to="messengers.read">
      <Page title={t`Messengers`} lead={t`Credible voices, by pseudonym. Nobody speaks without a live consent and a live risk assessment.`} actions={enrol}>
        <Section><Rows enrol={enrol} /></Section>
      </Page>
    </Allowed>
  )
}

function Rows({ enrol }: { enrol: React.ReactNode }) {
  const { t } = useLingui()
  const words = useWords()
  const columns = useColumns()
  const [sort, setSort] = useState<Sort>('-created_at')
  const [type, setType] = useState('any')
  const list = useList('/messengers', { query: { sort, ...(type !== 'any' && { type: type as never }) } })
  return (
    <>
      <Filters><Select label={t`Messenger type`} choices={[{ id: 'any', label: t`Any` }, ...words.terms('messenger_type')]} value={type} onChange={setType} /></Filters>
      <Loaded of={list} empty={<EmptyState icon="messengers" title={t`No messengers`} action={enrol}>{t`The person who says it decides whether it is believed. Enrol somebody whom the audience trusts.`}</EmptyState>}>
        {(rows) => (
          <Table label={t`Messengers`} columns={columns} rows={rows} rowKey={(row) => row.id} sort={sort} onSort={(next) => setSort(next as Sort)}
            onMore={list.hasNextPage ? () => { void list.fetchNextPage() } : undefined} loadingMore={list.isFetchingNextPage} />
        )}
      </Loaded>
    </>
  )
}

function useColumns(): Column<Messenger>[] {
  const { t } = useLingui()
  const words = useWords()
  const { language, list } = useFormats()
  return [
    {
      id: 'pseudonym', header: t`Pseudonym`, card: 'title', sortable: true,
      cell: (row) => <Link to="/messengers/$messengerId" params={{ messengerId: row.id }} className={style.name}><bdi>{row.pseudonym}</bdi></Link>,
    },
    { id: 'type', header: t`Type`, cell: (row) => words.term('messenger_type', row.type) },
    { id: 'languages', header: t`Languages`, cell: (row) => list(row.languages.map(language)) || '–' },
    { id: 'credibility', header: t`Why they are believed`, cell: (row) => (row.credibility_source ? words.term('credibility_source', row.credibility_source) : '–') },
    { id: 'consent', header: t`Consent`, cell: (row) => <ConsentChip until={row.consent_until} /> },
    { id: 'risk', header: t`Risk`, cell: (row) => <RiskChip level={row.risk_level} until={row.risk_until} /> },
  ]
}
