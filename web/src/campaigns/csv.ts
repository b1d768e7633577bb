import type { Campaign } from './useCampaign'

const columns: [string, (row: Campaign) => string][] = [
  ['id', (row) => row.id],
  ['title', (row) => row.title],
  ['public_name', (row) => row.public_name],
  ['goal', (row) => row.goal.statement],
  ['countries', (row) => row.countries.map(({ country, state }) => `${country}:${state}`).join(' ')],
  ['starts_on', (row) => row.starts_on],
  ['ends_on', (row) => row.ends_on],
  ['state_involvement', (row) => row.state_involvement],
  ['evaluation_design', (row) => row.evaluation_design],
  ['demonstration', (row) => String(row.demonstration)],
]

/** The rows as a file for a spreadsheet, with the names of the wire. */
export function csvOf(rows: readonly Campaign[]): string {
  const lines = rows.map((row) => columns.map(([, value]) => cell(value(row))).join(','))
  return `${[columns.map(([name]) => name).join(','), ...lines].join('\r\n')}\r\n`
}

// A spreadsheet would carry out what begins like a formula.
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

/** Hands a text to the browser as a file, with the mark by which spreadsheets
 * know UTF-8. */
export function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
