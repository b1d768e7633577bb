import type { Messages } from '@lingui/core'

/** What the screens say on which campaigns are written. */
export const parts = import.meta.glob<{ messages: Messages }>(['./audiences.po', './campaigns.po', './home.po', './messages.po', './messengers.po'], { eager: true })
