import type { Schema } from '../api/client'

type Delivery = Schema<'Delivery'>
type Definition = Schema<'Definition'>
type Observation = Schema<'Observation'>

/** One figure of one post that a person enters. */
export interface OpenRow {
  delivery: Delivery
  definition: Definition
  last: Observation | undefined
  /** It is a claim about people, which says between what and what. */
  ranged: boolean
}

/** What a person has typed for a row. */
export interface Cell {
  value?: string
  low?: string
  high?: string
  reason?: string
}

const audiences = ['reach', 'listeners', 'viewers', 'readers']

export function keyOf({ delivery, definition }: OpenRow): string { return `${delivery.id} ${definition.native_name}` }

/** The figures of published posts that are entered by hand, newest post
 * first, with what was entered last. Those that were never entered come
 * before the others. */
export function openRows(deliveries: Delivery[], definitions: Definition[], observations: Observation[]): OpenRow[] {
  const rows = deliveries.filter((d) => d.published_at !== null).flatMap((delivery) => definitions
    .filter((d) => d.manual && d.platform === delivery.platform && d.valid_to === '')
    .map((definition) => ({
      delivery, definition, ranged: definition.kind === 'estimate' && audiences.includes(definition.metric),
      last: observations.find((o) => o.delivery_id === delivery.id && o.definition_id === definition.id && o.segment === ''),
    })))
  return [...rows.filter(({ last }) => !last), ...rows.filter(({ last }) => last)]
}

/** What is sent for a row; nothing for one that was left alone. */
export function entryOf({ delivery, definition, ranged }: OpenRow, cell: Cell | undefined, day: string | null): object[] {
  const value = whole(cell?.value)
  if (!day || (!cell?.reason && value === null)) return []
  const base = { delivery_id: delivery.id, metric: definition.native_name, local: day, source: ranged ? 'estimate' : 'manual' }
  if (cell?.reason) return [{ ...base, missing_reason: cell.reason }]
  return [{ ...base, value, ...(ranged && { low: whole(cell?.low) ?? value, high: whole(cell?.high) ?? value }) }]
}

/** A whole number in any of the digits of the region; null if it is none. */
export function whole(text: string | undefined): number | null {
  const western = (text ?? '').replace(/[\s\u00a0\u202f'٬,]/g, '')
    .replace(/[٠-٩]/g, (d) => String(d.charCodeAt(0) - 0x660)).replace(/[۰-۹]/g, (d) => String(d.charCodeAt(0) - 0x6f0))
  return /^\d+$/.test(western) ? Number(western) : null
}

/** The last day that is over. */
export function yesterday(): string { return new Date(Date.now() - 86_400_000).toISOString().slice(0, 10) }

/** The open rows as a table to fill in with a spreadsheet. */
export function template(rows: OpenRow[]): string {
  const line = (cells: string[]) => cells.join('\t')
  return [line(['delivery_id', 'metric', 'observed_at', 'value', 'low', 'high', 'missing_reason']),
    ...rows.map(({ delivery, definition }) => line([delivery.id, definition.native_name, yesterday(), '', '', '', '']))].join('\n')
}
