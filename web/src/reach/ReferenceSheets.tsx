import { useLingui } from '@lingui/react/macro'
import { useWords } from '../parts/useWords'
import { ageBands, countries, currencies } from '../words/vocabulary'
import rates from './examples/rates.csv?raw'
import standards from './examples/standards.csv?raw'
import universes from './examples/universes.csv?raw'
import { Sheet } from './Sheet'

const bands = ageBands.join(', ')
const codes = currencies.join(', ')

/** Populations as a table. */
export function UniverseSheet() {
  const { t } = useLingui()
  const words = useWords()
  return (
    <Sheet path="/universes/csv" touches={['universes', 'campaigns', 'comparisons']}
      begin={{ label: t`Begin with an example`, table: () => universes }}
      guide={{
        country: countries.join(', '),
        kind: words.terms('universe_kind').map(({ id, label }) => `${id} (${label})`).join(', '),
        platform: t`Only of kind platform_users: the platform as this program calls it.`,
        age_band: t`Empty for everybody, or one of: ${bands}`,
        gender: t`Empty or all for everybody; women or men.`,
        value: t`A whole number without separators.`,
        low: t`At least, where the source gives a range.`,
        high: t`At most, where the source gives a range.`,
        year: t`Of the Gregorian calendar.`,
        source: t`Who published it, and where.`,
        licence: t`Under which it may be used, if that is said.`,
        retrieved_on: t`The day on which it was read, such as 2027-03-21.`,
      }} />
  )
}

/** Exchange rates as a table. */
export function RateSheet() {
  const { t } = useLingui()
  return (
    <Sheet path="/exchange_rates/csv" touches={['exchange_rates', 'comparisons']}
      begin={{ label: t`Begin with an example`, table: () => rates }}
      guide={{
        base: t`A currency; one of it is what is valued. Such as ${codes}`,
        quote: t`Another currency, in which it is valued.`,
        first_day: t`The day, such as 2027-03-21, of the Gregorian calendar.`,
        last_day: t`Of an average: its last day, which has come. Empty: the first day alone.`,
        rate: t`How many of the second currency one of the first is worth, with a point before the decimals: 10.93`,
        source: t`Such as the national bank.`,
        licence: t`Under which it may be used, if that is said.`,
      }} />
  )
}

/** Standard populations as a table. */
export function StandardSheet() {
  const { t } = useLingui()
  return (
    <Sheet path="/standard_populations/csv" touches={['standard_populations', 'comparisons']} whole
      begin={{ label: t`Begin with an example`, table: () => standards }}
      guide={{
        name: t`Of the standard; the same in each of its lines, and not pooled or world.`,
        ages: t`Such as 18-24, and 85+ for the last. The bands of a standard touch and do not overlap.`,
        weight: t`How much these ages count against the others, with a point before the decimals.`,
        year: t`Of the Gregorian calendar.`,
        source: t`Who published it, and where.`,
        licence: t`Under which it may be used, if that is said.`,
      }} />
  )
}
