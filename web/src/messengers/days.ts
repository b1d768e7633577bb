/** Today, as the person's own calendar day. */
export function today(): string {
  const now = new Date()
  return dayOf(now.getFullYear(), now.getMonth(), now.getDate())
}

/** The same day some years later. */
export function yearsFrom(day: string, years: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return dayOf(year + years, month - 1, date)
}

/** The last moment of a day where the person is, for the wire; nothing for no
 * day. */
export function endOf(day: string): string {
  return day === '' ? '' : new Date(`${day}T23:59:59`).toISOString()
}

function dayOf(year: number, month: number, date: number): string {
  return new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10)
}
