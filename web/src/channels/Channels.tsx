import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { useList } from '../api/queries'
import { useSession } from '../app/session'
import { Button } from '../parts/Button'
import { EmptyState } from '../parts/EmptyState'
import { Loaded } from '../parts/Loaded'
import { Page, Section } from '../parts/Page'
import { StateChip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { Ago } from '../parts/Time'
import { useFormats } from '../parts/useFormats'
import { ChannelCard } from './ChannelCard'
import { Connect } from './ChannelForm'
import { usePlatformWords } from './platformWords'
import style from './Channels.module.css'

export type Channel = Schema<'Channel'>

/** The accounts and outlets that the organisation speaks through. */
export function Channels() {
  const { t } = useLingui()
  const session = useSession()
  const [connecting, setConnecting] = useState(false)
  const [open, setOpen] = useState<string>()
  const list = useList('/channels', {}, { follows: ['deliveries'] })
  const columns = useColumns(setOpen)
  const chosen = list.data?.find(({ id }) => id === open)
  const connect = session.allows('channels.write') && (
    <Button look="primary" icon="add" onClick={() => setConnecting(true)}>{t`Connect a channel`}</Button>
  )
  return (
    <Page title={t`Channels`} lead={t`The accounts and outlets that your organisation speaks through, openly and under its own name.`} actions={connect}>
      <Section>
        <Loaded of={list} empty={<EmptyState icon="channels" title={t`No channels yet`} action={connect}>{t`Begin with your own site: it needs no account anywhere.`}</EmptyState>}>
          {(rows) => (
            <Table label={t`Channels`} columns={columns} rows={rows} rowKey={({ id }) => id}
              onMore={list.hasNextPage ? () => { void list.fetchNextPage() } : undefined} loadingMore={list.isFetchingNextPage} />
          )}
        </Loaded>
      </Section>
      {connecting && <Connect onClose={() => setConnecting(false)} />}
      {chosen && <ChannelCard key={chosen.id} channel={chosen} onClose={() => setOpen(undefined)} />}
    </Page>
  )
}

function useColumns(open: (id: string) => void): Column<Channel>[] {
  const { t } = useLingui()
  const platforms = usePlatformWords()
  const { list, country, language, count } = useFormats()
  const never = <span className={style.soft}>{t`Nothing yet`}</span>
  return [
    { id: 'name', header: t`Channel`, card: 'title', cell: (row) => (
      <div className={style.stack}>
        <button type="button" className={style.opener} onClick={() => open(row.id)}><bdi>{row.name}</bdi></button>
        <span className={style.soft}>{platforms.platform(row.platform)}{row.handle && <> · <bdi>{row.handle}</bdi></>}</span>
      </div>
    ) },
    { id: 'state', header: t`Health`, card: 'aside', cell: (row) => <StateChip of="channel" state={row.state} /> },
    { id: 'audience', header: t`Audience`, cell: (row) => (
      <div className={style.stack}>
        <span>{list(row.countries.map(country))}</span>
        <span className={style.soft}>{list(row.languages.map(language))}</span>
      </div>
    ) },
    { id: 'clock', header: t`Its clock`, cell: (row) => <Clock of={row} /> },
    { id: 'waiting', header: t`Waiting`, numeric: true, cell: (row) => count(row.waiting) },
    { id: 'last', header: t`Last published`, tight: true, cell: (row) => (row.last_published_at ? <Ago at={row.last_published_at} /> : never) },
  ]
}

function Clock({ of }: { of: Channel }) {
  const { t } = useLingui()
  const formats = useFormats()
  const from = formats.wall(of.quiet.from || null), to = formats.wall(of.quiet.to || null)
  const limit = formats.count(of.per_minute)
  return (
    <div className={style.stack}>
      <span>{formats.zone(of.zone)}</span>
      {from !== to && <span className={style.soft}>{t`Quiet ${from} to ${to}`}</span>}
      {of.per_minute > 0 && <span className={style.soft}>{t`At most ${limit} a minute`}</span>}
    </div>
  )
}
