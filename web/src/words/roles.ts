import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'

/** What a person may be. By itself, because it is said before anything else. */
export const role: Record<string, MessageDescriptor> = {
  planner: msg`Planner`,
  translator: msg`Translator`,
  reviewer: msg`Reviewer`,
  safeguarding: msg`Safeguarding officer`,
  approver: msg`Approver`,
  moderator: msg`Moderator`,
  evaluator: msg`Evaluator`,
  coordinator: msg`Coordinator`,
  admin: msg`Administrator`,
  operator: msg`Operator of the installation`,
}
