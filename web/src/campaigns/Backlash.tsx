import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { useDocument } from '../api/queries'
import { useSession } from '../app/session'
import { Button } from '../parts/Button'
import { Dialog } from '../parts/Dialog'
import { Link } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Section } from '../parts/Page'
import { Chip } from '../parts/StateChip'
import { Time } from '../parts/Time'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { Evidence } from '../schedule/Evidence'
import { BacklashRules } from './BacklashRules'
import { Tallies } from './Tallies'
import { useCampaign } from './useCampaign'
import style from './Plan.module.css'

type Document = Schema<'Backlash'>

/** How people receive a campaign, when the program stops it, and when it did. */
export function Backlash() {
  const { campaign } = useCampaign()
  const reading = useDocument('/campaigns/{id}/backlash', { path: { id: campaign.id } }, { follows: ['holds'] })
  return (
    <>
      <Loaded of={reading}>
        {({ body, etag }) => (
          <>
            {body.holds.length > 0 && <Stops of={body.holds} />}
            <Rules campaign={campaign.id} of={body} etag={etag} />
          </>
        )}
      </Loaded>
      <Tallies campaign={campaign.id} />
    </>
  )
}

function Stops({ of }: { of: Document['holds'] }) {
  const { t } = useLingui()
  return (
    <Section title={t`Stopped by the program`} lead={t`It closes this campaign and nothing else. Two people decide together whether it goes on.`} sheet>
      <ul className={style.notes}>
        {of.map((hold) => (
          <li key={hold.id} className={style.note}>
            <div className={style.partHead}>
              <Time at={hold.closed_at} />
              {hold.opened_at ? <Chip tone="done">{t`Goes on`}</Chip> : <Chip tone="danger">{t`Stopped`}</Chip>}
            </div>
            <Evidence of={hold.evidence} />
            {!hold.opened_at && <Link to="/holds">{t`See what is stopped`}</Link>}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Rules({ campaign, of, etag }: { campaign: string; of: Document; etag: string | null }) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const writes = useSession().allows('backlash.write')
  const fresh = of.version === 0
  return (
    <Section title={t`When the program stops it`} sheet
      lead={t`When a share is reached in two windows one after the other, and there was enough to judge by, the program stops this campaign and tells people. It never lets it go on.`}
      actions={writes && <Button small icon="edit" onClick={() => setOpen(true)}>{fresh ? t`Set rules` : t`Change`}</Button>}>
      {of.rules.length === 0
        ? <p className={style.soft}>{t`No rule is set: only people stop this campaign.`}</p>
        : <ul className={style.notes}>{of.rules.map((rule) => <Rule key={rule.signal} of={rule} />)}</ul>}
      <Dialog title={t`When the program stops it`} open={open} onClose={() => setOpen(false)}>
        <BacklashRules campaign={campaign} rules={fresh ? of.offered : of.rules} etag={etag} onDone={() => setOpen(false)} />
      </Dialog>
    </Section>
  )
}

function Rule({ of }: { of: Document['rules'][number] }) {
  const { t } = useLingui()
  const { count, percent } = useFormats()
  const words = useWords()
  const [line, least, days] = [percent(of.share), count(of.minimum), count(of.days)]
  return (
    <li className={style.note}>
      <strong>{words.term('backlash_signal', of.signal)}</strong>
      <span>{t`${line} or more, of at least ${least}, twice in a row. Days of a window: ${days}.`}</span>
    </li>
  )
}
