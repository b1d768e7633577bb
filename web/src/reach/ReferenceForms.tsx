import { useLingui } from '@lingui/react/macro'
import { usePost, useRead } from '../api/queries'
import { usePlatformWords } from '../channels/platformWords'
import { useDraft } from '../parts/draft'
import { Button, Buttons } from '../parts/Button'
import { DateField } from '../parts/DateField'
import { Fields, Form } from '../parts/Form'
import { Select } from '../parts/Select'
import { TextField } from '../parts/TextField'
import { say } from '../parts/toast'
import { useChoices } from '../parts/useChoices'
import { useWords } from '../parts/useWords'
import { ageBands, countries, currencies } from '../words/vocabulary'
import { whole } from './openRows'

interface FormProps { onClose: () => void }

/** Enters how many people there are. */
export function EnterUniverse({ onClose }: FormProps) {
  const { t } = useLingui()
  const words = useWords()
  const choices = useChoices()
  const { platform } = usePlatformWords()
  const metrics = useRead('/metrics')
  const enter = usePost('/universes', { touches: ['comparisons', 'campaigns'] })
  const draft = useDraft({ country: countries[1] as string, kind: 'population', platform: '', gender: 'all', band: '', value: '', low: '', high: '', year: String(new Date().getFullYear()), source: '', licence: '', retrieved_on: '' })
  const { gender, band, ...of } = draft.value
  const platforms = [...new Set((metrics.data?.items ?? []).map((d) => d.platform))].map((id) => ({ id, label: platform(id) }))
  const save = () => enter.mutate({
    body: {
      ...of, segment: [gender === 'all' ? '' : gender, band].filter(Boolean).join('/'), platform: of.kind === 'platform_users' ? of.platform : '',
      value: whole(of.value) ?? -1, low: whole(of.low), high: whole(of.high), year: whole(of.year) ?? 0,
    } as never,
  }, { onSuccess: () => { say(t`The population is kept.`); onClose() } })
  return (
    <Form problem={enter.error} onSubmit={save}>
      <Fields>
        <Select label={t`Country`} required choices={choices.countries} {...draft.bind('/country')} />
        <Select label={t`Who is counted`} required choices={words.terms('universe_kind')} {...draft.bind('/kind')} />
        {of.kind === 'platform_users' && <Select label={t`Platform`} required choices={platforms} {...draft.bind('/platform')} />}
        <Select label={t`Gender`} choices={words.terms('gender')} {...draft.bind('/gender')} />
        <Select label={t`Ages`} choices={[{ id: '', label: t`All ages` }, ...ageBands.map((id) => ({ id, label: id }))]} {...draft.bind('/band')} />
      </Fields>
      <Fields>
        <TextField label={t`People`} required inputMode="numeric" {...draft.bind('/value')} />
        <TextField label={t`At least`} inputMode="numeric" {...draft.bind('/low')} />
        <TextField label={t`At most`} inputMode="numeric" {...draft.bind('/high')} />
        <TextField label={t`Year`} required inputMode="numeric" hint={t`In the Gregorian calendar.`} {...draft.bind('/year')} />
      </Fields>
      <TextField label={t`Source`} required hint={t`Who published it, and where.`} {...draft.bind('/source')} />
      <Fields>
        <TextField label={t`Licence`} {...draft.bind('/licence')} />
        <DateField label={t`Read on`} required {...draft.bind('/retrieved_on')} onChange={(day) => draft.set('/retrieved_on', day ?? '')} />
      </Fields>
      <Ends onClose={onClose} pending={enter.isPending} />
    </Form>
  )
}

/** Enters what a currency was worth. */
export function EnterRate({ onClose }: FormProps) {
  const { t } = useLingui()
  const enter = usePost('/exchange_rates', { touches: ['comparisons'] })
  const draft = useDraft({ base: currencies[0] as string, quote: currencies[4] as string, first_day: '', last_day: '', rate: '', source: '', licence: '' })
  const choices = currencies.map((id) => ({ id, label: id }))
  return (
    <Form problem={enter.error} onSubmit={() => enter.mutate({ body: draft.value }, { onSuccess: () => { say(t`The rate is kept.`); onClose() } })}>
      <Fields>
        <Select label={t`One of`} required choices={choices} {...draft.bind('/base')} />
        <TextField label={t`Was worth`} required inputMode="decimal" hint={t`With a point before the decimals, such as 10.93.`} lang="en" {...draft.bind('/rate')} />
        <Select label={t`Of the currency`} required choices={choices} {...draft.bind('/quote')} />
      </Fields>
      <Fields>
        <DateField label={t`On the day`} required {...draft.bind('/first_day')} onChange={(day) => draft.set('/first_day', day ?? '')} />
        <DateField label={t`On average up to`} hint={t`Empty: it is the rate of that day alone.`} min={draft.value.first_day || undefined} {...draft.bind('/last_day')} onChange={(day) => draft.set('/last_day', day ?? '')} />
      </Fields>
      <TextField label={t`Source`} required hint={t`Such as the national bank.`} {...draft.bind('/source')} />
      <TextField label={t`Licence`} {...draft.bind('/licence')} />
      <Ends onClose={onClose} pending={enter.isPending} />
    </Form>
  )
}

function Ends({ onClose, pending }: FormProps & { pending: boolean }) {
  const { t } = useLingui()
  return (
    <Buttons end>
      <Button onClick={onClose}>{t`Go back`}</Button>
      <Button look="primary" type="submit" pending={pending}>{t`Save`}</Button>
    </Buttons>
  )
}
