import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { useList, usePost } from '../api/queries'
import { Button, Buttons } from '../parts/Button'
import { DateField } from '../parts/DateField'
import { EmptyState } from '../parts/EmptyState'
import { Fields, FieldSet, Form } from '../parts/Form'
import { Loaded } from '../parts/Loaded'
import { Page, Section, Split } from '../parts/Page'
import { Select } from '../parts/Select'
import { Chip } from '../parts/StateChip'
import { NumberField, TextArea, TextField } from '../parts/TextField'
import { Time, WallTime } from '../parts/Time'
import { UserText } from '../parts/UserText'
import { useDraft, type Draft } from '../parts/draft'
import { say } from '../parts/toast'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { ageBands } from '../words/vocabulary'
import { happened, today } from './days'
import type { Delivery } from './Schedule'
import style from './Schedule.module.css'

type Kind = 'radio' | 'tv' | 'print' | 'outdoor' | 'event'
interface Entry {
  campaign_id: string; channel_id: string; delivery_id: string; kind: Kind; day: string; clock: string; place: string
  times_aired: number | null; copies: number | null; minutes: number | null; proof: string; heads: Record<string, number | null>
}

const blank = (): Entry => ({
  campaign_id: '', channel_id: '', delivery_id: '', kind: 'radio', day: today(), clock: '12:00', place: '', times_aired: null, copies: null, minutes: null, proof: '', heads: {},
})

/** What happened offline, told in a minute on a phone, and what is still to
 * be told. */
export function Log() {
  const { t } = useLingui()
  const [slip, setSlip] = useState<Delivery>()
  const [kept, setKept] = useState(0)
  return (
    <Page title={t`Log offline`} lead={t`What was aired, printed, put up or held, with its proof. It is activity, not reach.`}>
      <Split beside={<><Slips onChoose={setSlip} /><Logged /></>}>
        <Telling key={`${slip?.id ?? ''} ${kept}`} slip={slip} onKept={() => { setSlip(undefined); setKept(kept + 1) }} />
      </Split>
    </Page>
  )
}

/** What people have to do today, and what still waits for word. */
function Slips({ onChoose }: { onChoose: (slip: Delivery) => void }) {
  const { t } = useLingui()
  const slips = useList('/deliveries', { query: { state: 'unknown_human', limit: 50 } })
  return (
    <Section title={t`Waiting for word`}>
      <Loaded of={slips}>
        {(rows) => {
          const mine = rows.filter(({ needs_person }) => needs_person).sort((a, b) => a.not_before.localeCompare(b.not_before))
          if (mine.length === 0) return <EmptyState icon="check" title={t`Nothing waits`} />
          return <ul className={style.slips}>{mine.map((d) => <Slip key={d.id} of={d} onChoose={() => onChoose(d)} />)}</ul>
        }}
      </Loaded>
    </Section>
  )
}

function Slip({ of, onChoose }: { of: Delivery; onChoose: () => void }) {
  const { t } = useLingui()
  const words = useWords()
  return (
    <li className={style.slip}>
      <span className={style.name}><UserText lang={of.language}>{of.title || of.body.slice(0, 60)}</UserText></span>
      <span className={style.soft}>{words.term('channel_class', of.channel_class)} · <WallTime time={of.at} /></span>
      <Buttons><Button small icon="check" onClick={onChoose}>{t`Tell what happened`}</Button></Buttons>
    </li>
  )
}

function Telling({ slip, onKept }: { slip: Delivery | undefined; onKept: () => void }) {
  const { t } = useLingui()
  const log = usePost('/airings', { touches: ['deliveries', 'campaigns'] })
  const draft = useDraft<Entry>(slip ? { ...blank(), ...fromSlip(slip) } : blank())
  const submit = () => log.mutate({ body: sent(draft.value) }, { onSuccess: () => { say(t`It is kept.`); onKept() } })
  return (
    <Section sheet>
      <Form onSubmit={submit} problem={log.error}>
        {slip ? <p><Chip tone="waiting">{t`Slip`}</Chip> <UserText lang={slip.language}>{slip.title}</UserText></p> : <Whose draft={draft} />}
        <Fields>
          <DateField label={t`Day`} required pointer="/happened_at" max={today()} value={draft.value.day} onChange={(day) => draft.set('/day', day ?? today())} />
          <TextField label={t`Time`} inputMode="numeric" placeholder="19:30" {...draft.bind('/clock')} />
          <TextField label={t`Where`} {...draft.bind('/place')} />
        </Fields>
        <Amounts draft={draft} />
        <TextArea label={t`Proof`} required rows={2} pointer="/proof" hint={t`What proves it and where it is kept: a station's certificate, a photo, a count sheet, an address.`}
          value={draft.value.proof} onChange={(proof) => draft.set('/proof', proof)} />
        <Buttons end><Button look="primary" type="submit" pending={log.isPending}>{t`Keep it`}</Button></Buttons>
      </Form>
    </Section>
  )
}

