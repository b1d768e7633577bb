import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { usePut } from '../api/queries'
import { useSession } from '../app/session'
import { Button, Buttons } from '../parts/Button'
import { useDraft, type Draft } from '../parts/draft'
import { Form } from '../parts/Form'
import { say } from '../parts/toast'
import { ActionBox, AudienceBox, GoalBox, MediaBox, MessageBox, MessengerBox, MonitoringBox } from './PlanBoxes'
import { fieldsOf, type CampaignFields } from './fields'
import type { Campaign } from './useCampaign'
import style from './Plan.module.css'

/** What each box needs: the draft, and whether it may be changed. */
export interface BoxProps {
  draft: Draft<CampaignFields>
  disabled: boolean
}

/** The whole plan as one document: it is saved at once, from the version that
 * was read. */
export function PlanForm({ campaign, etag, writes }: { campaign: Campaign; etag: string | null; writes: boolean }) {
  const draft = useDraft(fieldsOf(campaign))
  const [begun, setBegun] = useState({ etag, version: campaign.version })
  const save = usePut('/campaigns/{id}')
  // Nothing was written here yet, so somebody else's change is simply shown.
  if (campaign.version !== begun.version && !draft.changed) {
    draft.reset(fieldsOf(campaign))
    setBegun({ etag, version: campaign.version })
  }
  const send = () => save.mutate({ params: { path: { id: campaign.id } }, body: draft.value as never, etag: begun.etag }, {
    onSuccess: (answer) => {
      draft.reset(fieldsOf(answer.body))
      setBegun({ etag: answer.etag, version: answer.body.version })
      save.reset()
    },
  })
  const box = { draft, disabled: !writes }
  return (
    <Form problem={save.error} onSubmit={send}>
      <GoalBox {...box} />
      <AudienceBox {...box} chosen={campaign.primary_audience_id} />
      <MessageBox {...box} />
      <MessengerBox {...box} />
      <MediaBox {...box} />
      <ActionBox {...box} />
      <MonitoringBox {...box} />
      {draft.changed && <SaveBar pending={save.isPending} stale={save.error?.status === 412} onDrop={() => { draft.reset(fieldsOf(campaign)); setBegun({ etag, version: campaign.version }); save.reset() }} />}
    </Form>
  )
}

function SaveBar({ pending, stale, onDrop }: { pending: boolean; stale: boolean; onDrop: () => void }) {
  const { t } = useLingui()
  const { name } = useSession()
  const drop = () => { onDrop(); say(t`Your changes were dropped, ${name}.`, 'info') }
  return (
    <div className={style.bar}>
      <span>{stale ? t`Somebody else saved the plan meanwhile.` : t`There are changes that are not saved.`}</span>
      <Buttons>
        {!stale && <Button type="submit" look="primary" pending={pending}>{t`Save the plan`}</Button>}
        <Button onClick={drop}>{stale ? t`Show their version` : t`Drop the changes`}</Button>
      </Buttons>
    </div>
  )
}
