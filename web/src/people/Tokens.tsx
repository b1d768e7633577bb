import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { useDelete, useList, usePost } from '../api/queries'
import { useSession } from '../app/session'
import { Button, Buttons } from '../parts/Button'
import { CheckboxGroup } from '../parts/Choice'
import { DateField } from '../parts/DateField'
import { Confirm, Dialog } from '../parts/Dialog'
import { EmptyState } from '../parts/EmptyState'
import { Form } from '../parts/Form'
import { Loaded } from '../parts/Loaded'
import { Page, Section } from '../parts/Page'
import { Chip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { TextField } from '../parts/TextField'
import { Time, useNow } from '../parts/Time'
import { ShownOnce } from './ShownOnce'
import style from './People.module.css'

type Token = Schema<'Token'>
type Scope = Schema<'IssueTokenRequest'>['scopes'][number]

/** What programs may do in one's name. */
export function Tokens() {
  const { t } = useLingui()
  const [issuing, setIssuing] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  return (
    <Page title={t`API tokens`} lead={t`Each lets one program act for you, never in what is yours alone, such as approving.`}
      actions={<Button look="primary" icon="add" onClick={() => setIssuing(true)}>{t`New token`}</Button>}>
      {secret && <ShownOnce title={t`Give the program this token.`} secret={secret} />}
      <Section><Rows /></Section>
      {issuing && <Issue onClose={() => setIssuing(false)} onIssued={(made) => { setSecret(made); setIssuing(false) }} />}
    </Page>
  )
}

function Rows() {
  const { t } = useLingui()
  const [ending, setEnding] = useState<Token | null>(null)
  const revoke = useDelete('/tokens/{id}')
  const list = useList('/tokens')
  const columns = useColumns(setEnding)
  const name = ending?.name ?? ''
  return (
    <>
      <Loaded of={list} empty={<EmptyState icon="lock" title={t`No tokens`}>{t`No program acts for you.`}</EmptyState>}>
        {(rows) => <Table label={t`API tokens`} columns={columns} rows={rows} rowKey={(row) => row.id} onMore={list.hasNextPage ? () => { void list.fetchNextPage() } : undefined} />}
      </Loaded>
      <Confirm title={t`End ${name}?`} confirm={t`End it`} danger open={ending !== null} onClose={() => setEnding(null)} pending={revoke.isPending} problem={revoke.error}
        onConfirm={() => { if (ending) revoke.mutate({ params: { path: { id: ending.id } } }, { onSuccess: () => setEnding(null) }) }}>
        <p>{t`The program that uses it is refused from now on.`}</p>
      </Confirm>
    </>
  )
}

function useColumns(end: (token: Token) => void): Column<Token>[] {
  const { t } = useLingui()
  const now = useNow()
  const live = (row: Token) => row.revoked_at === null && Date.parse(row.expires_at) > now
  return [
    { id: 'name', header: t`Name`, card: 'title', cell: (row) => <bdi>{row.name}</bdi> },
    { id: 'scopes', header: t`May`, cell: (row) => <code dir="ltr" className={style.soft}>{row.scopes.join(' ')}</code> },
    { id: 'expires', header: t`Works until`, tight: true, cell: (row) => <Time at={row.expires_at} /> },
    { id: 'state', header: t`Access`, card: 'aside', cell: (row) => (live(row) ? <Chip tone="done">{t`Active`}</Chip> : <Chip tone="ended">{t`Ended`}</Chip>) },
    { id: 'end', header: t`End it`, cell: (row) => live(row) && <Button small icon="close" onClick={() => end(row)}>{t`End it`}</Button> },
  ]
}

// What is a person's own to do; the service refuses it to every token.
const personal = new Set([
  'me', 'submissions.decide', 'messages.review', 'variants.review', 'messengers.safeguard', 'holds.open', 'people.write', 'organizations.write',
  'rules.write', 'tokens.write', 'channels.write', 'me.secure',
])

function Issue({ onClose, onIssued }: { onClose: () => void; onIssued: (secret: string) => void }) {
  const { t } = useLingui()
  const session = useSession()
  const issue = usePost('/tokens')
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<Scope[]>([])
  const [until, setUntil] = useState<string | null>(() => new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10))
  const send = () => issue.mutate({ body: { name, scopes, expires_at: until ? new Date(until).toISOString() : '' } }, { onSuccess: ({ body }) => { if (body.secret) onIssued(body.secret) } })
  return (
    <Dialog open title={t`New token`} onClose={onClose}>
      <Form onSubmit={send} problem={issue.error}>
        <TextField label={t`Name`} hint={t`What the program is called.`} required pointer="/name" value={name} onChange={setName} />
        <CheckboxGroup label={t`May`} required pointer="/scopes" value={scopes} onChange={(next) => setScopes(next as Scope[])}
          choices={session.may.filter((action) => !personal.has(action)).map((id) => ({ id, label: id }))} />
        <DateField label={t`Works until`} hint={t`At most 90 days.`} required pointer="/expires_at" value={until} onChange={setUntil} />
        <Buttons end><Button type="submit" look="primary" pending={issue.isPending}>{t`Make the token`}</Button></Buttons>
      </Form>
    </Dialog>
  )
}
