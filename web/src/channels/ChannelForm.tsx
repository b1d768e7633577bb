import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'
import { useDocument, usePost, usePut, useRead } from '../api/queries'
import { Button, Buttons } from '../parts/Button'
import { Checkbox } from '../parts/Choice'
import { Dialog } from '../parts/Dialog'
import { Fields, FieldSet, Form } from '../parts/Form'
import { Loaded } from '../parts/Loaded'
import { Select } from '../parts/Select'
import { TagPicker } from '../parts/TagPicker'
import { NumberField, PasswordField, TextArea, TextField } from '../parts/TextField'
import { useDraft, type Draft } from '../parts/draft'
import { say } from '../parts/toast'
import { useFormats } from '../parts/useFormats'
import { countries } from '../words/vocabulary'
import { regionalZones } from '../words/zones'
import { spoken, usualZone } from './spoken'
import { usePlatformWords } from './platformWords'

type Platform = Schema<'Platform'>
type Settings = Required<Schema<'ConnectChannelRequest'>> & { quiet: { from: string; to: string } }

const blank: Settings = {
  platform: 'portal', name: '', handle: '', countries: [], languages: [], zone: usualZone, quiet: { from: '22:00', to: '07:00' },
  per_minute: 0, comments_off: false, count_clicks: true, disclosure: '', reason: '', credentials: {},
}

