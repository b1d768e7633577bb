import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'

export type Field = Schema<'AskIdentityRequest'>['fields'][number]

/** The reader's words for what is taken down of somebody. */
export function useFieldWords(): Record<Field, string> {
  const { t } = useLingui()
  return { name: t`Legal name`, contact: t`How they are reached safely`, emergency_contact: t`Whom to tell if they are in danger` }
}
