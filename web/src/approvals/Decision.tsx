import { useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import type { Schema } from '../api/client'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { CheckboxGroup, RadioCards } from '../parts/Choice'
import { Form } from '../parts/Form'
import { Section } from '../parts/Page'
import { Select } from '../parts/Select'
import { Chip } from '../parts/StateChip'
import { TextArea, TextField } from '../parts/TextField'
import { Time } from '../parts/Time'
import { useProblemWords } from '../parts/useProblemWords'
import { useWords } from '../parts/useWords'
import { UserText } from '../parts/UserText'
import type { Tone } from '../words/states'
import { Digest } from './Bytes'
import { check, type Verdict } from './digest'
import type { DossierDocument } from './Dossier'
import { Unsigned } from './Unsigned'
import { useDecide } from './useDecide'
import style from './Approvals.module.css'

type Sent = Schema<'DecideRequest'>

const tones: Record<string, Tone> = { approve: 'done', approve_with_conditions: 'done', return: 'warning', refuse: 'danger' }

function useKinds() {
  const { t } = useLingui()
  return [
    { id: 'approve', label: t`Approve`, hint: t`It may be published as it stands here.` },
    { id: 'approve_with_conditions', label: t`Approve with conditions`, hint: t`It may be published if what you write is kept.` },
    { id: 'return', label: t`Return`, hint: t`They change it and submit again. Say what.` },
    { id: 'refuse', label: t`Refuse`, hint: t`With a ground and a legal basis.` },
  ]
}

/** What was decided so far. */
export function Decisions({ of: { decisions, submission } }: { of: DossierDocument }) {
  const { t } = useLingui()
  if (decisions.length === 0) return null
  return (
    <Section title={t`Decisions`}>
      <ol className={style.overlaps}>{decisions.map((each) => <Word key={each.id} of={each} appeal={submission.authority.contact} />)}</ol>
    </Section>
  )
}

function Word({ of, appeal }: { of: DossierDocument['decisions'][number]; appeal: string }) {
  const { t } = useLingui()
  const words = useWords()
  const kind = useKinds().find(({ id }) => id === of.kind)?.label ?? of.kind
  return (
    <li className={style.words}>
      <span className={style.row}>
        <Chip tone={tones[of.kind] ?? 'idle'}>{kind}</Chip>
        <span><bdi>{of.person || of.organization}</bdi> · <Time at={of.created_at} /></span>
      </span>
      {of.ground && <p>{words.term('refusal_ground', of.ground)} · <bdi>{of.legal_basis}</bdi></p>}
      {of.kind === 'refuse' && appeal && <p>{t`Appeal to`}: <bdi>{appeal}</bdi></p>}
      {of.signed && <p className={style.soft}>{t`Signed with a security key`}</p>}
      {of.state_action && <p>{words.term('state_action', of.state_action)}</p>}
      {of.conditions && <UserText block>{of.conditions}</UserText>}
      {of.comment && <UserText block>{of.comment}</UserText>}
      <Digest of={of.digest} />
    </li>
  )
}

/** The end of the document: its digest, and the word on it. */
export function DecisionForm({ of, reread }: { of: DossierDocument; reread: () => void }) {
  const { t } = useLingui()
  const { submission } = of
  const verdict = useVerdict(of)
  return (
    <Section title={t`Decision`} sheet>
      <p className={style.soft}>{t`A decision is about exactly what stands above. Its digest:`}</p>
      <Digest of={submission.digest} />
      {verdict && <Checked verdict={verdict} />}
      {submission.barred !== '' || !of.intact ? <Barred of={of} /> : verdict !== 'different' && <Deciding of={of} reread={reread} checked={verdict !== undefined} />}
    </Section>
  )
}

/** What this browser makes of what it shows; undefined as long as it computes. */
function useVerdict(of: DossierDocument): Verdict | undefined {
  const [made, setMade] = useState<{ of: DossierDocument; verdict: Verdict }>()
  useEffect(() => {
    let wanted = true
    void check(of).then((verdict) => { if (wanted) setMade({ of, verdict }) })
    return () => { wanted = false }
  }, [of])
  return made?.of === of ? made.verdict : undefined
}

function Checked({ verdict }: { verdict: Verdict }) {
  const { t } = useLingui()
  if (verdict === 'same') return <p className={style.soft}>{t`Your browser computed it too, from what it shows you here: it is the same.`}</p>
  if (verdict === 'unable') return <Banner tone="warning" title={t`Your browser could not compute the digest`}>{t`It does so only on a page that came over https. What you see here was checked by the service alone.`}</Banner>
  return <Banner tone="danger" title={t`What you see is not what you would approve`}>{t`From what it shows you here, your browser computed another digest. Nothing can be decided here. Tell the operator of the installation.`}</Banner>
}

function Barred({ of: { submission, intact } }: { of: DossierDocument }) {
  const { t } = useLingui()
  const problem = useProblemWords()
  if (!intact || submission.barred === 'wrong_state') return <p>{t`There is nothing to decide any more.`}</p>
  if (submission.barred === 'already_exists') return <Banner tone="done" title={t`You have decided`}>{submission.state === 'under_review' && t`The others who have to agree have not yet.`}</Banner>
  if (submission.barred === 'forbidden' || submission.barred === 'wrong_country') return <p>{t`The authority decides. You can read this, not decide on it.`}</p>
  return <Banner title={t`You cannot decide on this`}>{problem.problem({ code: submission.barred } as never)}</Banner>
}

function Deciding({ of: { submission, lookalike_hosts: hosts, signs_from: signsFrom }, reread, checked }: { of: DossierDocument; reread: () => void; checked: boolean }) {
  const { t } = useLingui()
  const words = useWords()
  const kinds = useKinds()
  const [word, setWord] = useState<Omit<Sent, 'kind' | 'digest'> & { kind?: Sent['kind'] }>({})
  const { signs, send, problem, pending, reset } = useDecide(submission.id, signsFrom)
  const bind = (name: 'legal_basis' | 'comment' | 'conditions') => ({
    pointer: `/${name}`, value: word[name], onChange: (value: string) => setWord({ ...word, [name]: value }),
  })
  const { kind } = word
  const ofState = submission.authority.kind === 'ministry'
  const agrees = kind === 'approve' || kind === 'approve_with_conditions'
  const unsigned = agrees && submission.signed && !signs
  const stale = problem && ['digest_mismatch', 'wrong_state'].includes(problem.code)
  if (stale) {
    return (
      <Banner alert tone="danger" title={t`This is no longer what you read`} action={<Button icon="refresh" onClick={() => { reset(); reread() }}>{t`Read it again`}</Button>}>
        {t`It changed while you were reading. Your decision was not recorded.`}
      </Banner>
    )
  }
  return (
    <div className="screen-only">
      <Form onSubmit={() => kind && send({ ...word, kind, digest: submission.digest })} problem={problem}>
        <RadioCards label={t`Your decision`} pointer="/kind" choices={kinds} value={kind} onChange={(next) => setWord({ ...word, kind: next as Sent['kind'] })} />
        {kind === 'refuse' && (
          <>
            <Select label={t`Ground`} required pointer="/ground" choices={words.terms('refusal_ground')} value={word.ground} onChange={(ground) => setWord({ ...word, ground: ground as Sent['ground'] })} />
            <TextField label={t`Legal basis`} required hint={t`The law, decree or agreement, with its article.`} {...bind('legal_basis')} />
          </>
        )}
        {ofState && agrees && (
          <Select label={t`What the state will do itself`} required pointer="/state_action" choices={words.terms('state_action')} value={word.state_action}
            hint={t`A message that deeds contradict does harm. If something is planned, say what in the comment.`} onChange={(next) => setWord({ ...word, state_action: next as Sent['state_action'] })} />
        )}
        {agrees && hosts.length > 0 && (
          <CheckboxGroup label={t`Letters here may pass for others. Links lead to these addresses, and are meant to:`} required pointer="/hosts"
            choices={hosts.map((id) => ({ id, label: id }))} value={word.hosts} onChange={(next) => setWord({ ...word, hosts: next })} />
        )}
        {kind === 'approve_with_conditions' && <TextArea label={t`Conditions`} required {...bind('conditions')} />}
        {kind && <TextArea label={t`Comment`} required={kind === 'return' || kind === 'refuse' || word.state_action === 'planned'} hint={t`The organisation reads it.`} {...bind('comment')} />}
        {unsigned && <Unsigned from={signsFrom} />}
        {signs && kind && <p className={style.soft}>{t`Your browser asks for your security key, which signs exactly this.`}</p>}
        <Buttons>
          <Button type="submit" look={kind === 'refuse' ? 'danger' : 'primary'} disabled={kind === undefined || !checked || unsigned} pending={pending}>
            {kinds.find(({ id }) => id === kind)?.label ?? t`Decide`}
          </Button>
        </Buttons>
      </Form>
    </div>
  )
}
