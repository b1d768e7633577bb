import { useLingui } from '@lingui/react/macro'
import { spoken } from '../channels/spoken'
import { Button, IconButton } from '../parts/Button'
import { DateField } from '../parts/DateField'
import { FieldSet, Fields } from '../parts/Form'
import { Select } from '../parts/Select'
import { NumberField, TextArea } from '../parts/TextField'
import { useFormats } from '../parts/useFormats'
import type { BoxProps } from './PlanForm'
import style from './Plan.module.css'

/** What people of the audience said before many saw a text, by language. */
export function Pretests({ draft, disabled }: BoxProps) {
  const { t } = useLingui()
  const tests = draft.value.pretests
  const add = () => draft.set('/pretests', [...tests, { language: '', people: 0, held_on: '', result: '', waiver: '' }])
  return (
    <FieldSet legend={t`Pre-tests`} hint={t`Before a text is repeated, people of the audience are asked, in each language; or it is said why not, and that stands in the evaluation.`}>
      {tests.length > 0 && <div className={style.notes}>{tests.map((_, i) => <Pretest key={i} at={i} draft={draft} disabled={disabled} />)}</div>}
      {!disabled && <div><Button small icon="add" onClick={add}>{t`Add a pre-test`}</Button></div>}
    </FieldSet>
  )
}

function Pretest({ at, draft, disabled }: BoxProps & { at: number }) {
  const { t } = useLingui()
  const { count, language } = useFormats()
  const test = draft.value.pretests[at]
  const number = count(at + 1)
  if (!test) return null
  const place = `/pretests/${at}` as const
  return (
    <div className={style.note} role="group" aria-label={t`Pre-test ${number}`}>
      <Fields>
        <Select label={t`Language`} choices={spoken.map((id) => ({ id, label: language(id) }))} disabled={disabled} {...draft.bind(`${place}/language`)} />
        <NumberField label={t`People asked`} min={0} disabled={disabled} {...draft.bind(`${place}/people`)} onChange={(people) => draft.set(`${place}/people`, people ?? 0)} />
        <DateField label={t`Day`} disabled={disabled} {...draft.bind(`${place}/held_on`)} onChange={(day) => draft.set(`${place}/held_on`, day ?? '')} />
      </Fields>
      <TextArea label={t`What they said`} rows={2} disabled={disabled} {...draft.bind(`${place}/result`)} />
      <TextArea label={t`Why nobody was asked`} rows={2} hint={t`Only where there was no test.`} disabled={disabled} {...draft.bind(`${place}/waiver`)} />
      {!disabled && (
        <div><IconButton icon="trash" label={t`Remove pre-test ${number}`} onClick={() => draft.set('/pretests', draft.value.pretests.filter((_, i) => i !== at))} /></div>
      )}
    </div>
  )
}
