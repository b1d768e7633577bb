import { useLingui } from '@lingui/react/macro'
import { usePost, usePut } from '../api/queries'
import { Button, Buttons } from '../parts/Button'
import { DateField } from '../parts/DateField'
import { Dialog } from '../parts/Dialog'
import { Fields, Form } from '../parts/Form'
import { Select } from '../parts/Select'
import { TextArea, TextField } from '../parts/TextField'
import { useDraft } from '../parts/draft'
import type { Problem } from '../api/problem'
import { useChoices } from '../parts/useChoices'
import { countries } from '../words/vocabulary'
import type { ElectionWindow } from './Rules'

type Days = Omit<ElectionWindow, 'id' | 'version'>

/** Enters the days around an election. */
export function MakeWindow({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const make = usePost('/election_windows')
  return (
    <Dialog title={t`New dates`} open onClose={onClose}>
      <WindowFields of={{ country: countries[1], title: '', from: '', to: '', source: '' }} pending={make.isPending} problem={make.error} onClose={onClose}
        onSave={(body) => make.mutate({ body }, { onSuccess: onClose })} />
    </Dialog>
  )
}

/** Changes the days around an election. */
export function ChangeWindow({ of: { id, version, ...days }, onClose }: { of: ElectionWindow; onClose: () => void }) {
  const { t } = useLingui()
  const put = usePut('/election_windows/{id}')
  return (
    <Dialog title={t`Change the dates`} open onClose={onClose}>
      <WindowFields of={days} fixed pending={put.isPending} problem={put.error} onClose={onClose}
        onSave={(body) => put.mutate({ params: { path: { id } }, body, etag: `"${version}"` }, { onSuccess: onClose })} />
    </Dialog>
  )
}

interface WindowFieldsProps {
  of: Days
  /** The country stays. */
  fixed?: boolean
  pending: boolean
  problem: Problem | null
  onSave: (days: Days) => void
  onClose: () => void
}

function WindowFields({ of, fixed = false, pending, problem, onSave, onClose }: WindowFieldsProps) {
  const { t } = useLingui()
  const draft = useDraft<Days>(of)
  const choices = useChoices()
  return (
    <Form problem={problem} onSubmit={() => onSave(draft.value)}>
      <TextField label={t`Election`} required {...draft.bind('/title')} />
      <Fields>
        {!fixed && <Select label={t`Country`} required choices={choices.countries} {...draft.bind('/country')} onChange={(next) => draft.set('/country', next as never)} />}
        <DateField label={t`First day`} required {...draft.bind('/from')} onChange={(day) => draft.set('/from', day ?? '')} />
        <DateField label={t`Last day`} required {...draft.bind('/to')} onChange={(day) => draft.set('/to', day ?? '')} />
      </Fields>
      <TextArea label={t`Source`} required rows={2} hint={t`Who set the dates, and where it is published.`} {...draft.bind('/source')} />
      <Buttons end>
        <Button onClick={onClose}>{t`Go back`}</Button>
        <Button look="primary" type="submit" pending={pending}>{t`Save`}</Button>
      </Buttons>
    </Form>
  )
}
