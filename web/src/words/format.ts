/** Who reads: decides digits, calendar and the zone that times are told in. */
export interface Reader {
  /** For Intl, with calendar and digits where the language wants its own. */
  intl: string
  /** IANA zone. */
  zone: string
}

/** A time on the wall somewhere, as the API spells it. */
export interface LocalTime {
  local: string
  zone: string
}

export interface Money {
  amount: string
  currency: string
}

/** What stands where a number is not known. Never 0. */
export const notKnown = '–'

export type Formats = ReturnType<typeof formats>

/** Everything that turns a value into text for one reader. An unknown value
 * (null) becomes a dash. */
export function formats(reader: Reader) {
  const { intl, zone } = reader
  const number = (options?: Intl.NumberFormatOptions) => new Intl.NumberFormat(intl, options)
  const date = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(intl, options)

  const whole = number({ maximumFractionDigits: 0 })
  const day = date({ timeZone: zone, dateStyle: 'medium' })
  const dayOnly = date({ timeZone: 'UTC', dateStyle: 'medium' })
  const moment = date({ timeZone: zone, ...toTheMinute })
  const clock = date({ timeZone: zone, ...onTheClock })
  const wall = date({ timeZone: 'UTC', ...onTheClock })

  return {
    reader,
    count: orDash((n: number) => whole.format(n)),
    compact: orDash((n: number) => number({ notation: 'compact', maximumFractionDigits: 1 }).format(n)),
    decimal: orDash((n: number, digits: number = 1) => number({ maximumFractionDigits: digits, minimumFractionDigits: digits }).format(n)),
    /** A share between 0 and 1. */
    percent: orDash((share: number, digits: number = 1) => number({ style: 'percent', maximumFractionDigits: digits }).format(share)),
    money: orDash(({ amount, currency }: Money) =>
      number({ style: 'currency', currency, currencyDisplay: 'code' }).format(amount as Intl.StringNumericLiteral)),
    /** An instant, as a day of the reader. */
    day: orDash((at: string) => day.format(new Date(at))),
    /** A date without a time, such as 2027-03-21, which is the same day everywhere. */
    date: orDash((plain: string) => dayOnly.format(new Date(`${plain}T00:00:00Z`))),
    /** The same with the name of the day, for lists of days. */
    weekday: orDash((plain: string) =>
      date({ timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long' }).format(new Date(`${plain}T00:00:00Z`))),
    /** An instant, as day and time of the reader. */
    moment: orDash((at: string) => moment.format(new Date(at))),
    clock: orDash((at: string) => clock.format(new Date(at))),
    /** A time on a clock somewhere, such as 19:30. */
    wall: orDash((time: string) => wall.format(new Date(`1970-01-01T${time}:00Z`))),
    /** A wall time with its zone named unless the reader lives by it. */
    local: orDash((time: LocalTime) => localText(time, reader)),
    /** The same instant in another zone, always with the zone named. */
    elsewhere: (at: string, there: string) =>
      `${date({ timeZone: there, ...toTheMinute }).format(new Date(at))} (${zoneName(there, intl, new Date(at))})`,
    list: (items: string[]) => new Intl.ListFormat(intl, { type: 'conjunction' }).format(items),
    /** From now until at; negative is past. */
    relative: (at: string, now: number) => relative(Date.parse(at) - now, intl),
    country: (code: string) => named('region', code, intl),
    language: (tag: string) => named('language', tag, intl),
    zone: (name: string, at = new Date()) => zoneName(name, intl, at),
  }
}

const onTheClock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
const toTheMinute: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric', ...onTheClock }

function orDash<T, Rest extends number[] = []>(format: (value: T, ...rest: Partial<Rest>) => string) {
  return (value: T | null | undefined, ...rest: Partial<Rest>) => (value == null ? notKnown : format(value, ...rest))
}

function localText({ local, zone }: LocalTime, reader: Reader): string {
  // A wall time is formatted as if it were UTC, so that no zone moves it.
  const wall = new Date(`${local.slice(0, 16)}:00Z`)
  const text = new Intl.DateTimeFormat(reader.intl, { timeZone: 'UTC', ...toTheMinute }).format(wall)
  return zone === reader.zone ? text : `${text} (${zoneName(zone, reader.intl, wall)})`
}

function zoneName(zone: string, intl: string, at: Date): string {
  const part = (timeZoneName: 'shortGeneric' | 'shortOffset') =>
    new Intl.DateTimeFormat(intl, { timeZone: zone, timeZoneName }).formatToParts(at).find((p) => p.type === 'timeZoneName')?.value ?? zone
  const name = part('shortGeneric')
  const offset = part('shortOffset')
  return name === offset ? offset : `${name}, ${offset}`
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000],
]

function relative(ms: number, intl: string): string {
  const step = steps.find(([, size]) => Math.abs(ms) >= size)
  if (!step) return new Intl.RelativeTimeFormat(intl, { numeric: 'auto' }).format(0, 'second')
  const [unit, size] = step
  return new Intl.RelativeTimeFormat(intl, { numeric: 'always' }).format(Math.trunc(ms / size), unit)
}

function named(type: 'region' | 'language', code: string, intl: string): string {
  try {
    return new Intl.DisplayNames(intl, { type, fallback: 'code' }).of(code) ?? code
  } catch {
    return code // a private-use tag that Intl refuses is still better than nothing
  }
}
