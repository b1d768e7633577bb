import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { useList, usePost } from '../api/queries'
import { useSession } from '../app/session'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { CheckboxGroup } from '../parts/Choice'
import { DateField } from '../parts/DateField'
import { Fields, Form } from '../parts/Form'
import { Link } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Section } from '../parts/Page'
import { Select } from '../parts/Select'
import { say } from '../parts/toast'
import { useFormats } from '../parts/useFormats'
import { countries } from '../words/vocabulary'
import { regionalZones } from '../words/zones'
import { Clock, Standing, type Submission } from './Submissions'
import style from './Approvals.module.css'

type Sent = Schema<'SubmitRequest'> & Required<Pick<Schema<'SubmitRequest'>, 'period'>>
type Country = Sent['countries'][number]

export interface SubmitPanelProps {
  /** The version that is put before countries: the newest of the message. */
  versionId: string
  messageId: string
  /** The languages of its texts. */
  languages: string[]
  campaign: Pick<Schema<'Campaign'>, 'countries' | 'starts_on' | 'ends_on'>
  /** Whether a colleague passed it; before, it cannot be submitted. */
  reviewed: boolean
}

/** Where a version stands in each country, and how it is put before those
 * that have not been asked. */
export function SubmitPanel(props: SubmitPanelProps) {
  const { t } = useLingui()
  const list = useList('/submissions', { query: { message_id: props.messageId } })
  return (
    <Section title={t`Approvals`} sheet>
      <Loaded of={list}>
        {(rows) => {
          const own = rows.filter((row) => row.version_id === props.versionId && row.state !== 'voided')
          return <><Asked of={own} countries={props.campaign.countries.map(({ country }) => country)} /><Ask {...props} asked={own} /></>
        }}
      </Loaded>
    </Section>
  )
}

function Asked({ of, countries }: { of: Submission[]; countries: string[] }) {
  const { t } = useLingui()
  const { country } = useFormats()
  return (
    <div role="list">
      {countries.map((code) => {
        const found = of.find((row) => row.country === code)
        return (
          <div key={code} role="listitem" className={style.country}>
            {found ? <Link to="/approvals/$submissionId" params={{ submissionId: found.id }}>{country(code)}</Link> : <span>{country(code)}</span>}
            {found ? <Standing of={found} /> : <span className={style.soft}>{t`Not asked yet`}</span>}
            {found ? <Clock of={found} /> : <span />}
          </div>
        )
      })}
    </div>
  )
}

function Ask({ versionId, languages, campaign, reviewed, asked }: SubmitPanelProps & { asked: Submission[] }) {
  const { t } = useLingui()
  const session = useSession()
  const left = campaign.countries.map(({ country }) => country).filter((code) => !asked.some((row) => row.country === code))
  if (!session.allows('messages.submit') || left.length === 0) return null
  if (!reviewed) return <Banner title={t`Not reviewed yet`}>{t`A colleague who did not write it reviews this version first.`}</Banner>
  return <AskForm versionId={versionId} languages={languages} left={left} from={campaign.starts_on} to={campaign.ends_on} />
}

function AskForm({ versionId, languages, left, from, to }: { versionId: string; languages: string[]; left: string[]; from: string; to: string }) {
  const { t } = useLingui()
  const { country, zone } = useFormats()
  const channels = useList('/channels', { query: { limit: 200 } })
  const submit = usePost('/submissions', { touches: ['campaigns', 'messages', 'versions'] })
  const today = new Date().toISOString().slice(0, 10)
  const [sent, setSent] = useState<Sent>({
    version_id: versionId, countries: left as Country[], channel_ids: [], period: { from: from > today ? from : today, to, zone: zoneOf(left[0]) },
  })
  const usable = (channels.data ?? []).filter((channel) => channel.languages.some((tag) => languages.includes(tag)) && channel.countries.some((code) => sent.countries.some((asked) => asked === code)))
  const period = (change: Partial<Sent['period']>) => setSent({ ...sent, period: { ...sent.period, ...change } })
  return (
    <Form problem={submit.error} onSubmit={() => submit.mutate({ body: sent }, { onSuccess: () => say(t`Submitted. The clocks are running.`) })}>
      <CheckboxGroup label={t`Countries`} required pointer="/countries" choices={left.map((id) => ({ id, label: country(id) }))}
        value={sent.countries} onChange={(countries) => setSent({ ...sent, countries: countries as Country[] })} />
      <CheckboxGroup label={t`Channels`} required pointer="/channel_ids" value={sent.channel_ids} onChange={(channel_ids) => setSent({ ...sent, channel_ids })}
        choices={usable.map(({ id, name, platform }) => ({ id, label: name, hint: platform }))} />
      <Fields>
        <DateField label={t`First day`} required pointer="/period/from" value={sent.period.from} onChange={(day) => period({ from: day ?? '' })} />
        <DateField label={t`Last day`} required pointer="/period/to" value={sent.period.to} onChange={(day) => period({ to: day ?? '' })} />
        <Select label={t`Time zone`} pointer="/period/zone" value={sent.period.zone} onChange={(name) => period({ zone: name })}
          choices={regionalZones.map((id) => ({ id, label: zone(id) }))} />
      </Fields>
      <Buttons><Button type="submit" look="primary" pending={submit.isPending} disabled={sent.countries.length === 0 || sent.channel_ids.length === 0}>{t`Submit to countries`}</Button></Buttons>
    </Form>
  )
}

/** The zone of a country: both lists are in the order of menus. */
function zoneOf(country: string | undefined): string {
  return regionalZones[countries.findIndex((code) => code === country)] ?? regionalZones[0]
}
