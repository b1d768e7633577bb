import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Facts, Section } from '../parts/Page'
import { Chip } from '../parts/StateChip'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { UserText } from '../parts/UserText'
import type { DossierDocument } from './Dossier'
import style from './Approvals.module.css'

type Fact = readonly [string, ReactNode]

/** Keeps the facts that are known. */
function known(facts: readonly (readonly [string, ReactNode | false])[]): Fact[] {
  return facts.filter((fact): fact is Fact => fact[1] !== '' && fact[1] !== false && fact[1] != null)
}

function said(text: string): ReactNode { return text === '' ? '' : <UserText block>{text}</UserText> }

/** Who speaks, why and to whom. */
export function Background({ of }: { of: DossierDocument }) {
  const { t } = useLingui()
  const words = useWords()
  const { list, country, date, language } = useFormats()
  const { campaign, message, partners, submission: { organization } } = of
  const terms = (name: 'component' | 'theme', values: string[]) => list(values.map((value) => words.term(name, value)))
  const first = date(campaign.starts_on)
  const last = date(campaign.ends_on)
  return (
    <>
      <Section title={t`Who speaks, and why`} sheet>
        <Facts of={known([
          [t`Organisation`, <><bdi>{organization.name}</bdi> · {words.term('organization_kind', organization.kind)}{organization.country && ` · ${country(organization.country)}`}</>],
          [t`Contact`, said(organization.contact)],
          [t`Who pays`, campaign.funders.length > 0 && said(list(campaign.funders))],
          [t`The state's part`, campaign.state_involvement && words.term('state_involvement', campaign.state_involvement)],
          [t`Partners`, partners.length > 0 && partners.map((each) => <Partner key={each.name} of={each} />)],
          [t`Disclosed to the public as`, said(of.disclosure)],
          [t`Campaign`, <><bdi>{campaign.name}</bdi> · {first} – {last}</>],
          [t`Goal`, said(campaign.goal.statement)],
          [t`Seen by`, said(campaign.goal.indicator)],
          [t`Theory of change`, said(campaign.theory_of_change)],
          [t`Kind of message`, [words.term('message_type', message.type), words.term('approach', message.approach)].join(' · ')],
          [t`Components`, terms('component', message.components)],
          [t`Themes`, terms('theme', message.themes)],
          [t`Counters`, message.countered_narrative && words.term('countered_narrative', message.countered_narrative)],
          [t`Genre`, message.genre && words.term('content_genre', message.genre)],
          [t`Religious content`, message.religious_content && said(list(message.citations))],
          [t`Call to action`, said(message.call_to_action || campaign.call_to_action)],
          [t`Moderation of replies`, said([campaign.dialogue_plan, list((campaign.response_plan.languages ?? []).map(language)), campaign.response_plan.hours, campaign.response_plan.escalation].filter((each) => each !== '').join('\n'))],
          [t`Pre-tests`, campaign.pretests.length > 0 && campaign.pretests.map((test) => <p key={test.language}>{language(test.language)}: <bdi>{test.waiver || test.result}</bdi></p>)],
        ])} />
      </Section>
      <Audience of={of} />
    </>
  )
}

function Partner({ of: { name, confirmed, confirmed_at } }: { of: DossierDocument['partners'][number] }) {
  const { t } = useLingui()
  const { day } = useFormats()
  return (
    <span className={style.inline}>
      <bdi>{name}</bdi>
      <Chip tone={confirmed ? 'done' : 'danger'}>{confirmed ? t`has confirmed who pays and the state's part` : t`has not confirmed who pays and the state's part`}</Chip>
      {confirmed && confirmed_at && day(confirmed_at)}
    </span>
  )
}

function Audience({ of: { audience, campaign } }: { of: DossierDocument }) {
  const { t } = useLingui()
  const words = useWords()
  const { list, language, country, count, day } = useFormats()
  if (!audience) return null
  const terms = (values: string[], name: 'life_situation') => list(values.map((value) => words.term(name, value)))
  return (
    <Section title={t`To whom`} sheet>
      <Facts of={known([
        [t`Audience`, <><bdi>{audience.name}</bdi>{audience.minors && <> <Chip tone="warning">{t`Reaches people under 18`}</Chip></>}</>],
        [t`Places`, list([...audience.countries.map(country), ...audience.admin_areas])],
        [t`Ages`, list(audience.age_bands)],
        [t`Gender`, audience.gender && words.term('gender', audience.gender)],
        [t`Life situations`, terms(audience.life_situations, 'life_situation')],
        [t`Languages`, list(audience.languages.map(language))],
        [t`Why these people`, said(audience.insight_evidence)],
        [t`Why it is delicate`, list(audience.delicate.map((reason) => words.term('delicate', reason)))],
        [t`What safeguarding says of it`, audience.review && <>{said(audience.review)}{audience.reviewed_at && day(audience.reviewed_at)}</>],
        [t`Data protection impact`, said(campaign.impact_assessment)],
        [t`How many`, audience.sizes.length > 0 && list(audience.sizes.map((size) => `${country(size.country)} ${count(size.n)} (${size.source}, ${size.year})`))],
      ])} />
    </Section>
  )
}

