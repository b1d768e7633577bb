import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { useList } from '../api/queries'
import { useSession } from '../app/session'
import { Button } from '../parts/Button'
import { EmptyState } from '../parts/EmptyState'
import { Loaded } from '../parts/Loaded'
import { Page, Section } from '../parts/Page'
import { Chip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { EditMember, Invite } from './MemberForms'
import { Ombudsperson } from './Ombudsperson'
import { Organization } from './Organization'
import { Provider } from './Provider'
import { ShownOnce } from './ShownOnce'
import style from './People.module.css'

export type Member = Schema<'Member'>

/** Who may come in, and what they may do. */
export function People() {
  const { t } = useLingui()
  const { organization: { name }, ...session } = useSession()
  const [inviting, setInviting] = useState(false)
  const [edited, setEdited] = useState<Member | null>(null)
  const [link, setLink] = useState<string | null>(null)
  const invited = (secret: string) => { setLink(`${location.origin}/welcome#${secret}`); setInviting(false); setEdited(null) }
  const writes = session.allows('people.write')
  return (
    <Page title={t`People`} lead={t`Who may come in for ${name}, and what they may do.`}
      actions={writes && <Button look="primary" icon="add" onClick={() => setInviting(true)}>{t`Invite`}</Button>}>
      {link && <ShownOnce title={t`Give them this link. With it they set their password.`} secret={link} />}
      <Section><Rows edit={writes ? setEdited : undefined} /></Section>
      {session.allows('organizations.write') && <Organization />}
      {writes && <Ombudsperson />}
      {writes && <Provider />}
      {inviting && <Invite onClose={() => setInviting(false)} onInvited={invited} />}
      {edited && <EditMember of={edited} onClose={() => setEdited(null)} onInvited={invited} />}
    </Page>
  )
}

function Rows({ edit }: { edit?: (member: Member) => void }) {
  const { t } = useLingui()
  const columns = useColumns(edit)
  const list = useList('/members')
  return (
    <Loaded of={list} empty={<EmptyState icon="person" title={t`Nobody is here yet`} />}>
      {(rows) => (
        <Table label={t`People`} columns={columns} rows={rows} rowKey={(row) => row.id}
          onMore={list.hasNextPage ? () => { void list.fetchNextPage() } : undefined} loadingMore={list.isFetchingNextPage} />
      )}
    </Loaded>
  )
}

function useColumns(edit?: (member: Member) => void): Column<Member>[] {
  const { t } = useLingui()
  const words = useWords()
  const { list, day } = useFormats()
  const columns: Column<Member>[] = [
    { id: 'name', header: t`Name`, card: 'title', cell: (row) => <span className={style.name}><bdi>{row.name}</bdi><small className={style.soft} dir="ltr">{row.email}</small></span> },
    { id: 'roles', header: t`Roles`, cell: (row) => list(row.roles.map((role) => words.term('role', role))) },
    { id: 'since', header: t`Since`, tight: true, cell: (row) => day(row.created_at) },
    { id: 'access', header: t`Access`, card: 'aside', cell: (row) => <Access of={row} /> },
  ]
  if (!edit) return columns
  return [...columns, { id: 'edit', header: t`Change`, cell: (row) => <Button small icon="edit" onClick={() => edit(row)}>{t`Change`}</Button> }]
}

function Access({ of: { disabled_at, suspended_at, invited } }: { of: Member }) {
  const { t } = useLingui()
  if (suspended_at) return <Chip tone="danger">{t`Suspended`}</Chip>
  if (disabled_at) return <Chip tone="ended">{t`Shut out`}</Chip>
  return invited ? <Chip tone="waiting">{t`Invited`}</Chip> : <Chip tone="done">{t`Active`}</Chip>
}
