import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useRead } from '../api/queries'
import { Link } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Section } from '../parts/Page'
import { ProgressRing } from '../parts/Progress'
import { useFormats } from '../parts/useFormats'
import type { Schema } from '../api/client'
import { boxWords, gapAddress, gapWords, goTo, placeOf, type BoxName, type Gap } from './gaps'
import style from './Plan.module.css'

/** How complete each box of the plan is; what is missing leads to its field. */
export function Boxes({ campaign }: { campaign: string }) {
  const reading = useRead('/campaigns/{id}/completeness', { path: { id: campaign } }, { follows: ['messages', 'messengers', 'channels'] })
  return (
    <Loaded of={reading} shape="text">
      {({ boxes }) => <ol className={style.boxes}>{boxes.map((box) => <Box key={box.name} of={box} campaign={campaign} />)}</ol>}
    </Loaded>
  )
}

function Box({ of, campaign }: { of: Schema<'Box'>; campaign: string }) {
  const { i18n, t } = useLingui()
  const { count } = useFormats()
  const name = i18n._(boxWords[of.name as BoxName].name)
  const shown = of.gaps.slice(0, 4)
  const rest = count(of.gaps.length - shown.length)
  return (
    <li className={style.box}>
      <div className={style.boxHead}><ProgressRing label={name} done={of.parts - of.gaps.length} of={of.parts} /><a href={`#${placeOf(`/${of.name}`)}`}>{name}</a></div>
      {of.gaps.length > 0 && (
        <ul className={style.gaps} aria-label={t`Missing in ${name}`}>
          {shown.map((gap) => <li key={`${gap.id}${gap.pointer}`}><GapLink gap={gap} campaign={campaign} /></li>)}
          {of.gaps.length > shown.length && <li>{t`and ${rest} more`}</li>}
        </ul>
      )}
    </li>
  )
}

function GapLink({ gap, campaign }: { gap: Gap; campaign: string }) {
  const { i18n, t } = useLingui()
  const { country } = useFormats()
  const words = gapWords(gap)
  const there = country(gap.pointer.split('/').at(-1) ?? '')
  if (gap.kind === 'channel') return <Link to={gapAddress(gap, campaign) as string}>{t`A channel in ${there}`}</Link>
  const says = words ? i18n._(words) : gap.pointer
  if (gap.kind === 'organization') return says
  if (gap.kind !== 'campaign') return <Link to={gapAddress(gap, campaign) as string}>{says}</Link>
  return <a href={`#${placeOf(gap.pointer)}`} onClick={(event) => { event.preventDefault(); goTo(gap.pointer) }}>{says}</a>
}

/** One box of the plan with its fields. */
export function BoxSection({ name, children }: { name: BoxName; children: ReactNode }) {
  const { i18n } = useLingui()
  const words = boxWords[name]
  return (
    <div id={placeOf(`/${name}`)} className={style.place}>
      <Section title={i18n._(words.name)} lead={i18n._(words.lead)} sheet>{children}</Section>
    </div>
  )
}

/** A place that a gap can lead to. */
export function Place({ at, children }: { at: string; children: ReactNode }) {
  return <div id={placeOf(at)} className={style.place}>{children}</div>
}
