import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asksKeys, registerKey } from '../account/key'
import type { Schema } from '../api/client'
import type { Problem } from '../api/problem'
import { useDelete, useRead } from '../api/queries'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { Confirm, Dialog } from '../parts/Dialog'
import { useDraft } from '../parts/draft'
import { Form } from '../parts/Form'
import { Loaded } from '../parts/Loaded'
import { Section } from '../parts/Page'
import { Table, type Column } from '../parts/Table'
import { TextField } from '../parts/TextField'
import { Time } from '../parts/Time'
import { say } from '../parts/toast'
import { UserText } from '../parts/UserText'
import { ShownOnce } from './ShownOnce'

type Key = Schema<'SecurityKey'>

/** The security keys of one's own account. */
export function SecurityKeys() {
  const { t } = useLingui()
  const keys = useRead('/me/security_keys')
  const [adding, setAdding] = useState(false)
  const [codes, setCodes] = useState<string[]>([])
  const can = asksKeys()
  return (
    <Section title={t`Security keys`} lead={t`A key answers to this site alone, so that nobody can talk you out of it. It may be a device of its own, or your phone or computer.`}
      actions={can && <Button icon="add" onClick={() => setAdding(true)}>{t`Add a key`}</Button>}>
      {!can && <Banner title={t`This browser asks no security keys at this address.`} />}
      {codes.length > 0 && <ShownOnce title={t`Keep these recovery codes where you keep papers. Each opens your account once if you lose your key.`} secret={codes.join('\n')} />}
      <Loaded of={keys}>{({ items }) => (items.length > 0 ? <Rows of={items} /> : null)}</Loaded>
      {adding && <Add onClose={() => setAdding(false)} onDone={(made) => { setAdding(false); setCodes(made); say(t`From now on signing in asks for a key.`) }} />}
    </Section>
  )
}

function Rows({ of: rows }: { of: Key[] }) {
  const { t } = useLingui()
  const [removing, setRemoving] = useState<Key | null>(null)
  const remove = useDelete('/me/security_keys/{id}', { touches: ['sessions'] })
  const columns: Column<Key>[] = [
    { id: 'name', header: t`Name`, card: 'title', cell: ({ name }) => <UserText>{name}</UserText> },
    { id: 'since', header: t`Registered`, tight: true, cell: ({ created_at: at }) => <Time at={at} /> },
    { id: 'used', header: t`Last used`, tight: true, cell: ({ used_at: at }) => (at ? <Time at={at} /> : t`Never`) },
    { id: 'remove', header: t`Remove`, card: 'aside', cell: (row) => <Button small icon="close" onClick={() => setRemoving(row)}>{t`Remove`}</Button> },
  ]
  const name = removing?.name ?? ''
  return (
    <>
      <Table label={t`Security keys`} columns={columns} rows={rows} rowKey={({ id }) => id} />
      <Confirm title={t`Remove ${name}?`} confirm={t`Remove`} danger open={removing !== null} onClose={() => setRemoving(null)} pending={remove.isPending} problem={remove.error}
        onConfirm={() => { if (removing) remove.mutate({ params: { path: { id: removing.id } } }, { onSuccess: () => { setRemoving(null); say(t`The key is removed. Your other sessions have ended.`) } }) }}>
        <p>{rows.length > 1 ? t`It no longer opens your account.` : t`It is the last one. Without a code of an app, whoever learns your password can then sign in as you.`}</p>
      </Confirm>
    </>
  )
}

function Add({ onClose, onDone }: { onClose: () => void; onDone: (codes: string[]) => void }) {
  const { t } = useLingui()
  const draft = useDraft({ name: '' })
  const client = useQueryClient()
  const add = useMutation<{ body: Schema<'RegisteredKey'> }, Problem>({
    mutationFn: () => registerKey(draft.value.name),
    onSuccess: ({ body }) => {
      for (const kind of ['me', 'sessions']) void client.invalidateQueries({ queryKey: [kind] })
      onDone(body.recovery_codes)
    },
  })
  return (
    <Dialog open title={t`Add a security key`} onClose={onClose}>
      <Form onSubmit={() => add.mutate()} problem={add.error}>
        <TextField label={t`Name`} hint={t`How you tell it from others, such as: yellow key.`} required autoFocus {...draft.bind('/name')} />
        <p>{t`Then your browser asks for the key. Your sessions everywhere else end.`}</p>
        <Buttons end><Button type="submit" look="primary" icon="lock" pending={add.isPending}>{t`Go on`}</Button></Buttons>
      </Form>
    </Dialog>
  )
}
