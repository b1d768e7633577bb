import { useLingui } from '@lingui/react/macro'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { usePost, useRead } from '../api/queries'
import { useSession } from '../app/session'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { Confirm } from '../parts/Dialog'
import { DownloadLink, Link } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Page } from '../parts/Page'
import { Chip, StateChip } from '../parts/StateChip'
import { Deadline } from '../parts/Time'
import { useFormats } from '../parts/useFormats'
import { DecisionForm, Decisions } from './Decision'
import { Background, Harm, Overlapping, Rule, Speaker } from './DossierFacts'
import { Previews, Texts } from './DossierTexts'
import style from './Approvals.module.css'

export type DossierDocument = Schema<'Dossier'>

const route = getRouteApi('/staff/approvals/$submissionId')

/** The one document that an approver reads, and prints, and decides on. */
export function Dossier() {
  const { t } = useLingui()
  const { submissionId } = route.useParams()
  const dossier = useRead('/submissions/{id}/dossier', { path: { id: submissionId } })
  const read = dossier.data
  return (
    <Page title={read?.submission.message_name ?? t`Dossier`} trail={<Link to="/approvals">{t`Approvals`}</Link>}
      aside={read && <Standing of={read} />} lead={read && <Lead of={read} />} actions={read && <Doings of={read} />}>
      <Loaded of={dossier} shape="form">
        {(document) => (
          <article className={style.dossier}>
            <Notices of={document} />
            <Background of={document} />
            <Texts of={document} />
            <Previews of={document} />
            <Speaker of={document} />
            <Harm of={document} />
            <Overlapping of={document} />
            <Rule of={document} />
            <Decisions of={document} />
            <DecisionForm of={document} reread={() => { void dossier.refetch() }} />
          </article>
        )}
      </Loaded>
    </Page>
  )
}

function Standing({ of: { submission, campaign } }: { of: DossierDocument }) {
  const { t } = useLingui()
  return (
    <>
      <StateChip of="version" state={submission.state} />
      {submission.state === 'under_review' && <Deadline at={submission.due_at} />}
      {campaign.demonstration && <Chip tone="waiting">{t`Demonstration`}</Chip>}
    </>
  )
}

function Lead({ of: { submission } }: { of: DossierDocument }) {
  const { t } = useLingui()
  const { country } = useFormats()
  const { number } = submission
  const owner = submission.organization.name
  const authority = submission.authority.name
  const where = country(submission.country)
  return <>{t`Version ${number}, submitted by ${owner} to ${authority} for ${where}.`}</>
}

function Doings({ of: { submission } }: { of: DossierDocument }) {
  const { t, i18n } = useLingui()
  const session = useSession()
  const [asking, setAsking] = useState(false)
  const withdraw = usePost('/submissions/{id}/withdrawal', { touches: ['campaigns', 'messages'] })
  const standing = ['under_review', 'approved', 'approved_with_conditions'].includes(submission.state)
  const own = submission.organization.id === session.organization.id && session.allows('messages.submit')
  return (
    <Buttons>
      <Button icon="print" onClick={() => window.print()}>{t`Print`}</Button>
      <DownloadLink href={`/api/v1/submissions/${submission.id}/dossier.pdf?language=${i18n.locale}`}>{t`Download as PDF`}</DownloadLink>
      {own && standing && <Button icon="back" onClick={() => setAsking(true)}>{t`Withdraw`}</Button>}
      <Confirm title={t`Withdraw this submission?`} confirm={t`Withdraw`} danger open={asking} onClose={() => setAsking(false)} pending={withdraw.isPending} problem={withdraw.error}
        onConfirm={() => withdraw.mutate({ params: { path: { id: submission.id } } }, { onSuccess: () => setAsking(false) })}>
        <p>{t`It loses its force at once, and nothing that rests on it will be sent. The authority no longer sees it unless it has decided.`}</p>
      </Confirm>
    </Buttons>
  )
}

/** What has to be known before anything is read. */
function Notices({ of: { submission, intact } }: { of: DossierDocument }) {
  const { t } = useLingui()
  if (!intact) return <Banner tone="danger" title={t`This dossier was altered`}>{t`What is stored does not have the digest that was submitted. Nobody can decide on it. Tell the operator of the installation.`}</Banner>
  if (submission.escalated_at && submission.state === 'under_review') return <Banner tone="danger" title={t`The time to decide is over`}>{t`Nobody has decided. The authority was told; a decision still counts.`}</Banner>
  if (submission.by_silence && submission.state === 'approved') return <Banner title={t`Approved by the rule, not by a person`}>{t`Nobody decided in time, and the rule says that this is an approval.`}</Banner>
  if (submission.by_silence && submission.state === 'refused') return <Banner tone="warning" title={t`Refused by the rule, not by a person`}>{t`Nobody decided in time, and the rule says that this is a refusal. The organisation can appeal, or submit another version.`}</Banner>
  if (submission.state !== 'voided') return null
  const why = {
    edited: t`The text was edited after it was submitted. A new version has to be reviewed and submitted again.`,
    consent_withdrawn: t`The messenger withdrew their consent.`,
    archived: t`The message or its campaign was archived.`,
    withdrawn: t`The organisation took it back.`,
    rule_changed: t`The rule of the country changed and asks for more.`,
  }[submission.void_reason]
  return <Banner tone="warning" title={t`This submission is void: what stands here can no longer be decided on or sent.`}>{why}</Banner>
}
