import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { usePost, useRead } from '../api/queries'
import { useSession } from '../app/session'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { Confirm } from '../parts/Dialog'
import { Link } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Page, Section } from '../parts/Page'
import { Chip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { Time } from '../parts/Time'
import { useFormats } from '../parts/useFormats'
import style from './Messengers.module.css'

type Envelope = Schema<'Envelope'>

/** A code on paper, made for somebody. */
export interface Paper { custodian: string, secret: string }

/** Whose code lies in a sealed envelope. */
export function Envelopes({ onMade }: { onMade: (paper: Paper) => void }) {
  const { t } = useLingui()
  const reading = useRead('/envelopes')
  const [making, setMaking] = useState<Envelope | null>(null)
  const columns = useColumns(setMaking)
  return (
    <Section title={t`Sealed envelopes`} lead={t`When a life is in danger, a custodian opens an identity alone with the code in their envelope. A colleague makes it and seals it away; each code works once.`}>
      <Loaded of={reading}>
        {({ items, ombudsperson }) => (
          <>
            <Watch who={ombudsperson} />
            <Table label={t`Sealed envelopes`} columns={columns} rows={items} rowKey={(row) => row.custodian_id} />
          </>
        )}
      </Loaded>
      {making && <Make of={making} onClose={() => setMaking(null)} onMade={onMade} />}
    </Section>
  )
}

/** Who is told outside of the organisation. */
export function Watch({ who }: { who: string }) {
  const { t } = useLingui()
  const names = useSession().allows('people.write')
  if (who) return <p>{t`${who} is your ombudsperson and is told at once when an envelope is used.`}</p>
  return (
    <Banner tone="warning" title={t`Nobody can open an identity alone yet`} action={names && <Link to="/people">{t`People`}</Link>}>
      {t`An administrator who is no custodian has to name an ombudsperson first, under People.`}
    </Banner>
  )
}

function Make({ of, onClose, onMade }: { of: Envelope; onClose: () => void; onMade: (paper: Paper) => void }) {
  const { t } = useLingui()
  const make = usePost('/envelopes')
  const who = of.custodian
  const confirm = () => make.mutate({ body: { custodian_id: of.custodian_id } }, {
    onSuccess: ({ body }) => { onClose(); if (body.secret) onMade({ custodian: who, secret: body.secret }) },
  })
  return (
    <Confirm title={t`Make a code for ${who}?`} open onClose={onClose} confirm={t`Make the code`} pending={make.isPending} problem={make.error} onConfirm={confirm}>
      <p>{t`You see it once, to print it. Put the page into an envelope, close it, and sign across the flap; ${who} must not see it before it is needed.`}</p>
      {of.state === 'sealed' && <p>{t`The code that lies in the old envelope stops working.`}</p>}
    </Confirm>
  )
}

function useColumns(onMake: (envelope: Envelope) => void): Column<Envelope>[] {
  const { t } = useLingui()
  return [
    { id: 'who', header: t`Whose`, card: 'title', cell: (row) => <bdi>{row.custodian}</bdi> },
    { id: 'state', header: t`Status`, card: 'aside', cell: (row) => <State of={row} /> },
    { id: 'maker', header: t`Made by`, cell: (row) => (row.made_by ? <bdi>{row.made_by}</bdi> : '–') },
    { id: 'since', header: t`Since`, tight: true, cell: (row) => (row.made_at ? <Time at={row.used_at ?? row.made_at} /> : '–') },
    {
      id: 'make', header: t`What can be done`,
      cell: (row) => (row.mine ? t`A colleague makes yours` : <Button small icon="lock" onClick={() => onMake(row)}>{row.state === 'sealed' ? t`Replace the code` : t`Make a code`}</Button>),
    },
  ]
}

function State({ of }: { of: Envelope }) {
  const { t } = useLingui()
  return {
    none: <Chip tone="warning">{t`No envelope yet`}</Chip>, sealed: <Chip tone="done">{t`In an envelope`}</Chip>, used: <Chip tone="warning">{t`Code used`}</Chip>,
  }[of.state]
}

/** The page that is printed, put into an envelope and forgotten here. */
export function Sheet({ of: { custodian, secret }, onDone }: { of: Paper; onDone: () => void }) {
  const { t } = useLingui()
  const { moment } = useFormats()
  const { name, organization } = useSession()
  const [day] = useState(() => moment(new Date().toISOString()))
  return (
    <Page title={t`Code for ${custodian}`} lead={<bdi>{organization.name}</bdi>}>
      <Section sheet>
        <p>{t`To be opened by ${custodian} alone, when somebody's life is in danger and nobody can be asked. The code opens one identity, once.`}</p>
        <code dir="ltr" className={style.code}>{secret}</code>
        <p>{t`Sign in, open the page of the messenger, choose “Ask to open it” and “break the glass”, and type the code. Every custodian and the ombudsperson are told at once, and a colleague has to judge it within a day.`}</p>
        <p>{t`Made by ${name}, ${day}.`}</p>
      </Section>
      <div className="screen-only">
        <Banner tone="warning" title={t`It is shown this once`}>{t`Print it, seal it in an envelope without showing it to ${custodian}, and let them lock it away. Nobody can look it up later.`}</Banner>
        <Buttons>
          <Button look="primary" icon="print" onClick={() => window.print()}>{t`Print`}</Button>
          <Button icon="check" onClick={onDone}>{t`It is in the envelope`}</Button>
        </Buttons>
      </div>
    </Page>
  )
}
