import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useDelete, useRead } from '../api/queries'
import { useSession } from '../app/session'
import { Button, Buttons } from '../parts/Button'
import { EmptyState } from '../parts/EmptyState'
import { Loaded } from '../parts/Loaded'
import { Page, Section } from '../parts/Page'
import { Table, type Column } from '../parts/Table'
import { UserText } from '../parts/UserText'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { countries } from '../words/vocabulary'
import { CorrectService, EnterService, type Service } from './ReferralForm'

/** To whom a moderator can point a person who needs more than an answer. */
export function Referrals() {
  const { t } = useLingui()
  const session = useSession()
  const [entering, setEntering] = useState(false)
  const [service, setService] = useState<Service>()
  const writes = session.allows('referrals.write')
  const list = useRead('/referral_services')
  return (
    <Page title={t`Referral directory`}
      lead={t`Give a person these words; whether they go is theirs to decide. Nobody is reported from here, nothing is kept about whom you pointed where, and the police come last.`}
      actions={writes && <Button look="primary" icon="add" onClick={() => setEntering(true)}>{t`New service`}</Button>}>
      <Loaded of={list}>{({ items }) => <Countries all={items} change={writes ? setService : undefined} />}</Loaded>
      {entering && <EnterService onClose={() => setEntering(false)} />}
      {service && <CorrectService of={service} onClose={() => setService(undefined)} />}
    </Page>
  )
}

function Countries({ all, change }: { all: Service[]; change?: (service: Service) => void }) {
  const { t } = useLingui()
  const { country } = useFormats()
  const columns = useColumns(change)
  if (all.length === 0) return <EmptyState icon="messengers" title={t`No service is entered yet`}>{t`Enter services that somebody of yours has spoken with, beginning with those that listen.`}</EmptyState>
  return countries.map((id) => {
    const own = all.filter((service) => service.country === id)
    const name = country(id)
    return own.length > 0 && <Section key={id} title={name}><Table label={name} columns={columns} rows={own} rowKey={(service) => service.id} /></Section>
  })
}

function useColumns(change?: (service: Service) => void): Column<Service>[] {
  const { t } = useLingui()
  const { day, language, list } = useFormats()
  const words = useWords()
  const remove = useDelete('/referral_services/{id}')
  const columns: Column<Service>[] = [
    { id: 'name', header: t`Who helps`, card: 'title', cell: (s) => <UserText>{s.name}</UserText> },
    { id: 'kind', header: t`With what`, cell: (s) => words.term('referral_kind', s.kind) },
    { id: 'contact', header: t`How to reach them`, cell: (s) => <UserText>{s.contact}</UserText> },
    { id: 'languages', header: t`Languages`, cell: (s) => list(s.languages.map((tag) => language(tag))) },
    { id: 'hours', header: t`Hours`, cell: (s) => <UserText>{s.hours}</UserText> },
    { id: 'source', header: t`Source`, cell: (s) => <><UserText>{s.source}</UserText> · {day(s.checked_on)}</> },
  ]
  if (!change) return columns
  return [...columns, { id: 'edit', header: t`Change`, cell: (s) => (
    <Buttons>
      <Button small icon="edit" onClick={() => change(s)}>{t`Change`}</Button>
      <Button small onClick={() => remove.mutate({ params: { path: { id: s.id } } })}>{t`Remove`}</Button>
    </Buttons>
  ) }]
}
