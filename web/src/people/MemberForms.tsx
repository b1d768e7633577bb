import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { useDocument, usePost, usePut } from '../api/queries'
import { useSession } from '../app/session'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { Checkbox, CheckboxGroup } from '../parts/Choice'
import { Dialog } from '../parts/Dialog'
import { Fields, Form } from '../parts/Form'
import { Loaded } from '../parts/Loaded'
import { ProblemNotice } from '../parts/ProblemNotice'
import { Select } from '../parts/Select'
import { TextField } from '../parts/TextField'
import { say } from '../parts/toast'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { regionalZones } from '../words/zones'
import type { Member } from './People'

type Role = Member['roles'][number]

interface Leaving {
  onClose: () => void
  /** The secret of a one-time link was made. */
  onInvited: (secret: string) => void
}

/** Asks somebody in. */
export function Invite({ onClose, onInvited }: Leaving) {
  const { t } = useLingui()
  const { zone, language } = useFormats()
  const invite = usePost('/members')
  const [sent, setSent] = useState<Schema<'InviteRequest'>>({ email: '', name: '', locale: 'ru', zone: regionalZones[1], roles: [] })
  const send = () => invite.mutate({ body: sent }, { onSuccess: ({ body }) => { if (body.link) onInvited(body.link) } })
  return (
    <Dialog open title={t`Invite somebody`} onClose={onClose}>
      <Form onSubmit={send} problem={invite.error}>
        <TextField label={t`Name`} required pointer="/name" value={sent.name} onChange={(name) => setSent({ ...sent, name })} />
        <TextField label={t`E-mail address`} type="email" required pointer="/email" value={sent.email} onChange={(email) => setSent({ ...sent, email })} />
        <Roles value={sent.roles} onChange={(roles) => setSent({ ...sent, roles })} />
        <Fields>
          <Select label={t`Language`} pointer="/locale" value={sent.locale} onChange={(locale) => setSent({ ...sent, locale })}
            choices={['en', 'ru', 'fa-AF'].map((id) => ({ id, label: language(id) }))} />
          <Select label={t`Time zone`} pointer="/zone" value={sent.zone} onChange={(name) => setSent({ ...sent, zone: name })}
            choices={regionalZones.map((id) => ({ id, label: zone(id) }))} />
        </Fields>
        <Buttons end><Button type="submit" look="primary" pending={invite.isPending}>{t`Make the link`}</Button></Buttons>
      </Form>
    </Dialog>
  )
}

/** Changes what a member may do, or shuts them out. */
export function EditMember({ of, ...leaving }: Leaving & { of: Member }) {
  const document = useDocument('/members/{id}', { path: { id: of.id } })
  return (
    <Dialog open title={of.name} onClose={leaving.onClose}>
      <Loaded of={document} shape="form">{({ body, etag }) => (
        <>
          {body.suspended_at && <Suspended of={body} onClose={leaving.onClose} />}
          <EditForm of={body} etag={etag} {...leaving} />
        </>
      )}</Loaded>
    </Dialog>
  )
}

/** Lets somebody in again whom the program has suspended. */
function Suspended({ of, onClose }: { of: Member; onClose: () => void }) {
  const { t } = useLingui()
  const lift = usePost('/members/{id}/reinstatement')
  const send = () => lift.mutate({ params: { path: { id: of.id } } }, { onSuccess: () => { say(t`They may come in again.`); onClose() } })
  return (
    <>
      {lift.error && <ProblemNotice problem={lift.error} />}
      <Banner tone="danger" title={t`Suspended`} action={<Button pending={lift.isPending} onClick={send}>{t`Let them in again`}</Button>}>
        {t`They opened an identity alone, and nobody has looked at it within a day. A custodian has to judge it first; whoever judged does not let them in.`}
      </Banner>
    </>
  )
}

function EditForm({ of, etag, onClose, onInvited }: Leaving & { of: Member; etag: string | null }) {
  const { t } = useLingui()
  const params = { path: { id: of.id } }
  const assign = usePut('/members/{id}')
  const renew = usePost('/members/{id}/link')
  const [roles, setRoles] = useState<Role[]>(of.roles)
  const [disabled, setDisabled] = useState(of.disabled_at !== null)
  const save = () => assign.mutate({ params, body: { roles, disabled }, etag }, { onSuccess: () => { say(t`Saved.`); onClose() } })
  return (
    <Form onSubmit={save} problem={assign.error ?? renew.error}>
      <Roles value={roles} onChange={setRoles} />
      <Checkbox label={t`Shut out`} hint={t`They are signed out at once, and their tokens end.`} pointer="/disabled" value={disabled} onChange={setDisabled} />
      <Buttons end>
        <Button icon="link" pending={renew.isPending} onClick={() => renew.mutate({ params }, { onSuccess: ({ body }) => { if (body.link) onInvited(body.link) } })}>{t`New one-time link`}</Button>
        <Button type="submit" look="primary" pending={assign.isPending}>{t`Save`}</Button>
      </Buttons>
    </Form>
  )
}

function Roles({ value, onChange }: { value: Role[]; onChange: (roles: Role[]) => void }) {
  const { t } = useLingui()
  const words = useWords()
  const session = useSession()
  const choices = words.terms('role').filter(({ id }) => id !== 'operator' || session.allows('organizations.write'))
  return <CheckboxGroup label={t`Roles`} required pointer="/roles" choices={choices} value={value} onChange={(roles) => onChange(roles as Role[])} />
}
