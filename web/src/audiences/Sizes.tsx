import { useLingui } from '@lingui/react/macro'
import { Button, IconButton } from '../parts/Button'
import { Section } from '../parts/Page'
import { Select } from '../parts/Select'
import { NumberField, TextField } from '../parts/TextField'
import { useChoices } from '../parts/useChoices'
import { useFormats } from '../parts/useFormats'
import { countries as known } from '../words/vocabulary'
import type { SegmentProps } from './AudienceForm'
import style from './Audiences.module.css'

const year = { useGrouping: false }

/** How many people it counts in each country, who says so, and of which year:
 * the denominator of every share. */
export function Sizes({ draft, disabled }: SegmentProps) {
  const { t } = useLingui()
  const { sizes, countries } = draft.value
  const next = countries.find((country) => !sizes.some((size) => size.country === country)) ?? countries[0] ?? known[0]
  const add = () => draft.set('/sizes', [...sizes, { country: next, n: 0, low: null, high: null, year: new Date().getFullYear(), source: '' }])
  return (
    <Section title={t`Size`} lead={t`How many people this is in each country. Every share of the audience is counted against it.`} sheet>
      {sizes.length > 0 && <div className={style.lines}>{sizes.map((_, i) => <Line key={i} at={i} draft={draft} disabled={disabled} />)}</div>}
      {!disabled && <div><Button small icon="add" onClick={add}>{t`Add a size`}</Button></div>}
    </Section>
  )
}

function Line({ at, draft, disabled }: SegmentProps & { at: number }) {
  const { t } = useLingui()
  const { count } = useFormats()
  const { countries } = useChoices()
  const among = countries.filter(({ id }) => draft.value.countries.length === 0 || draft.value.countries.includes(id))
  const line = count(at + 1)
  return (
    <div className={style.line} role="group" aria-label={t`Size ${line}`}>
      <Select label={t`Country`} choices={among} disabled={disabled} {...draft.bind(`/sizes/${at}/country`)} />
      <NumberField label={t`People`} min={0} disabled={disabled} {...draft.bind(`/sizes/${at}/n`)} onChange={(n) => draft.set(`/sizes/${at}/n`, n ?? 0)} />
      <NumberField label={t`At least`} min={0} disabled={disabled} {...draft.bind(`/sizes/${at}/low`)} />
      <NumberField label={t`At most`} min={0} disabled={disabled} {...draft.bind(`/sizes/${at}/high`)} />
      <NumberField label={t`Year`} min={1900} format={year} disabled={disabled} {...draft.bind(`/sizes/${at}/year`)} onChange={(n) => draft.set(`/sizes/${at}/year`, n ?? 0)} />
      <TextField label={t`Source`} disabled={disabled} {...draft.bind(`/sizes/${at}/source`)} />
      {!disabled && <IconButton icon="trash" label={t`Remove size ${line}`} onClick={() => draft.set('/sizes', draft.value.sizes.filter((_, i) => i !== at))} />}
    </div>
  )
}
