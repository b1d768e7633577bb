import { useLingui } from '@lingui/react/macro'
import { useList } from '../api/queries'
import { useSession } from '../app/session'
import { spoken } from '../channels/spoken'
import { DateField } from '../parts/DateField'
import { FieldSet, Fields } from '../parts/Form'
import { LinesField } from '../parts/LinesField'
import { Link } from '../parts/Link'
import { Select } from '../parts/Select'
import { TagPicker } from '../parts/TagPicker'
import { TextArea, TextField } from '../parts/TextField'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { BoxSection, Place } from './Boxes'
import { Budget } from './Budget'
import { Blackouts } from './Blackouts'
import type { BoxProps } from './PlanForm'
import { Pretests } from './Pretests'

export function GoalBox({ draft, disabled }: BoxProps) {
  const { t } = useLingui()
  const words = useWords()
  return (
    <BoxSection name="goal">
      <Fields>
        <TextField label={t`Title`} required hint={t`Inside the organisation.`} disabled={disabled} {...draft.bind('/title')} />
        <TextField label={t`Public name`} hint={t`On the public site and in the dossier.`} disabled={disabled} {...draft.bind('/public_name')} />
      </Fields>
      <Place at="/goal/statement"><TextArea label={t`What it wants to change`} disabled={disabled} {...draft.bind('/goal/statement')} /></Place>
      <Fields>
        <Place at="/goal/indicator"><TextField label={t`Indicator`} hint={t`What would be seen or counted.`} disabled={disabled} {...draft.bind('/goal/indicator')} /></Place>
        <TextField label={t`Baseline`} hint={t`How it is today.`} disabled={disabled} {...draft.bind('/goal/baseline')} />
        <Place at="/goal/target"><TextField label={t`Target`} disabled={disabled} {...draft.bind('/goal/target')} /></Place>
        <Place at="/goal/deadline"><DateField label={t`Deadline of the goal`} disabled={disabled} {...draft.bind('/goal/deadline')} onChange={(day) => draft.set('/goal/deadline', day ?? '')} /></Place>
      </Fields>
      <TextArea label={t`Theory of change`} hint={t`Why saying this to these people would lead there.`} disabled={disabled} {...draft.bind('/theory_of_change')} />
      <Select label={t`Kind`} choices={words.terms('pve_kind')} disabled={disabled} {...draft.bind('/pve_kind')} />
    </BoxSection>
  )
}

export function AudienceBox({ draft, disabled, chosen }: BoxProps & { chosen: string }) {
  const { t } = useLingui()
  const { count, country } = useFormats()
  const session = useSession()
  const { data = [] } = useList('/audiences', { query: { limit: 200, sort: 'segment_name' } }, { enabled: session.allows('audiences.read') })
  const choices = data.map(({ id, segment_name: label, sizes }) => ({ id, label, hint: sizes.map((size) => `${country(size.country)} ${count(size.n)}`).join(' · ') }))
  return (
    <BoxSection name="audience">
      <Place at="/primary_audience_id">
        <Select label={t`Primary audience`} choices={choices} disabled={disabled} {...draft.bind('/primary_audience_id')}
          hint={chosen ? <Link to="/audiences/$audienceId" params={{ audienceId: chosen }}>{t`See the audience`}</Link> : <Link to="/audiences/new">{t`Define an audience`}</Link>} />
      </Place>
      <Place at="/impact_assessment">
        <TextArea label={t`Data protection impact`} hint={t`Before people at indicated risk are addressed: what could become known about them, to whom, and what is done against it.`} disabled={disabled} {...draft.bind('/impact_assessment')} />
      </Place>
    </BoxSection>
  )
}

