import { useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { usePost } from '../api/queries'
import { Allowed } from '../app/states'
import { useDraft } from '../parts/draft'
import { Link } from '../parts/Link'
import { Page, Section } from '../parts/Page'
import { blank, ProfileForm } from './ProfileForm'

/** Enrols a messenger, who cannot speak yet. */
export function Enrol() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const draft = useDraft(blank)
  const enrol = usePost('/messengers')
  const send = () => enrol.mutate({ body: draft.value as never }, {
    onSuccess: ({ body }) => { void navigate({ to: '/messengers/$messengerId', params: { messengerId: body.id } }) },
  })
  return (
    <Allowed to="messengers.write">
      <Page title={t`Enrol a messenger`} trail={<Link to="/messengers">{t`Messengers`}</Link>}
        lead={t`Names, telephone numbers and addresses have no place here. Their consent and the danger to them are recorded next.`}>
        <Section sheet><ProfileForm draft={draft} problem={enrol.error} pending={enrol.isPending} onSubmit={send} saving={t`Enrol`} /></Section>
      </Page>
    </Allowed>
  )
}
