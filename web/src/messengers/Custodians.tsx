import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { useRead } from '../api/queries'
import { Allowed } from '../app/states'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { Link } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Page, Section } from '../parts/Page'
import { Chip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { Time } from '../parts/Time'
import { Envelopes, Sheet, type Paper } from './Envelopes'
import { MakeKey } from './MakeKey'
import style from './Messengers.module.css'

type Keys = Schema<'CustodianKeys'>
interface Row { id: string; name: string; recovery: boolean; recipient: string; mine: boolean; since: string | null }

/** Those who may open identities, and the keys that these are sealed to. */
export function Custodians() {
  const { t } = useLingui()
  const reading = useRead('/custodian_keys')
  const [paper, setPaper] = useState<Paper | null>(null)
  if (paper) return <Sheet of={paper} onDone={() => setPaper(null)} />
  return (
    <Allowed to="messengers.safeguard">
      <Page title={t`Custodians`} trail={<Link to="/messengers">{t`Messengers`}</Link>}
        lead={t`Who a messenger is gets sealed in the browser to these keys. The service has none of them, and cannot open anything.`}>
        <Loaded of={reading}>{(keys) => <Shown of={keys} />}</Loaded>
        <Envelopes onMade={setPaper} />
      </Page>
    </Allowed>
  )
}

/** Whether an identity can be sealed to the keys. */
export function ready({ items }: Keys): boolean {
  return items.filter(({ recovery }) => !recovery).length >= 2 && items.some(({ recovery }) => recovery)
}

function Shown({ of }: { of: Keys }) {
  const { t } = useLingui()
  const [making, setMaking] = useState<'own' | 'recovery' | null>(null)
  const mine = of.items.some((key) => key.mine)
  const recovery = of.items.some((key) => key.recovery)
  const columns = useColumns()
  return (
    <>
      {!ready(of) && (
        <Banner tone="warning" title={t`Nothing can be sealed yet`}>{t`Two custodians need a key of their own, and your organisation needs a recovery key.`}</Banner>
      )}
      <Section title={t`Keys`}>
        <Table label={t`Keys`} columns={columns} rows={rowsOf(of)} rowKey={(row) => row.id} />
        <Buttons>
          <Button look={mine ? 'plain' : 'primary'} icon="lock" onClick={() => setMaking('own')}>{mine ? t`Replace my key` : t`Make my key`}</Button>
          <Button look={!mine || recovery ? 'plain' : 'primary'} icon="lock" onClick={() => setMaking('recovery')}>{recovery ? t`Replace the recovery key` : t`Make the recovery key`}</Button>
        </Buttons>
      </Section>
      {making && <MakeKey recovery={making === 'recovery'} onClose={() => setMaking(null)} />}
    </>
  )
}

function rowsOf({ items, custodians }: Keys): Row[] {
  const keys = items.map((key): Row => ({ id: key.id, name: key.custodian, recovery: key.recovery, recipient: key.recipient, mine: key.mine, since: key.created_at }))
  const without = custodians.filter((name) => !keys.some((key) => !key.recovery && key.name === name))
  return [...keys, ...without.map((name): Row => ({ id: name, name, recovery: false, recipient: '', mine: false, since: null }))]
}

function useColumns(): Column<Row>[] {
  const { t } = useLingui()
  return [
    { id: 'who', header: t`Whose`, card: 'title', cell: (row) => (row.recovery ? t`Recovery key` : <bdi>{row.name}</bdi>) },
    { id: 'state', header: t`Status`, card: 'aside', cell: (row) => (row.since === null ? <Chip tone="warning">{t`No key yet`}</Chip> : <Chip tone="done">{row.mine ? t`Yours` : t`Has a key`}</Chip>) },
    { id: 'key', header: t`Public half`, cell: (row) => (row.recipient ? <code dir="ltr" className={style.key}>{row.recipient}</code> : '–') },
    { id: 'since', header: t`Since`, tight: true, cell: (row) => (row.since ? <Time at={row.since} /> : '–') },
  ]
}
