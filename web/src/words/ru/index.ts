import type { Messages } from '@lingui/core'

/** What is said before anybody has signed in, and by every screen. */
export const parts = import.meta.glob<{ messages: Messages }>(['./account.po', './app.po', './parts.po', './words.po'], { eager: true })
