import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Schema } from '../api/client'
import { usePlatformWords } from '../channels/platformWords'
import { EmptyState } from '../parts/EmptyState'
import { Icon, type IconName } from '../parts/Icon'
import { BareLink } from '../parts/Link'
import { Section } from '../parts/Page'
import { Chip, StateChip } from '../parts/StateChip'
import { Ago, Deadline } from '../parts/Time'
import { useFormats } from '../parts/useFormats'
import { useProblemWords } from '../parts/useProblemWords'
import style from './Home.module.css'

type HomeDocument = Schema<'Home'>
type Need = Schema<'Need'>

interface Line {
  key: string
  to: string
  icon: IconName
  /** What is to be done, as a verb. */
  what: string
  title: string
  more: string[]
  aside: ReactNode
}

/** What needs the person now, the most urgent kind first. */
export function Needs({ of }: { of: HomeDocument }) {
  const { t } = useLingui()
  const { count } = useFormats()
  const lines = useLines(of)
  const number = count(lines.length)
  if (lines.length === 0) return <EmptyState icon="check" title={t`Nothing needs you now`}>{t`What is sent back, waits for your word, goes wrong or runs out will stand here.`}</EmptyState>
  return (
    <Section title={t`Needs you now`} lead={t`${number} things, the most urgent kind first.`}>
      <ul className={style.needs}>{lines.map((line) => <NeedLine key={line.key} of={line} />)}</ul>
    </Section>
  )
}

function NeedLine({ of: { to, icon, what, title, more, aside } }: { of: Line }) {
  return (
    <li>
      <BareLink to={to} className={style.need}>
        <span className={style.sign}><Icon name={icon} /></span>
        <span className={style.words}>
          <span className={style.what}>{what}</span>
          <span className={style.title}><bdi>{title}</bdi></span>
          {more.length > 0 && <span className={style.more}>{more.map((each, i) => <bdi key={i}>{each}</bdi>)}</span>}
        </span>
        <span className={style.aside}>{aside}</span>
      </BareLink>
    </li>
  )
}

function useLines(of: HomeDocument): Line[] {
  const { t } = useLingui()
  const { country, count, date } = useFormats()
  const why = useReason()
  const platforms = usePlatformWords()
  const places = (need: Need) => [need.campaign, need.country && country(need.country), need.platform && platforms.platform(need.platform)].filter((each) => each !== '')
  const since = (need: Need) => need.at && <Ago at={need.at} />
  const due = (need: Need, hours: number) => need.at && <Deadline at={need.at} nearHours={hours} />
  const revealed = (reveal: Schema<'Reveal'>) => {
    if (reveal.review_due && !reveal.mine) return t`Look at how the glass was broken`
    if (reveal.state === 'pending_second_person' && !reveal.mine) return t`Agree that an identity is opened, or not`
    if (reveal.state === 'approved' && reveal.mine) return t`Open the identity within ten minutes`
    return reveal.state === 'given' ? t`Take note: an identity was opened` : t`Take note: somebody asked to open an identity`
  }
  return [
    ...(of.decisions ?? []).map((need): Line => ({ key: need.id, to: `/approvals/${need.id}`, icon: 'approvals', what: t`Decide`, title: need.title, more: places(need), aside: due(need, 24) })),
    ...(of.reveals ?? []).map((reveal): Line => ({
      key: reveal.id, to: `/messengers/${reveal.messenger_id}`, icon: 'lock', what: revealed(reveal), title: reveal.pseudonym, more: [reveal.asked_by, reveal.reason],
      aside: reveal.break_glass ? <Chip tone="danger">{t`Glass broken`}</Chip> : <Ago at={reveal.asked_at} />,
    })),
    ...(of.wrong ?? []).map((need): Line => ({
      key: need.id, to: `/campaigns/${need.campaign_id}/live`, icon: 'warning', what: need.state === 'failed' ? t`See why it failed` : t`Say what became of it`,
      title: need.title, more: [...places(need), why(need.reason)].filter((each) => each !== ''), aside: <StateChip of="delivery" state={need.state} />,
    })),
    ...(of.returned ?? []).map((need): Line => ({ key: need.id, to: `/campaigns/${need.campaign_id}/messages`, icon: 'edit', what: t`Mend what was returned`, title: need.title, more: places(need), aside: since(need) })),
    ...(of.reviews ?? []).map((need): Line => ({ key: need.id, to: `/campaigns/${need.campaign_id}/messages`, icon: 'show', what: t`Review`, title: need.title, more: places(need), aside: since(need) })),
    ...(of.consents ?? []).map((need): Line => ({ key: `c${need.id}`, to: `/messengers/${need.id}`, icon: 'messengers', what: t`Renew the consent`, title: need.title, more: [], aside: due(need, 24 * 7) })),
    ...(of.risks ?? []).map((need): Line => ({ key: `r${need.id}`, to: `/messengers/${need.id}`, icon: 'messengers', what: t`Judge the danger anew`, title: need.title, more: [], aside: due(need, 24 * 7) })),
    ...(of.harm_reviews ?? []).map((need): Line => ({ key: `h${need.id}`, to: `/campaigns/${need.id}/plan`, icon: 'campaigns', what: t`Review again what it could set off`, title: need.title, more: [], aside: due(need, 24 * 7) })),
    ...(of.audiences ?? []).map((need): Line => ({ key: `a${need.id}`, to: `/audiences/${need.id}`, icon: 'audiences', what: t`Look at a delicate audience`, title: need.title, more: [], aside: since(need) })),
    ...(of.backings ?? []).map((need): Line => ({ key: `b${need.id}`, to: '/partnerships', icon: 'campaigns', what: t`Confirm who is behind it`, title: need.title, more: [], aside: since(need) })),
    ...(of.drafts ?? []).map((draft): Line => {
      const missing = count(draft.missing)
      const first = date(draft.starts_on)
      return { key: draft.id, to: `/campaigns/${draft.id}/plan`, icon: 'campaigns', what: t`Complete the plan`, title: draft.title, more: [t`begins ${first}`], aside: <Chip tone="idle">{t`${missing} parts missing`}</Chip> }
    }),
  ]
}

/** Why a delivery stands where it stands, where the code has words. */
function useReason() {
  const words = useProblemWords()
  return (code: string) => (code === '' ? '' : words.reason(code))
}
