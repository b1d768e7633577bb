import { StateChip } from '../parts/StateChip'
import { useFormats } from '../parts/useFormats'
import type { Campaign } from './useCampaign'
import style from './Campaigns.module.css'

/** How far a campaign has come in each of its countries. */
export function CountryStates({ of, stacked = false }: { of: Campaign['countries']; stacked?: boolean }) {
  const { country } = useFormats()
  return (
    <span className={stacked ? `${style.countries} ${style.stacked}` : style.countries} role="list">
      {of.map((each) => (
        <span key={each.country} role="listitem" className={style.country}>
          <span>{country(each.country)}</span><StateChip of="campaign" state={each.state} />
        </span>
      ))}
    </span>
  )
}

/** The first and the last day. */
export function Dates({ from, to }: { from: string; to: string }) {
  const { date } = useFormats()
  return (
    <span className={style.dates}>
      <time dateTime={from} className={style.day}>{date(from)}</time> – <time dateTime={to} className={style.day}>{date(to)}</time>
    </span>
  )
}
