import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { useList, useRead } from '../api/queries'
import { useSession } from '../app/session'
import { Button } from '../parts/Button'
import { EmptyState } from '../parts/EmptyState'
import { Loaded } from '../parts/Loaded'
import { Page, Section } from '../parts/Page'
import { Chip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { UserText } from '../parts/UserText'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { countries } from '../words/vocabulary'
import { ChangeRule, MakeRule } from './RuleForm'
import { ChangeWindow, MakeWindow } from './WindowForm'
import style from './Rules.module.css'

export type Rule = Schema<'ApprovalRule'>
export type ElectionWindow = Schema<'ElectionWindow'>

/** Who has to agree in each country, and when elections are near. */
export function Rules() {
  const { t } = useLingui()
  const session = useSession()
  const [making, setMaking] = useState<'rule' | 'window'>()
  const [rule, setRule] = useState<Rule>()
  const [window, setWindow] = useState<ElectionWindow>()
  const writes = session.allows('rules.write')
  return (
    <Page title={t`Who has to agree`} lead={t`Everybody named for a country has to agree before a message leaves. The bodies change: each rule says where it comes from and since when it holds.`}
      actions={writes && <Button look="primary" icon="add" onClick={() => setMaking('rule')}>{t`New rule`}</Button>}>
      <Countries change={writes ? setRule : undefined} />
      <Section title={t`Around elections`} lead={t`In these days a message of the state leaves only if somebody outside has agreed to it.`}
        actions={writes && <Button icon="add" onClick={() => setMaking('window')}>{t`New dates`}</Button>}>
        <Windows change={writes ? setWindow : undefined} />
      </Section>
      {making === 'rule' && <MakeRule onClose={() => setMaking(undefined)} />}
      {making === 'window' && <MakeWindow onClose={() => setMaking(undefined)} />}
      {rule && <ChangeRule id={rule.id} onClose={() => setRule(undefined)} />}
      {window && <ChangeWindow of={window} onClose={() => setWindow(undefined)} />}
    </Page>
  )
}

function Countries({ change }: { change?: (rule: Rule) => void }) {
  const { t } = useLingui()
  const { country } = useFormats()
  const columns = useRuleColumns(change)
  const list = useList('/approval_rules', { query: { limit: 200 } })
  return (
    <Loaded of={list}>
      {(rows) => countries.map((id) => {
        const own = rows.filter((rule) => rule.country === id).sort((a, b) => a.occasion.localeCompare(b.occasion)) // what is asked always first
        const name = country(id)
        return (
          <Section key={id} title={name}>
            {own.length === 0
              ? <EmptyState icon="approvals" title={t`Nobody is asked`}>{t`Without a rule nothing can be approved here.`}</EmptyState>
              : <Table label={name} columns={columns} rows={own} rowKey={(rule) => rule.id} />}
          </Section>
        )
      })}
    </Loaded>
  )
}

function useRuleColumns(change?: (rule: Rule) => void): Column<Rule>[] {
  const { t } = useLingui()
  const words = useWords()
  const { count, day } = useFormats()
  const columns: Column<Rule>[] = [
    { id: 'body', header: t`Who`, card: 'title', cell: (rule) => (
      <div className={style.stack}>
        <UserText>{rule.authority}</UserText>
        <span className={style.soft}>{words.term('approval_mode', rule.mode)}</span>
      </div>
    ) },
    { id: 'when', header: t`Asked about`, cell: (rule) => <About of={rule} /> },
    { id: 'people', header: t`People`, numeric: true, cell: (rule) => <>{count(rule.quorum)}{rule.signed && <Chip tone="idle">{t`signed`}</Chip>}</> },
    { id: 'since', header: t`Holds`, cell: (rule) => <>{day(rule.valid_from)} – {rule.valid_to && day(rule.valid_to)}</> },
    { id: 'source', header: t`Source`, cell: (rule) => <UserText>{rule.source}</UserText> },
    { id: 'named', header: t`Status`, card: 'aside', cell: (rule) => (
      rule.authority_id || rule.quorum === 0 ? <Chip tone="done">{t`In force`}</Chip> : <Chip tone="waiting">{t`Which organisation?`}</Chip>
    ) },
  ]
  if (!change) return columns
  return [...columns, { id: 'edit', header: t`Change`, cell: (rule) => <Button small icon="edit" onClick={() => change(rule)}>{t`Change`}</Button> }]
}

/** What a rule speaks about. */
function About({ of: rule }: { of: Rule }) {
  const { t } = useLingui()
  const words = useWords()
  const said = [
    rule.occasion && words.term('rule_occasion', rule.occasion),
    rule.message_type && words.term('message_type', rule.message_type),
    rule.channel_class && words.term('channel_class', rule.channel_class),
  ].filter((each) => each !== '')
  return <>{said.length === 0 ? t`Everything` : said.join(' · ')}</>
}

function Windows({ change }: { change?: (window: ElectionWindow) => void }) {
  const { t } = useLingui()
  const { country, day } = useFormats()
  const windows = useRead('/election_windows')
  const columns: Column<ElectionWindow>[] = [
    { id: 'title', header: t`Election`, card: 'title', cell: (w) => <UserText>{w.title}</UserText> },
    { id: 'country', header: t`Country`, cell: (w) => country(w.country) },
    { id: 'days', header: t`Days`, cell: (w) => <>{day(w.from)} – {day(w.to)}</> },
    { id: 'source', header: t`Source`, cell: (w) => <UserText>{w.source}</UserText> },
  ]
  if (change) columns.push({ id: 'edit', header: t`Change`, cell: (w) => <Button small icon="edit" onClick={() => change(w)}>{t`Change`}</Button> })
  return (
    <Loaded of={windows}>
      {({ items }) => (items.length === 0
        ? <EmptyState icon="schedule" title={t`No election is near`} />
        : <Table label={t`Around elections`} columns={columns} rows={items} rowKey={({ id }) => id} />)}
    </Loaded>
  )
}
