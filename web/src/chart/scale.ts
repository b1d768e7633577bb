import { scaleLinear, type ScaleLinear } from 'd3-scale'

/** Where values stand on a line of some width, in the reader's direction. */
export interface Axis {
  x: ScaleLinear<number, number>
  ticks: number[]
  /** 1 where values grow to the right, -1 where they grow to the left. */
  sense: 1 | -1
}

/** An axis over values, which always begins at 0 when they are counts or
 * shares: a bar that does not would lie. */
export function axis({ values, width, rtl, pad = 8, fromZero = true }: { values: number[]; width: number; rtl: boolean; pad?: number; fromZero?: boolean }): Axis {
  const known = values.filter(Number.isFinite)
  const low = fromZero ? Math.min(0, ...known) : Math.min(...known)
  const high = Math.max(fromZero ? 0 : -Infinity, ...known)
  const domain = low < high ? [low, high] : [low, low + 1]
  const range = rtl ? [width - pad, pad] : [pad, width - pad]
  const x = scaleLinear().domain(domain).range(range).nice(4)
  return { x, ticks: x.ticks(Math.max(2, Math.floor(width / 110))), sense: rtl ? -1 : 1 }
}

/** How many digits after the point tell ticks apart. */
export function digitsBetween([first = 0, second = first + 1]: number[]): number {
  return Math.max(0, -Math.floor(Math.log10(second - first) + 1e-9))
}
