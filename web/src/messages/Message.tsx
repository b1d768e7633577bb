import { useLingui } from '@lingui/react/macro'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { usePost, useRead } from '../api/queries'
import { useSession } from '../app/session'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { Confirm } from '../parts/Dialog'
import { EmptyState } from '../parts/EmptyState'
import { Link, LinkButton } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Facts, Page, Section } from '../parts/Page'
import { Chip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { Tags } from '../parts/TagPicker'
import { Ago } from '../parts/Time'
import { say } from '../parts/toast'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { DigestText } from './DigestText'
import { CellLink } from './Matrix'
import { useLanguageName } from './useLanguageName'
import { useMessageDocument, type Cell, type Message as Document } from './useMessage'
import { VersionChip } from './VersionChip'

const route = getRouteApi('/staff/messages/$messageId')

/** One message: its texts, its frozen versions and its brief. */
export function Message() {
  const { t } = useLingui()
  const { messageId } = route.useParams()
  const document = useMessageDocument(messageId)
  const message = document.data?.body
  return (
    <Page title={message?.title ?? t`Message`} aside={message?.archived_at && <Chip tone="ended">{t`Archived`}</Chip>}
      trail={message && <Link to={`/campaigns/${message.campaign_id}/messages` as string}>{t`Messages`}</Link>}
      actions={message && <Actions of={message} />}>
      <Loaded of={document} shape="form">
        {({ body }) => <><Texts of={body} /><Versions of={body} /><Brief of={body} /></>}
      </Loaded>
    </Page>
  )
}

function Actions({ of: message }: { of: Document }) {
  const { t } = useLingui()
  const session = useSession()
  const [asking, ask] = useState(false)
  const archive = usePost('/messages/{id}/archival')
  if (!session.allows('messages.write') || message.archived_at) return null
  return (
    <Buttons>
      <LinkButton icon="edit" to="/messages/$messageId/brief" params={{ messageId: message.id }}>{t`Edit the brief`}</LinkButton>
      <Button look="quiet" onClick={() => ask(true)}>{t`Archive`}</Button>
      <Confirm title={t`Archive this message?`} open={asking} onClose={() => ask(false)} confirm={t`Archive it`} danger pending={archive.isPending} problem={archive.error}
        onConfirm={() => archive.mutate({ params: { path: { id: message.id } } }, { onSuccess: () => ask(false) })}>
        <p>{t`Its approvals end, and what was to be sent is cancelled. What is published stays where it is.`}</p>
      </Confirm>
    </Buttons>
  )
}

/** Each language with how far it has come. */
function Texts({ of: message }: { of: Document }) {
  const { t } = useLingui()
  const name = useLanguageName()
  const columns: Column<Cell>[] = [
    { id: 'language', header: t`Language`, card: 'title', tight: true, cell: (cell) => <>{name(cell.language)}{cell.language === message.source_language && <> · {t`original`}</>}</> },
    { id: 'title', header: t`Title`, cell: (cell) => <bdi lang={cell.language}>{cell.title || '–'}</bdi> },
    { id: 'state', header: t`Progress`, cell: (cell) => <CellLink of={message} language={cell.language} /> },
  ]
  return (
    <Section title={t`Texts`} lead={t`Each text is passed by a native reader who did not write it. Then all are frozen together.`}>
      <Table label={t`Texts`} columns={columns} rows={message.cells} rowKey={(cell) => cell.language} />
    </Section>
  )
}

type Version = Schema<'VersionFields'>

/** What was frozen, newest first, and the way to freeze. */
function Versions({ of: message }: { of: Document }) {
  const { t } = useLingui()
  const { count, list } = useFormats()
  const name = useLanguageName()
  const versions = useRead('/messages/{id}/versions', { path: { id: message.id } })
  const columns: Column<Version>[] = [
    { id: 'number', header: t`Version`, card: 'title', tight: true, cell: (v) => <Link to="/versions/$versionId" params={{ versionId: v.id }}>{t`Version`} {count(v.number)}</Link> },
    { id: 'state', header: t`Progress`, card: 'aside', cell: (v) => <VersionChip of={v} /> },
    { id: 'languages', header: t`Languages`, cell: (v) => list(v.languages.map(name)) },
    { id: 'frozen', header: t`Frozen`, tight: true, cell: (v) => <><bdi>{v.created_by.name}</bdi>, <Ago at={v.created_at} /></> },
    { id: 'digest', header: t`Digest`, tight: true, cell: (v) => <DigestText of={v.digest} /> },
  ]
  return (
    <Section title={t`Versions`} lead={t`A version never changes. It is reviewed by another person, then submitted.`} actions={<Freeze of={message} />}>
      <Loaded of={versions}>
        {({ items }) => items.length === 0
          ? <EmptyState icon="lock" title={t`Nothing is frozen yet`} />
          : <Table label={t`Versions`} columns={columns} rows={items} rowKey={(v) => v.id} />}
      </Loaded>
    </Section>
  )
}

/** Freezes all texts, where every one is ready. */
function Freeze({ of: message }: { of: Document }) {
  const { t } = useLingui()
  const session = useSession()
  const { list } = useFormats()
  const name = useLanguageName()
  const navigate = useNavigate()
  const freeze = usePost('/messages/{id}/versions', { touches: ['versions'] })
  const { last_version: last } = message
  if (!session.allows('messages.write') || message.archived_at || (last && !last.voided_at)) return null
  const waiting = message.cells.filter((c) => c.state === 'translated' || c.state === 'empty').map((c) => name(c.language))
  const missing = list(waiting)
  const go = () => freeze.mutate({ params: { path: { id: message.id } } }, {
    onSuccess: ({ body }) => { say(t`Frozen. Now another person reviews it.`); void navigate({ to: '/versions/$versionId', params: { versionId: body.id } }) },
  })
  return (
    <div>
      <Button look="primary" icon="lock" pending={freeze.isPending} onClick={go}>{t`Freeze the texts`}</Button>
      {waiting.length > 0 && <Banner tone="warning" title={t`Not ready yet: ${missing}`} />}
      {freeze.error && <Banner tone="danger" alert title={t`It could not be frozen`}>{t`Every text needs words, and a native reader who passed it.`}</Banner>}
    </div>
  )
}

function Brief({ of: m }: { of: Document }) {
  const { t } = useLingui()
  const words = useWords()
  const name = useLanguageName()
  const none = '–'
  return (
    <Section title={t`Brief`} sheet>
      <Facts of={[
        [t`Type`, words.term('message_type', m.type)],
        [t`Approach`, words.term('approach', m.approach)],
        ...(m.countered_narrative ? [[t`Narrative that it counters`, words.term('countered_narrative', m.countered_narrative)] as const] : []),
        [t`Components`, <Tags key="c" of={m.components.map((c) => words.term('component', c))} />],
        [t`Themes`, m.themes.length > 0 ? <Tags key="t" of={m.themes.map((c) => words.term('theme', c))} /> : none],
        [t`Genre`, m.genre ? words.term('content_genre', m.genre) : none],
        [t`Language of the original`, name(m.source_language)],
        [t`Call to action`, m.call_to_action ? <bdi key="a">{m.call_to_action}</bdi> : none],
        [t`Religious content`, m.religious_content ? t`Yes` : t`No`],
        [t`Citations`, m.citations.length > 0 ? m.citations.map((c) => <p key={c}><bdi>{c}</bdi></p>) : none],
      ]} />
    </Section>
  )
}
