import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { usePost, useRead } from '../api/queries'
import { useSession } from '../app/session'
import { Button, Buttons } from '../parts/Button'
import { Checkbox, RadioCards } from '../parts/Choice'
import { DateField } from '../parts/DateField'
import { Dialog } from '../parts/Dialog'
import { useDraft } from '../parts/draft'
import { Form } from '../parts/Form'
import { LinesField } from '../parts/LinesField'
import { Loaded } from '../parts/Loaded'
import { Section } from '../parts/Page'
import { Chip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { TextArea } from '../parts/TextField'
import { UserText } from '../parts/UserText'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { endOf, today, yearsFrom } from './days'
import type { Messenger } from './Standing'

type Risk = Schema<'Risk'>

/** How the danger to a messenger was judged, newest first; only the newest
 * counts. */
export function Risks({ of }: { of: Messenger }) {
  const { t } = useLingui()
  const session = useSession()
  const reading = useRead('/messengers/{id}/risk_assessments', { path: { id: of.id } })
  const columns = useColumns()
  const [open, setOpen] = useState(false)
  return (
    <Section title={t`Danger`} lead={t`Judged anew before it is over. The newest judgement counts.`}
      actions={session.allows('messengers.write') && <Button small icon="add" onClick={() => setOpen(true)}>{t`Judge the danger`}</Button>}>
      <Loaded of={reading}>
        {({ items }) => (items.length === 0 ? <p>{t`Nobody has judged it yet.`}</p> : <Table label={t`Danger`} columns={columns} rows={items} rowKey={(row) => row.id} />)}
      </Loaded>
      <Dialog title={t`Judge the danger`} open={open} onClose={() => setOpen(false)}><RiskForm of={of} onDone={() => setOpen(false)} /></Dialog>
    </Section>
  )
}

function useColumns(): Column<Risk>[] {
  const { t } = useLingui()
  const words = useWords()
  const { day, list } = useFormats()
  return [
    { id: 'level', header: t`Risk`, card: 'title', cell: (row) => words.term('risk_level', row.level) },
    { id: 'state', header: t`Status`, card: 'aside', cell: (row) => (row.live ? <Chip tone="done">{t`Live`}</Chip> : <Chip tone="ended">{t`Expired`}</Chip>) },
    { id: 'mitigations', header: t`What is done about it`, cell: (row) => <>{row.mitigations ? <UserText>{row.mitigations}</UserText> : '–'}{row.together && <> <Chip tone="done">{t`Covers meeting the other side`}</Chip></>}</> },
    { id: 'reviewers', header: t`Judged by`, cell: (row) => <bdi>{list(row.reviewers)}</bdi> },
    { id: 'until', header: t`Until`, tight: true, cell: (row) => day(row.valid_until) },
  ]
}

function RiskForm({ of, onDone }: { of: Messenger; onDone: () => void }) {
  const { t } = useLingui()
  const words = useWords()
  const draft = useDraft({ level: 'low', mitigations: '', reviewers: [] as string[], together: false, valid_until: yearsFrom(today(), 1) })
  const assess = usePost('/messengers/{id}/risk_assessments')
  const send = () => assess.mutate({ params: { path: { id: of.id } }, body: { ...draft.value, valid_until: endOf(draft.value.valid_until) } as never }, { onSuccess: onDone })
  return (
    <Form problem={assess.error} onSubmit={send}>
      <RadioCards label={t`Risk`} required choices={words.terms('risk_level')} {...draft.bind('/level')} />
      <TextArea label={t`What is done about it`} {...draft.bind('/mitigations')} />
      <LinesField label={t`Judged by`} required hint={t`One a line. Two, for those who left extremism or were hurt by it, and wherever Afghanistan is reached.`} {...draft.bind('/reviewers')} />
      {['former_extremist', 'victim_survivor'].includes(of.type) && (
        <Checkbox label={t`It covers that those who did harm and those who were hurt speak in one campaign`} hint={t`Asked for where both do.`} {...draft.bind('/together')} />
      )}
      <DateField label={t`Valid until`} required {...draft.bind('/valid_until')} onChange={(day) => draft.set('/valid_until', day ?? '')} />
      <Buttons end><Button type="submit" look="primary" pending={assess.isPending}>{t`Keep the judgement`}</Button></Buttons>
    </Form>
  )
}
