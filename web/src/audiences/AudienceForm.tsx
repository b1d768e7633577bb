import { useLingui } from '@lingui/react/macro'
import type { Editable, Schema } from '../api/client'
import type { Problem } from '../api/problem'
import { Button, Buttons } from '../parts/Button'
import { CheckboxGroup, RadioCards } from '../parts/Choice'
import type { Draft } from '../parts/draft'
import { Fields, Form } from '../parts/Form'
import { LinesField } from '../parts/LinesField'
import { Section } from '../parts/Page'
import { Select } from '../parts/Select'
import { TagPicker } from '../parts/TagPicker'
import { TextArea, TextField } from '../parts/TextField'
import { useChoices } from '../parts/useChoices'
import { useWords } from '../parts/useWords'
import { ageBands } from '../words/vocabulary'
import { Sizes } from './Sizes'

/** What is written about an audience. */
export type Segment = Editable<Omit<Schema<'Audience'>, 'id' | 'version' | 'minors' | 'delicate' | 'review' | 'reviewed_at' | 'created_at' | 'updated_at'>>

export interface SegmentProps {
  draft: Draft<Segment>
  disabled?: boolean
}

interface AudienceFormProps extends SegmentProps {
  problem: Problem | null
  pending: boolean
  onSubmit: () => void
  /** What is done with it. */
  saving: string
}

/** The segment builder: why they are vulnerable, what influences them, then
 * who and where they are, and how many. */
export function AudienceForm({ draft, disabled, problem, pending, onSubmit, saving }: AudienceFormProps) {
  const { t } = useLingui()
  return (
    <Form problem={problem} onSubmit={onSubmit}>
      <Section sheet><TextField label={t`Name`} required hint={t`Neutral, as the people themselves could read it.`} disabled={disabled} {...draft.bind('/segment_name')} /></Section>
      <Vulnerability draft={draft} disabled={disabled} />
      <People draft={draft} disabled={disabled} />
      <Evidence draft={draft} disabled={disabled} />
      <Sizes draft={draft} disabled={disabled} />
      {!disabled && <Buttons><Button type="submit" look="primary" pending={pending}>{saving}</Button></Buttons>}
    </Form>
  )
}

function Vulnerability({ draft, disabled }: SegmentProps) {
  const { t } = useLingui()
  const words = useWords()
  return (
    <Section title={t`Why, and by what`} lead={t`The grievances that recruiters use, what they promise, and whom these people listen to.`} sheet>
      <Fields>
        <TagPicker label={t`What pushes`} choices={words.terms('push_factor')} disabled={disabled} {...draft.bind('/push_factors')} />
        <TagPicker label={t`What pulls`} choices={words.terms('pull_factor')} disabled={disabled} {...draft.bind('/pull_factors')} />
        <TagPicker label={t`What influences`} choices={words.terms('influence')} disabled={disabled} {...draft.bind('/influences')} />
      </Fields>
      <RadioCards label={t`Prevention`} choices={useTiers()} disabled={disabled} {...draft.bind('/prevention_tier')} />
    </Section>
  )
}

function useTiers() {
  const { t } = useLingui()
  const words = useWords()
  const hints: Record<string, string> = {
    universal: t`Everybody of a place or an age.`,
    selective: t`People in a situation that recruiters use.`,
    indicated: t`People already in touch with violent groups. Needs evidence and a partner for safeguarding.`,
  }
  return words.terms('prevention_tier').map((choice) => ({ ...choice, hint: hints[choice.id] }))
}

function People({ draft, disabled }: SegmentProps) {
  const { t } = useLingui()
  const words = useWords()
  const { countries, languages } = useChoices()
  return (
    <Section title={t`Who and where`} sheet>
      <CheckboxGroup label={t`Countries`} choices={countries} disabled={disabled} {...draft.bind('/countries')} />
      <Fields>
        <LinesField label={t`Provinces or districts`} hint={t`One a line; none means the whole country. Never smaller than a district.`} disabled={disabled} {...draft.bind('/admin_areas')} />
        <Select label={t`Settlement`} choices={words.terms('settlement')} disabled={disabled} {...draft.bind('/settlement')} />
      </Fields>
      <Fields>
        <Select label={t`Gender`} choices={words.terms('gender')} disabled={disabled} {...draft.bind('/gender')} />
        <TagPicker label={t`Life situation`} choices={words.terms('life_situation')} disabled={disabled} {...draft.bind('/life_situations')} />
        <TagPicker label={t`Languages`} choices={languages(draft.value.languages)} disabled={disabled} {...draft.bind('/languages')} />
      </Fields>
      <CheckboxGroup label={t`Age`} choices={ageBands.map((id) => ({ id, label: id.replace('-', '–') }))} disabled={disabled} {...draft.bind('/age_bands')} />
    </Section>
  )
}

function Evidence({ draft, disabled }: SegmentProps) {
  const { t } = useLingui()
  return (
    <Section title={t`How it is known`} sheet>
      <TextArea label={t`Evidence`} hint={t`Survey, focus group or literature, with its date. A language alone needs a reason here.`} disabled={disabled} {...draft.bind('/insight_evidence')} />
      <TextArea label={t`Media habits`} hint={t`What they watch, read and hear, how often, and who says so.`} disabled={disabled} {...draft.bind('/media_habits')} />
      <TextArea label={t`Persona`} hint={t`A made-up person that stands for many. Nobody real.`} disabled={disabled} {...draft.bind('/persona')} />
    </Section>
  )
}
