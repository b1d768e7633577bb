import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'
import { Icon } from '../parts/Icon'
import { Link } from '../parts/Link'
import { Chip, StateChip } from '../parts/StateChip'
import { Table, type Column, type TableProps } from '../parts/Table'
import { Deadline, Time } from '../parts/Time'
import { useFormats } from '../parts/useFormats'
import { UserText } from '../parts/UserText'
import style from './Approvals.module.css'

export type Submission = Schema<'Submission'>

/** Submissions with their clocks, states and overlaps. */
export function Submissions(props: Pick<TableProps<Submission>, 'rows' | 'onMore' | 'loadingMore' | 'sort' | 'onSort'>) {
  const { t } = useLingui()
  return <Table label={t`Submissions`} columns={useColumns()} rowKey={(row) => row.id} {...props} />
}

function useColumns(): Column<Submission>[] {
  const { t } = useLingui()
  const { country, list, language } = useFormats()
  return [
    { id: 'message', header: t`Message`, card: 'title', cell: (row) => <Name of={row} /> },
    { id: 'organization', header: t`Who asks`, cell: (row) => <bdi>{row.organization.name}</bdi> },
    { id: 'country', header: t`Country`, tight: true, cell: (row) => country(row.country) },
    { id: 'languages', header: t`Languages`, cell: (row) => list(row.languages.map(language)) },
    { id: 'overlaps', header: t`Overlaps`, cell: (row) => <Overlaps of={row} /> },
    { id: 'due_at', header: t`Clock`, tight: true, cell: (row) => <Clock of={row} /> },
    { id: 'state', header: t`Status`, card: 'aside', cell: (row) => <Standing of={row} /> },
  ]
}

function Name({ of }: { of: Submission }) {
  return (
    <span className={style.name}>
      <Link to="/approvals/$submissionId" params={{ submissionId: of.id }} className={style.title}>
        <UserText lang={of.languages[0]}>{of.message_name}</UserText>
      </Link>
      <small className={style.soft}><bdi>{of.campaign_name}</bdi></small>
    </span>
  )
}

/** How far a submission has come: its state, and who still has to agree. */
export function Standing({ of }: { of: Submission }) {
  const { t } = useLingui()
  const { count } = useFormats()
  const agreed = count(of.agreed)
  const quorum = count(of.quorum)
  return (
    <span className={style.name}>
      <StateChip of="version" state={of.state} />
      {of.state === 'under_review' && of.escalated_at && <Chip tone="danger">{t`Escalated`}</Chip>}
      {of.by_silence && <small className={style.soft}>{t`By the rule: nobody decided in time`}</small>}
      {of.state === 'under_review' && of.quorum > 1 && <small className={style.soft}>{t`${agreed} of ${quorum} agree`}</small>}
    </span>
  )
}

/** The clock that runs: until the decision is due, or the approval is over. */
export function Clock({ of }: { of: Submission }) {
  const { t } = useLingui()
  if (of.state === 'under_review') return <Deadline at={of.due_at} />
  if (of.valid_until && of.state !== 'voided') return <span className={style.name}><small className={style.soft}>{t`Holds until`}</small><Time at={of.valid_until} /></span>
  return <Time at={of.decided_at} />
}

function Overlaps({ of }: { of: Submission }) {
  const { t } = useLingui()
  const { count } = useFormats()
  if (of.overlaps === 0) return <span className={style.soft}>{t`None`}</span>
  const many = count(of.overlaps)
  if (of.contradicts) return <Chip tone="warning">{t`${many}, one says the opposite`}</Chip>
  return <span className={style.inline}><Icon name="map" size={16} />{many}</span>
}
