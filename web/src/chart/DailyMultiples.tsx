import { useLingui } from '@lingui/react/macro'
import { scaleLinear } from 'd3-scale'
import { useLocale } from 'react-aria-components/I18nProvider'
import { useFormats } from '../parts/useFormats'
import { Figure, Key } from './Figure'
import style from './DailyMultiples.module.css'

/** What was added in one day since the start; null where it is not known. */
export interface DayIncrement {
  /** Days since publication, beginning at 0. */
  age: number
  value: number | null
  /** Corrected, broken or suspect: drawn and said, never dropped. */
  flag?: string
}

export interface Series {
  id: string
  name: string
  days: DayIncrement[]
}

export interface DailyMultiplesProps {
  title: string
  sentence?: string
  series: Series[]
}

const height = 84
const gutter = 24

/** When it happened, platform by platform: the same days and the same scale
 * in every small drawing, so that they may be compared. */
export function DailyMultiples({ title, sentence, series }: DailyMultiplesProps) {
  const { t } = useLingui()
  const { count } = useFormats()
  const days = series.flatMap((s) => s.days)
  const last = Math.max(1, ...days.map((d) => d.age))
  const most = Math.max(1, ...days.map((d) => d.value ?? 0))
  const table = {
    head: [t`Platform and day`, t`Added`, t`Remark`],
    rows: series.flatMap((s) => s.days.map((d) => [`${s.name} · ${count(d.age)}`, count(d.value), d.flag ?? ''])),
  }
  return (
    <Figure title={title} sentence={sentence} table={table} legend={(
      <>
        {days.some((d) => d.flag) && <Key sign={<rect className="flagged" x="10" y="2" width="8" height="10" />}>{t`corrected or suspect`}</Key>}
        {days.some((d) => d.value === null) && <Key sign={<rect className="gap" x="10" y="2" width="8" height="10" />}>{t`not known`}</Key>}
      </>
    )}>
      {(width) => {
        const across = Math.max(1, Math.floor((width + gutter) / 220))
        const each = (width - gutter * (across - 1)) / across
        return (
          <div className={style.multiples} style={{ gridTemplateColumns: `repeat(${across}, minmax(0, 1fr))` }}>
            {series.map((s) => <Multiple key={s.id} series={s} width={each} last={last} most={most} />)}
          </div>
        )
      }}
    </Figure>
  )
}

function Multiple({ series, width, last, most }: { series: Series; width: number; last: number; most: number }) {
  const { compact, count } = useFormats()
  const { direction } = useLocale()
  const rtl = direction === 'rtl'
  const x = scaleLinear().domain([0, last + 1]).range(rtl ? [width, 0] : [0, width])
  const y = scaleLinear().domain([0, most]).range([height, 0])
  const step = width / (last + 1)
  const bar = Math.max(1, step * 0.72)
  return (
    <div>
      <p className={style.name}>{series.name}</p>
      <svg width={width} height={height + 18} role="presentation">
        <line className="axis" x1={0} x2={width} y1={y(most)} y2={y(most)} />
        <text className="tick" x={rtl ? 0 : width} y={11} textAnchor="end">{compact(most)}</text>
        {series.days.map((day) => {
          const at = x(day.age) - (rtl ? step : 0) + (step - bar) / 2
          return day.value === null
            ? <rect key={day.age} className="gap" x={at} y={height - 12} width={bar} height={12} />
            : <rect key={day.age} className={day.flag ? 'flagged' : 'column'} x={at} y={y(day.value)} width={bar} height={height - y(day.value)} />
        })}
        <line className="zero" x1={0} x2={width} y1={height} y2={height} />
        {[0, last].map((age) => (
          <text key={age} className="tick" x={x(age) + (rtl ? -step : step) / 2} y={height + 15} textAnchor={age === 0 ? 'start' : 'end'}>{count(age)}</text>
        ))}
      </svg>
    </div>
  )
}
