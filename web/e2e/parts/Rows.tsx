import { useState } from 'react'
import { Count, KeyFigure, KeyFigures } from '../../src/parts/Amount'
import { Button, Buttons, IconButton } from '../../src/parts/Button'
import { Confirm, Dialog } from '../../src/parts/Dialog'
import { Menu } from '../../src/parts/Menu'
import { Filters, Page, Section } from '../../src/parts/Page'
import { ProgressRing } from '../../src/parts/Progress'
import { Select } from '../../src/parts/Select'
import { StateChip } from '../../src/parts/StateChip'
import { Table, type Column } from '../../src/parts/Table'
import { SectionNav } from '../../src/parts/Tabs'
import { SearchField } from '../../src/parts/TextField'
import { Deadline } from '../../src/parts/Time'
import { say } from '../../src/parts/toast'
import { UserText } from '../../src/parts/UserText'
import { useFormats } from '../../src/parts/useFormats'
import { useWords } from '../../src/parts/useWords'

interface Row { id: string; title: string; lang: string; country: string; type: string; state: string; done: number; reach: number | null; due: number }

const rows: Row[] = [
  { id: '1', title: 'Bread and books', lang: 'en', country: 'TJ', type: 'alternative_narrative', state: 'live', done: 7, reach: 48210, due: 30 },
  { id: '2', title: 'Сабри модар', lang: 'tg-Cyrl', country: 'TJ', type: 'counter_narrative', state: 'awaiting_approval', done: 6, reach: null, due: 5 },
  { id: '3', title: 'صدای صلح در کابل', lang: 'fa-AF', country: 'AF', type: 'alternative_narrative', state: 'paused', done: 5, reach: 1204, due: -20 },
  { id: '4', title: 'Vatan — bizning uyimiz, va har bir yosh uning egasi', lang: 'uz-Latn', country: 'UZ', type: 'gov_strategic_comms', state: 'draft', done: 2, reach: null, due: 400 },
  { id: '5', title: 'Айылдагы кеңеш', lang: 'ky', country: 'KG', type: 'alternative_narrative', state: 'evaluated', done: 7, reach: 1250000, due: 0 },
  { id: '6', title: 'Ынтымақ', lang: 'kk-Cyrl', country: 'KZ', type: 'counter_narrative', state: 'refused', done: 7, reach: 0, due: 0 },
]

function useColumns(): Column<Row>[] {
  const { country } = useFormats()
  const words = useWords()
  return [
    { id: 'title', header: 'Campaign', card: 'title', sortable: true, cell: (row) => <a href={`#${row.id}`}><UserText lang={row.lang}>{row.title}</UserText></a> },
    { id: 'state', header: 'State', card: 'aside', cell: (row) => <StateChip of="campaign" state={row.state} /> },
    { id: 'country', header: 'Country', cell: (row) => country(row.country) },
    { id: 'type', header: 'Message type', cell: (row) => words.term('message_type', row.type) },
    { id: 'plan', header: 'Plan', cell: (row) => <ProgressRing label="Plan" done={row.done} of={7} /> },
    { id: 'due', header: 'Next deadline', tight: true, cell: (row) => (row.due === 0 ? <Count value={null} /> : <Deadline at={new Date(Date.now() + row.due * 3_600_000).toISOString()} />) },
    { id: 'reach', header: 'Reached', numeric: true, sortable: true, cell: (row) => <Count value={row.reach} missing="not_yet_final" /> },
  ]
}

export function Rows() {
  const { count } = useFormats()
  const words = useWords()
  const columns = useColumns()
  const [sort, setSort] = useState('-reach')
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set(['2']))
  const [type, setType] = useState<string>('')
  const [search, setSearch] = useState('')
  const [open, setOpen] = useState<'' | 'stop' | 'details'>('')
  return (
    <Page title="Campaigns" lead="Everything that Orien Media plans, runs and has finished."
      nav={<SectionNav label="Campaigns"><a href="#a" aria-current="page">All</a><a href="#b">Mine</a><a href="#c">Shared with us</a></SectionNav>}
      actions={(
        <Buttons>
          <Button look="primary" icon="add" onClick={() => say('Saved.')}>Plan a campaign</Button>
          <Button icon="stop" look="danger" onClick={() => setOpen('stop')}>Stop everything</Button>
          <Menu label="More" entries={[{ id: 'csv', label: 'Download CSV', icon: 'download', onAction: () => {} }, { id: 'all', label: 'All columns', chosen: true, onAction: () => {} }]}>
            <IconButton icon="more" label="More" />
          </Menu>
        </Buttons>
      )}>
      <KeyFigures>
        <KeyFigure label="Live">{count(3)}</KeyFigure>
        <KeyFigure label="Waiting for approval" note="oldest 2 days">{count(4)}</KeyFigure>
        <KeyFigure label="Reached, at least">{count(1299414)}</KeyFigure>
        <KeyFigure label="Deliveries in doubt">{count(null)}</KeyFigure>
      </KeyFigures>
      <Section>
        <Filters>
          <SearchField label="Search" value={search} onChange={setSearch} />
          <Select label="Message type" choices={words.terms('message_type')} value={type} onChange={setType} placeholder="Any" />
          <Select label="State" choices={[]} value="" onChange={() => {}} placeholder="Any" />
        </Filters>
        <Table label="Campaigns" columns={columns} rows={rows} rowKey={(row) => row.id} rowLabel={(row) => row.title} sort={sort} onSort={setSort}
          ticked={ticked} onTick={setTicked} onMore={() => setOpen('details')} />
      </Section>
      <Confirm title="Stop everything?" open={open === 'stop'} onClose={() => setOpen('')} onConfirm={() => setOpen('')} confirm="Stop everything" danger>
        <p>Nothing is sent from now on, in every country and on every channel. Two people have to agree before it goes on.</p>
      </Confirm>
      <Dialog title="Details" open={open === 'details'} onClose={() => setOpen('')} side><p>What belongs to the row.</p></Dialog>
    </Page>
  )
}