/** The messenger by what they are called here, with what protects them. */
export function Speaker({ of: { messenger, message } }: { of: DossierDocument }) {
  const { t } = useLingui()
  const words = useWords()
  const { list, date, count } = useFormats()
  if (!messenger) return null
  const risk = messenger.risk
  const judges = count(risk?.reviewers ?? null)
  const until = risk?.holds_to ? date(risk.holds_to) : '–'
  return (
    <Section title={t`Messenger`} sheet>
      <Facts of={known([
        [t`Called here`, <><bdi>{messenger.designation}</bdi> · {words.term('messenger_type', messenger.type)}</>],
        [t`Why this audience believes them`, messenger.credibility_source && words.term('credibility_source', messenger.credibility_source)],
        [t`Protection`, list([messenger.minor && t`under 18`, messenger.face_blur && t`face hidden`, messenger.voice_change && t`voice changed`].filter((each) => each !== false))],
        [t`Paid`, messenger.paid ? t`Yes` : t`No`],
        [t`Consent`, messenger.consents.map((consent) => <Consent key={consent.language} of={consent} />)],
        [t`Risk`, risk && (
          <span className={style.inline}>
            <Chip tone={risk.live ? (risk.level === 'high' ? 'warning' : 'done') : 'danger'}>{words.term('risk_level', risk.level)}</Chip>
            {t`judged by ${judges}, until ${until}`}
          </span>
        )],
        [t`Mind`, message.warnings.includes('official_messenger') && t`An official voice speaks for a campaign that is not the state's.`],
      ])} />
    </Section>
  )
}

function Consent({ of: { live, holds_to, countries } }: { of: NonNullable<DossierDocument['messenger']>['consents'][number] }) {
  const { t } = useLingui()
  const { list, country, date } = useFormats()
  const until = holds_to ? date(holds_to) : '–'
  const where = list(countries.map(country))
  return (
    <span className={style.inline}>
      <Chip tone={live ? 'done' : 'danger'}>{live ? t`In force` : t`Ended`}</Chip>
      {t`until ${until}, for ${where}`}
    </span>
  )
}

/** The do-no-harm review. */
export function Harm({ of: { campaign: { harm_review: review, gender_analysis } } }: { of: DossierDocument }) {
  const { t } = useLingui()
  const { list, date } = useFormats()
  return (
    <Section title={t`Harm review`} sheet>
      <Facts of={known([
        [t`What divides`, said(review.dividers)],
        [t`What connects`, said(review.connectors)],
        [t`Possible harm`, said(review.harms)],
        [t`What is done about it`, said(review.mitigations)],
        [t`Women and men`, said(gender_analysis)],
        [t`Reviewed by`, list(review.reviewers ?? [])],
        [t`Valid until`, review.valid_until && date(review.valid_until)],
      ])} />
    </Section>
  )
}

/** Who else is before the same public on the same days. */
export function Overlapping({ of: { overlaps } }: { of: DossierDocument }) {
  const { t } = useLingui()
  const { date, list, language } = useFormats()
  if (overlaps.length === 0) return <Section title={t`Overlaps`}><p className={style.soft}>{t`Nothing else that you may see addresses these people on these days.`}</p></Section>
  return (
    <Section title={t`Overlaps`} lead={t`Others before the same public on the same days.`}>
      <ul className={style.overlaps}>
        {overlaps.map((each) => (
          <li key={each.campaign + each.period.from} className={style.row}>
            <strong><bdi>{each.campaign}</bdi></strong>
            <span><bdi>{each.organization}</bdi> · {date(each.period.from)} – {date(each.period.to)} · {list(each.languages.map(language))}</span>
            {each.contradicts && <Chip tone="warning">{t`Says the opposite`}</Chip>}
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Under which rule it is decided, and where that rule comes from. */
export function Rule({ of: { rule } }: { of: DossierDocument }) {
  const { t } = useLingui()
  const words = useWords()
  const { count, date } = useFormats()
  const hours = count(rule.deadline_hours)
  const days = count(Math.round(rule.validity_hours / 24))
  return (
    <Section title={t`Rule`} sheet>
      <Facts of={known([
        [t`Who decides`, <><bdi>{rule.authority}</bdi> · {words.term('approval_mode', rule.mode)}</>],
        [t`Persons who have to agree`, count(rule.quorum)],
        [t`Signed`, rule.signed && t`Whoever agrees signs with a security key`],
        [t`Time to decide`, t`${hours} hours`],
        [t`If nobody decides in time`, words.term('silence', rule.silence ?? '')],
        [t`An approval holds`, t`${days} days`],
        [t`Source`, said(rule.source)],
        [t`In force since`, date(rule.valid_from)],
      ])} />
    </Section>
  )
}
