import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { useDelete, usePost, useRead } from '../api/queries'
import { CodeField } from '../account/CodeField'
import { useSession } from '../app/session'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { Confirm, Dialog } from '../parts/Dialog'
import { Form } from '../parts/Form'
import { Loaded } from '../parts/Loaded'
import { Section } from '../parts/Page'
import { Time } from '../parts/Time'
import { say } from '../parts/toast'
import { useFormats } from '../parts/useFormats'
import { ShownOnce } from './ShownOnce'
import style from './People.module.css'

/** The second factor of one's own account. */
export function Factor() {
  const { t } = useLingui()
  const state = useRead('/me/second_factor')
  const [codes, setCodes] = useState<string[] | null>(null)
  return (
    <Section title={t`Second factor`} lead={t`Besides your password, signing in asks for a code that an app on your phone shows, or for a security key. A stolen password then opens nothing.`}>
      <Needed />
      {codes && <ShownOnce title={t`Keep these recovery codes where you keep papers. Each opens your account once if you lose your phone.`} secret={codes.join('\n')} />}
      <Loaded of={state}>
        {({ set_up_at: since, recovery_codes_left: left }) => (since ? <On since={since} left={left} onCodes={setCodes} /> : <Off onCodes={setCodes} />)}
      </Loaded>
    </Section>
  )
}

/** Whether one's roles ask for it. */
function Needed() {
  const { t } = useLingui()
  const { lacks_factor: lacks, password_alone: alone } = useSession()
  if (alone) return <Banner title={t`This installation lets a password alone approve and administer. That is for demonstrations: where anything is at stake, whoever runs it has to ask for a second factor.`} />
  if (lacks) return <Banner tone="warning" title={t`You can read with your password, but not approve, administer or open identities before you have proved a second factor.`} />
  return null
}

function On({ since, left, onCodes }: { since: string; left: number; onCodes: (codes: string[] | null) => void }) {
  const { t } = useLingui()
  const { count } = useFormats()
  const [removing, setRemoving] = useState(false)
  const remove = useDelete('/me/second_factor')
  const renew = usePost('/me/second_factor/recovery_codes')
  const number = count(left)
  const removed = () => { setRemoving(false); onCodes(null); say(t`From now on your password alone is asked for.`) }
  return (
    <Banner tone={left > 2 ? 'done' : 'warning'} title={t`On`} action={(
      <Buttons>
        <Button icon="refresh" pending={renew.isPending} onClick={() => renew.mutate({}, { onSuccess: ({ body }) => onCodes(body.recovery_codes) })}>{t`New recovery codes`}</Button>
        <Button icon="close" onClick={() => setRemoving(true)}>{t`Turn off`}</Button>
      </Buttons>
    )}>
      <p><Time at={since} /> · {t`Recovery codes left: ${number}`}</p>
      <Confirm title={t`Turn the second factor off?`} confirm={t`Turn off`} danger open={removing} onClose={() => setRemoving(false)} pending={remove.isPending} problem={remove.error}
        onConfirm={() => remove.mutate({}, { onSuccess: removed })}>
        <p>{t`Whoever learns your password can then sign in as you.`}</p>
      </Confirm>
    </Banner>
  )
}

function Off({ onCodes }: { onCodes: (codes: string[]) => void }) {
  const { t } = useLingui()
  const begin = usePost('/me/second_factor')
  const [setup, setSetup] = useState<Schema<'FactorSetup'> | null>(null)
  return (
    <>
      <Buttons><Button look="primary" icon="lock" pending={begin.isPending} onClick={() => begin.mutate({}, { onSuccess: ({ body }) => setSetup(body) })}>{t`Set up`}</Button></Buttons>
      {setup && <SetUp of={setup} onClose={() => setSetup(null)} onDone={onCodes} />}
    </>
  )
}

function SetUp({ of: { picture, uri, secret }, onClose, onDone }: { of: Schema<'FactorSetup'>; onClose: () => void; onDone: (codes: string[]) => void }) {
  const { t } = useLingui()
  const [code, setCode] = useState('')
  const confirm = usePost('/me/second_factor/confirmation', { touches: ['sessions'] })
  const send = () => confirm.mutate({ body: { code } }, { onSuccess: ({ body }) => { onClose(); onDone(body.recovery_codes) } })
  return (
    <Dialog open title={t`Set the second factor up`} onClose={onClose}>
      <Form onSubmit={send} problem={confirm.error}>
        <p>{t`Let an authenticator app read this picture, or type the key into it.`}</p>
        <a href={uri} aria-label={t`Open in an app on this device`}><img src={picture} width={240} height={240} alt={t`QR code of the key`} /></a>
        <code dir="ltr" className={style.secret}>{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
        <CodeField value={code} onChange={setCode} hint={t`What the app shows now. It proves that the app has the key.`} />
        <Buttons end><Button type="submit" look="primary" pending={confirm.isPending}>{t`Turn on`}</Button></Buttons>
      </Form>
    </Dialog>
  )
}
