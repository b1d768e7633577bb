import { useLingui } from '@lingui/react/macro'
import { useList } from '../api/queries'
import { CountryStates } from '../campaigns/Countries'
import { Link } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Section } from '../parts/Page'
import { Table } from '../parts/Table'

/** The campaigns that address an audience, so that nobody is spoken to by all
 * at once. */
export function Addressed({ audience }: { audience: string }) {
  const { t } = useLingui()
  const list = useList('/campaigns', { query: { audience_id: audience } })
  return (
    <Section title={t`Who addresses it`}>
      <Loaded of={list} empty={<p>{t`No campaign of yours addresses it yet.`}</p>}>
        {(rows) => (
          <Table label={t`Who addresses it`} rows={rows} rowKey={(row) => row.id} columns={[
            { id: 'title', header: t`Campaign`, card: 'title', cell: (row) => <Link to="/campaigns/$campaignId/plan" params={{ campaignId: row.id }}><bdi>{row.title}</bdi></Link> },
            { id: 'countries', header: t`Countries`, cell: (row) => <CountryStates of={row.countries} /> },
          ]} />
        )}
      </Loaded>
    </Section>
  )
}
