import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { useDocument, usePut } from '../api/queries'
import { useSession } from '../app/session'
import { Button, Buttons } from '../parts/Button'
import { Dialog } from '../parts/Dialog'
import { useDraft } from '../parts/draft'
import { Form } from '../parts/Form'
import { Loaded } from '../parts/Loaded'
import { Facts, Section } from '../parts/Page'
import { TextField } from '../parts/TextField'
import { say } from '../parts/toast'
import { UserText } from '../parts/UserText'

type Tenant = Schema<'Tenant'>

/** How the organisation shows itself to the public. */
export function Organization() {
  const { t } = useLingui()
  const [editing, setEditing] = useState(false)
  const { organization: { id } } = useSession()
  const document = useDocument('/organizations/{id}', { path: { id } })
  return (
    <Section title={t`Before the public`} lead={t`Stands on the public page of every campaign. Nothing can be submitted or sent before people know where to complain.`}
      actions={<Button icon="edit" onClick={() => setEditing(true)}>{t`Change`}</Button>}>
      <Loaded of={document}>
        {({ body, etag }) => (
          <>
            <Facts of={[[t`Name`, <bdi key="name">{body.name}</bdi>], [t`Contact for complaints`, body.contact ? <UserText>{body.contact}</UserText> : t`None`],
              [t`Where the data are kept`, body.data_location ? <UserText>{body.data_location}</UserText> : t`Not said`]]} />
            {editing && <Edit of={body} etag={etag} onClose={() => setEditing(false)} />}
          </>
        )}
      </Loaded>
    </Section>
  )
}

function Edit({ of, etag, onClose }: { of: Tenant; etag: string | null; onClose: () => void }) {
  const { t } = useLingui()
  const draft = useDraft({ name: of.name, contact: of.contact, data_location: of.data_location })
  const save = usePut('/organizations/{id}')
  const send = () => save.mutate({ params: { path: { id: of.id } }, body: draft.value, etag }, { onSuccess: () => { say(t`Saved.`); onClose() } })
  return (
    <Dialog open title={t`Before the public`} onClose={onClose}>
      <Form problem={save.error} onSubmit={send}>
        <TextField label={t`Name`} required {...draft.bind('/name')} />
        <TextField label={t`Contact for complaints`} required hint={t`An e-mail address, a web address, or a place.`} {...draft.bind('/contact')} />
        <TextField label={t`Where the data are kept`} hint={t`The country, and whose machine it is.`} {...draft.bind('/data_location')} />
        <Buttons end><Button type="submit" look="primary" pending={save.isPending}>{t`Save`}</Button></Buttons>
      </Form>
    </Dialog>
  )
}
