import type { Messages } from '@lingui/core'

/** What the screens say on which campaigns are measured and compared. */
export const parts = import.meta.glob<{ messages: Messages }>(['./chart.po', './reach.po'], { eager: true })
