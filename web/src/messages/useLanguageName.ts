import { useFormats } from '../parts/useFormats'

/** The name of a language for the reader; a dialect keeps its own name. */
export function useLanguageName() {
  const { language } = useFormats()
  return (tag: string) => {
    const [base = tag, dialect] = tag.split('-x-')
    return dialect ? `${language(base)} (${dialect})` : language(base)
  }
}
