import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'
import { Chip } from '../parts/StateChip'
import { Time } from '../parts/Time'

/** Whether a partner has confirmed what stands behind a campaign now. */
export function Confirmed({ of: { confirmed, confirmed_at } }: { of: Schema<'Partner'> }) {
  const { t } = useLingui()
  if (confirmed) return <><Chip tone="done">{t`Confirmed`}</Chip> {confirmed_at && <Time at={confirmed_at} />}</>
  return <Chip tone="waiting">{confirmed_at === null ? t`Not yet confirmed` : t`Changed since it was confirmed`}</Chip>
}
