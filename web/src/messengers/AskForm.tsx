import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { usePost, useRead } from '../api/queries'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { Checkbox, CheckboxGroup } from '../parts/Choice'
import { useDraft } from '../parts/draft'
import { Form } from '../parts/Form'
import { TextArea, TextField } from '../parts/TextField'
import { say } from '../parts/toast'
import { Watch } from './Envelopes'
import { useFieldWords, type Field } from './fields'

/** Asks to open an identity. Asking is logged in front of whoever asks. */
export function AskForm({ messenger, onDone }: { messenger: string; onDone: () => void }) {
  const { t } = useLingui()
  const words = useFieldWords()
  const draft = useDraft({ reason: '', fields: [] as string[], break_glass: false, code: '' })
  const ask = usePost('/messengers/{id}/reveals', { touches: ['reveals', 'envelopes', 'home'] })
  const glass = draft.value.break_glass
  const send = () => ask.mutate({ params: { path: { id: messenger } }, body: { ...draft.value, code: glass ? draft.value.code : '' } as never }, {
    onSuccess: () => { say(glass ? t`You may open it within ten minutes. Every custodian is told, and so is the ombudsperson.` : t`Your part is done. Another custodian has to agree.`); onDone() },
  })
  return (
    <Form problem={ask.error} onSubmit={send}>
      <Banner title={t`That you ask, and why, is written down and shown to every custodian.`} />
      <TextArea label={t`Why`} required hint={t`No names: this is kept for good.`} {...draft.bind('/reason')} />
      <CheckboxGroup label={t`What you need to know`} required choices={Object.entries(words).map(([id, label]) => ({ id: id as Field, label }))} {...draft.bind('/fields')} />
      <Checkbox label={t`Somebody's life is in danger: break the glass`} hint={t`Nobody has to agree first. Once a day, and a colleague looks at it within a day, or your account is suspended.`} {...draft.bind('/break_glass')} />
      {glass && <Code {...draft.bind('/code')} />}
      <Buttons end><Button type="submit" look={glass ? 'danger' : 'primary'} pending={ask.isPending}>{glass ? t`Break the glass` : t`Ask`}</Button></Buttons>
    </Form>
  )
}

/** The code from one's envelope, and what stands in its way. */
function Code(field: { pointer: '/code'; value: string; onChange: (value: string) => void }) {
  const { t } = useLingui()
  const envelopes = useRead('/envelopes')
  const sealed = envelopes.data?.items.some(({ mine, state }) => mine && state === 'sealed')
  return (
    <>
      {envelopes.data && <Watch who={envelopes.data.ombudsperson} />}
      {sealed === false && <Banner tone="warning" title={t`No sealed code is left for you`}>{t`Another custodian makes one, under Custodians.`}</Banner>}
      <TextField label={t`Code from your envelope`} lang="en" required hint={t`Twenty letters and digits, on the paper in the envelope that was sealed for you.`} {...field} />
    </>
  )
}

/** A colleague's judgement of how the glass was broken. */
export function ReviewForm({ reveal, onDone }: { reveal: Schema<'Reveal'>; onDone: () => void }) {
  const { t } = useLingui()
  const [review, setReview] = useState('')
  const look = usePost('/reveals/{id}/review', { touches: ['messengers', 'home'] })
  const who = reveal.asked_by
  return (
    <Form problem={look.error} onSubmit={() => look.mutate({ params: { path: { id: reveal.id } }, body: { review } }, { onSuccess: onDone })}>
      <p>{t`${who} opened it alone, and said why:`} <q>{reveal.reason}</q></p>
      <TextArea label={t`Was it right?`} required hint={t`No names: this is kept for good.`} value={review} onChange={setReview} pointer="/review" />
      <Buttons end><Button type="submit" look="primary" pending={look.isPending}>{t`Keep the judgement`}</Button></Buttons>
    </Form>
  )
}
