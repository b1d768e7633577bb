import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { usePost, usePut } from '../api/queries'
import { Button, Buttons } from '../parts/Button'
import { Dialog } from '../parts/Dialog'
import { useDraft } from '../parts/draft'
import { Form } from '../parts/Form'
import { LinesField } from '../parts/LinesField'
import { Section } from '../parts/Page'
import { Select } from '../parts/Select'
import { StateChip } from '../parts/StateChip'
import { TextField } from '../parts/TextField'
import { useChoices } from '../parts/useChoices'
import { useFormats } from '../parts/useFormats'
import type { Campaign } from './useCampaign'
import style from './Plan.module.css'

type Part = Campaign['countries'][number]

/** The campaign in each of its countries: where, and for which measure of the
 * national plan. */
export function Parts({ campaign, writes }: { campaign: Campaign; writes: boolean }) {
  const { t } = useLingui()
  const { countries } = useChoices()
  const [open, setOpen] = useState<Part | 'new' | null>(null)
  const others = countries.filter(({ id }) => !campaign.countries.some((part) => part.country === id))
  const close = () => setOpen(null)
  return (
    <Section title={t`Countries`} actions={writes && others.length > 0 && <Button small icon="add" onClick={() => setOpen('new')}>{t`Add a country`}</Button>}>
      <div className={style.parts}>
        {campaign.countries.map((part) => <PartCard key={part.country} part={part} onEdit={writes ? () => setOpen(part) : undefined} />)}
      </div>
      <Dialog title={open === 'new' ? t`Add a country` : t`Where in the country`} open={open !== null} onClose={close}>
        {open === 'new' && <NewPart campaign={campaign.id} choices={others} onDone={close} />}
        {open !== null && open !== 'new' && <PartForm campaign={campaign.id} part={open} onDone={close} />}
      </Dialog>
    </Section>
  )
}

function PartCard({ part, onEdit }: { part: Part; onEdit?: () => void }) {
  const { t } = useLingui()
  const { country, list } = useFormats()
  const name = country(part.country)
  const measure = part.plan_measure
  return (
    <div className={style.part}>
      <div className={style.partHead}><h3>{name}</h3><StateChip of="campaign" state={part.state} /></div>
      <p className={part.admin_areas.length === 0 ? style.soft : undefined}>{part.admin_areas.length === 0 ? t`The whole country` : list(part.admin_areas)}</p>
      <p className={style.soft}>{part.plan_measure === '' ? t`No measure of the national plan is named.` : t`Measure of the national plan: ${measure}`}</p>
      {onEdit && <div><Button small icon="edit" aria-label={t`Change ${name}`} onClick={onEdit}>{t`Change`}</Button></div>}
    </div>
  )
}

function PartForm({ campaign, part, onDone }: { campaign: string; part: Part; onDone: () => void }) {
  const draft = useDraft({ admin_areas: part.admin_areas, plan_measure: part.plan_measure })
  const save = usePut('/campaigns/{id}/countries/{country}')
  const send = () => save.mutate({ params: { path: { id: campaign, country: part.country } }, body: draft.value, etag: `"${part.version}"` }, { onSuccess: onDone })
  return <PlaceFields problem={save.error} pending={save.isPending} draft={draft} onSubmit={send} />
}

function NewPart({ campaign, choices, onDone }: { campaign: string; choices: { id: string; label: string }[]; onDone: () => void }) {
  const { t } = useLingui()
  const draft = useDraft({ country: choices[0]?.id ?? '', admin_areas: [] as string[], plan_measure: '' })
  const enter = usePost('/campaigns/{id}/countries')
  const send = () => enter.mutate({ params: { path: { id: campaign } }, body: draft.value as never }, { onSuccess: onDone })
  return (
    <PlaceFields problem={enter.error} pending={enter.isPending} draft={draft as never} onSubmit={send}>
      <Select label={t`Country`} choices={choices} {...draft.bind('/country')} />
    </PlaceFields>
  )
}

interface PlaceFieldsProps {
  problem: Parameters<typeof Form>[0]['problem']
  pending: boolean
  draft: ReturnType<typeof useDraft<{ admin_areas: string[]; plan_measure: string }>>
  onSubmit: () => void
  children?: React.ReactNode
}

function PlaceFields({ problem, pending, draft, onSubmit, children }: PlaceFieldsProps) {
  const { t } = useLingui()
  return (
    <Form problem={problem} onSubmit={onSubmit}>
      {children}
      <LinesField label={t`Provinces or districts`} hint={t`One a line; none means the whole country. Never smaller than a district.`} {...draft.bind('/admin_areas')} />
      <TextField label={t`Measure of the national action plan`} {...draft.bind('/plan_measure')} />
      <Buttons end><Button type="submit" look="primary" pending={pending}>{t`Save`}</Button></Buttons>
    </Form>
  )
}
