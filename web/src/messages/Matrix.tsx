import { useLingui } from '@lingui/react/macro'
import { useList } from '../api/queries'
import { useSession } from '../app/session'
import { useCampaign } from '../campaigns/useCampaign'
import { EmptyState } from '../parts/EmptyState'
import { BareLink, Link, LinkButton } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Section } from '../parts/Page'
import { Chip, StateChip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { useWords } from '../parts/useWords'
import { useLanguageName } from './useLanguageName'
import type { Message } from './useMessage'
import style from './Matrix.module.css'

/** Messages down, languages across: how far each has come. */
export function Matrix() {
  const { t } = useLingui()
  const { campaign } = useCampaign()
  const list = useList('/messages', { query: { campaign_id: campaign.id } }, { follows: ['submissions'] })
  return (
    <Section title={t`Messages`} lead={t`What the campaign says, in every language it says it in. Open a cell to write.`} actions={<Compose id={campaign.id} />}>
      <Loaded of={list} empty={<EmptyState icon="messages" title={t`No messages yet`} action={<Compose id={campaign.id} />}>{t`A message begins with its brief: what it says, to whom, and by whom.`}</EmptyState>}>
        {(messages) => (
          <Rows messages={messages} onMore={list.hasNextPage ? () => { void list.fetchNextPage() } : undefined} />
        )}
      </Loaded>
    </Section>
  )
}

function Compose({ id }: { id: string }) {
  const { t } = useLingui()
  const session = useSession()
  if (!session.allows('messages.write')) return null
  return <LinkButton look="primary" icon="add" to="/campaigns/$campaignId/compose" params={{ campaignId: id }}>{t`New message`}</LinkButton>
}

function Rows({ messages, onMore }: { messages: Message[]; onMore?: (() => void) | undefined }) {
  const { t } = useLingui()
  const name = useLanguageName()
  const languages = [...new Set(messages.flatMap((m) => m.cells.map((c) => c.language)))].sort()
  const columns: Column<Message>[] = [
    { id: 'title', header: t`Message`, card: 'title', cell: (row) => <Title of={row} /> },
    ...languages.map((tag): Column<Message> => ({ id: tag, header: name(tag), tight: true, cell: (row) => <CellLink of={row} language={tag} /> })),
  ]
  return <Table label={t`Messages by language`} columns={columns} rows={messages} rowKey={(row) => row.id} onMore={onMore} />
}

function Title({ of: { id, title, type, archived_at } }: { of: Message }) {
  const { t } = useLingui()
  const words = useWords()
  return (
    <div className={style.title}>
      <Link to="/messages/$messageId" params={{ messageId: id }}><bdi>{title}</bdi></Link>
      <span className={style.type}>{words.term('message_type', type)}</span>
      {archived_at && <Chip tone="ended">{t`Archived`}</Chip>}
    </div>
  )
}

/** How far a message has come in a language, and the way to write it. */
export function CellLink({ of: message, language }: { of: Message; language: string }) {
  const { t } = useLingui()
  const words = useWords()
  const name = useLanguageName()
  const cell = message.cells.find((c) => c.language === language)
  const state = cell?.state ?? 'empty'
  const label = `${message.title}, ${name(language)}: ${words.state('variant', state)}`
  return (
    <BareLink to="/messages/$messageId/write/$language" params={{ messageId: message.id, language }} className={style.cell} aria-label={label}>
      <StateChip of="variant" state={state} />
      {cell?.behind && <span className={style.behind}>{t`original changed since`}</span>}
    </BareLink>
  )
}
