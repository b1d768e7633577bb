import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'
import { Chip } from '../parts/StateChip'

/** Whether a version still holds, and whether another person has reviewed it. */
export function VersionChip({ of }: { of: Pick<Schema<'VersionFields'>, 'voided_at' | 'void_reason' | 'reviewed_at'> }) {
  const { t } = useLingui()
  const reasons: Record<string, string> = {
    edited: t`Void: edited since`, archived: t`Void: archived`, consent_withdrawn: t`Void: consent withdrawn`, rule_changed: t`Void: the rule changed`,
  }
  if (of.voided_at) return <Chip tone="ended">{reasons[of.void_reason] ?? t`Void`}</Chip>
  if (of.reviewed_at) return <Chip tone="done">{t`Reviewed`}</Chip>
  return <Chip tone="waiting">{t`Waits for review`}</Chip>
}