/** Connects an account: the form asks what its platform asks for. */
export function Connect({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const platforms = useRead('/platforms')
  return (
    <Dialog title={t`Connect a channel`} open onClose={onClose} wide>
      <Loaded of={platforms} shape="form">{({ items }) => <ConnectForm kinds={items} onDone={onClose} />}</Loaded>
    </Dialog>
  )
}

function ConnectForm({ kinds, onDone }: { kinds: Platform[]; onDone: () => void }) {
  const { t } = useLingui()
  const words = usePlatformWords()
  const draft = useDraft<Settings>(blank)
  const connect = usePost('/channels')
  const kind = kinds.find(({ name }) => name === draft.value.platform)
  const submit = () => connect.mutate({ body: draft.value }, { onSuccess: () => { say(t`The channel is connected.`); onDone() } })
  return (
    <Form onSubmit={submit} problem={connect.error}>
      <Fields>
        <Select label={t`Platform`} required choices={kinds.map(({ name }) => ({ id: name, label: words.platform(name) }))} {...draft.bind('/platform')} />
        <TextField label={t`Name`} required hint={t`As your colleagues call it.`} {...draft.bind('/name')} />
      </Fields>
      {kind && <Opening of={kind} draft={draft} />}
      <SettingsFields draft={draft} />
      <Buttons end>
        <Button onClick={onDone}>{t`Go back`}</Button>
        <Button look="primary" type="submit" pending={connect.isPending}>{t`Connect`}</Button>
      </Buttons>
    </Form>
  )
}

/** What opens the account. It is sealed when it is sent, and never shown again. */
function Opening({ of, draft }: { of: Platform; draft: Draft<Settings> }) {
  const { t } = useLingui()
  const words = usePlatformWords()
  if (of.fields.length === 0) return null
  return (
    <FieldSet legend={t`Access`} hint={t`It is sealed as soon as it is sent. Nobody, you included, can read it again.`}>
      <Fields>
        {of.fields.map((field) => {
          const bound = {
            label: words.field(field.name), required: field.required, hint: field.granted ? t`Leave it empty to get it at the platform afterwards.` : undefined, pointer: `/credentials/${field.name}`,
            value: draft.value.credentials[field.name] ?? field.default,
            onChange: (value: string) => draft.set('/credentials', { ...draft.value.credentials, [field.name]: value }),
          }
          if (field.secret) return <PasswordField key={field.name} autoComplete="new-password" {...bound} />
          if (field.options.length > 0) return <Select key={field.name} choices={field.options.map((id) => ({ id, label: id }))} {...bound} />
          return <TextField key={field.name} type={field.name === 'server' ? 'url' : 'text'} {...bound} />
        })}
      </Fields>
    </FieldSet>
  )
}

function SettingsFields({ draft }: { draft: Draft<Settings> }) {
  const { t } = useLingui()
  const formats = useFormats()
  return (
    <>
      <FieldSet legend={t`Audience`}>
        <Fields>
          <TagPicker label={t`Countries`} required choices={countries.map((id) => ({ id, label: formats.country(id) }))}
            {...draft.bind('/countries')} onChange={(next) => draft.set('/countries', next as never)} />
          <TagPicker label={t`Languages`} required choices={spoken.map((id) => ({ id, label: formats.language(id) }))} {...draft.bind('/languages')} />
        </Fields>
        <TextField label={t`Handle`} hint={t`The public name of the account, if it has one.`} {...draft.bind('/handle')} />
      </FieldSet>
      <FieldSet legend={t`When it may speak`}>
        <Fields>
          <Select label={t`Time zone`} required choices={regionalZones.map((id) => ({ id, label: formats.zone(id) }))} {...draft.bind('/zone')} />
          <TextField label={t`Quiet from`} placeholder="22:00" inputMode="numeric" pointer="/quiet" value={draft.value.quiet.from}
            onChange={(from) => draft.set('/quiet', { ...draft.value.quiet, from })} />
          <TextField label={t`Quiet to`} placeholder="07:00" inputMode="numeric" value={draft.value.quiet.to}
            onChange={(to) => draft.set('/quiet', { ...draft.value.quiet, to })} />
          <NumberField label={t`Most posts a minute`} min={0} max={600} hint={t`0: as many as the platform takes.`}
            {...draft.bind('/per_minute')} onChange={(next) => draft.set('/per_minute', next ?? 0)} />
        </Fields>
      </FieldSet>
      <FieldSet legend={t`Who speaks`}>
        <Checkbox label={t`Count clicks on links`} hint={t`Links lead over our own address, which counts how often they are followed, and nothing about who does.`} {...draft.bind('/count_clicks')} />
        <Checkbox label={t`Nobody can answer there in public`} hint={t`Otherwise a campaign needs somebody who answers, in each language.`} {...draft.bind('/comments_off')} />
        <TextField label={t`Disclosure line`} hint={t`Goes with every post. Empty: the campaign's own line.`} {...draft.bind('/disclosure')} />
        <TextArea label={t`Why a second account`} rows={2} hint={t`Only where there is another account on the platform in the same language. It is public.`} {...draft.bind('/reason')} />
      </FieldSet>
    </>
  )
}

/** Changes the settings of a channel; access is kept unless it is given anew. */
export function Revise({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useLingui()
  const document = useDocument('/channels/{id}', { path: { id } })
  return (
    <Dialog title={t`Change the channel`} open onClose={onClose} wide>
      <Loaded of={document} shape="form">{({ body, etag }) => <ReviseForm channel={body} etag={etag} onDone={onClose} />}</Loaded>
    </Dialog>
  )
}

function ReviseForm({ channel, etag, onDone }: { channel: Schema<'Channel'>; etag: string | null; onDone: () => void }) {
  const { t } = useLingui()
  const kinds = useRead('/platforms')
  const draft = useDraft<Settings>({ ...blank, ...pick(channel) })
  const put = usePut('/channels/{id}')
  const kind = kinds.data?.items.find(({ name }) => name === channel.platform)
  const submit = () => {
    put.mutate({ params: { path: { id: channel.id } }, body: settings(draft.value), etag }, { onSuccess: () => { say(t`The channel is changed.`); onDone() } })
  }
  return (
    <Form onSubmit={submit} problem={put.error}>
      <TextField label={t`Name`} required {...draft.bind('/name')} />
      <SettingsFields draft={draft} />
      {kind && <Opening of={kind} draft={draft} />}
      <Buttons end>
        <Button onClick={onDone}>{t`Go back`}</Button>
        <Button look="primary" type="submit" pending={put.isPending}>{t`Save`}</Button>
      </Buttons>
    </Form>
  )
}

function settings({ platform, ...rest }: Settings): Omit<Settings, 'platform'> { void platform; return rest }

function pick(c: Schema<'Channel'>) {
  const { platform, name, handle, countries, languages, zone, quiet, per_minute, comments_off, count_clicks, disclosure, reason } = c
  return { platform, name, handle, countries, languages, zone, quiet, per_minute, comments_off, count_clicks, disclosure, reason }
}
