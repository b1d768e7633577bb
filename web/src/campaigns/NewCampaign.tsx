import { useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { usePost } from '../api/queries'
import { Allowed } from '../app/states'
import { useSession } from '../app/session'
import { Button, Buttons } from '../parts/Button'
import { CheckboxGroup } from '../parts/Choice'
import { DateField } from '../parts/DateField'
import { useDraft } from '../parts/draft'
import { Fields, Form } from '../parts/Form'
import { Link, LinkButton } from '../parts/Link'
import { Page, Section } from '../parts/Page'
import { TextArea, TextField } from '../parts/TextField'
import { useChoices } from '../parts/useChoices'
import { blank } from './fields'

/** Begins a campaign: just enough to have a place for everything else. */
export function NewCampaign() {
  const { t } = useLingui()
  return (
    <Allowed to="campaigns.write">
      <Page title={t`Plan a campaign`} trail={<Link to="/campaigns">{t`Campaigns`}</Link>}
        lead={t`It begins as a draft that only your organisation sees. Everything can be changed until you submit it.`}>
        <Section sheet><Beginning /></Section>
      </Page>
    </Allowed>
  )
}

function Beginning() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const { countries } = useChoices()
  const { organization } = useSession()
  const draft = useDraft({ ...blank, countries: organization.country ? [organization.country] : [] })
  const plan = usePost('/campaigns')
  const send = () => plan.mutate({ body: draft.value as never }, {
    onSuccess: ({ body }) => { void navigate({ to: '/campaigns/$campaignId/plan', params: { campaignId: body.id } }) },
  })
  return (
    <Form problem={plan.error} onSubmit={send}>
      <TextField label={t`Title`} required autoFocus hint={t`For your own organisation. The public name comes later.`} {...draft.bind('/title')} />
      <CheckboxGroup label={t`Countries`} required choices={countries} {...draft.bind('/countries')} />
      <Fields>
        <DateField label={t`First day`} required {...draft.bind('/starts_on')} onChange={(day) => draft.set('/starts_on', day ?? '')} />
        <DateField label={t`Last day`} required {...draft.bind('/ends_on')} onChange={(day) => draft.set('/ends_on', day ?? '')} />
      </Fields>
      <TextArea label={t`What it wants to change`} hint={t`One sentence: who will think, feel or do what differently.`} {...draft.bind('/goal/statement')} />
      <Buttons>
        <Button type="submit" look="primary" pending={plan.isPending}>{t`Begin the plan`}</Button>
        <LinkButton to="/campaigns">{t`Go back`}</LinkButton>
      </Buttons>
    </Form>
  )
}
