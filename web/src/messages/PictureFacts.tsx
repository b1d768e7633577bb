import { useLingui } from '@lingui/react/macro'
import { usePut } from '../api/queries'
import { Button } from '../parts/Button'
import { Checkbox } from '../parts/Choice'
import { useDraft } from '../parts/draft'
import { Icon } from '../parts/Icon'
import { ProblemNotice } from '../parts/ProblemNotice'
import { Select } from '../parts/Select'
import { TextField } from '../parts/TextField'
import { say } from '../parts/toast'
import { useWords } from '../parts/useWords'
import type { Media } from './Pictures'
import style from './Pictures.module.css'

/** Where a picture comes from and what is in it: the same in every language,
 * and saved by itself. */
export function PictureFacts({ of, disabled }: { of: Media; disabled: boolean }) {
  const { t } = useLingui()
  const words = useWords()
  const draft = useDraft({ origin: of.origin, licence: of.licence, machine_made: of.machine_made, shows_face: of.shows_face })
  const state = usePut('/media/{id}', { touches: ['messages'] })
  const missing = of.origin === '' || of.licence === ''
  const save = () => state.mutate({ params: { path: { id: of.id } }, body: draft.value, etag: `"${of.version}"` }, { onSuccess: () => say(t`Saved.`) })
  return (
    <details className={style.facts} open={missing || undefined}>
      <summary><Icon name={missing ? 'warning' : 'down'} size={16} /><span>{missing ? t`Say where it comes from` : t`Where it comes from`}</span></summary>
      <div className={style.fields}>
        {state.error && <ProblemNotice problem={state.error} />}
        <TextField label={t`Who made it, and where it comes from`} disabled={disabled} {...draft.bind('/origin')} />
        <Select label={t`By what right it is shown`} choices={words.terms('media_licence')} disabled={disabled} value={draft.value.licence}
          onChange={(licence) => draft.set('/licence', licence as typeof draft.value.licence)} />
        <Checkbox label={t`A machine made it, or a part of it`} hint={t`That is said wherever it is published.`} disabled={disabled} {...draft.bind('/machine_made')} />
        <Checkbox label={t`The messenger's face is to be seen`} hint={t`It leaves only while a consent covers that.`} disabled={disabled} {...draft.bind('/shows_face')} />
        {!disabled && <p><Button small pending={state.isPending} disabled={!draft.changed} onClick={save}>{t`Save what is known of it`}</Button></p>}
      </div>
    </details>
  )
}
