import { useLingui } from '@lingui/react/macro'
import { usePost } from '../api/queries'
import { Button, Buttons } from '../parts/Button'
import { Checkbox, CheckboxGroup } from '../parts/Choice'
import { DateField } from '../parts/DateField'
import { useDraft } from '../parts/draft'
import { Fields, Form } from '../parts/Form'
import { LinesField } from '../parts/LinesField'
import { Select } from '../parts/Select'
import { TextField } from '../parts/TextField'
import { say } from '../parts/toast'
import { useChoices } from '../parts/useChoices'
import { endOf, today, yearsFrom } from './days'
import type { Messenger } from './Standing'

/** The form of a consent, as it was filled in on paper or aloud. */
export function ConsentForm({ of, onDone }: { of: Messenger; onDone: () => void }) {
  const { t } = useLingui()
  const { countries, languages } = useChoices()
  const draft = useDraft({
    form_version: '', language: of.languages[0] ?? '', given_on: today(), platforms: [] as string[], countries: [] as string[],
    face: false, voice: false, guardian: false, witness: '', expires_at: yearsFrom(today(), 1),
  })
  const record = usePost('/messengers/{id}/consents')
  const send = () => record.mutate({ params: { path: { id: of.id } }, body: { ...draft.value, expires_at: endOf(draft.value.expires_at) } as never }, {
    onSuccess: () => { say(t`The consent is recorded.`); onDone() },
  })
  const spoken = languages(of.languages).filter(({ id }) => of.languages.length === 0 || of.languages.includes(id))
  return (
    <Form problem={record.error} onSubmit={send}>
      <CheckboxGroup label={t`Countries`} required choices={countries} {...draft.bind('/countries')} />
      <Fields>
        <Select label={t`Language of the form`} required hint={t`One that they speak.`} choices={spoken} {...draft.bind('/language')} />
        <DateField label={t`Given on`} required max={today()} {...draft.bind('/given_on')} onChange={(day) => draft.set('/given_on', day ?? '')} />
        <DateField label={t`Until`} required {...draft.bind('/expires_at')} onChange={(day) => draft.set('/expires_at', day ?? '')} />
      </Fields>
      <LinesField label={t`Platforms`} hint={t`One a line, such as portal or telegram; none means every platform.`} {...draft.bind('/platforms')} />
      <Fields>
        <Checkbox label={t`The face may be shown`} disabled={of.minor} {...draft.bind('/face')} />
        <Checkbox label={t`The voice may be heard`} {...draft.bind('/voice')} />
        {of.minor && <Checkbox label={t`A guardian agreed too`} {...draft.bind('/guardian')} />}
      </Fields>
      <Fields>
        <TextField label={t`Version of the form`} {...draft.bind('/form_version')} />
        <TextField label={t`Witness`} hint={t`A role, not a name.`} {...draft.bind('/witness')} />
      </Fields>
      <Buttons end><Button type="submit" look="primary" pending={record.isPending}>{t`Record the consent`}</Button></Buttons>
    </Form>
  )
}
