import { useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import { usePost } from '../api/queries'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { Checkbox } from '../parts/Choice'
import { Dialog } from '../parts/Dialog'
import { Form } from '../parts/Form'
import { say } from '../parts/toast'
import { makeKey } from './seal'
import style from './Messengers.module.css'

type Key = Awaited<ReturnType<typeof makeKey>>

/** Makes a key in this browser. Its secret half is shown here, once, and goes
 * nowhere but into the person's hands. */
export function MakeKey({ recovery, onClose }: { recovery: boolean; onClose: () => void }) {
  const { t } = useLingui()
  const [key, setKey] = useState<Key | null>(null)
  const [kept, setKept] = useState(false)
  const keep = usePost('/custodian_keys', { touches: ['messengers'] })
  useEffect(() => { void makeKey().then(setKey) }, [])
  const use = () => {
    if (key && kept) keep.mutate({ body: { recipient: key.recipient, recovery } }, { onSuccess: () => { say(t`The key is in use.`); onClose() } })
  }
  return (
    <Dialog title={recovery ? t`Make the recovery key` : t`Make my key`} open onClose={onClose} wide>
      <Form problem={keep.error} onSubmit={use}>
        <p>{recovery
          ? t`It opens everything if custodians lose theirs. Print it or put it on a stick, lock it away where no computer reaches it, and let two people know where.`
          : t`It opens what is sealed from now on. Keep the file on a stick or in a password manager, not in e-mail and not on a shared disk.`}</p>
        <Banner tone="warning" title={t`It is shown this once`}>{t`Whoever has it can open what they are given. Without it nobody can, and nobody can make it again.`}</Banner>
        {key && <code dir="ltr" className={style.key}>{key.secret}</code>}
        <Buttons><Button icon="download" disabled={!key} onClick={() => key && save(key, recovery)}>{t`Save it as a file`}</Button></Buttons>
        <Checkbox label={t`I have kept it where nobody else gets at it`} value={kept} onChange={setKept} />
        <Buttons end><Button type="submit" look="primary" disabled={!key || !kept} pending={keep.isPending}>{t`Use this key`}</Button></Buttons>
      </Form>
    </Dialog>
  )
}

function save({ secret }: Key, recovery: boolean) {
  const address = URL.createObjectURL(new Blob([`${secret}\n`], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = address
  link.download = recovery ? 'caravan-recovery-key.txt' : 'caravan-custodian-key.txt'
  link.click()
  URL.revokeObjectURL(address)
}
