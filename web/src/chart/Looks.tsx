import { useLingui } from '@lingui/react/macro'
import { scaleLinear } from 'd3-scale'
import { useLocale } from 'react-aria-components/I18nProvider'
import { useFormats } from '../parts/useFormats'
import { Figure, Key } from './Figure'

/** What a look showed: a difference with an interval that holds however often
 * somebody looks. */
export interface Look {
  at: string
  difference: number | null
  low: number | null
  high: number | null
}

export interface LooksProps {
  title: string
  sentence: string
  looks: Look[]
}

const height = 180
const pad = { start: 52, end: 14 }

/** A difference, look by look. Where the whole interval lies on one side of
 * zero, it differs from none. */
export function Looks({ title, sentence, looks }: LooksProps) {
  const { t } = useLingui()
  const { percent, day } = useFormats()
  const table = { head: [t`Look`, t`Difference`, t`At least`, t`At most`], rows: looks.map((l) => [day(l.at), percent(l.difference), percent(l.low), percent(l.high)]) }
  return (
    <Figure title={title} sentence={sentence} table={table}
      legend={<Key sign={<><line className="interval" x1="14" x2="14" y1="0" y2="14" /><circle className="solid" cx="14" cy="7" r="3" /></>}>{t`difference, with its interval`}</Key>}>
      {(width) => <Drawing looks={looks} width={width} />}
    </Figure>
  )
}

function Drawing({ looks, width }: { looks: Look[]; width: number }) {
  const { percent, day } = useFormats()
  const { direction } = useLocale()
  const rtl = direction === 'rtl'
  const edges = looks.flatMap(({ low, difference, high }) => [low, difference, high]).filter((n) => n !== null)
  const y = scaleLinear().domain([Math.min(0, ...edges), Math.max(0, ...edges, 0.01)]).nice(4).range([height - 6, 6])
  const across = scaleLinear().domain([0, Math.max(1, looks.length - 1)]).range(rtl ? [width - pad.start - 14, pad.end + 14] : [pad.start + 14, width - pad.end - 14])
  const edge = rtl ? width - pad.start : pad.start
  const known = looks.flatMap((l, i) => (l.difference === null ? [] : [{ ...l, x: across(i), difference: l.difference }]))
  return (
    <svg width={width} height={height + 22} role="presentation">
      {y.ticks(4).map((tick) => (
        <g key={tick}>
          <line className={tick === 0 ? 'zero' : 'axis'} x1={rtl ? 0 : edge} x2={rtl ? edge : width} y1={y(tick)} y2={y(tick)} />
          <text className="tick" x={rtl ? width : 0} y={y(tick) + 4} textAnchor="start">{percent(tick, 1)}</text>
        </g>
      ))}
      <polyline className="axis" fill="none" points={known.map((l) => `${l.x},${y(l.difference)}`).join(' ')} />
      {known.map((l) => (
        <g key={l.at}>
          {l.low !== null && l.high !== null && <line className="interval" x1={l.x} x2={l.x} y1={y(l.low)} y2={y(l.high)} />}
          <circle className="solid" cx={l.x} cy={y(l.difference)} r={3.5} />
        </g>
      ))}
      {known.filter((_, i) => i === 0 || i === known.length - 1).map((l, i) => (
        <text key={l.at} className="tick" x={l.x} y={height + 16} textAnchor={i === 0 && known.length > 1 ? 'start' : 'end'}>{day(l.at)}</text>
      ))}
    </svg>
  )
}
