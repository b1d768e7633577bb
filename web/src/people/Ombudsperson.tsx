import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { usePost, useRead } from '../api/queries'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { Dialog } from '../parts/Dialog'
import { useDraft } from '../parts/draft'
import { Form } from '../parts/Form'
import { Loaded } from '../parts/Loaded'
import { Section } from '../parts/Page'
import { Select } from '../parts/Select'
import { Chip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { TextField } from '../parts/TextField'
import { say } from '../parts/toast'
import { useFormats } from '../parts/useFormats'
import style from './People.module.css'

type Named = Schema<'Ombudsperson'>

/** Who is told outside of the organisation when a custodian opens an identity
 * alone. */
export function Ombudsperson() {
  const { t } = useLingui()
  const [naming, setNaming] = useState(false)
  const reading = useRead('/ombudspersons')
  const columns = useColumns()
  return (
    <Section title={t`Ombudsperson`} lead={t`Somebody outside of your organisation who gets a letter at once when a custodian opens the identity of a messenger alone. Without one, nobody can.`}
      actions={reading.data && <Button icon="edit" onClick={() => setNaming(true)}>{reading.data.items.length > 0 ? t`Name another` : t`Name somebody`}</Button>}>
      <Loaded of={reading}>
        {({ items }) => (items.length === 0
          ? <Banner tone="warning" title={t`Nobody is named`} />
          : <Table label={t`Ombudsperson`} columns={columns} rows={items} rowKey={({ id }) => id} />)}
      </Loaded>
      {naming && <Naming onClose={() => setNaming(false)} />}
    </Section>
  )
}

function useColumns(): Column<Named>[] {
  const { t } = useLingui()
  const { day } = useFormats()
  return [
    { id: 'name', header: t`Name`, card: 'title', cell: (row) => <span className={style.name}><bdi>{row.name}</bdi><small className={style.soft} dir="ltr">{row.email}</small></span> },
    { id: 'by', header: t`Named by`, cell: (row) => <bdi>{row.named_by}</bdi> },
    { id: 'from', header: t`From`, tight: true, cell: (row) => day(row.named_at) },
    { id: 'until', header: t`Until`, card: 'aside', cell: (row) => (row.ended_at ? day(row.ended_at) : <Chip tone="done">{t`Is told now`}</Chip>) },
  ]
}

function Naming({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const { language } = useFormats()
  const draft = useDraft({ name: '', email: '', locale: 'ru' })
  const name = usePost('/ombudspersons', { touches: ['envelopes'] })
  return (
    <Dialog open title={t`Ombudsperson`} onClose={onClose}>
      <Form problem={name.error} onSubmit={() => name.mutate({ body: draft.value }, { onSuccess: () => { say(t`Saved.`); onClose() } })}>
        <TextField label={t`Name`} required {...draft.bind('/name')} />
        <TextField label={t`E-mail address`} type="email" required hint={t`They need no account, and are nobody of your organisation.`} {...draft.bind('/email')} />
        <Select label={t`Language`} choices={['en', 'ru', 'fa-AF'].map((id) => ({ id, label: language(id) }))} {...draft.bind('/locale')} />
        <Buttons end><Button type="submit" look="primary" pending={name.isPending}>{t`Save`}</Button></Buttons>
      </Form>
    </Dialog>
  )
}
