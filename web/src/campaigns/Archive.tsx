import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { usePost } from '../api/queries'
import { Button } from '../parts/Button'
import { Confirm } from '../parts/Dialog'
import { Section } from '../parts/Page'
import { TextField } from '../parts/TextField'
import { say } from '../parts/toast'
import type { Campaign } from './useCampaign'

/** Ends the campaign in every country, for good. */
export function Archive({ campaign: { id, title } }: { campaign: Campaign }) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const archive = usePost('/campaigns/{id}/archival', { touches: ['submissions'] })
  const confirm = () => archive.mutate({ params: { path: { id } }, body: { reason } }, {
    onSuccess: () => { setOpen(false); say(t`The campaign is archived.`) },
  })
  return (
    <Section>
      <div><Button look="quiet" icon="ended" onClick={() => setOpen(true)}>{t`Archive this campaign`}</Button></div>
      <Confirm title={t`Archive ${title}?`} open={open} onClose={() => setOpen(false)} onConfirm={confirm} confirm={t`Archive it`} danger
        pending={archive.isPending} problem={archive.error}>
        <p>{t`It ends in every country, and what was submitted loses its force. Its figures and its history stay. This cannot be undone.`}</p>
        <TextField label={t`Why`} required value={reason} onChange={setReason} />
      </Confirm>
    </Section>
  )
}
