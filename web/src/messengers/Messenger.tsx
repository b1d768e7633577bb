import { useLingui } from '@lingui/react/macro'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useDocument, usePut } from '../api/queries'
import { useSession } from '../app/session'
import { Allowed } from '../app/states'
import { Banner } from '../parts/Banner'
import { Button } from '../parts/Button'
import { Dialog } from '../parts/Dialog'
import { useDraft } from '../parts/draft'
import { Link } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Facts, Page, Section } from '../parts/Page'
import { useNow } from '../parts/Time'
import { UserText } from '../parts/UserText'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { Consents } from './Consents'
import { ProfileForm, profileOf } from './ProfileForm'
import { Risks } from './Risks'
import { Sealed } from './Sealed'
import { ConsentChip, RiskChip, type Messenger as Document } from './Standing'
import style from './Messengers.module.css'

const route = getRouteApi('/staff/messengers/$messengerId')

/** Somebody who speaks: what is known of them, what they agreed to, and how
 * great the danger is. */
export function Messenger() {
  const { t } = useLingui()
  const { messengerId } = route.useParams()
  const document = useDocument('/messengers/{id}', { path: { id: messengerId } })
  const known = document.data?.body
  return (
    <Allowed to="messengers.read">
      <Page title={known?.pseudonym ?? t`Messenger`} trail={<Link to="/messengers">{t`Messengers`}</Link>}
        lead={known && <span className={style.chips}><ConsentChip until={known.consent_until} /><RiskChip level={known.risk_level} until={known.risk_until} /></span>}>
        <Loaded of={document} shape="form">
          {({ body, etag }) => (
            <>
              <Silent of={body} />
              <About of={body} etag={etag} />
              <Consents of={body} />
              <Risks of={body} />
              <Sealed of={body} />
            </>
          )}
        </Loaded>
      </Page>
    </Allowed>
  )
}

function Silent({ of: { consent_until, risk_until } }: { of: Document }) {
  const { t } = useLingui()
  const now = useNow()
  if (consent_until !== null && risk_until !== null && Date.parse(risk_until) > now) return null
  return <Banner tone="warning" title={t`They cannot speak now`}>{t`Nothing with their voice can be submitted or sent before a consent and a risk assessment are live.`}</Banner>
}

function About({ of, etag }: { of: Document; etag: string | null }) {
  const { t } = useLingui()
  const words = useWords()
  const writes = useSession().allows('messengers.write')
  const { language, list, date } = useFormats()
  const [open, setOpen] = useState(false)
  const safety = [of.minor && t`Under 18`, of.face_blur && t`The face is hidden`, of.voice_change && t`The voice is changed`, of.paid && t`They are paid`].filter((each) => each !== false)
  return (
    <Section title={t`Profile`} sheet actions={writes && <Button small icon="edit" onClick={() => setOpen(true)}>{t`Change`}</Button>}>
      <Facts of={[
        [t`Type`, words.term('messenger_type', of.type)],
        [t`Languages`, list(of.languages.map(language)) || '–'],
        [t`Why this audience believes them`, of.credibility ? <UserText>{of.credibility}</UserText> : '–'],
        [t`How that is known`, of.credibility_source ? words.term('credibility_source', of.credibility_source) : '–'],
        [t`Who looks after them`, of.support_contact ? <UserText>{of.support_contact}</UserText> : '–'],
        [t`Safety`, list(safety) || '–'],
        ...(of.label_ends_on ? [[t`The label ends on`, date(of.label_ends_on)] as const] : []),
      ]} />
      <Dialog title={t`Change the profile`} open={open} onClose={() => setOpen(false)} wide><Editor of={of} etag={etag} onDone={() => setOpen(false)} /></Dialog>
    </Section>
  )
}

function Editor({ of, etag, onDone }: { of: Document; etag: string | null; onDone: () => void }) {
  const { t } = useLingui()
  const draft = useDraft(profileOf(of))
  const save = usePut('/messengers/{id}')
  const send = () => save.mutate({ params: { path: { id: of.id } }, body: draft.value as never, etag }, { onSuccess: onDone })
  return <ProfileForm draft={draft} problem={save.error} pending={save.isPending} onSubmit={send} saving={t`Save the profile`} />
}
