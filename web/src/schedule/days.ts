/** Days as 2027-03-21, without any zone. */
export type Day = string

const length = 86_400_000

/** A day some days later; earlier where they are negative. */
export function plus(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * length).toISOString().slice(0, 10)
}

/** The Monday of a day's week. */
export function monday(day: Day): Day {
  return plus(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))
}

/** The first day of a day's month. */
export function first(day: Day): Day { return `${day.slice(0, 7)}-01` }

/** The first day of the month that lies some months away. */
export function plusMonths(day: Day, months: number): Day {
  const at = new Date(`${first(day)}T00:00:00Z`)
  at.setUTCMonth(at.getUTCMonth() + months)
  return at.toISOString().slice(0, 10)
}

/** Days that follow each other. */
export function daysFrom(day: Day, n: number): Day[] { return Array.from({ length: n }, (_, i) => plus(day, i)) }

/** Today where the reader is. */
export function today(): Day { return new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10) }

/** A day for Intl, which is told to read it in UTC. */
export function asDate(day: Day): Date { return new Date(`${day}T00:00:00Z`) }

/** The instant at which a day begins in UTC. */
export function begins(day: Day): string { return `${day}T00:00:00Z` }

/** A wall time: a day and a clock such as 19:30. */
export function wall(day: Day, clock: string): string { return `${day}T${clock}` }

/** The instant of a wall time where the reader is, or now if it has not come
 * yet. A clock that cannot be read is noon. */
export function happened(day: Day, clock: string): string {
  const at = new Date(`${day}T${/^([01]\d|2[0-3]):[0-5]\d$/.test(clock) ? clock : '12:00'}:00`)
  return new Date(Math.min(at.getTime(), Date.now())).toISOString()
}

/** A Monday, to name the days of the week by. */
export const anyMonday: Day = '2026-01-05'

/** The zone that days and wall times are formatted in, so that none moves them. */
export const nowhere = 'UTC'
