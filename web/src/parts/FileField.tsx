import { useLingui } from '@lingui/react/macro'
import { DropZone } from 'react-aria-components/DropZone'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { Pressable } from 'react-aria-components/Pressable'
import { Text } from 'react-aria-components/Text'
import type { FileDropItem } from 'react-aria-components/ListBox'
import { Button, IconButton } from './Button'
import { FieldLabel, useField, type FieldProps } from './Form'
import { Icon } from './Icon'
import { UserText } from './UserText'
import form from './Form.module.css'
import style from './FileField.module.css'

export interface FileFieldProps extends FieldProps {
  value: File | null
  onChange: (file: File | null) => void
  /** MIME types, such as text/csv or image/jpeg. */
  accept: string[]
  /** Offers the camera of a phone first. */
  camera?: boolean
}

/** One file, chosen or dropped. What is in it is checked by the service. */
export function FileField({ value, onChange, accept, camera = false, ...props }: FileFieldProps) {
  const { t } = useLingui()
  const { id, errors, touched } = useField(props)
  const name = value?.name ?? ''
  const take = (file: File | null | undefined) => { if (file) { touched(); onChange(file) } }
  return (
    <div className={form.field} id={id} role="group" aria-label={props.label}>
      <FieldLabel {...props} />
      <DropZone className={style.zone} onDrop={({ items }) => { void firstFile(items as FileDropItem[]).then(take) }}>
        <Text slot="label" className="unseen">{props.label}</Text>
        {value
          ? (
            <span className={style.file}>
              <UserText>{value.name}</UserText>
              <IconButton small icon="close" label={t`Remove ${name}`} onClick={() => onChange(null)} />
            </span>
          )
          : (
            <>
              <FileTrigger acceptedFileTypes={accept} defaultCamera={camera ? 'environment' : undefined} onSelect={(files) => take(files?.[0])}>
                <Pressable><Button icon="upload" disabled={props.disabled}>{camera ? t`Take or choose a photo` : t`Choose a file`}</Button></Pressable>
              </FileTrigger>
              <span className={style.drop}>{t`or drop it here`}</span>
            </>
          )}
      </DropZone>
      {props.hint && <span className={form.hint}>{props.hint}</span>}
      {errors.length > 0 && <p className={form.error}><Icon name="danger" size={16} /><span>{errors.join(' ')}</span></p>}
    </div>
  )
}

async function firstFile(items: FileDropItem[]): Promise<File | undefined> {
  return items.find((item) => item.kind === 'file')?.getFile()
}
