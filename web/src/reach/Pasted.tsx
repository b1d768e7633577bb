import { useLingui } from '@lingui/react/macro'
import { Section } from '../parts/Page'
import { template, type OpenRow } from './openRows'
import { Sheet } from './Sheet'

/** Many figures of posts at once. */
export function Pasted({ rows }: { rows: OpenRow[] }) {
  const { t } = useLingui()
  return (
    <Section title={t`From a spreadsheet`} lead={t`Paste cells with their header, or choose a CSV file. Lines without a value or a reason are refused, so delete those that stay open.`} sheet>
      <Sheet path="/observations/csv" touches={['observations', 'campaigns', 'comparisons']} begin={{ label: t`Begin with the open rows`, table: () => template(rows) }}
        guide={{
          delivery_id: t`The post, as the open rows name it.`,
          metric: t`The figure, as the open rows name it.`,
          observed_at: t`When it was true: 2027-03-21T19:30, or 2027-03-21 for the end of the day.`,
          value: t`A whole number; empty where there is a reason.`,
          low: t`Of claims about people: at least so many.`,
          high: t`Of claims about people: at most so many.`,
          missing_reason: t`Why there is no value: not_measured, removed, access_lost, not_supported, below_privacy_floor, api_error or not_yet_final.`,
        }} />
    </Section>
  )
}
