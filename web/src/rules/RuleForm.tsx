import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'
import { useDocument, useList, usePost, usePut } from '../api/queries'
import { useSession } from '../app/session'
import { Button, Buttons } from '../parts/Button'
import { Dialog } from '../parts/Dialog'
import { Checkbox } from '../parts/Choice'
import { DateField } from '../parts/DateField'
import { Fields, FieldSet, Form } from '../parts/Form'
import { Loaded } from '../parts/Loaded'
import { Select } from '../parts/Select'
import { NumberField, TextArea, TextField } from '../parts/TextField'
import { useDraft, type Draft } from '../parts/draft'
import { say } from '../parts/toast'
import { useChoices } from '../parts/useChoices'
import { useWords, type Choice } from '../parts/useWords'
import { countries } from '../words/vocabulary'
import type { Rule } from './Rules'

type Terms = Omit<Rule, 'id' | 'version'>

const blank: Terms = {
  country: countries[1], message_type: '', channel_class: '', occasion: '', mode: 'required_by_agreement', authority: '', authority_id: '', silence: 'escalate',
  quorum: 1, signed: false, deadline_hours: 120, validity_hours: 720, source: '', valid_from: '', valid_to: '',
}

/** Enters a rule. */
export function MakeRule({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const draft = useDraft<Terms>(blank)
  const make = usePost('/approval_rules')
  const choices = useChoices()
  return (
    <Dialog title={t`New rule`} open onClose={onClose} wide>
      <Form problem={make.error} onSubmit={() => make.mutate({ body: draft.value }, { onSuccess: () => { say(t`The rule is entered.`); onClose() } })}>
        <Select label={t`Country`} required choices={choices.countries} {...draft.bind('/country')} onChange={(next) => draft.set('/country', next as never)} />
        <RuleFields draft={draft} />
        <Ending pending={make.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}

/** Changes a rule. What was submitted under a laxer one has to be asked again. */
export function ChangeRule({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useLingui()
  const document = useDocument('/approval_rules/{id}', { path: { id } })
  return (
    <Dialog title={t`Change the rule`} open onClose={onClose} wide>
      <Loaded of={document} shape="form">{({ body, etag }) => <ChangeForm of={body} etag={etag} onClose={onClose} />}</Loaded>
    </Dialog>
  )
}

function ChangeForm({ of: { id, version, ...fields }, etag, onClose }: { of: Rule; etag: string | null; onClose: () => void }) {
  const { t } = useLingui()
  const draft = useDraft<Terms>(fields)
  const put = usePut('/approval_rules/{id}')
  const save = () => put.mutate({ params: { path: { id } }, body: draft.value, etag }, { onSuccess: () => { say(t`The rule is changed.`); onClose() } })
  return (
    <Form key={version} problem={put.error} onSubmit={save}>
      <p>{t`What was approved under less than the new rule is void, and has to be submitted again.`}</p>
      <RuleFields draft={draft} />
      <Ending pending={put.isPending} onClose={onClose} />
    </Form>
  )
}

function Ending({ pending, onClose }: { pending: boolean; onClose: () => void }) {
  const { t } = useLingui()
  return (
    <Buttons end>
      <Button onClick={onClose}>{t`Go back`}</Button>
      <Button look="primary" type="submit" pending={pending}>{t`Save`}</Button>
    </Buttons>
  )
}

function RuleFields({ draft }: { draft: Draft<Terms> }) {
  const { t } = useLingui()
  const words = useWords()
  const asks = draft.value.mode !== 'none' && draft.value.mode !== 'notify_only'
  const number = (pointer: '/quorum' | '/deadline_hours' | '/validity_hours') => ({ ...draft.bind(pointer), onChange: (n: number | null) => draft.set(pointer, n ?? 0) })
  return (
    <>
      <FieldSet legend={t`Who decides`}>
        <TextField label={t`The body, in words`} required {...draft.bind('/authority')} />
        <Fields>
          <Select label={t`How`} required choices={words.terms('approval_mode')} {...draft.bind('/mode')}
            onChange={(mode) => { draft.set('/mode', mode as never); draft.set('/quorum', mode === 'none' || mode === 'notify_only' ? 0 : Math.max(1, draft.value.quorum)); if (mode === 'none' || mode === 'notify_only') draft.set('/signed', false) }} />
          <Authority draft={draft} required={asks} />
          {asks && <NumberField label={t`People who have to agree`} required min={1} max={20} {...number('/quorum')} />}
          {asks && <Checkbox label={t`Whoever agrees signs with a security key`} hint={t`Then anybody can check later who agreed, and to what. A new key signs a day after it was registered.`} {...draft.bind('/signed')} />}
        </Fields>
      </FieldSet>
      <FieldSet legend={t`About what`}>
        <Fields>
          <Select label={t`Occasion`} {...narrowed(draft, '/occasion', t`Always`, words.terms('rule_occasion'))} />
          <Select label={t`Message type`} {...narrowed(draft, '/message_type', t`Every type`, words.terms('message_type'))} />
          <Select label={t`Kind of channel`} {...narrowed(draft, '/channel_class', t`Every kind`, words.terms('channel_class'))} />
        </Fields>
      </FieldSet>
      <FieldSet legend={t`How long`}>
        <Fields>
          {asks && <NumberField label={t`Hours to decide`} required min={1} max={8760} {...number('/deadline_hours')} />}
          {asks && <Select label={t`If nobody decides in time`} choices={words.terms('silence')} {...draft.bind('/silence')} onChange={(next) => draft.set('/silence', next as never)} />}
          <NumberField label={t`Hours that an approval holds`} required min={1} max={43800} {...number('/validity_hours')} />
          <DateField label={t`Holds from`} required {...draft.bind('/valid_from')} onChange={(day) => draft.set('/valid_from', day ?? '')} />
          <DateField label={t`Holds until`} hint={t`Empty: until further notice.`} {...draft.bind('/valid_to')} onChange={(day) => draft.set('/valid_to', day ?? '')} />
        </Fields>
        <TextArea label={t`Source`} required rows={2} hint={t`The law or agreement, with its date.`} {...draft.bind('/source')} />
      </FieldSet>
    </>
  )
}

// What stands for an empty value in a menu, which has none.
const any = 'any'

/** A menu that may be left at all of its values. */
function narrowed(draft: Draft<Terms>, pointer: '/occasion' | '/message_type' | '/channel_class' | '/authority_id', all: string, choices: Choice[]) {
  const { value } = draft.bind(pointer)
  return { pointer, choices: [{ id: any, label: all }, ...choices], value: value || any, onChange: (next: string) => draft.set(pointer, (next === any ? '' : next) as never) }
}

/** The organisation that decides, of those that may. */
function Authority({ draft, required }: { draft: Draft<Terms>; required: boolean }) {
  const { t } = useLingui()
  const session = useSession()
  const list = useList('/organizations', {}, { enabled: session.allows('organizations.read') })
  const deciding: Schema<'Organization'>[] = list.data?.filter(({ kind }) => kind === 'ministry' || kind === 'review_board') ?? []
  const choices = deciding.map(({ id, name }) => ({ id, label: name }))
  return <Select label={t`Organisation`} required={required} hint={t`Until it is named, nothing can be approved under the rule.`} {...narrowed(draft, '/authority_id', t`Not known yet`, choices)} />
}
