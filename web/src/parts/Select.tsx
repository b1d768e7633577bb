import { lateField } from './lateField'
import type { FieldProps } from './Form'
import type { Choice } from './useWords'

export interface SelectProps extends FieldProps {
  choices: Choice[]
  value: string | null | undefined
  onChange: (value: string) => void
  placeholder?: string
}

/** One of a few values. For many, or unknown ones, use Finder. */
export const Select = lateField<SelectProps>(() => import('./ListFields').then((fields) => fields.Select))

export interface FinderProps extends FieldProps {
  choices: Choice[]
  value: string | null | undefined
  onChange: (value: string | null) => void
  /** Called while the person types, for choices that the service searches. */
  onSearch?: (words: string) => void
}

/** One of many values, found by typing. */
export const Finder = lateField<FinderProps>(() => import('./ListFields').then((fields) => fields.Finder))
