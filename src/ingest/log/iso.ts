/** A time as ISO 8601 in UTC with milliseconds, by hand: the date comes from the time before; a quarter of toISOString's time. */

export interface IsoDay {
  /** The last day whose date was written out: its begin, and "2026-10-14T". */
  start: number
  name: string
}

export function newIsoDay(): IsoDay {
  return { start: Number.NaN, name: '' }
}

const DAY = 86_400_000

/** Epoch milliseconds -> what toISOString gives. */
export function isoOf(day: IsoDay, millis: number): string {
  const within = millis - day.start
  if (!(within >= 0 && within < DAY)) {
    day.start = Math.floor(millis / DAY) * DAY
    day.name = new Date(millis).toISOString().slice(0, -13)
    return isoOf(day, millis)
  }
  const seconds = Math.floor(within / 1000)
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const time = `${two(hours)}:${two(minutes % 60)}:${two(seconds % 60)}`
  const fraction = Math.floor(within % 1000)
  return fraction === 0
    ? `${day.name}${time}.000Z`
    : `${day.name}${time}.${String(fraction).padStart(3, '0')}Z`
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))

function two(number: number): string {
  return TWO_DIGITS[number] ?? ''
}
