import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'
import { usePlatformWords } from '../channels/platformWords'
import { useFormats } from '../parts/useFormats'
import { reachSentence, type ReachLabel } from '../words/reach'

export type Figure = Schema<'Figure'>

const reasons: Record<string, MessageDescriptor> = {
  different_metric: msg`Another metric.`,
  definition_family_match: msg`The platforms define it differently, though alike.`,
  definition_mismatch: msg`The definitions differ too much.`,
  unit_mismatch: msg`It counts something else: people here, devices or accounts there.`,
  measured_vs_estimated: msg`One is measured, the other claimed or estimated.`,
  currency_converted: msg`Converted from another currency, at the rate named below.`,
  no_rate: msg`Its currency has no rate for the campaign's first day, so it is not converted.`,
  no_budget: msg`Nobody planned any money for it.`,
  planned_budget: msg`It is the whole budget as planned, not what was spent.`,
  not_all_spent: msg`Not every line of its budget says what was spent.`,
  other_scope: msg`The money was for other things.`,
  shared_money: msg`The money paid for other platforms too.`,
  zero_cost: msg`It cost nothing, by the plan.`,
  different_age: msg`The posts are of different ages; compare at 7 or 28 days.`,
  missing_platforms: msg`It lacks platforms that others used.`,
  not_used: msg`Nothing was published there.`,
  no_figure: msg`There is no figure.`,
  too_young: msg`Some posts are not old enough yet.`,
  small_count: msg`Hidden, because it would be a handful of people.`,
  one_messenger: msg`Hidden, because it would be what one messenger did.`,
  other_words: msg`The rounds were asked in other words, so they are not compared.`,
  parallel_trends: msg`Both groups are taken to have gone the same way otherwise; one round before cannot show that.`,
  window_not_covered: msg`Some posts were not read up to the last day.`,
  no_ages: msg`Some of what is compared does not know the ages of those reached.`,
  no_age_universe: msg`Nobody has entered how many people of these ages there are.`,
  no_common_ages: msg`The age groups that all know do not fit this standard; they are never split.`,
  handful: msg`A handful of people is counted in it as a range, so that nobody can be singled out.`,
  population_unknown: msg`The population is not known.`,
  target_unknown: msg`The size of the target audience is not known.`,
  reach_exceeds_universe: msg`More people were reported than there are; the population figure is not used.`,
  mixed_units: msg`Accounts or devices are taken for people.`,
  mixed_definitions: msg`A platform changed what its number means; only bounds remain.`,
  few_posts: msg`The interval rests on fewer than four posts.`,
  suspect_figures: msg`Some figures are marked suspect.`,
  provisional: msg`The platform may still change it.`,
  counters_fell: msg`The platform took something back or began again.`,
  starter_universe: msg`Divided by a population figure that came with the program.`,
  different_targets: msg`The campaigns address different audiences.`,
  universe_unknown: msg`The population is not known: bounds, but no estimate.`,
  source_missing: msg`At least one source did not report.`,
  no_reach_reported: msg`No source reported its reach.`,
  single_delivery: msg`One post alone cannot show how much posts differ.`,
  zero_reach: msg`Nobody was reached.`,
  reported_outside_bounds: msg`A reported total contradicts its parts.`,
  lift_not_distinguishable_from_zero: msg`The change cannot be told from none.`,
}

const changes: Record<string, MessageDescriptor> = {
  later_data: msg`Later figures came in.`,
  corrected: msg`Figures were corrected.`,
  posts: msg`Other posts count.`,
  definition: msg`What a platform counts is defined differently.`,
  universe: msg`Another population figure counts.`,
  cost: msg`The budget or an exchange rate is another.`,
  assumptions: msg`The assumptions are others.`,
  program: msg`The program is another version.`,
  rules: msg`The figure is the same; what may be said of it is not.`,
}

/** The upper end to draw. That of a figure which lacks a source is everybody
 * there is: true, and no use in a drawing. */
export function endOf({ label, high, unit }: Figure): number | null { return label === 'partial' && unit !== 'money' ? null : high }

/** What has to be said beside a figure, in the reader's words. */
export function useSentences() {
  const { t, i18n } = useLingui()
  const { count, decimal, percent } = useFormats()
  const { platform } = usePlatformWords()
  const write = (unit: string, n: number | null) => (unit === 'money' ? decimal(n, 2) : unit === 'share' || unit === 'per_shown' || unit === 'per_reached' ? percent(n, 2) : unit.startsWith('per_') ? decimal(n, n !== null && n < 10 ? 2 : 1) : count(n))
  return {
    write,
    reason: (code: string) => { const known = reasons[code]; return known ? i18n._(known) : code },
    changed: (code: string) => { const known = changes[code]; return known ? i18n._(known) : code },
    /** At least, at most; one number where they are the same. */
    range(f: Figure): string {
      const low = write(f.unit, f.low)
      if (f.low !== null && endOf(f) === null) return t`at least ${low}`
      return f.low === f.high ? low : `${low} – ${write(f.unit, f.high)}`
    },
    sentence(f: Figure): string {
      const low = write(f.unit, f.low)
      const high = write(f.unit, f.high)
      const n = count(f.n_deliveries)
      const level = percent(f.level, 0)
      if (f.method === 'log_jackknife_t' && f.value !== null) {
        return f.low === null ? t`Ratio of reported counts over ${n} posts; too few to show how much posts differ.`
          : t`Ratio of reported counts over ${n} posts; ${level} interval ${low} to ${high}, from how much the posts differ.`
      }
      if (f.method === 'whole_budget' || f.method === 'whole_spending') return amount(f, low, high)
      if (f.label === 'estimated' && f.level === null) return t`Claimed by whoever ran the channel: between ${low} and ${high}. Nobody measured it.`
      if (f.label === 'estimated') return t`Estimate from a survey; ${level} interval ${low} to ${high}.`
      const k = f.label === 'scenario' ? { k: decimal(0.8, 1) } : {}
      return i18n._(reachSentence(f.label as ReachLabel, { low, high, missing: f.missing.map(platform).join(', '), ...k }))
    },
  }

  /** What has to be said beside money. */
  function amount(f: Figure, low: string, high: string): string {
    const planned = f.method === 'whole_budget'
    if (f.high === null) return planned ? t`Not known: the budget, its exchange rate or what it is divided by is lacking.` : t`Not known: what was spent, its exchange rate or what it is divided by is lacking.`
    if (f.low === 0 && f.high > 0) return f.label === 'partial' ? t`At most ${high}: not every post says how often it was shown.` : t`At most ${high}: the money paid for other platforms too, and nobody split it.`
    if (f.low === f.high) return planned ? t`The whole budget as planned; what was spent may differ.` : t`All that was spent, as those who spent it say.`
    return planned ? t`The whole budget as planned, over everybody who was reached: between ${low} and ${high}.` : t`All that was spent, over everybody who was reached: between ${low} and ${high}.`
  }
}
