import { useLingui } from '@lingui/react/macro'
import type { Editable, Schema } from '../api/client'
import type { Problem } from '../api/problem'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { Checkbox } from '../parts/Choice'
import { DateField } from '../parts/DateField'
import type { Draft } from '../parts/draft'
import { Fields, FieldSet, Form } from '../parts/Form'
import { Select } from '../parts/Select'
import { TagPicker } from '../parts/TagPicker'
import { TextArea, TextField } from '../parts/TextField'
import { useChoices } from '../parts/useChoices'
import { useWords } from '../parts/useWords'

/** What is written about a messenger. Who they are is not asked. */
export type Profile = Editable<Omit<Schema<'Messenger'>, 'id' | 'version' | 'consent_until' | 'risk_level' | 'risk_until' | 'created_at' | 'updated_at'>>

/** A profile in which nothing is said yet. */
export const blank: Profile = {
  pseudonym: '', type: '', languages: [], credibility: '', credibility_source: '', minor: false, face_blur: false, voice_change: false,
  support_contact: '', label_ends_on: '', paid: false,
}

/** The part of a messenger that is written by people. */
export function profileOf(of: Schema<'Messenger'>): Profile {
  const names = Object.keys(blank) as (keyof Profile)[]
  return Object.fromEntries(names.map((name) => [name, of[name]])) as unknown as Profile
}

interface ProfileFormProps {
  draft: Draft<Profile>
  problem: Problem | null
  pending: boolean
  onSubmit: () => void
  saving: string
}

const exposed = ['former_extremist', 'victim_survivor']
const distrusted = ['government_official', 'international_org']

export function ProfileForm({ draft, problem, pending, onSubmit, saving }: ProfileFormProps) {
  const { t } = useLingui()
  const words = useWords()
  const { languages } = useChoices()
  const { type } = draft.value
  return (
    <Form problem={problem} onSubmit={onSubmit}>
      <Fields>
        <TextField label={t`Pseudonym`} required hint={t`Nothing in it may lead to the person.`} {...draft.bind('/pseudonym')} />
        <Select label={t`Type`} required choices={words.terms('messenger_type')} {...draft.bind('/type')} />
      </Fields>
      {exposed.includes(type) && <Banner tone="warning" title={t`They need more care`}>{t`Two people judge the danger, somebody looks after them, and the label of a former extremist ends on a day.`}</Banner>}
      {distrusted.includes(type) && <Banner tone="warning" title={t`Often not believed`}>{t`Practitioners of the region found officials and international bodies the least credible voices.`}</Banner>}
      <TagPicker label={t`Languages`} choices={languages(draft.value.languages)} {...draft.bind('/languages')} />
      <TextArea label={t`Why this audience believes them`} {...draft.bind('/credibility')} />
      <Fields>
        <Select label={t`How that is known`} choices={words.terms('credibility_source')} {...draft.bind('/credibility_source')} />
        <TextField label={t`Who looks after them`} hint={t`An office or a role of your organisation.`} {...draft.bind('/support_contact')} />
        {type === 'former_extremist' && <DateField label={t`The label ends on`} required {...draft.bind('/label_ends_on')} onChange={(day) => draft.set('/label_ends_on', day ?? '')} />}
      </Fields>
      <FieldSet legend={t`Safety`}>
        <Checkbox label={t`Under 18`} hint={t`A guardian has to agree too, and the face is hidden.`} {...draft.bind('/minor')} />
        <Checkbox label={t`The face is hidden`} {...draft.bind('/face_blur')} />
        <Checkbox label={t`The voice is changed`} {...draft.bind('/voice_change')} />
        <Checkbox label={t`They are paid`} hint={t`It is said wherever they speak.`} {...draft.bind('/paid')} />
      </FieldSet>
      <Buttons><Button type="submit" look="primary" pending={pending}>{saving}</Button></Buttons>
    </Form>
  )
}