function fromSlip(d: Delivery): Partial<Entry> {
  const day = d.at.local.slice(0, 10)
  return { delivery_id: d.id, campaign_id: d.campaign_id, kind: d.channel_class as Kind, day: day > today() ? today() : day, clock: d.at.local.slice(11) }
}

function Whose({ draft }: { draft: Draft<Entry> }) {
  const { t } = useLingui()
  const words = useWords()
  const campaigns = useList('/campaigns', { query: { limit: 200 } })
  const kinds: Kind[] = ['radio', 'tv', 'print', 'outdoor', 'event']
  return (
    <Fields>
      <Select label={t`Campaign`} required choices={(campaigns.data ?? []).map(({ id, title }) => ({ id, label: title }))} {...draft.bind('/campaign_id')} />
      <Select label={t`What it was`} required choices={kinds.map((id) => ({ id, label: words.term('channel_class', id) }))}
        value={draft.value.kind} onChange={(kind) => draft.set('/kind', kind as Kind)} />
    </Fields>
  )
}

/** What is counted depends on what it was. */
function Amounts({ draft }: { draft: Draft<Entry> }) {
  const { t } = useLingui()
  const { kind } = draft.value
  if (kind === 'event') return <Heads draft={draft} />
  const copies = kind === 'print' ? t`Copies printed` : t`Posters put up`
  return (
    <Fields>
      {(kind === 'radio' || kind === 'tv') && <NumberField label={t`Times aired`} min={0} {...draft.bind('/times_aired')} />}
      {(kind === 'radio' || kind === 'tv') && <NumberField label={t`Minutes in all`} min={0} {...draft.bind('/minutes')} />}
      {(kind === 'print' || kind === 'outdoor') && <NumberField label={copies} min={0} {...draft.bind('/copies')} />}
    </Fields>
  )
}

/** Heads counted by sex and age; nobody is named. */
function Heads({ draft }: { draft: Draft<Entry> }) {
  const { t } = useLingui()
  const { heads } = draft.value
  const field = (gender: string, age: string, label: string) => (
    <NumberField bare label={label} min={0} value={heads[`${gender} ${age}`]} onChange={(n) => draft.set('/heads', { ...heads, [`${gender} ${age}`]: n })} />
  )
  return (
    <FieldSet legend={t`Who came`} hint={t`Heads counted by sex and age. Leave empty what was not counted; nobody is named.`}>
      <table className={style.ages}>
        <thead><tr><th scope="col">{t`Age`}</th><th scope="col">{t`Women`}</th><th scope="col">{t`Men`}</th></tr></thead>
        <tbody>
          {ageBands.map((age) => (
            <tr key={age}><th scope="row"><bdi>{age}</bdi></th><td>{field('women', age, t`Women, ${age}`)}</td><td>{field('men', age, t`Men, ${age}`)}</td></tr>
          ))}
        </tbody>
      </table>
    </FieldSet>
  )
}

function sent(e: Entry): Schema<'LogAiringRequest'> {
  const attendance = Object.entries(e.heads).flatMap(([key, count]) => {
    const [gender, age_band] = key.split(' ')
    return count === null ? [] : [{ gender: gender as 'women', age_band: age_band as '18-24', count }]
  })
  return {
    delivery_id: e.delivery_id, campaign_id: e.campaign_id, channel_id: e.channel_id, happened_at: happened(e.day, e.clock),
    place: e.place, times_aired: e.times_aired, copies: e.copies, duration_sec: e.minutes === null ? null : e.minutes * 60,
    women: null, men: null, attendance: e.kind === 'event' ? attendance : [], proof: e.proof,
  }
}

/** What was told last. */
function Logged() {
  const { t } = useLingui()
  const { count } = useFormats()
  const airings = useList('/airings', { query: { limit: 10 } })
  return (
    <Section title={t`Told last`}>
      <Loaded of={airings} empty={<p className={style.soft}>{t`Nothing yet.`}</p>}>
        {(rows) => (
          <ul className={style.slips}>
            {rows.map((a) => (
              <li key={a.id} className={style.slip}>
                <span><Time at={a.happened_at} />{a.place && <> · <UserText>{a.place}</UserText></>}</span>
                <span className={style.soft}>{told(a).map(([what, n]) => `${what}: ${count(n)}`).join(' · ')}</span>
                <span className={style.soft}><UserText>{a.proof}</UserText></span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  )

  function told(a: Schema<'Airing'>): [string, number][] {
    const all: [string, number | null][] = [
      [t`Times aired`, a.times_aired], [t`Copies`, a.copies], [t`Women`, a.women], [t`Men`, a.men], [t`Seconds`, a.duration_sec],
    ]
    return all.filter((each): each is [string, number] => each[1] !== null)
  }
}
