import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { usePost } from '../api/queries'
import { Button, Buttons } from '../parts/Button'
import { DateField } from '../parts/DateField'
import { useDraft } from '../parts/draft'
import { Fields, FieldSet, Form } from '../parts/Form'
import { Section } from '../parts/Page'
import { Select } from '../parts/Select'
import { TextArea, TextField } from '../parts/TextField'
import { say } from '../parts/toast'
import { useChoices } from '../parts/useChoices'
import { useWords } from '../parts/useWords'
import { countries } from '../words/vocabulary'
import { whole } from './openRows'
import { countsOf, noCounts, wordingOf, type Worded } from './surveyDraft'
import { Counting } from './SurveyParts'

/** Enters a finished survey: how it was asked, and the counts. */
export function EnterSurvey({ campaign, onDone }: { campaign: string; onDone: () => void }) {
  const { t } = useLingui()
  const words = useWords()
  const choices = useChoices()
  const draft = useDraft({ title: '', country: countries[1] as string, design: 'comparison_group', mode: '', selection: '', design_effect: '1', starts_on: '', ends_on: '', invited: '', source: '' })
  const [wording, setWording] = useState<Worded[]>([{ language: 'ru', text: '' }])
  const [other, setOther] = useState<{ round: string; worded: Worded[] }>({ round: '', worded: [{ language: 'ru', text: '' }] })
  const [later, setLater] = useState('no')
  const [counts, setCounts] = useState(noCounts)
  const enter = usePost('/surveys', { touches: ['campaigns', 'comparisons'] })
  const { design, design_effect: deff, invited, ...of } = draft.value
  const counted = countsOf(design, later === 'yes', counts)
  const save = () => enter.mutate({
    body: {
      ...of, design, campaign_id: campaign, wording: wordingOf(wording), design_effect: Number(deff) || 0, invited: whole(invited),
      reworded: other.round === '' ? {} : { [other.round]: wordingOf(other.worded) }, ...counted.sent,
    } as never,
  }, { onSuccess: () => { say(t`The survey is kept.`); onDone() } })
  return (
    <Form problem={enter.error} onSubmit={save}>
      <Section sheet title={t`Enter a survey`} lead={t`Counts only. Nobody's answers, names or numbers belong here.`}>
        <TextField label={t`Title`} required {...draft.bind('/title')} />
        <Fields>
          <Select label={t`Country`} required choices={choices.countries} {...draft.bind('/country')} />
          <Select label={t`Design`} required choices={words.terms('survey_design')} {...draft.bind('/design')} hint={t`It decides what may be said afterwards.`} />
          <DateField label={t`First day`} required {...draft.bind('/starts_on')} onChange={(day) => draft.set('/starts_on', day ?? '')} />
          <DateField label={t`Last day`} required {...draft.bind('/ends_on')} onChange={(day) => draft.set('/ends_on', day ?? '')} />
        </Fields>
        <WordingFields legend={t`The question, word for word`} pointer="/wording" value={wording} onChange={setWording} />
        <Select label={t`Asked in other words`} choices={[{ id: '', label: t`In no round` }, ...words.terms('survey_round')]} value={other.round} onChange={(round) => setOther({ ...other, round })}
          hint={t`Rounds that were asked in other words are kept and not compared.`} pointer="/reworded" />
        {other.round !== '' && <WordingFields legend={t`The other words`} value={other.worded} onChange={(worded) => setOther({ ...other, worded })} />}
        <TextArea label={t`How people were asked`} required rows={2} {...draft.bind('/mode')} />
        <TextArea label={t`How they were chosen`} required rows={2} hint={t`And how the comparison group was.`} {...draft.bind('/selection')} />
        <Fields>
          <TextField label={t`Loss of precision by the design`} inputMode="decimal" lang="en" hint={t`1 for people drawn one by one; more where villages or schools were drawn (deff).`} {...draft.bind('/design_effect')} />
          <TextField label={t`People invited`} inputMode="numeric" {...draft.bind('/invited')} />
          <TextField label={t`Source`} {...draft.bind('/source')} />
        </Fields>
        <Select label={t`Was there a later round?`} choices={[{ id: 'no', label: t`No` }, { id: 'yes', label: t`Yes` }]} value={later} onChange={setLater} />
        <Counting design={design} draft={counts} of={counted} onChange={setCounts} />
        <Buttons end>
          <Button onClick={onDone}>{t`Go back`}</Button>
          <Button look="primary" type="submit" pending={enter.isPending} disabled={counted.wrong.places.length + counted.wrong.parts.length > 0}>{t`Keep this survey`}</Button>
        </Buttons>
      </Section>
    </Form>
  )
}

interface WordingProps { legend: string; pointer?: string; value: Worded[]; onChange: (value: Worded[]) => void }

/** A question in as many languages as it was asked in. */
function WordingFields({ legend, pointer, value, onChange }: WordingProps) {
  const { t } = useLingui()
  const choices = useChoices()
  const set = (i: number, next: Partial<Worded>) => onChange(value.map((one, j) => (i === j ? { ...one, ...next } : one)))
  return (
    <FieldSet legend={legend}>
      {value.map((one, i) => (
        <Fields key={i}>
          <Select label={t`Language`} choices={choices.languages(value.map(({ language }) => language))} value={one.language} onChange={(language) => set(i, { language })} />
          <TextArea label={t`Question`} required rows={2} lang={one.language} value={one.text} onChange={(text) => set(i, { text })} pointer={i === 0 ? pointer : undefined} />
        </Fields>
      ))}
      <Button small look="quiet" icon="add" onClick={() => onChange([...value, { language: '', text: '' }])}>{t`Another language`}</Button>
    </FieldSet>
  )
}
