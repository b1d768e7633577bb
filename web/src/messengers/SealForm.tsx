import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { asProblem, type Problem } from '../api/problem'
import { usePut } from '../api/queries'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { useDraft } from '../parts/draft'
import { Form } from '../parts/Form'
import { TextArea, TextField } from '../parts/TextField'
import { say } from '../parts/toast'
import { useFormats } from '../parts/useFormats'
import { seal } from './seal'

/** Takes down who somebody is, and seals it before anything leaves. */
export function SealForm({ messenger, keys, again, onDone }: { messenger: string; keys: Schema<'CustodianKeys'>; again: boolean; onDone: () => void }) {
  const { t } = useLingui()
  const { list } = useFormats()
  const draft = useDraft({ name: '', contact: '', emergency_contact: '' })
  const put = usePut('/messengers/{id}/identity')
  const [failed, setFailed] = useState<Problem | null>(null)
  const custodians = list(keys.items.filter(({ recovery }) => !recovery).map(({ custodian }) => custodian))
  const send = () => {
    setFailed(null)
    seal(draft.value, keys.items.map(({ recipient }) => recipient)).then(
      (ciphertext) => put.mutate({ params: { path: { id: messenger } }, body: { ciphertext, keys: keys.items.map(({ id }) => id) } }, {
        onSuccess: () => { say(t`It is sealed. The service has kept what it cannot read.`); onDone() },
      }),
      (thrown: unknown) => setFailed(asProblem(thrown)),
    )
  }
  return (
    <Form problem={put.error ?? failed} onSubmit={send}>
      <Banner title={t`Sealed in this browser, before anything is sent`}>{t`Only their keys open it, and one of them is given it when another agrees: ${custodians}.`}</Banner>
      {again && <Banner tone="warning" title={t`It takes the place of what was sealed before, which is destroyed.`} />}
      <TextField label={t`Legal name`} required autoComplete="off" {...draft.bind('/name')} />
      <TextArea label={t`How they are reached safely`} {...draft.bind('/contact')} />
      <TextArea label={t`Whom to tell if they are in danger`} {...draft.bind('/emergency_contact')} />
      <Buttons end><Button type="submit" look="primary" icon="lock" pending={put.isPending}>{t`Seal it`}</Button></Buttons>
    </Form>
  )
}
