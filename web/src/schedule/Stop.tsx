import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useList, usePost } from '../api/queries'
import type { Campaign } from '../campaigns/useCampaign'
import { usePlatformWords } from '../channels/platformWords'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { Dialog } from '../parts/Dialog'
import { Form } from '../parts/Form'
import { Select } from '../parts/Select'
import { TextArea } from '../parts/TextField'
import { Time } from '../parts/Time'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { countries } from '../words/vocabulary'

type Scope = 'campaign' | 'country' | 'platform' | 'channel' | 'all'

/** The red switch: one person, one step. Two others open it again. */
export function Stop({ campaign, onClose }: { campaign?: Campaign; onClose: () => void }) {
  const { t } = useLingui()
  const words = useWords()
  const [scope, setScope] = useState<Scope>(campaign ? 'campaign' : 'country')
  const [id, setId] = useState('')
  const [reason, setReason] = useState('')
  const close = usePost('/holds', { touches: ['deliveries', 'campaigns'] })
  const scopes = (['campaign', 'country', 'platform', 'channel', 'all'] as Scope[]).filter((each) => campaign || each !== 'campaign')
  const choices = useChoices(scope, campaign)
  const scopeId = scope === 'all' ? '' : scope === 'campaign' ? campaign?.id ?? '' : id
  if (close.data) return <Dialog title={t`Sending is stopped`} open onClose={onClose}><Landing of={close.data.body} onClose={onClose} /></Dialog>
  return (
    <Dialog title={t`Stop sending`} open onClose={onClose}>
      <Form onSubmit={() => close.mutate({ body: { scope, scope_id: scopeId, reason } })} problem={close.error}>
        <Select label={t`What to stop`} required pointer="/scope" value={scope} choices={scopes.map((each) => ({ id: each, label: words.term('hold_scope', each) }))}
          onChange={(next) => { setScope(next as Scope); setId('') }} />
        {choices && <Select label={t`Which`} required pointer="/scope_id" value={id} choices={choices} onChange={setId} />}
        <TextArea label={t`Reason`} required pointer="/reason" rows={2} value={reason} onChange={setReason} hint={t`Those who open it again read this.`} />
        <Buttons end>
          <Button onClick={onClose}>{t`Go back`}</Button>
          <Button look="danger" icon="stop" type="submit" pending={close.isPending}>{t`Stop now`}</Button>
        </Buttons>
      </Form>
    </Dialog>
  )
}

function useChoices(scope: Scope, campaign: Campaign | undefined) {
  const { country } = useFormats()
  const platforms = usePlatformWords()
  const channels = useList('/channels', {}, { enabled: scope === 'channel' || scope === 'platform' })
  switch (scope) {
    case 'country': return (campaign?.countries.map((c) => c.country) ?? countries).map((id) => ({ id, label: country(id) }))
    case 'channel': return (channels.data ?? []).map(({ id, name }) => ({ id, label: name }))
    case 'platform': return [...new Set((channels.data ?? []).map(({ platform }) => platform))].map((id) => ({ id, label: platforms.platform(id) }))
    default: return undefined
  }
}

function Landing({ of, onClose }: { of: { may_still_land: number; settled_by: string | null }; onClose: () => void }) {
  const { t } = useLingui()
  const { count } = useFormats()
  const n = count(of.may_still_land)
  return (
    <>
      {of.may_still_land === 0
        ? <Banner tone="done" title={t`Nothing was on its way. Nothing more leaves.`} />
        : <Banner tone="warning" title={t`On their way before it: ${n}. They may still land.`}>{t`All of them are over by`} <Time at={of.settled_by} /></Banner>}
      <p>{t`Two people have to agree before sending goes on.`}</p>
      <Buttons end><Button look="primary" onClick={onClose}>{t`Close`}</Button></Buttons>
    </>
  )
}
