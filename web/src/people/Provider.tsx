import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { useDelete, usePost, useRead } from '../api/queries'
import { Button, Buttons } from '../parts/Button'
import { Dialog } from '../parts/Dialog'
import { useDraft } from '../parts/draft'
import { Form } from '../parts/Form'
import { Loaded } from '../parts/Loaded'
import { Facts, Section } from '../parts/Page'
import { PasswordField, TextField } from '../parts/TextField'
import { say } from '../parts/toast'
import style from './People.module.css'

type Own = Schema<'OwnProvider'>

/** Where the people of the organisation sign in, besides with a password. */
export function Provider() {
  const { t } = useLingui()
  const [editing, setEditing] = useState(false)
  const own = useRead('/identity_provider')
  return (
    <Section title={t`Identity provider`} lead={t`People of your organisation can sign in with its own accounts (OpenID Connect) once they have accepted their invitation that way.`}
      actions={<Button icon="edit" onClick={() => setEditing(true)}>{t`Change`}</Button>}>
      <Loaded of={own}>
        {(of) => (
          <>
            <Facts of={[[t`Issuer`, of.issuer ? <code dir="ltr" className={style.soft}>{of.issuer}</code> : t`None`], [t`Address to return to`, <code key="to" dir="ltr" className={style.secret}>{of.return_to}</code>]]} />
            {editing && <Edit of={of} onClose={() => setEditing(false)} />}
          </>
        )}
      </Loaded>
    </Section>
  )
}

function Edit({ of, onClose }: { of: Own; onClose: () => void }) {
  const { t } = useLingui()
  const draft = useDraft({ issuer: of.issuer, client_id: of.client_id, client_secret: '' })
  const save = usePost('/identity_provider')
  const remove = useDelete('/identity_provider')
  const done = { onSuccess: () => { say(t`Saved.`); onClose() } }
  return (
    <Dialog open title={t`Identity provider`} onClose={onClose}>
      <Form problem={save.error ?? remove.error} onSubmit={() => save.mutate({ body: draft.value }, done)}>
        <TextField label={t`Issuer`} type="url" required hint={t`Exactly as the provider names itself.`} {...draft.bind('/issuer')} />
        <TextField label={t`Client ID`} lang="en" required {...draft.bind('/client_id')} />
        <PasswordField label={t`Client secret`} autoComplete="new-password" required hint={t`It is kept sealed, and never shown again.`} {...draft.bind('/client_secret')} />
        <Buttons end>
          {of.issuer && <Button icon="close" pending={remove.isPending} onClick={() => remove.mutate({}, done)}>{t`Use passwords alone`}</Button>}
          <Button type="submit" look="primary" pending={save.isPending}>{t`Save`}</Button>
        </Buttons>
      </Form>
    </Dialog>
  )
}
