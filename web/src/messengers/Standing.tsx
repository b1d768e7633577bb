import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'
import { Chip } from '../parts/StateChip'
import { useNow } from '../parts/Time'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'

export type Messenger = Schema<'Messenger'>

const near = 30 * 86_400_000

/** Whether somebody has agreed to speak, and until when. */
export function ConsentChip({ until }: { until: string | null }) {
  const { t } = useLingui()
  const { day } = useFormats()
  const now = useNow()
  if (until === null) return <Chip tone="danger">{t`No consent`}</Chip>
  const when = day(until)
  if (Date.parse(until) - now < near) return <Chip tone="warning">{t`Consent ends ${when}`}</Chip>
  return <Chip tone="done">{t`Consent until ${when}`}</Chip>
}

/** How great the danger to somebody is, and whether that still holds. */
export function RiskChip({ level, until }: { level: string; until: string | null }) {
  const { t } = useLingui()
  const { day } = useFormats()
  const words = useWords()
  const now = useNow()
  if (until === null) return <Chip tone="danger">{t`Risk not assessed`}</Chip>
  const when = day(until)
  const risk = words.term('risk_level', level)
  if (Date.parse(until) < now) return <Chip tone="danger">{t`Assessment over since ${when}`}</Chip>
  return <Chip tone={level === 'low' ? 'done' : 'warning'}>{t`Risk: ${risk}, until ${when}`}</Chip>
}
