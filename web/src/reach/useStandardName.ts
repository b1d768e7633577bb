import { useLingui } from '@lingui/react/macro'

/** What a standard is called: those of the program in the reader's words. */
export function useStandardName(): (name: string) => string {
  const { t } = useLingui()
  return (name) => (name === 'pooled' ? t`Ages of all the people compared` : name === 'world' ? t`Ages of the world (WHO 2000–2025)` : name)
}
