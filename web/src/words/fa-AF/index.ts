import type { Messages } from '@lingui/core'

export const parts = import.meta.glob<{ messages: Messages }>('./*.po', { eager: true })