export function MessageBox({ draft, disabled }: BoxProps) {
  const { t } = useLingui()
  return (
    <BoxSection name="message">
      <Place at="/gender_analysis">
        <TextArea label={t`Gender analysis`} hint={t`How women and men are reached, addressed and affected differently.`} disabled={disabled} {...draft.bind('/gender_analysis')} />
      </Place>
      <FieldSet legend={t`Do no harm`} hint={t`Two people review what the campaign could set off, and until when their word holds.`}>
        <Fields>
          <Place at="/harm_review/dividers"><TextArea label={t`What divides people here`} disabled={disabled} {...draft.bind('/harm_review/dividers')} /></Place>
          <Place at="/harm_review/connectors"><TextArea label={t`What connects them`} disabled={disabled} {...draft.bind('/harm_review/connectors')} /></Place>
        </Fields>
        <Place at="/harm_review/harms"><TextArea label={t`Harms that could follow`} disabled={disabled} {...draft.bind('/harm_review/harms')} /></Place>
        <Place at="/harm_review/mitigations"><TextArea label={t`What is done against the harms`} disabled={disabled} {...draft.bind('/harm_review/mitigations')} /></Place>
        <Fields>
          <Place at="/harm_review/reviewers"><LinesField label={t`Reviewers`} hint={t`Two at least, one a line.`} disabled={disabled} {...draft.bind('/harm_review/reviewers')} /></Place>
          <Place at="/harm_review/valid_until">
            <DateField label={t`Valid until`} disabled={disabled} {...draft.bind('/harm_review/valid_until')} onChange={(day) => draft.set('/harm_review/valid_until', day ?? '')} />
          </Place>
        </Fields>
      </FieldSet>
    </BoxSection>
  )
}

export function MessengerBox({ draft, disabled }: BoxProps) {
  const { t } = useLingui()
  const words = useWords()
  return (
    <BoxSection name="messenger">
      <Place at="/disclosure">
        <TextField label={t`Public line that says who speaks`} hint={t`Stands under every post, such as: Orien Media, with support of the city of Osh.`} disabled={disabled} {...draft.bind('/disclosure')} />
      </Place>
      <Fields>
        <Place at="/state_involvement"><Select label={t`Part of the state`} choices={words.terms('state_involvement')} disabled={disabled} {...draft.bind('/state_involvement')} /></Place>
        <Place at="/funders"><LinesField label={t`Funders`} hint={t`One a line; they are named in public.`} disabled={disabled} {...draft.bind('/funders')} /></Place>
      </Fields>
      <Budget draft={draft} disabled={disabled} />
    </BoxSection>
  )
}

export function MediaBox({ draft, disabled }: BoxProps) {
  const { t } = useLingui()
  return (
    <BoxSection name="media">
      <Fields>
        <DateField label={t`First day`} required disabled={disabled} {...draft.bind('/starts_on')} onChange={(day) => draft.set('/starts_on', day ?? '')} />
        <DateField label={t`Last day`} required disabled={disabled} {...draft.bind('/ends_on')} onChange={(day) => draft.set('/ends_on', day ?? '')} />
      </Fields>
      <Blackouts draft={draft} disabled={disabled} />
    </BoxSection>
  )
}

export function ActionBox({ draft, disabled }: BoxProps) {
  const { t } = useLingui()
  const { language } = useFormats()
  return (
    <BoxSection name="action">
      <Place at="/call_to_action"><TextArea label={t`Call to action`} hint={t`What somebody who is moved can do at once.`} disabled={disabled} {...draft.bind('/call_to_action')} /></Place>
      <Place at="/dialogue_plan">
        <TextArea label={t`Who answers, and when`} hint={t`Moderators by language, their hours, and whom they ask when it becomes serious.`} disabled={disabled} {...draft.bind('/dialogue_plan')} />
      </Place>
      <FieldSet legend={t`Moderation`} hint={t`Where people can answer in public, nothing is sent in a language in which nobody answers them.`}>
        <Fields>
          <TagPicker label={t`Languages of the moderators`} choices={spoken.map((id) => ({ id, label: language(id) }))} disabled={disabled} {...draft.bind('/response_plan/languages')} />
          <TextField label={t`Hours`} disabled={disabled} {...draft.bind('/response_plan/hours')} />
        </Fields>
        <TextField label={t`Whom they ask when it becomes serious`} disabled={disabled} {...draft.bind('/response_plan/escalation')}
          hint={<Link to="/referrals">{t`To whom they can point a person`}</Link>} />
      </FieldSet>
    </BoxSection>
  )
}

export function MonitoringBox({ draft, disabled }: BoxProps) {
  const { t } = useLingui()
  const words = useWords()
  return (
    <BoxSection name="monitoring">
      <Place at="/evaluation_design">
        <Select label={t`Design of the evaluation`} choices={words.terms('evaluation_design')} disabled={disabled} {...draft.bind('/evaluation_design')}
          hint={t`Without a comparison group nothing is said about cause.`} />
      </Place>
      <Pretests draft={draft} disabled={disabled} />
    </BoxSection>
  )
}
