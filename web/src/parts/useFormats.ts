import { createContext, useContext } from 'react'
import { formats, type Formats } from '../words/format'

/** The formats of the present reader; the shell provides them. */
export const FormatsContext = createContext<Formats>(formats({ intl: 'en-GB', zone: 'UTC' }))

/** How to write numbers, money and times for the present reader. */
export function useFormats(): Formats {
  return useContext(FormatsContext)
}
