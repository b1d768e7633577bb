import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'

/** How a figure of reach came about: the closed list of labels. */
export type ReachLabel =
  | 'reported' | 'measured_dedup' | 'bounds_only' | 'modelled_independent' | 'modelled_overlap'
  | 'scenario' | 'estimated' | 'partial' | 'not_available'

/** A figure is reported by somebody, or it is the outcome of a model. */
export const modelled: ReadonlySet<ReachLabel> = new Set(['modelled_independent', 'modelled_overlap', 'scenario', 'estimated'])

export interface ReachParticulars {
  /** Numbers already in the reader's digits. */
  low: string
  high: string
  /** The external system, survey or panel with its date and n. */
  source?: string
  k?: string
  interval?: string
  missing?: string
}

/** The sentence that must stand beside every figure of reach. */
export function reachSentence(label: ReachLabel, p: ReachParticulars): MessageDescriptor {
  const { low, high } = p
  const source = p.source ?? '–'
  const k = p.k ?? '–'
  const interval = p.interval ?? '–'
  const missing = p.missing ?? '–'
  switch (label) {
    case 'reported': return msg`As reported by the platform.`
    case 'measured_dedup': return msg`De-duplicated by an external measurement system (${source}).`
    case 'bounds_only': return msg`Between ${low} and ${high}; the overlap between sources is unknown.`
    case 'modelled_independent': return msg`Estimate assuming that overlap between sources is no more than chance, inside each country and age/gender group; usually too high. Certain range ${low} to ${high}.`
    case 'modelled_overlap': return msg`Estimate using measured overlap between sources (${source}). Certain range ${low} to ${high}.`
    case 'scenario': return msg`What-if value for duplication k = ${k}; not a measurement.`
    case 'estimated': return msg`Estimate from a panel or survey of ${source}; 95 % interval ${interval}.`
    case 'partial': return msg`Does not include: ${missing}. Lower bound only.`
    case 'not_available': return msg`No reach reported.`
  }
}
