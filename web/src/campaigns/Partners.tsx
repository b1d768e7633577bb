import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { useDelete, usePost, useRead } from '../api/queries'
import { Button, Buttons, IconButton } from '../parts/Button'
import { Dialog } from '../parts/Dialog'
import { useDraft } from '../parts/draft'
import { Form } from '../parts/Form'
import { Loaded } from '../parts/Loaded'
import { Section } from '../parts/Page'
import { ProblemNotice } from '../parts/ProblemNotice'
import { TextField } from '../parts/TextField'
import { Confirmed } from './Confirmed'
import style from './Plan.module.css'

/** Who else lends the campaign their name, and whether they know what is
 * behind it. */
export function Partners({ campaign, writes }: { campaign: string; writes: boolean }) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const reading = useRead('/campaigns/{id}/partners', { path: { id: campaign } }, { follows: ['partnerships'] })
  return (
    <Section title={t`Partners`} lead={t`Other organisations that lend it their name. Each confirms who pays and what part the state has; nothing leaves before, nor after that has changed.`} sheet
      actions={writes && <Button small icon="add" onClick={() => setOpen(true)}>{t`Name a partner`}</Button>}>
      <Loaded of={reading}>
        {({ items }) => (items.length === 0
          ? <p className={style.soft}>{t`None yet.`}</p>
          : (
            <ul className={style.notes}>
              {items.map((item) => (
                <li key={item.id} className={style.note}>
                  <div className={style.partHead}>
                    <strong><bdi>{item.partner}</bdi></strong>
                    <span><Confirmed of={item} /></span>
                    {writes && <Remove of={item} campaign={campaign} />}
                  </div>
                </li>
              ))}
            </ul>
          ))}
      </Loaded>
      <Dialog title={t`Name a partner`} open={open} onClose={() => setOpen(false)}><NewPartner campaign={campaign} onDone={() => setOpen(false)} /></Dialog>
    </Section>
  )
}

function Remove({ of: { id, partner }, campaign }: { of: Schema<'Partner'>; campaign: string }) {
  const { t } = useLingui()
  const remove = useDelete('/campaigns/{id}/partners/{partner_id}')
  return (
    <>
      {remove.error && <ProblemNotice problem={remove.error} />}
      <IconButton icon="trash" label={t`Remove ${partner}`} onClick={() => remove.mutate({ params: { path: { id: campaign, partner_id: id } } })} />
    </>
  )
}

function NewPartner({ campaign, onDone }: { campaign: string; onDone: () => void }) {
  const { t } = useLingui()
  const draft = useDraft({ organization: '' })
  const name = usePost('/campaigns/{id}/partners')
  return (
    <Form problem={name.error} onSubmit={() => name.mutate({ params: { path: { id: campaign } }, body: draft.value }, { onSuccess: onDone })}>
      <TextField label={t`Organisation`} required hint={t`Its short name here, as its people know it: osh-media, for example.`} {...draft.bind('/organization')} />
      <Buttons end><Button type="submit" look="primary" pending={name.isPending}>{t`Name it`}</Button></Buttons>
    </Form>
  )
}
