import { useLingui } from '@lingui/react/macro'
import { Money } from '../parts/Amount'
import { Button, IconButton } from '../parts/Button'
import { FieldSet } from '../parts/Form'
import { Select } from '../parts/Select'
import { TextField } from '../parts/TextField'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { currencies } from '../words/vocabulary'
import type { CampaignFields } from './fields'
import type { BoxProps } from './PlanForm'
import style from './Plan.module.css'

type Line = CampaignFields['budget'][number]

/** What each source pays for. */
export function Budget({ draft, disabled }: BoxProps) {
  const { t } = useLingui()
  const lines = draft.value.budget
  const add = () => draft.set('/budget', [...lines, { source: 'donor', money: { amount: '', currency: lines.at(-1)?.money.currency ?? currencies[0] }, purpose: '', scope: '', spent: '' }])
  return (
    <FieldSet legend={t`Budget`} hint={t`Each source has a line of its own, because who pays is public.`}>
      {lines.length > 0 && (
        <div className={style.lines}>
          {lines.map((_, i) => <BudgetLine key={i} at={i} draft={draft} disabled={disabled} />)}
          <Sums of={lines} />
        </div>
      )}
      {!disabled && <div><Button small icon="add" onClick={add}>{t`Add a line`}</Button></div>}
    </FieldSet>
  )
}

function BudgetLine({ at, draft, disabled }: BoxProps & { at: number }) {
  const { t } = useLingui()
  const words = useWords()
  const { count } = useFormats()
  const line = count(at + 1)
  return (
    <div className={style.line} role="group" aria-label={t`Line ${line}`}>
      <Select label={t`Source of money`} choices={words.terms('budget_source')} disabled={disabled} {...draft.bind(`/budget/${at}/source`)} />
      <TextField label={t`Amount`} inputMode="decimal" disabled={disabled} {...draft.bind(`/budget/${at}/money/amount`)} />
      <Select label={t`Currency`} choices={currencies.map((id) => ({ id, label: id }))} disabled={disabled} {...draft.bind(`/budget/${at}/money/currency`)} />
      <TextField label={t`Spent of it`} inputMode="decimal" hint={t`Empty: not known yet.`} disabled={disabled} {...draft.bind(`/budget/${at}/spent`)} />
      <div className={style.long}><Select label={t`For what`} choices={[{ id: '', label: t`not stated` }, ...words.terms('cost_scope')]} disabled={disabled} {...draft.bind(`/budget/${at}/scope`)} /></div>
      <div className={style.long}><TextField label={t`Purpose`} disabled={disabled} {...draft.bind(`/budget/${at}/purpose`)} /></div>
      {!disabled && (
        <span className={style.removes}>
          <IconButton icon="trash" label={t`Remove line ${line}`} onClick={() => draft.set('/budget', draft.value.budget.filter((_, i) => i !== at))} />
        </span>
      )}
    </div>
  )
}

/** Currencies are never added to each other. */
function Sums({ of }: { of: Line[] }) {
  const { t } = useLingui()
  const sums = new Map<string, number>()
  for (const { money: { amount, currency } } of of) sums.set(currency, (sums.get(currency) ?? 0) + Math.round((Number(amount) || 0) * 100))
  return (
    <p className={style.sums}>
      <span>{t`Together`}</span>
      {[...sums].map(([currency, cents]) => <Money key={currency} value={{ amount: (cents / 100).toFixed(2), currency }} />)}
    </p>
  )
}
