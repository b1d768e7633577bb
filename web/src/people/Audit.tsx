import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { useList, usePost } from '../api/queries'
import { Banner } from '../parts/Banner'
import { Button } from '../parts/Button'
import { EmptyState } from '../parts/EmptyState'
import { Fields } from '../parts/Form'
import { Loaded } from '../parts/Loaded'
import { Page, Section } from '../parts/Page'
import { Table, type Column } from '../parts/Table'
import { TextField } from '../parts/TextField'
import { Time } from '../parts/Time'
import { useFormats } from '../parts/useFormats'
import style from './People.module.css'

type Entry = Schema<'Audit'>
type Found = Schema<'AuditVerification'>

/** Who did what, and whether it was rewritten since. */
export function Audit() {
  const { t } = useLingui()
  const [action, setAction] = useState('')
  const [object, setObject] = useState('')
  const verify = usePost('/audit/verification')
  return (
    <Page title={t`Audit trail`} lead={t`Who did what, and when. Nothing in it can be changed unnoticed.`}
      actions={<Button look="primary" icon="audit" pending={verify.isPending} onClick={() => verify.mutate({})}>{t`Verify now`}</Button>}>
      <div aria-live="polite">
        {verify.isPending && <Banner title={t`Every entry is being read and compared with its hashes.`} />}
        {verify.error && <Banner tone="danger" title={t`The trail could not be checked. Try again, or ask the operator.`} />}
        {verify.data && !verify.isPending && (verify.data.body.verdict === 'sound' ? <Sound of={verify.data.body} /> : <Changed of={verify.data.body} />)}
      </div>
      <Section title={t`Entries`}>
        <Fields>
          <TextField label={t`Action`} hint={t`Such as campaign.revised`} value={action} onChange={setAction} />
          <TextField label={t`Object`} hint={t`Its ID`} value={object} onChange={setObject} />
        </Fields>
        <Rows action={action.trim()} object={object.trim()} />
      </Section>
    </Page>
  )
}

function Changed({ of }: { of: Found }) {
  const { t } = useLingui()
  const { count } = useFormats()
  const meaning = useMeaning(of.verdict)
  const first = count(of.first_bad)
  return (
    <Banner tone="danger" title={of.first_bad > 0 ? t`The trail was changed: entry ${first} is the first.` : t`The trail was changed.`}>
      <p>{meaning} <bdi dir="ltr">{of.detail}</bdi></p>
      <p>{t`Change nothing, keep the database as it is, and tell the operator and those who keep checkpoints.`}</p>
    </Banner>
  )
}

function Sound({ of }: { of: Found }) {
  const { t } = useLingui()
  const { count, list, moment } = useFormats()
  const entries = count(of.entries)
  const signed = count(of.signed_up_to)
  const seen = count(of.witnessed_up_to)
  const at = of.signed_at ? moment(of.signed_at) : ''
  const names = list(of.witnesses.map((w) => w.name))
  return (
    <Banner tone="done" title={t`All ${entries} entries are as they were written.`}>
      <p>{of.signed_up_to > 0 ? t`Up to entry ${signed} a signed checkpoint covers them; the last was made ${at}.` : t`No checkpoint has been signed yet.`}</p>
      <p>{of.witnessed_up_to > 0 ? t`Up to entry ${seen} witnesses have seen them: ${names}.` : t`No witness has seen them: whoever owns this server could still begin another trail.`}</p>
      {!of.signatures_checked && <p>{t`Signatures were not checked, because this server was not told the public key.`}</p>}
    </Banner>
  )
}

function useMeaning(verdict: Found['verdict']): string {
  const { t } = useLingui()
  switch (verdict) {
    case 'forged': return t`A checkpoint is not signed, or is of another history.`
    case 'truncated': return t`Entries that a checkpoint covers are gone.`
    case 'contradicted': return t`A record stands otherwise than the trail says.`
    default: return t`An entry is not as it was written.`
  }
}

function Rows({ action, object }: { action: string; object: string }) {
  const { t } = useLingui()
  const list = useList('/audit', { query: { action, object_id: object } })
  const columns = useColumns()
  return (
    <Loaded of={list} empty={<EmptyState icon="audit" title={t`There is no such entry`} />}>
      {(rows) => (
        <Table label={t`Entries`} columns={columns} rows={rows} rowKey={(row) => String(row.seq)}
          onMore={list.hasNextPage ? () => { void list.fetchNextPage() } : undefined} loadingMore={list.isFetchingNextPage} />
      )}
    </Loaded>
  )
}

function useColumns(): Column<Entry>[] {
  const { t } = useLingui()
  const { count } = useFormats()
  return [
    { id: 'what', header: t`What`, card: 'title', cell: (row) => <span className={style.name}><bdi dir="ltr">{row.action}</bdi></span> },
    { id: 'number', header: t`Number`, tight: true, cell: (row) => count(row.seq) },
    { id: 'when', header: t`When`, tight: true, cell: (row) => <Time at={row.at} /> },
    { id: 'who', header: t`Who`, cell: (row) => <bdi>{row.actor_role === 'system' ? t`The program` : row.actor || row.actor_role}</bdi> },
    { id: 'object', header: t`Object`, cell: (row) => <span className={style.name}><span>{row.object_kind}</span><small className={style.soft} dir="ltr">{row.object_id}</small></span> },
    { id: 'reason', header: t`Reason`, cell: (row) => <span className={style.name}><bdi>{row.reason}</bdi></span> },
  ]
}
