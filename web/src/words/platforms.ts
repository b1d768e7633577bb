import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'

type Words = Record<string, MessageDescriptor>

/** Names of platforms that are not their own with a capital letter; words.go
 * prints them too. */
export const platform: Words = {
  portal: msg`Own site`,
  email: msg`E-mail`,
  kannel: msg`Text messages (Kannel)`,
  listmonk: msg`Mailing list (listmonk)`,
  smpp: msg`Text messages (SMPP)`,
  icecast: msg`Internet radio (Icecast)`,
  vk: msg`VK`,
  whatsapp: msg`WhatsApp`,
  youtube: msg`YouTube`,
  tiktok: msg`TikTok`,
  wordpress: msg`WordPress`,
  outlet_radio: msg`Radio`,
  outlet_tv: msg`Television`,
  outlet_print: msg`Print`,
  outlet_event: msg`Event`,
}
