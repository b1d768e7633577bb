import { lateField } from './lateField'
import type { FieldProps } from './Form'
import type { Choice } from './useWords'
import style from './TagPicker.module.css'

export interface TagPickerProps extends FieldProps {
  choices: Choice[]
  value: readonly string[] | null | undefined
  onChange: (value: string[]) => void
}

/** Any number of values of a list; what is chosen stands as tags under it. */
export const TagPicker = lateField<TagPickerProps>(() => import('./ListFields').then((fields) => fields.TagPicker))

/** Words that describe a thing, such as its themes. */
export function Tags({ of }: { of: string[] }) {
  return <ul className={style.tags}>{of.map((word) => <li key={word} className={style.tag}>{word}</li>)}</ul>
}
