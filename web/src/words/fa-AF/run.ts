import type { Messages } from '@lingui/core'

/** What the screens say on which campaigns are approved and sent. */
export const parts = import.meta.glob<{ messages: Messages }>(
  ['./*.po', '!./account.po', '!./app.po', '!./parts.po', '!./words.po', '!./audiences.po', '!./campaigns.po', '!./home.po', '!./messages.po', '!./messengers.po', '!./chart.po', '!./reach.po'], { eager: true })
