import { useLingui } from '@lingui/react/macro'
import { useId, useState, type ReactNode } from 'react'
import { Button } from '../parts/Button'
import { useWidth } from './useWidth'
import style from './Figure.module.css'

/** The numbers behind a drawing. */
export interface FigureTable {
  head: string[]
  rows: (string | number | null)[][]
}

export interface FigureProps {
  title: string
  /** The sentence that says how the numbers came about. Always shown. */
  sentence?: ReactNode
  /** Signs and what they mean. */
  legend?: ReactNode
  table: FigureTable
  /** Draws at the width there is. */
  children: (width: number) => ReactNode
}

/** A drawing with its title, its sentence and, one press away, its table.
 * Screen readers get the table. */
export function Figure({ title, sentence, legend, table, children }: FigureProps) {
  const { t } = useLingui()
  const [asTable, setAsTable] = useState(false)
  const { place, width } = useWidth<HTMLDivElement>()
  const id = useId()
  return (
    <figure className={style.figure} aria-labelledby={id}>
      <figcaption className={style.head}>
        <span id={id} className={style.title}>{title}</span>
        <Button small look="quiet" icon={asTable ? 'chart' : 'table'} onClick={() => setAsTable(!asTable)}>
          {asTable ? t`Show as chart` : t`Show as table`}
        </Button>
      </figcaption>
      <div ref={place} className={style.place}>
        {asTable ? <DataTable title={title} table={table} /> : <div aria-hidden="true">{children(width)}</div>}
      </div>
      {!asTable && <div className="unseen"><DataTable title={title} table={table} /></div>}
      {!asTable && legend && <div className={style.legend}>{legend}</div>}
      {sentence && <p className={style.sentence}>{sentence}</p>}
    </figure>
  )
}

function DataTable({ title, table }: { title: string; table: FigureTable }) {
  return (
    <div className={style.scroll} tabIndex={0} role="region" aria-label={title}>
      <table className={style.table}>
        <caption className="unseen">{title}</caption>
        <thead><tr>{table.head.map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
        <tbody>
          {table.rows.map((row, i) => (
            <tr key={i}>{row.map((cell, j) => (j === 0 ? <th key={j} scope="row">{cell}</th> : <td key={j}>{cell ?? '–'}</td>))}</tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A sign of the legend with its meaning. */
export function Key({ children, sign }: { children: ReactNode; sign: ReactNode }) {
  return <span className={style.key}><svg width="28" height="14" viewBox="0 0 28 14" aria-hidden="true">{sign}</svg>{children}</span>
}
