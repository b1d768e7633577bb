import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'
import { usePut } from '../api/queries'
import { Button, Buttons } from '../parts/Button'
import { useDraft } from '../parts/draft'
import { FieldSet, Form } from '../parts/Form'
import { NumberField } from '../parts/TextField'
import { Switch } from '../parts/Choice'
import { useWords } from '../parts/useWords'
import style from './Plan.module.css'

type Rule = Schema<'Backlash'>['rules'][number]

const signals: Rule['signal'][] = ['hostile', 'alarming', 'reports', 'removals', 'unfollows']

/** One rule for each signal at most. */
export function BacklashRules({ campaign, rules, etag, onDone }: { campaign: string; rules: Rule[]; etag: string | null; onDone: () => void }) {
  const { t } = useLingui()
  const words = useWords()
  const draft = useDraft({ rules })
  const save = usePut('/campaigns/{id}/backlash')
  const list = draft.value.rules
  const turn = (signal: Rule['signal'], on: boolean) => draft.set('/rules', (on ? [...list, { signal, share: 0.3, minimum: 20, days: 1 }] : list.filter((rule) => rule.signal !== signal)) as never)
  const send = () => save.mutate({ params: { path: { id: campaign } }, body: draft.value, etag: etag ?? '"0"' }, { onSuccess: onDone })
  return (
    <Form problem={save.error} onSubmit={send}>
      {signals.map((signal) => {
        const at = list.findIndex((rule) => rule.signal === signal)
        const name = words.term('backlash_signal', signal)
        return (
          <FieldSet key={signal} legend={name}>
            <Switch label={t`Stop the campaign on this`} value={at >= 0} onChange={(on) => turn(signal, on)} />
            {at >= 0 && (
              <div className={style.parts}>
                <NumberField label={t`From this share on`} required min={0.01} max={1} step={0.01} format={{ style: 'percent' }} {...number(draft, `/rules/${at}/share`)} />
                <NumberField label={t`Of at least`} required min={1} {...number(draft, `/rules/${at}/minimum`)} />
                <NumberField label={t`Days of a window`} required min={1} max={14} {...number(draft, `/rules/${at}/days`)} />
              </div>
            )}
          </FieldSet>
        )
      })}
      <Buttons end><Button type="submit" look="primary" pending={save.isPending}>{t`Save`}</Button></Buttons>
    </Form>
  )
}

/** What a field of a number needs; an empty one is sent as 0, which the service
 * refuses in its place. */
function number(draft: ReturnType<typeof useDraft<{ rules: Rule[] }>>, pointer: `/rules/${number}/${'share' | 'minimum' | 'days'}`) {
  return { ...draft.bind(pointer), onChange: (value: number | null) => draft.set(pointer, (value ?? 0) as never) }
}
