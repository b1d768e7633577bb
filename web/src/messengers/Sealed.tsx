import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { usePost, useRead } from '../api/queries'
import { useSession } from '../app/session'
import { Banner } from '../parts/Banner'
import { Button } from '../parts/Button'
import { Dialog } from '../parts/Dialog'
import { Link } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Section } from '../parts/Page'
import { ProblemNotice } from '../parts/ProblemNotice'
import { Chip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { Time } from '../parts/Time'
import { UserText } from '../parts/UserText'
import { useFormats } from '../parts/useFormats'
import { AskForm, ReviewForm } from './AskForm'
import { ready } from './Custodians'
import { OpenIdentity } from './OpenIdentity'
import { SealForm } from './SealForm'
import type { Messenger } from './Standing'
import { useFieldWords } from './fields'
import style from './Messengers.module.css'

type Reveal = Schema<'Reveal'>
type Step = { of: 'seal' } | { of: 'ask' } | { of: 'open'; reveal: Reveal } | { of: 'review'; reveal: Reveal }

/** Who somebody is: sealed by whoever takes it down, opened by two. */
export function Sealed({ of }: { of: Messenger }) {
  const session = useSession()
  if (!session.allows('messengers.write')) return null
  return session.allows('messengers.safeguard') ? <ForCustodians of={of} /> : <ForOthers of={of} />
}

function useIntro() {
  const { t } = useLingui()
  return { title: t`Who they are`, lead: t`Sealed in the browser. The service keeps it and cannot read it.` }
}

/** Whoever is no custodian may take it down, and is not told what is kept. */
function ForOthers({ of }: { of: Messenger }) {
  const { t } = useLingui()
  const keys = useRead('/custodian_keys')
  const [step, setStep] = useState<Step | null>(null)
  const can = keys.data !== undefined && ready(keys.data)
  return (
    <Section {...useIntro()} actions={<Button small icon="lock" disabled={!can} onClick={() => setStep({ of: 'seal' })}>{t`Take down who they are`}</Button>}>
      <Loaded of={keys}>{(known) => (ready(known) ? <p>{t`Only custodians are told whether it was taken down. One of them is given it when another agrees.`}</p> : <TooFew />)}</Loaded>
      {step && <Steps of={of} step={step} onClose={() => setStep(null)} />}
    </Section>
  )
}

function TooFew() {
  const { t } = useLingui()
  const custodian = useSession().allows('messengers.safeguard')
  return (
    <Banner tone="warning" title={t`Nothing can be sealed yet`} action={custodian && <Link to="/custodians">{t`Custodians`}</Link>}>
      {t`Two custodians need a key of their own, and your organisation needs a recovery key.`}
    </Banner>
  )
}

function ForCustodians({ of }: { of: Messenger }) {
  const { t } = useLingui()
  const { date } = useFormats()
  const reading = useRead('/messengers/{id}/identity', { path: { id: of.id } }, { follows: ['reveals', 'custodian_keys'] })
  const keys = useRead('/custodian_keys')
  const [step, setStep] = useState<Step | null>(null)
  const can = keys.data !== undefined && ready(keys.data)
  const sealed = reading.data?.sealed === true
  return (
    <Section {...useIntro()} actions={(
      <>
        {sealed && <Button small icon="show" onClick={() => setStep({ of: 'ask' })}>{t`Ask to open it`}</Button>}
        <Button small icon="lock" disabled={!can} onClick={() => setStep({ of: 'seal' })}>{sealed ? t`Seal it anew` : t`Take down who they are`}</Button>
      </>
    )}>
      {keys.data && !ready(keys.data) && <TooFew />}
      <Loaded of={reading}>
        {(identity) => {
          const on = identity.sealed_on && date(identity.sealed_on)
          return (
            <>
              <p>{identity.sealed ? t`Sealed on ${on}.` : t`Nothing is sealed.`}</p>
              {identity.sealed && !identity.current && <Banner tone="warning" title={t`It is not sealed to the custodians of now`}>{t`Ask the messenger and seal it anew, so that all of you can open it.`}</Banner>}
              <Destroyed of={identity.destroyed} />
              {identity.reveals.length > 0 && <Reveals of={identity.reveals} onStep={setStep} />}
            </>
          )
        }}
      </Loaded>
      {step && <Steps of={of} step={step} again={sealed} onClose={() => setStep(null)} />}
    </Section>
  )
}

function Destroyed({ of }: { of: Schema<'Destroyed'>[] }) {
  const { t } = useLingui()
  const { date } = useFormats()
  const why = { withdrawn: t`the consent was taken back`, replaced: t`it was sealed anew`, retention: t`its time was over` }
  return (
    <ul className={style.ended}>
      {of.map((each, i) => {
        const [sealed, destroyed, reason] = [date(each.sealed_on), date(each.on), why[each.why]]
        return <li key={i}>{t`Sealed on ${sealed}, destroyed on ${destroyed}: ${reason}.`}</li>
      })}
    </ul>
  )
}

function Steps({ of, step, again = false, onClose }: { of: Messenger; step: Step; again?: boolean; onClose: () => void }) {
  const { t } = useLingui()
  const keys = useRead('/custodian_keys')
  const title = { seal: t`Who they are`, ask: t`Ask to open it`, open: t`Open it`, review: t`How the glass was broken` }[step.of]
  return (
    <Dialog title={title} open onClose={onClose} wide>
      {step.of === 'seal' && keys.data && <SealForm messenger={of.id} keys={keys.data} again={again} onDone={onClose} />}
      {step.of === 'ask' && <AskForm messenger={of.id} onDone={onClose} />}
      {step.of === 'open' && keys.data && <OpenIdentity reveal={step.reveal} keys={keys.data} onDone={onClose} />}
      {step.of === 'review' && <ReviewForm reveal={step.reveal} onDone={onClose} />}
    </Dialog>
  )
}

function Reveals({ of, onStep }: { of: Reveal[]; onStep: (step: Step) => void }) {
  const { t } = useLingui()
  const approve = usePost('/reveals/{id}/approval', { touches: ['messengers', 'home'] })
  const columns = useColumns(onStep, (reveal) => approve.mutate({ params: { path: { id: reveal.id } } }), approve.isPending)
  return (
    <>
      {approve.error && <ProblemNotice problem={approve.error} />}
      <Table label={t`Who asked to open it`} columns={columns} rows={of} rowKey={(row) => row.id} />
    </>
  )
}

function useColumns(onStep: (step: Step) => void, onApprove: (reveal: Reveal) => void, pending: boolean): Column<Reveal>[] {
  const { t } = useLingui()
  const { list } = useFormats()
  const words = useFieldWords()
  return [
    { id: 'who', header: t`Who asked`, card: 'title', cell: (row) => <><bdi>{row.asked_by}</bdi><span className={style.scope}><Time at={row.asked_at} /></span></> },
    { id: 'state', header: t`Status`, card: 'aside', cell: (row) => <State of={row} /> },
    { id: 'why', header: t`Why`, cell: (row) => <><UserText>{row.reason}</UserText><span className={style.scope}>{list(row.fields.map((field) => words[field]))}</span></> },
    { id: 'second', header: t`Agreed`, cell: (row) => (row.approved_by ? <bdi>{row.approved_by}</bdi> : '–') },
    {
      id: 'act', header: t`What can be done`, cell: (row) => (
        <>
          {row.state === 'pending_second_person' && !row.mine && <Button small look="primary" pending={pending} onClick={() => onApprove(row)}>{t`Agree`}</Button>}
          {row.state === 'approved' && row.mine && <Button small look="primary" icon="show" onClick={() => onStep({ of: 'open', reveal: row })}>{t`Open it`}</Button>}
          {row.review_due && !row.mine && <Button small onClick={() => onStep({ of: 'review', reveal: row })}>{t`Look at it`}</Button>}
        </>
      ),
    },
  ]
}

function State({ of }: { of: Reveal }) {
  const { t } = useLingui()
  const state = {
    pending_second_person: <Chip tone="idle">{t`Waits for a colleague`}</Chip>, approved: <Chip tone="warning">{t`Open for ten minutes`}</Chip>,
    given: <Chip tone="done">{t`Was opened`}</Chip>, lapsed: <Chip tone="ended">{t`Lapsed`}</Chip>,
  }[of.state]
  return <span className={style.chips}>{state}{of.break_glass && <Chip tone="danger">{t`Glass broken`}</Chip>}</span>
}
