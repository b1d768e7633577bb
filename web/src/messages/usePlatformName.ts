import { useLingui } from '@lingui/react/macro'
import { useWords } from '../parts/useWords'

/** What a platform is called. A name that is a brand stays as it is; an outlet
 * is called by its kind. */
export function usePlatformName() {
  const { t } = useLingui()
  const words = useWords()
  const own: Record<string, string> = { portal: t`Own site`, email: t`E-mail`, mastodon: t`Mastodon` }
  return (platform: string, kind: string) => own[platform] ?? (platform.startsWith('outlet_') ? words.term('channel_class', kind) : platform)
}
