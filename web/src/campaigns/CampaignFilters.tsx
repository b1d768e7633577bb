import { useLingui } from '@lingui/react/macro'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useList } from '../api/queries'
import { useSession } from '../app/session'
import { Button } from '../parts/Button'
import { Filters } from '../parts/Page'
import { Select } from '../parts/Select'
import { SearchField } from '../parts/TextField'
import { useChoices } from '../parts/useChoices'
import { useWords, type Choice } from '../parts/useWords'
import { states } from '../words/states'
import { isNarrowed, type CampaignSearch } from './filters'
import style from './Campaigns.module.css'

const route = getRouteApi('/staff/campaigns')
const any = 'any'

/** What narrows the list. It stands in the address, so that it can be kept and
 * passed on. */
export function CampaignFilters() {
  const { t } = useLingui()
  const words = useWords()
  const { countries, languages } = useChoices()
  const search = route.useSearch()
  const narrow = useNarrow()
  const more = useMore(search)
  const bind = (name: keyof CampaignSearch, choices: Choice[]) => ({
    choices: [{ id: any, label: t`Any` }, ...choices],
    value: search[name] ?? any,
    onChange: (value: string) => narrow({ [name]: value === any ? undefined : value }),
  })
  return (
    <div className={style.narrowing}>
      <Filters>
        <Words key={search.q ?? ''} />
        <Select label={t`Country`} {...bind('country', countries)} />
        <Select label={t`Status`} {...bind('state', Object.keys(states.campaign).map((id) => ({ id, label: words.state('campaign', id) })))} />
        <Owner />
        {more.open && (
          <>
            <Select label={t`Message type`} {...bind('message_type', words.terms('message_type'))} />
            <Select label={t`Approach`} {...bind('approach', words.terms('approach'))} />
            <Select label={t`Language`} {...bind('language', languages())} />
            <Select label={t`Messenger type`} {...bind('messenger_type', words.terms('messenger_type'))} />
            <Audience bind={bind} />
          </>
        )}
      </Filters>
      <p className={style.ways}>
        <Button small look="quiet" icon="filter" aria-expanded={more.open} onClick={more.toggle}>{more.open ? t`Fewer filters` : t`More filters`}</Button>
        {isNarrowed(search) && <Button small look="quiet" icon="close" onClick={() => narrow(cleared)}>{t`Clear the filters`}</Button>}
      </p>
    </div>
  )
}

const cleared: CampaignSearch = {
  q: undefined, country: undefined, state: undefined, message_type: undefined, approach: undefined, language: undefined,
  messenger_type: undefined, audience_id: undefined, owner_id: undefined,
}

function useNarrow() {
  const navigate = useNavigate()
  return (change: CampaignSearch) => { void navigate({ to: '/campaigns', search: (before) => ({ ...before, ...change }), replace: true }) }
}

/** The rarer filters are open where one of them is in use. */
function useMore(search: CampaignSearch) {
  const used = Boolean(search.message_type ?? search.approach ?? search.language ?? search.messenger_type ?? search.audience_id)
  const [open, setOpen] = useState(used)
  return { open: open || used, toggle: () => setOpen(!open && !used) }
}

/** Asks a moment after the last key, not at every one. */
function Words() {
  const { t } = useLingui()
  const { q = '' } = route.useSearch()
  const narrow = useNarrow()
  const [words, setWords] = useState(q)
  useEffect(() => {
    if (words === q) return
    const later = setTimeout(() => narrow({ q: words || undefined }), 400)
    return () => clearTimeout(later)
  })
  return <SearchField label={t`Search`} value={words} onChange={setWords} />
}

function Owner() {
  const { t } = useLingui()
  const { user_id: me } = useSession()
  const { owner_id: owner } = route.useSearch()
  const narrow = useNarrow()
  return (
    <Select label={t`Planned by`} choices={[{ id: any, label: t`Anybody` }, { id: me, label: t`Me` }]} value={owner ?? any}
      onChange={(value) => narrow({ owner_id: value === any ? undefined : value })} />
  )
}

function Audience({ bind }: { bind: (name: 'audience_id', choices: Choice[]) => { choices: Choice[]; value: string; onChange: (value: string) => void } }) {
  const { t } = useLingui()
  const session = useSession()
  const { data = [] } = useList('/audiences', { query: { limit: 200 } }, { enabled: session.allows('audiences.read') })
  return <Select label={t`Audience`} {...bind('audience_id', data.map(({ id, segment_name: label }) => ({ id, label })))} />
}
