import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { usePost } from '../api/queries'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { FileField } from '../parts/FileField'
import { Form } from '../parts/Form'
import { Facts } from '../parts/Page'
import { UserText } from '../parts/UserText'
import { useFieldWords } from './fields'
import { keyIn, recipientOf, unseal, type Identity } from './seal'

type Wrong = 'no_key' | 'not_yours' | 'unreadable'

/** Opens an identity with the person's own key, in this browser, once. The key
 * is looked at first, for the file is given only once. */
export function OpenIdentity({ reveal, keys, onDone }: { reveal: Schema<'Reveal'>; keys: Schema<'CustodianKeys'>; onDone: () => void }) {
  const { t } = useLingui()
  const words = useFieldWords()
  const [file, setFile] = useState<File | null>(null)
  const [wrong, setWrong] = useState<Wrong | null>(null)
  const [identity, setIdentity] = useState<Identity | null>(null)
  const take = usePost('/reveals/{id}/opening', { touches: ['messengers', 'home'] })
  const open = async () => {
    setWrong(null)
    const secret = keyIn(await file?.text() ?? '')
    const recipient = secret && await recipientOf(secret)
    if (!secret || !recipient) return setWrong('no_key')
    if (!keys.items.some((key) => key.recipient === recipient)) return setWrong('not_yours')
    const { body } = await take.mutateAsync({ params: { path: { id: reveal.id } } })
    take.reset()
    await unseal(body.ciphertext, secret).then(setIdentity, () => setWrong('unreadable'))
  }
  if (identity) {
    return (
      <>
        <Banner tone="warning" title={t`It is shown this once`}>{t`Close this when you have done what you opened it for. Copy nothing.`}</Banner>
        <Facts of={reveal.fields.map((field) => [words[field], identity[field] ? <UserText>{identity[field]}</UserText> : '–'] as const)} />
        <Buttons end><Button look="primary" onClick={onDone}>{t`Close it`}</Button></Buttons>
      </>
    )
  }
  const notes: Record<Wrong, string> = {
    no_key: t`There is no key in this file.`, not_yours: t`This key is not one that is in use now.`,
    unreadable: t`Your key does not open it: it was sealed before you made the key. Ask another custodian to open it, and seal it anew.`,
  }
  return (
    <Form problem={take.error} onSubmit={() => { void open().catch(() => undefined) }}>
      <p>{t`It is given to you once, and opened in this browser with your own key, which goes nowhere.`}</p>
      <FileField label={t`The file with your key`} accept={['text/plain']} value={file} onChange={setFile} />
      {wrong && <Banner tone="danger" alert title={notes[wrong]} />}
      <Buttons end><Button type="submit" look="primary" icon="show" disabled={!file} pending={take.isPending}>{t`Open it`}</Button></Buttons>
    </Form>
  )
}
