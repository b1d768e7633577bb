import { useLingui } from '@lingui/react/macro'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { Schema } from '../api/client'
import type { Problem } from '../api/problem'
import { usePost, usePut } from '../api/queries'
import { useSession } from '../app/session'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { Checkbox, CheckboxGroup, RadioCards } from '../parts/Choice'
import { useDraft, type Draft } from '../parts/draft'
import { Fields, FieldSet, Form } from '../parts/Form'
import { Link } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Page } from '../parts/Page'
import { Finder, Select } from '../parts/Select'
import { TagPicker } from '../parts/TagPicker'
import { TextArea, TextField } from '../parts/TextField'
import { say } from '../parts/toast'
import { useWords } from '../parts/useWords'
import { useAudienceChoices, useLanguageChoices, useMessengerChoices } from './choices'
import { useMessageDocument, type Message } from './useMessage'

type Brief = Omit<Schema<'RebriefRequest'>, 'citations'> & { citations: string[] }

const blank: Brief = {
  title: '', type: 'alternative_narrative', approach: 'positive', components: [], themes: [], countered_narrative: '', genre: '', messenger_id: '',
  audience_id: '', source_language: 'ru', religious_content: false, citations: [], call_to_action: '',
}

const composeRoute = getRouteApi('/staff/campaigns/$campaignId/compose')
const briefRoute = getRouteApi('/staff/messages/$messageId/brief')

/** Begins a message with its brief. */
export function Compose() {
  const { t } = useLingui()
  const { campaignId } = composeRoute.useParams()
  const draft = useDraft(blank)
  const save = usePost('/messages')
  const navigate = useNavigate()
  const submit = () => save.mutate({ body: { ...sent(draft.value), campaign_id: campaignId } as never }, {
    onSuccess: ({ body }) => {
      void navigate({ to: '/messages/$messageId/write/$language', params: { messageId: body.id, language: body.source_language } })
    },
  })
  return (
    <Page title={t`New message`} lead={t`First the brief: what the message does, for whom, and who speaks. The texts come next.`}
      trail={<Link to={`/campaigns/${campaignId}/messages` as string}>{t`Messages`}</Link>}>
      <BriefFields draft={draft} problem={save.error} pending={save.isPending} onSubmit={submit} confirm={t`Save and write`} />
    </Page>
  )
}

/** Changes the brief of a message. */
export function Rebrief() {
  const { t } = useLingui()
  const { messageId } = briefRoute.useParams()
  const document = useMessageDocument(messageId)
  return (
    <Page title={t`Brief`} trail={<Link to="/messages/$messageId" params={{ messageId }}>{document.data?.body.title ?? t`Message`}</Link>}>
      <Loaded of={document} shape="form">{({ body, etag }) => <Revision key={body.id} message={body} etag={etag} />}</Loaded>
    </Page>
  )
}

function Revision({ message, etag }: { message: Message; etag: string | null }) {
  const { t } = useLingui()
  const draft = useDraft<Brief>(briefOf(message))
  const save = usePut('/messages/{id}')
  const navigate = useNavigate()
  const submit = () => save.mutate({ params: { path: { id: message.id } }, body: sent(draft.value) as never, etag }, {
    onSuccess: () => { say(t`The brief is saved.`); void navigate({ to: '/messages/$messageId', params: { messageId: message.id } }) },
  })
  const frozen = message.last_version !== null && message.last_version.voided_at === null
  return (
    <>
      {frozen && draft.changed && (
        <Banner tone="warning" title={t`Saving voids the frozen version`}>{t`Its approvals end, and what was to be sent is cancelled. The title alone changes nothing.`}</Banner>
      )}
      <BriefFields draft={draft} problem={save.error} pending={save.isPending} onSubmit={submit} confirm={t`Save the brief`} />
    </>
  )
}

interface BriefFieldsProps {
  draft: Draft<Brief>
  problem: Problem | null
  pending: boolean
  confirm: string
  onSubmit: () => void
}

function BriefFields({ draft, problem, pending, confirm, onSubmit }: BriefFieldsProps) {
  const { t } = useLingui()
  const languages = useLanguageChoices()
  return (
    <Form onSubmit={onSubmit} problem={problem}>
      <TextField label={t`Title`} hint={t`For your organisation; readers never see it.`} required autoFocus {...draft.bind('/title')} />
      <Saying draft={draft} />
      <Reaching draft={draft} />
      <Fields>
        <Finder label={t`Language of the original`} required choices={languages} {...draft.bind('/source_language')}
          onChange={(tag) => draft.set('/source_language', tag ?? '')} />
        <TextField label={t`Call to action`} hint={t`What readers can do next.`} {...draft.bind('/call_to_action')} />
      </Fields>
      <Sources draft={draft} />
      <Buttons><Button type="submit" look="primary" pending={pending}>{confirm}</Button></Buttons>
    </Form>
  )
}

