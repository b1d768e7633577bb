import { FieldError } from 'react-aria-components/FieldError'
import { Text } from 'react-aria-components/Text'
import type { ReactNode } from 'react'
import { Icon } from './Icon'
import style from './Form.module.css'

/** The hint and the problems under a field, tied to it for screen readers. */
export function FieldNotes({ hint, errors }: { hint?: ReactNode; errors: string[] }) {
  return (
    <>
      {hint && <Text slot="description" className={style.hint}>{hint}</Text>}
      <FieldError className={style.error}>
        {errors.length > 0 && <><Icon name="danger" size={16} /><span>{errors.join(' ')}</span></>}
      </FieldError>
    </>
  )
}
