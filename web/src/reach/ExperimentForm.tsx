import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { usePost } from '../api/queries'
import { Button, Buttons } from '../parts/Button'
import { DateField } from '../parts/DateField'
import { Dialog } from '../parts/Dialog'
import { useDraft } from '../parts/draft'
import { Fields, FieldSet, Form } from '../parts/Form'
import { Section } from '../parts/Page'
import { Select } from '../parts/Select'
import { TextArea, TextField } from '../parts/TextField'
import { say } from '../parts/toast'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { whole } from './openRows'

const today = () => new Date().toISOString().slice(0, 10)
const share = (percent: string) => Number(percent.replace(',', '.')) / 100

/** Writes an experiment down, before it begins and for good. */
export function RegisterExperiment({ campaign, onDone }: { campaign: string; onDone: () => void }) {
  const { t } = useLingui()
  const words = useWords()
  const { count } = useFormats()
  const register = usePost('/experiments')
  const draft = useDraft({ title: '', hypothesis: '', outcome: '', randomiser: 'platform', procedure: '', baseline: '5', smallest: '2', alpha: '5', power: '80', starts_on: today(), ends_on: '' })
  const [arms, setArms] = useState([{ name: '', share: '1' }, { name: '', share: '1' }])
  const { baseline, smallest, alpha, power, ...of } = draft.value
  const set = (i: number, next: object) => setArms(arms.map((arm, j) => (i === j ? { ...arm, ...next } : arm)))
  const save = () => register.mutate({
    body: {
      ...of, campaign_id: campaign, arms: arms.map((arm) => ({ name: arm.name, share: Number(arm.share) || 0 })),
      baseline: share(baseline), smallest: share(smallest), alpha: share(alpha), power: share(power),
    } as never,
  }, { onSuccess: ({ body }) => { const n = count(body.sample_size); say(t`It is registered. Each arm needs ${n} people.`); onDone() } })
  return (
    <Form problem={register.error} onSubmit={save}>
      <Section sheet title={t`Register an experiment`} lead={t`Everything here is fixed as soon as it is registered: afterwards nobody can be suspected of having chosen what fits.`}>
        <TextField label={t`Title`} required {...draft.bind('/title')} />
        <TextArea label={t`What you expect`} required rows={2} {...draft.bind('/hypothesis')} />
        <TextField label={t`What counts as a yes`} required {...draft.bind('/outcome')} />
        <Fields>
          <Select label={t`Who lets chance decide`} required choices={words.terms('randomiser')} {...draft.bind('/randomiser')} hint={t`Nobody: then posts are compared and not people, and no difference is shown.`} />
          <DateField label={t`First day`} required min={today()} {...draft.bind('/starts_on')} onChange={(day) => draft.set('/starts_on', day ?? '')} />
          <DateField label={t`Last day`} required min={of.starts_on || undefined} {...draft.bind('/ends_on')} onChange={(day) => draft.set('/ends_on', day ?? '')} />
        </Fields>
        <TextArea label={t`How people come into the arms`} rows={2} {...draft.bind('/procedure')} />
        <FieldSet legend={t`Arms`} hint={t`The first is the control. The parts say how many come into each: 1 and 1 for halves.`}>
          {arms.map((arm, i) => {
            const n = count(i + 1)
            return (
              <Fields key={i}>
                <TextField label={t`Arm ${n}`} required value={arm.name} onChange={(name) => set(i, { name })} pointer={`/arms/${i}/name`} />
                <TextField label={t`Part of arm ${n}`} inputMode="decimal" lang="en" value={arm.share} onChange={(part) => set(i, { share: part })} pointer={`/arms/${i}/share`} />
              </Fields>
            )
          })}
          <Button small look="quiet" icon="add" disabled={arms.length >= 10} onClick={() => setArms([...arms, { name: '', share: '1' }])}>{t`Another arm`}</Button>
        </FieldSet>
        <Fields>
          <TextField label={t`Expected share of the control, %`} inputMode="decimal" lang="en" {...draft.bind('/baseline')} />
          <TextField label={t`Smallest difference that matters, points`} inputMode="decimal" lang="en" {...draft.bind('/smallest')} />
          <TextField label={t`False alarms accepted, %`} inputMode="decimal" lang="en" {...draft.bind('/alpha')} />
          <TextField label={t`Chance to find it, %`} inputMode="decimal" lang="en" {...draft.bind('/power')} />
        </Fields>
        <Buttons end>
          <Button onClick={onDone}>{t`Go back`}</Button>
          <Button look="primary" type="submit" icon="lock" pending={register.isPending}>{t`Register it for good`}</Button>
        </Buttons>
      </Section>
    </Form>
  )
}

/** Adds what the arms have counted up to now. */
export function AddLook({ of: e, onClose }: { of: Schema<'ExperimentResult'>; onClose: () => void }) {
  const { t } = useLingui()
  const look = usePost('/experiments/{id}/looks')
  const [counts, setCounts] = useState(e.arms.map(() => ({ people: '', yes: '' })))
  const [source, setSource] = useState('')
  const set = (i: number, next: object) => setCounts(counts.map((one, j) => (i === j ? { ...one, ...next } : one)))
  const save = () => look.mutate({
    params: { path: { id: e.id } },
    body: { arms: counts.map(({ people, yes }) => ({ people: whole(people) ?? -1, yes: whole(yes) ?? -1 })), looked_at: new Date().toISOString(), source },
  }, { onSuccess: onClose })
  return (
    <Dialog title={t`Add a look`} open onClose={onClose}>
      <Form problem={look.error} onSubmit={save}>
        <p>{t`Counts since the start, up to this moment. None becomes smaller.`}</p>
        {e.arms.map((arm, i) => {
          const { name } = arm
          return (
            <Fields key={name}>
              <TextField label={t`People in ${name}`} required inputMode="numeric" value={counts[i]?.people} onChange={(people) => set(i, { people })} pointer={i === 0 ? '/arms' : undefined} />
              <TextField label={t`Said yes in ${name}`} required inputMode="numeric" value={counts[i]?.yes} onChange={(yes) => set(i, { yes })} />
            </Fields>
          )
        })}
        <TextField label={t`Source`} required value={source} onChange={setSource} pointer="/source" />
        <Buttons end>
          <Button onClick={onClose}>{t`Go back`}</Button>
          <Button look="primary" type="submit" pending={look.isPending}>{t`Keep this look`}</Button>
        </Buttons>
      </Form>
    </Dialog>
  )
}
