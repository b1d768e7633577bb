import { useLingui } from '@lingui/react/macro'
import { useWords } from '../parts/useWords'

/** Words for a part of the people, such as women/18-24. */
export function useSegment() {
  const { t } = useLingui()
  const words = useWords()
  return (segment: string) => (segment === '' ? t`everybody` : segment.split('/').map((part) => (part === 'women' || part === 'men' ? words.term('gender', part) : `\u2068${part}\u2069`)).join(', '))
}
