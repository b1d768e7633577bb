import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { usePost, useRead } from '../api/queries'
import { useSession } from '../app/session'
import { usePlatformWords } from '../channels/platformWords'
import { Button } from '../parts/Button'
import { Confirm } from '../parts/Dialog'
import { EmptyState } from '../parts/EmptyState'
import { Loaded } from '../parts/Loaded'
import { Page, Section } from '../parts/Page'
import { Chip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { TextArea } from '../parts/TextField'
import { Ago } from '../parts/Time'
import { UserText } from '../parts/UserText'
import { say } from '../parts/toast'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { Evidence } from './Evidence'
import { Stop } from './Stop'
import style from './Schedule.module.css'

type Hold = Schema<'Hold'>

/** What is stopped now. One person stops; two open again. */
export function Holds() {
  const { t } = useLingui()
  const session = useSession()
  const [stopping, setStopping] = useState(false)
  const [opening, setOpening] = useState<Hold>()
  const holds = useRead('/holds', {}, { every: 30_000 })
  const columns = useColumns(setOpening)
  const shown = (items: Hold[]) => columns.filter(({ id }) => id !== 'do' || items.some((hold) => hold.may_open))
  const stop = session.allows('holds.close') && <Button look="danger" icon="stop" onClick={() => setStopping(true)}>{t`Stop`}</Button>
  return (
    <Page title={t`Stops`} lead={t`One person stops sending in one step. Two people have to agree before it goes on.`} actions={stop}>
      <Section>
        <Loaded of={holds}>
          {({ items }) => (items.length === 0
            ? <EmptyState icon="check" title={t`Nothing is stopped`}>{t`What is approved leaves at its time.`}</EmptyState>
            : <Table label={t`Stops`} columns={shown(items)} rows={items} rowKey={({ id }) => String(id)} />)}
        </Loaded>
      </Section>
      {stopping && <Stop onClose={() => setStopping(false)} />}
      {opening && <Opening of={opening} onClose={() => setOpening(undefined)} />}
    </Page>
  )
}

function useColumns(open: (hold: Hold) => void): Column<Hold>[] {
  const { t } = useLingui()
  const words = useWords()
  const name = useNames()
  return [
    { id: 'scope', header: t`What`, card: 'title', cell: (h) => (
      <div className={style.stack}>
        <span className={style.name}>{words.term('hold_scope', h.scope)}{h.scope_id && <>: <bdi>{name(h)}</bdi></>}</span>
        {h.installation && <span className={style.soft}>{t`Of every organisation`}</span>}
      </div>
    ) },
    { id: 'reason', header: t`Reason`, cell: (h) => (h.evidence.length > 0 ? <Evidence of={h.evidence} /> : <UserText>{h.reason}</UserText>) },
    { id: 'since', header: t`Since`, tight: true, cell: (h) => <Ago at={h.closed_at} /> },
    { id: 'opening', header: t`Opening`, card: 'aside', cell: (h) => (h.opening_by ? <Chip tone="waiting">{t`One of two has agreed`}</Chip> : <Chip tone="danger">{t`Stopped`}</Chip>) },
    { id: 'do', header: t`To do`, cell: (h) => h.may_open && <Button small onClick={() => open(h)}>{t`Agree to open`}</Button> },
  ]
}

/** What a hold stops, by name. */
function useNames() {
  const { country } = useFormats()
  const platforms = usePlatformWords()
  return ({ scope, scope_id: id, scope_name: name }: Hold): string => {
    if (scope === 'country') return country(id)
    return scope === 'platform' ? platforms.platform(id) : name || id
  }
}

function Opening({ of, onClose }: { of: Hold; onClose: () => void }) {
  const { t } = useLingui()
  const [reason, setReason] = useState('')
  const open = usePost('/holds/{id}/opening', { touches: ['deliveries'] })
  const agree = () => open.mutate({ params: { path: { id: String(of.id) } }, body: { reason } }, {
    onSuccess: ({ body }) => { say(body.opened_at ? t`Sending goes on.` : t`Your part is done. A second person has to agree.`); onClose() },
  })
  return (
    <Confirm title={t`Let sending go on?`} open onClose={onClose} confirm={t`Agree to open`} danger pending={open.isPending} problem={open.error} onConfirm={agree}>
      {of.evidence.length > 0 ? <Evidence of={of.evidence} /> : <p><UserText>{of.reason}</UserText></p>}
      <p>{t`What missed its time meanwhile is not sent late.`}</p>
      <TextArea label={t`Why it may go on`} required rows={2} value={reason} onChange={setReason} />
    </Confirm>
  )
}
