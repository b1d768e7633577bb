import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'
import type { Problem } from '../api/problem'
import { usePost, usePut } from '../api/queries'
import { Button, Buttons } from '../parts/Button'
import { DateField } from '../parts/DateField'
import { Dialog } from '../parts/Dialog'
import { Fields, Form } from '../parts/Form'
import { Select } from '../parts/Select'
import { TagPicker } from '../parts/TagPicker'
import { TextField } from '../parts/TextField'
import { useDraft } from '../parts/draft'
import { useChoices } from '../parts/useChoices'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { spoken } from '../channels/spoken'
import { countries } from '../words/vocabulary'

export type Service = Schema<'ReferralService'>
type Entry = Omit<Service, 'id' | 'version'>

/** Enters a service. */
export function EnterService({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const enter = usePost('/referral_services')
  return (
    <Dialog title={t`New service`} open onClose={onClose}>
      <EntryFields of={{ country: countries[1], kind: 'psychosocial', name: '', contact: '', languages: [], hours: '', source: '', checked_on: '' }} pending={enter.isPending} problem={enter.error}
        onClose={onClose} onSave={(body) => enter.mutate({ body }, { onSuccess: onClose })} />
    </Dialog>
  )
}

/** Corrects what is known about a service. */
export function CorrectService({ of: { id, version, ...entry }, onClose }: { of: Service; onClose: () => void }) {
  const { t } = useLingui()
  const put = usePut('/referral_services/{id}')
  return (
    <Dialog title={t`Change the service`} open onClose={onClose}>
      <EntryFields of={entry} pending={put.isPending} problem={put.error} onClose={onClose}
        onSave={(body) => put.mutate({ params: { path: { id } }, body, etag: `"${version}"` }, { onSuccess: onClose })} />
    </Dialog>
  )
}

interface EntryFieldsProps {
  of: Entry
  pending: boolean
  problem: Problem | null
  onSave: (entry: Entry) => void
  onClose: () => void
}

function EntryFields({ of, pending, problem, onSave, onClose }: EntryFieldsProps) {
  const { t } = useLingui()
  const { language } = useFormats()
  const words = useWords()
  const draft = useDraft<Entry>(of)
  const choices = useChoices()
  return (
    <Form problem={problem} onSubmit={() => onSave(draft.value)}>
      <TextField label={t`Who helps`} required {...draft.bind('/name')} />
      <Fields>
        <Select label={t`Country`} required choices={choices.countries} {...draft.bind('/country')} onChange={(next) => draft.set('/country', next as never)} />
        <Select label={t`With what`} required choices={words.terms('referral_kind')} {...draft.bind('/kind')} onChange={(next) => draft.set('/kind', next as never)} />
      </Fields>
      <TextField label={t`How to reach them`} required {...draft.bind('/contact')} />
      <TagPicker label={t`Languages`} choices={spoken.map((id) => ({ id, label: language(id) }))} {...draft.bind('/languages')} />
      <TextField label={t`Hours`} {...draft.bind('/hours')} />
      <TextField label={t`Source`} required hint={t`Where this was read, or who was asked.`} {...draft.bind('/source')} />
      <DateField label={t`Last checked`} required {...draft.bind('/checked_on')} onChange={(day) => draft.set('/checked_on', day ?? '')} />
      <Buttons end>
        <Button onClick={onClose}>{t`Go back`}</Button>
        <Button look="primary" type="submit" pending={pending}>{t`Save`}</Button>
      </Buttons>
    </Form>
  )
}
