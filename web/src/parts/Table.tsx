import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Button } from './Button'
import { Tick } from './Choice'
import { Icon } from './Icon'
import style from './Table.module.css'

export interface Column<Row> {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** Numbers stand at the end of their column. */
  numeric?: boolean
  /** Whether the service can sort by it; its id is what is asked for. */
  sortable?: boolean
  /** On a phone: title is the heading of the card, aside stands beside it,
   * hidden is left out. Others are lines with their header. */
  card?: 'title' | 'aside' | 'hidden'
  /** Keeps the words on one line. */
  tight?: boolean
}

export interface TableProps<Row> {
  /** What the rows are, for screen readers. */
  label: string
  columns: Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Sorted by: a column's id, with - before it when descending. */
  sort?: string
  onSort?: (sort: string) => void
  /** The keys of the rows that are ticked; with it every row has a box. */
  ticked?: ReadonlySet<string>
  onTick?: (ticked: Set<string>) => void
  /** Says which row a box is for. */
  rowLabel?: (row: Row) => string
  /** A last row, such as a total, with as many cells as there are columns. */
  foot?: ReactNode[]
  /** Reads the next page, where there is one. */
  onMore?: () => void
  loadingMore?: boolean
}

/** Rows that people compare. The head stays in sight; where there is no room
 * for columns, each row becomes a card. */
export function Table<Row>(props: TableProps<Row>) {
  const { t } = useLingui()
  const { label, columns, rows, rowKey, ticked, foot, onMore, loadingMore } = props
  return (
    <div className={style.frame}>
      {/* Laid out as cards, a table would lose its meaning without the roles. */}
      <table className={style.table} role="table" aria-label={label}>
        <thead role="rowgroup">
          <tr role="row">
            {ticked && <th role="columnheader" className={style.tick}><TickAll {...props} /></th>}
            {columns.map((column) => <Head key={column.id} column={column} sort={props.sort} onSort={props.onSort} />)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => <Line key={rowKey(row)} row={row} table={props} />)}
        </tbody>
        {foot && (
          <tfoot role="rowgroup">
            <tr role="row">{foot.map((cell, i) => <Cell key={columns[i]?.id ?? i} column={columns[i] as Column<unknown> | undefined}>{cell}</Cell>)}</tr>
          </tfoot>
        )}
      </table>
      {onMore && <div className={style.more}><Button small pending={loadingMore} onClick={onMore}>{t`Show more`}</Button></div>}
    </div>
  )
}

function Head<Row>({ column, sort, onSort }: { column: Column<Row>; sort?: string; onSort?: (sort: string) => void }) {
  const up = sort === column.id
  const down = sort === `-${column.id}`
  const order = up ? 'ascending' : down ? 'descending' : undefined
  return (
    <th role="columnheader" scope="col" aria-sort={order} className={column.numeric ? style.numeric : undefined}>
      {column.sortable && onSort
        ? (
          <button type="button" className={style.sort} onClick={() => onSort(up ? `-${column.id}` : column.id)}>
            <span>{column.header}</span><Icon name={up ? 'up' : down ? 'down' : 'sort'} size={14} />
          </button>
        )
        : column.header}
    </th>
  )
}

function Line<Row>({ row, table }: { row: Row; table: TableProps<Row> }) {
  const { ticked, onTick, rowKey, rowLabel } = table
  const key = rowKey(row)
  const on = ticked?.has(key) ?? false
  return (
    <tr role="row" data-ticked={on || undefined}>
      {ticked && (
        <td role="cell" className={style.tick}>
          <TickBox label={rowLabel?.(row) ?? key} on={on} onChange={(next) => onTick?.(toggled(ticked, key, next))} />
        </td>
      )}
      {table.columns.map((column) => <Cell key={column.id} column={column}>{column.cell(row)}</Cell>)}
    </tr>
  )
}

function Cell<Row>({ column, children }: { column: Column<Row> | undefined; children: ReactNode }) {
  const classes = [column?.numeric && style.numeric, column?.tight && style.tight].filter(Boolean).join(' ')
  return (
    <td role="cell" data-card={column?.card} className={classes}>
      {!column?.card && <span className={style.name} aria-hidden="true">{column?.header}</span>}
      <div className={style.value}>{children}</div>
    </td>
  )
}

function TickAll<Row>({ rows, rowKey, ticked, onTick }: TableProps<Row>) {
  const { t } = useLingui()
  const all = rows.length > 0 && rows.every((row) => ticked?.has(rowKey(row)))
  return <TickBox label={t`Tick all rows`} on={all} onChange={(on) => onTick?.(new Set(on ? rows.map(rowKey) : []))} />
}

function TickBox({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className={style.box} data-selected={on || undefined}>
      <input type="checkbox" className="unseen" aria-label={label} checked={on} onChange={(event) => onChange(event.target.checked)} />
      <Tick />
    </label>
  )
}

function toggled(before: ReadonlySet<string>, key: string, on: boolean): Set<string> {
  const after = new Set(before)
  if (on) after.add(key)
  else after.delete(key)
  return after
}
