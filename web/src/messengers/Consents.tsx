import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { usePost, useRead } from '../api/queries'
import { useSession } from '../app/session'
import { Button } from '../parts/Button'
import { Confirm, Dialog } from '../parts/Dialog'
import { Loaded } from '../parts/Loaded'
import { Section } from '../parts/Page'
import { Chip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { TextField } from '../parts/TextField'
import { say } from '../parts/toast'
import { useFormats } from '../parts/useFormats'
import { ConsentForm } from './ConsentForm'
import type { Messenger } from './Standing'
import style from './Messengers.module.css'

type Consent = Schema<'Consent'>

/** What a messenger agreed to. It can be taken back at any time. */
export function Consents({ of }: { of: Messenger }) {
  const { t } = useLingui()
  const session = useSession()
  const reading = useRead('/messengers/{id}/consents', { path: { id: of.id } })
  const [open, setOpen] = useState(false)
  const [ending, setEnding] = useState<Consent | null>(null)
  const columns = useColumns(session.allows('consents.end') ? setEnding : undefined)
  return (
    <Section title={t`Consent`} lead={t`Asked when a text is submitted, scheduled and sent.`}
      actions={session.allows('messengers.write') && <Button small icon="add" onClick={() => setOpen(true)}>{t`Record a consent`}</Button>}>
      <Loaded of={reading}>
        {({ items }) => (items.length === 0 ? <p>{t`They have not agreed to anything yet.`}</p> : <Table label={t`Consent`} columns={columns} rows={items} rowKey={(row) => row.id} />)}
      </Loaded>
      <Dialog title={t`Record a consent`} open={open} onClose={() => setOpen(false)} wide><ConsentForm of={of} onDone={() => setOpen(false)} /></Dialog>
      {ending && <EndConsent of={of} consent={ending} onClose={() => setEnding(null)} />}
    </Section>
  )
}

function useColumns(onEnd: ((consent: Consent) => void) | undefined): Column<Consent>[] {
  const { t } = useLingui()
  const { date, day, language } = useFormats()
  return [
    { id: 'scope', header: t`For`, card: 'title', cell: (row) => <Scope of={row} /> },
    { id: 'state', header: t`Status`, card: 'aside', cell: (row) => <State of={row} /> },
    { id: 'given', header: t`Given`, cell: (row) => <>{date(row.given_on)}<span className={style.scope}>{language(row.language)}</span></> },
    { id: 'until', header: t`Until`, tight: true, cell: (row) => day(row.expires_at) },
    { id: 'end', header: t`End`, cell: (row) => row.live && onEnd && <Button small look="danger" onClick={() => onEnd(row)}>{t`End this consent`}</Button> },
  ]
}

function Scope({ of: { countries, platforms, face, voice, guardian } }: { of: Consent }) {
  const { t } = useLingui()
  const { country, list } = useFormats()
  const shown = [face && t`face`, voice && t`voice`, guardian && t`a guardian agreed too`].filter((each) => each !== false)
  return (
    <>
      <span>{list(countries.map(country))}</span>
      <span className={style.scope}>{platforms.length === 0 ? t`Every platform` : list(platforms)}{shown.length > 0 && ` · ${list(shown)}`}</span>
    </>
  )
}

function State({ of: { live, withdrawn_at } }: { of: Consent }) {
  const { t } = useLingui()
  if (live) return <Chip tone="done">{t`Live`}</Chip>
  return <Chip tone="ended">{withdrawn_at === null ? t`Expired` : t`Taken back`}</Chip>
}

/** Ends a consent after saying what goes with it. */
function EndConsent({ of, consent, onClose }: { of: Messenger; consent: Consent; onClose: () => void }) {
  const { t } = useLingui()
  const { count } = useFormats()
  const [reason, setReason] = useState('')
  const { pseudonym } = of
  const end = usePost('/messengers/{id}/consents/{consent_id}/ending', { touches: ['submissions', 'deliveries', 'campaigns'] })
  const confirm = () => end.mutate({ params: { path: { id: of.id, consent_id: consent.id } }, body: { reason } }, {
    onSuccess: ({ body }) => {
      const [voided, cancelled, removing] = [count(body.voided), count(body.cancelled), count(body.removing)]
      say(t`The consent has ended. Approvals voided: ${voided}; sendings cancelled: ${cancelled}; posts being taken down: ${removing}.`)
      onClose()
    },
  })
  return (
    <Confirm title={t`End the consent of ${pseudonym}?`} open onClose={onClose} onConfirm={confirm} confirm={t`End this consent`} danger pending={end.isPending} problem={end.error}>
      <p>{t`Approvals that rest on it lose their force at once. What waits is cancelled, and what is live is taken down, unless another consent covers it. This cannot be undone; a new consent can be recorded.`}</p>
      <TextField label={t`Why`} hint={t`Nobody has to give a reason.`} value={reason} onChange={setReason} />
    </Confirm>
  )
}
