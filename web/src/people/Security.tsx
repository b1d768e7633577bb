import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { useDelete, useList, usePost } from '../api/queries'
import { useSession } from '../app/session'
import { Button } from '../parts/Button'
import { useDraft } from '../parts/draft'
import { Form } from '../parts/Form'
import { DownloadLink } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Page, Section } from '../parts/Page'
import { Chip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { PasswordField } from '../parts/TextField'
import { Time } from '../parts/Time'
import { say } from '../parts/toast'
import { Factor } from './Factor'
import { SecurityKeys } from './SecurityKeys'

type Signed = Schema<'Session'>

/** How one's own account is protected. */
export function Security() {
  const { t } = useLingui()
  const { email } = useSession()
  return (
    <Page title={t`Security`} lead={t`How ${email} is protected, and where you are signed in.`}>
      <Factor />
      <SecurityKeys />
      <Password />
      <Sessions />
      <Section title={t`What is held about you`} lead={t`Everything that the program keeps about you, what for and how long, as a file.`}
        actions={<DownloadLink href="/api/v1/me/data">{t`Download my data`}</DownloadLink>}>{null}</Section>
    </Page>
  )
}

function Sessions() {
  const { t } = useLingui()
  const list = useList('/sessions')
  const end = useDelete('/sessions/{id}')
  const endOthers = useDelete('/sessions')
  const columns = useColumns((id) => end.mutate({ params: { path: { id } } }))
  const several = (list.data?.length ?? 0) > 1
  return (
    <Section title={t`Where you are signed in`} lead={t`End what you do not recognise, and choose another password.`}
      actions={several && <Button icon="signOut" pending={endOthers.isPending} onClick={() => endOthers.mutate({}, { onSuccess: () => say(t`All others are ended.`) })}>{t`End all others`}</Button>}>
      <Loaded of={list}>
        {(rows) => (
          <Table label={t`Where you are signed in`} columns={columns} rows={rows} rowKey={(row) => row.id}
            onMore={list.hasNextPage ? () => { void list.fetchNextPage() } : undefined} loadingMore={list.isFetchingNextPage} />
        )}
      </Loaded>
    </Section>
  )
}

function useColumns(end: (id: string) => void): Column<Signed>[] {
  const { t } = useLingui()
  return [
    { id: 'begun', header: t`Begun`, card: 'title', cell: (row) => <Time at={row.created_at} /> },
    { id: 'seen', header: t`Last used`, tight: true, cell: (row) => <Time at={row.seen_at} /> },
    { id: 'until', header: t`Ends at the latest`, cell: (row) => <Time at={row.expires_at} /> },
    {
      id: 'end', header: t`End it`, card: 'aside',
      cell: (row) => (row.current ? <Chip tone="done">{t`This one`}</Chip> : <Button small icon="close" onClick={() => end(row.id)}>{t`End it`}</Button>),
    },
  ]
}

function Password() {
  const { t } = useLingui()
  const [choosing, setChoosing] = useState(false)
  const draft = useDraft({ password: '' })
  const change = usePost('/me/password', { touches: ['sessions'] })
  const save = () => change.mutate({ body: draft.value }, {
    onSuccess: () => { draft.reset({ password: '' }); setChoosing(false); say(t`From now on the new password counts. Your other sessions have ended.`) },
  })
  return (
    <Section title={t`Password`} lead={t`Another password ends your sessions everywhere else.`}
      actions={!choosing && <Button icon="edit" onClick={() => setChoosing(true)}>{t`Choose another`}</Button>}>
      {choosing && (
        <Form problem={change.error} onSubmit={save}>
          <PasswordField label={t`New password`} autoComplete="new-password" autoFocus required hint={t`12 to 128 characters. A sentence is easier to remember than signs.`} {...draft.bind('/password')} />
          <Button type="submit" look="primary" pending={change.isPending}>{t`Save`}</Button>
        </Form>
      )}
    </Section>
  )
}