/** What the message does about an extremist one. */
function Saying({ draft }: { draft: Draft<Brief> }) {
  const { t } = useLingui()
  const words = useWords()
  const session = useSession()
  const hints: Record<string, string> = {
    alternative_narrative: t`Offers something to be for.`,
    counter_narrative: t`Takes an extremist claim apart.`,
    gov_strategic_comms: t`Says what the state does and why. Only a ministry may.`,
  }
  const types = words.terms('message_type').filter(({ id }) => id !== 'gov_strategic_comms' || session.organization.kind === 'ministry')
  return (
    <FieldSet legend={t`What it says`}>
      <RadioCards label={t`Type`} required choices={types.map((each) => ({ ...each, hint: hints[each.id] ?? '' }))} {...draft.bind('/type')}
        onChange={(type) => draft.set('/type', type as Brief['type'])} />
      {draft.value.type === 'counter_narrative' && <Countered draft={draft} />}
      <RadioCards label={t`Approach`} required choices={words.terms('approach')} {...draft.bind('/approach')}
        onChange={(approach) => draft.set('/approach', approach as Brief['approach'])} />
      <CheckboxGroup label={t`Components`} hint={t`They have to agree with the approach: what is offered is positive, what is taken apart is negative.`}
        choices={components(words.terms('component'), draft.value.approach)} {...draft.bind('/components')}
        onChange={(list) => draft.set('/components', list as Brief['components'])} />
      <Fields>
        <TagPicker label={t`Themes`} choices={words.terms('theme')} {...draft.bind('/themes')} onChange={(list) => draft.set('/themes', list as Brief['themes'])} />
        <Select label={t`Genre`} choices={words.terms('content_genre')} {...draft.bind('/genre')} onChange={(genre) => draft.set('/genre', genre as Brief['genre'])} />
      </Fields>
    </FieldSet>
  )
}

function Countered({ draft }: { draft: Draft<Brief> }) {
  const { t } = useLingui()
  const words = useWords()
  return <Select label={t`Narrative that it counters`} required choices={words.terms('countered_narrative')} {...draft.bind('/countered_narrative')} />
}

const offers = ['belonging', 'significance', 'personal_achievement', 'collective_achievement']

/** The components that agree with an approach. */
function components<C extends { id: string }>(all: C[], approach: string): C[] {
  if (approach === 'mixed') return all
  return all.filter(({ id }) => offers.includes(id) === (approach === 'positive'))
}

/** For whom it is, and who speaks. */
function Reaching({ draft }: { draft: Draft<Brief> }) {
  const { t } = useLingui()
  return (
    <FieldSet legend={t`Who speaks to whom`}>
      <Fields>
        <Select label={t`Messenger`} choices={useMessengerChoices()} hint={t`By pseudonym. Without one nothing can be submitted.`} {...draft.bind('/messenger_id')} />
        <Select label={t`Audience`} choices={useAudienceChoices()} {...draft.bind('/audience_id')} />
      </Fields>
    </FieldSet>
  )
}

/** What religious content has to show. */
function Sources({ draft }: { draft: Draft<Brief> }) {
  const { t } = useLingui()
  const lines = draft.value.citations.join('\n')
  return (
    <FieldSet legend={t`Sources`}>
      <Checkbox label={t`It has religious content`} hint={t`Scripture, tradition or religious rulings. Some countries ask for an expertise.`} {...draft.bind('/religious_content')} />
      <TextArea label={t`Citations`} pointer="/citations" required={draft.value.religious_content} value={lines}
        hint={t`One in a line: work, place, edition; for a listed group who listed it, and when.`}
        onChange={(text) => draft.set('/citations', text.split('\n'))} />
    </FieldSet>
  )
}

/** The brief as it is sent: without components that the approach has left
 * behind, and without empty lines. */
function sent(brief: Brief): Brief {
  const fitting = components(brief.components?.map((id) => ({ id })) ?? [], brief.approach).map(({ id }) => id)
  return {
    ...brief, components: fitting as Brief['components'], citations: brief.citations.map((line) => line.trim()).filter(Boolean),
    countered_narrative: brief.type === 'counter_narrative' ? brief.countered_narrative ?? '' : '',
  }
}

function briefOf(m: Message): Brief {
  const { title, type, approach, components: parts, themes, countered_narrative, genre, messenger_id, audience_id, source_language } = m
  return {
    title, type, approach, components: parts, themes, countered_narrative, genre, messenger_id, audience_id, source_language,
    religious_content: m.religious_content, citations: m.citations, call_to_action: m.call_to_action,
  }
}
