import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { usePost, useRead } from '../api/queries'
import { Button, Buttons } from '../parts/Button'
import { Dialog } from '../parts/Dialog'
import { useDraft } from '../parts/draft'
import { Form } from '../parts/Form'
import { Loaded } from '../parts/Loaded'
import { Section } from '../parts/Page'
import { TextArea } from '../parts/TextField'
import { Time } from '../parts/Time'
import { UserText } from '../parts/UserText'
import style from './Plan.module.css'

/** What was changed on the way, why, and on what evidence. */
export function Adjustments({ campaign, writes }: { campaign: string; writes: boolean }) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const reading = useRead('/campaigns/{id}/adjustments', { path: { id: campaign } })
  return (
    <Section title={t`Changes of course`} lead={t`What was changed on the way, and on what evidence. A note stays as it was written.`} sheet
      actions={writes && <Button small icon="add" onClick={() => setOpen(true)}>{t`Note a change`}</Button>}>
      <Loaded of={reading} shape="text">
        {({ items }) => (items.length === 0
          ? <p className={style.soft}>{t`None yet.`}</p>
          : (
            <ul className={style.notes}>
              {items.map((item) => (
                <li key={item.id} className={style.note}>
                  <strong><UserText>{item.what}</UserText></strong>
                  <span><UserText>{item.why}</UserText></span>
                  {item.evidence && <span className={style.soft}><UserText>{item.evidence}</UserText></span>}
                  <small className={style.soft}><Time at={item.created_at} /></small>
                </li>
              ))}
            </ul>
          ))}
      </Loaded>
      <Dialog title={t`Note a change`} open={open} onClose={() => setOpen(false)}><NewNote campaign={campaign} onDone={() => setOpen(false)} /></Dialog>
    </Section>
  )
}

function NewNote({ campaign, onDone }: { campaign: string; onDone: () => void }) {
  const { t } = useLingui()
  const draft = useDraft({ what: '', why: '', evidence: '' })
  const note = usePost('/campaigns/{id}/adjustments')
  return (
    <Form problem={note.error} onSubmit={() => note.mutate({ params: { path: { id: campaign } }, body: draft.value }, { onSuccess: onDone })}>
      <TextArea label={t`What was changed`} required {...draft.bind('/what')} />
      <TextArea label={t`Why`} required {...draft.bind('/why')} />
      <TextArea label={t`Evidence`} {...draft.bind('/evidence')} />
      <Buttons end><Button type="submit" look="primary" pending={note.isPending}>{t`Keep the note`}</Button></Buttons>
    </Form>
  )
}
