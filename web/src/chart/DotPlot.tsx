import { useLingui } from '@lingui/react/macro'
import { useLocale } from 'react-aria-components/I18nProvider'
import { useFormats } from '../parts/useFormats'
import { Figure, Key, type FigureTable } from './Figure'
import { axis, digitsBetween, type Axis } from './scale'

/** A value with its interval. */
export interface Dot {
  point: number | null
  low: number | null
  high: number | null
}

export interface DotRow extends Dot {
  id: string
  name: string
  /** The range of ranks that the intervals allow, such as 2 (1–3). */
  rank?: string
  /** The same value standardised, drawn hollow and joined to the crude one. */
  standardised?: Dot
  /** Said in place of the value, where there is none. */
  said?: string
  /** Why it cannot be compared with the others; it is then drawn grey. */
  apart?: string
}

export interface DotPlotProps {
  title: string
  sentence?: string
  /** What the values are: counts, shares between 0 and 1, or other numbers. */
  unit: 'count' | 'share' | 'number'
  rows: DotRow[]
}

const rowHeight = 46

/** What a letter of a remark takes, about, in pixels. */
const letter = 6.5

/** Values side by side with their intervals, in the order given. Nothing is
 * ranked that the intervals do not separate. */
export function DotPlot({ title, sentence, unit, rows }: DotPlotProps) {
  const { t } = useLingui()
  const { direction } = useLocale()
  const write = useUnit(unit)
  const both = rows.some((row) => row.standardised)
  const values = rows.flatMap((row) => [row, row.standardised]).flatMap((dot) => [dot?.point, dot?.low, dot?.high]).filter((n) => n != null)
  return (
    <Figure title={title} sentence={sentence} table={useTable(rows, write)} legend={(
      <>
        <Key sign={<><line className="interval" x1="2" x2="26" y1="7" y2="7" /><circle className="solid" cx="14" cy="7" r="4" /></>}>{both ? t`crude, with interval` : t`value, with interval`}</Key>
        {both && <Key sign={<circle className="hollow" cx="14" cy="7" r="4" />}>{t`standardised`}</Key>}
        {rows.some((row) => row.point === null && (row.low !== null || row.high !== null)) && <Key sign={<line className="interval" x1="14" x2="14" y1="1" y2="13" />}>{t`certain end`}</Key>}
        {rows.some((row) => row.apart) && <Key sign={<circle className="apart" cx="14" cy="7" r="4" strokeDasharray="2 2" />}>{t`not comparable`}</Key>}
      </>
    )}>
      {(width) => <Rows rows={rows} scale={axis({ values, width, rtl: direction === 'rtl', pad: 12 })} width={width} write={write} />}
    </Figure>
  )
}

function Rows({ rows, scale, width, write }: { rows: DotRow[]; scale: Axis; width: number; write: Write }) {
  const { t } = useLingui()
  const bottom = rows.length * rowHeight
  const start = scale.sense === 1 ? 0 : width
  const digits = digitsBetween(scale.ticks)
  const apart = ({ apart: why, name }: DotRow) => why && ((why.length + name.length) * letter < width ? why : t`not comparable`)
  return (
    <svg width={width} height={bottom + 22} role="presentation">
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <line className={tick === 0 ? 'zero' : 'axis'} x1={scale.x(tick)} x2={scale.x(tick)} y1={0} y2={bottom} />
          <text className="tick" x={scale.x(tick)} y={bottom + 16} textAnchor="middle">{write(tick, digits)}</text>
        </g>
      ))}
      {rows.map((row, i) => (
        <g key={row.id} transform={`translate(0 ${i * rowHeight})`}>
          <text className={row.apart ? 'note' : 'name'} x={start} y={14}>{row.name}</text>
          <text className="note" x={width - start} y={14} textAnchor="end">{apart(row) ?? row.rank ?? row.said ?? write(row.point)}</text>
          <DotWithInterval dot={row} scale={scale} y={29} kind={row.apart ? 'apart' : 'solid'} />
          {row.standardised && <DotWithInterval dot={row.standardised} scale={scale} y={29} kind="hollow" from={row.point} />}
        </g>
      ))}
    </svg>
  )
}

function DotWithInterval({ dot: { point, low, high }, scale: { x }, y, kind, from }: { dot: Dot; scale: Axis; y: number; kind: 'solid' | 'hollow' | 'apart'; from?: number | null }) {
  const line = kind === 'apart' ? 'apart' : 'interval'
  return (
    <>
      {from != null && point !== null && <line className="apart" x1={x(from)} x2={x(point)} y1={y} y2={y} />}
      {low !== null && high !== null && kind !== 'hollow' && <line className={line} x1={x(low)} x2={x(high)} y1={y} y2={y} strokeDasharray={kind === 'apart' ? '3 3' : undefined} />}
      {point === null && kind !== 'hollow' && [low, high].map((end) => end !== null && <line key={end} className={line} x1={x(end)} x2={x(end)} y1={y - 6} y2={y + 6} />)}
      {point !== null && <circle className={kind} cx={x(point)} cy={y} r={4.5} strokeDasharray={kind === 'apart' ? '2 2' : undefined} />}
    </>
  )
}

/** Writes a value of the unit; on an axis with as many digits as tell its ticks apart. */
type Write = (n: number | null, digits?: number) => string

function useUnit(unit: DotPlotProps['unit']): Write {
  const { compact, percent, decimal } = useFormats()
  if (unit === 'share') return (n, digits) => percent(n, digits === undefined ? 1 : Math.max(0, digits - 2))
  return unit === 'count' ? (n) => compact(n) : (n, digits) => decimal(n, digits)
}

function useTable(rows: DotRow[], write: Write): FigureTable {
  const { t } = useLingui()
  const both = rows.some((row) => row.standardised)
  const remarks = rows.some((row) => row.apart ?? row.rank ?? row.said)
  return {
    head: [t`Name`, both ? t`Crude` : t`Value`, t`Lower end`, t`Upper end`, ...(both ? [t`Standardised`] : []), ...(remarks ? [t`Remark`] : [])],
    rows: rows.map((row) => [
      row.name, write(row.point), write(row.low), write(row.high),
      ...(both ? [write(row.standardised?.point ?? null)] : []), ...(remarks ? [row.apart ?? row.rank ?? row.said ?? ''] : []),
    ]),
  }
}
