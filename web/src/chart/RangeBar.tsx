import { useLingui } from '@lingui/react/macro'
import { useLocale } from 'react-aria-components/I18nProvider'
import { useFormats } from '../parts/useFormats'
import { modelled, reachSentence, type ReachLabel, type ReachParticulars } from '../words/reach'
import { Figure, Key } from './Figure'
import { axis, type Axis } from './scale'

/** A figure of reach: certainly at least low, certainly at most high, and
 * perhaps a point between them. */
export interface Range {
  id: string
  name: string
  low: number | null
  point: number | null
  high: number | null
  label: ReachLabel
}

export interface RangeBarProps {
  title: string
  /** One bar, or several on the same scale. */
  ranges: Range[]
  /** Stands in place of the sentence of the first range. */
  sentence?: string
  /** What the sentence of the first range has to name. */
  particulars?: Partial<ReachParticulars>
}

const rowHeight = 54

/** How many people, at least and at most. A hollow dot is the outcome of a
 * model; a solid dot was reported. */
export function RangeBar({ title, ranges, sentence: own, particulars }: RangeBarProps) {
  const { t, i18n } = useLingui()
  const { count } = useFormats()
  const { direction } = useLocale()
  const first = ranges[0]
  const sentence = own ?? (first && i18n._(reachSentence(first.label, { low: count(first.low), high: count(first.high), ...particulars })))
  const table = {
    head: [t`Figure`, t`At least`, t`Estimate`, t`At most`],
    rows: ranges.map((r) => [r.name, count(r.low), count(r.point), count(r.high)]),
  }
  return (
    <Figure title={title} sentence={sentence} table={table} legend={<Legend />}>
      {(width) => <Bars ranges={ranges} scale={axis({ values: ranges.flatMap(edges), width, rtl: direction === 'rtl', pad: 14 })} width={width} />}
    </Figure>
  )
}

function edges({ low, point, high }: Range): number[] {
  return [low, point, high].filter((n) => n !== null)
}

function Bars({ ranges, scale, width }: { ranges: Range[]; scale: Axis; width: number }) {
  const { count, compact } = useFormats()
  const bottom = ranges.length * rowHeight
  const start = scale.sense === 1 ? 0 : width
  return (
    <svg width={width} height={bottom + 22} role="presentation">
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <line className={tick === 0 ? 'zero' : 'axis'} x1={scale.x(tick)} x2={scale.x(tick)} y1={0} y2={bottom} />
          <text className="tick" x={scale.x(tick)} y={bottom + 16} textAnchor="middle">{compact(tick)}</text>
        </g>
      ))}
      {ranges.map((range, i) => (
        <g key={range.id} transform={`translate(0 ${i * rowHeight})`}>
          <text className="name" x={start} y={15}>{range.name}</text>
          <text className="note" x={width - start} y={15} textAnchor="end">{said(range, count)}</text>
          <Bar range={range} scale={scale} y={34} />
        </g>
      ))}
    </svg>
  )
}

/** The bar of one range, for a row of some other drawing. */
export function Bar({ range: { low, point, high, label }, scale: { x }, y }: { range: Range; scale: Axis; y: number }) {
  return (
    <>
      {low !== null && high !== null && <line className="range" x1={x(low)} x2={x(high)} y1={y} y2={y} />}
      {low !== null && <line className="interval" x1={x(low)} x2={x(low)} y1={y - 7} y2={y + 7} />}
      {high !== null && <line className="interval" x1={x(high)} x2={x(high)} y1={y - 7} y2={y + 7} />}
      {point !== null && <circle className={modelled.has(label) ? 'hollow' : 'solid'} cx={x(point)} cy={y} r={5} />}
    </>
  )
}

// A range without both ends says so: a missing bound is not a number.
function said({ low, point, high }: Range, count: (n: number | null) => string): string {
  const between = high === null ? `≥ ${count(low)}` : low === high ? count(low) : `${count(low)} – ${count(high)}`
  return point === null ? between : `${count(point)}  (${between})`
}

function Legend() {
  const { t } = useLingui()
  return (
    <>
      <Key sign={<circle className="solid" cx="14" cy="7" r="5" />}>{t`reported`}</Key>
      <Key sign={<circle className="hollow" cx="14" cy="7" r="5" />}>{t`modelled`}</Key>
      <Key sign={<line className="range" x1="2" x2="26" y1="7" y2="7" />}>{t`certain range`}</Key>
    </>
  )
}
