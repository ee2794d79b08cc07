/**
 * Dates of mails -> ISO 8601 in UTC. `Date.parse` would read a date without a zone in the zone of this machine.
 *
 * Spec: RFC 5322 §3.3, §4.3 (obsolete zones); also asctime's order and ISO 8601, which reports contain.
 */
import { months, zones } from './date-names.ts'

const RFC5322 =
  /(\d{1,2})[ -]([A-Za-z]{3})[A-Za-z]{0,6}[ -](\d{2,4}) +(\d{1,2}):(\d\d)(?::(\d\d))?(?:[.,]\d{1,9})?(?: *([+-]\d{4}|[A-Za-z]{1,5}))?/
const ASCTIME = /([A-Za-z]{3}) +(\d{1,2}) +(\d{1,2}):(\d\d):(\d\d)(?: +([+-]\d{4}|[A-Za-z]{1,5}))? +(\d{4})/
const ISO = /(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?/

/** A date of a header or report -> ISO 8601 in UTC with milliseconds; null if it is none. */
export function parseDate(value: string | null): string | null {
  if (value === null) return null
  const rfc = RFC5322.exec(value)
  if (rfc !== null) {
    const [, day, month = '', year, hour, minute, second, zone] = rfc
    return isoOf(year, months.indexOf(month.toLowerCase()), day, hour, minute, second, zone)
  }
  const asctime = ASCTIME.exec(value)
  if (asctime !== null) {
    const [, month = '', day, hour, minute, second, zone, year] = asctime
    return isoOf(year, months.indexOf(month.toLowerCase()), day, hour, minute, second, zone)
  }
  const iso = ISO.exec(value)
  if (iso === null) return null
  const [, year, month, day, hour, minute, second, zone] = iso
  return isoOf(year, Number(month) - 1, day, hour, minute, second, zone?.replace(':', ''))
}

function isoOf(
  year: string | undefined,
  month: number,
  day: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  zone: string | undefined,
): string | null {
  if (month < 0 || month > 11) return null
  const utc = Date.UTC(
    fullYear(Number(year)),
    month,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second ?? 0),
  )
  const time = utc - minutesOf(zone) * 60_000
  return Number.isFinite(time) && Math.abs(time) < 8e15 ? formatTime(time) : null
}

const DAY = 86_400_000
let today = { begin: Number.NaN, date: '' }

/** As `toISOString` does, for whole seconds; the dates of a mail are of one day, and a third of the cost so. */
function formatTime(time: number): string {
  const begin = Math.floor(time / DAY) * DAY
  if (begin !== today.begin) today = { begin, date: new Date(begin).toISOString().slice(0, -13) }
  const second = Math.floor((time - begin) / 1000)
  const minute = Math.floor(second / 60)
  return `${today.date}${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}:${twoDigits(second % 60)}.000Z`
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : `${number}`
}

/** RFC 5322 §4.3: two digits below 50 are 20xx, other two and three digits are 19xx. */
function fullYear(year: number): number {
  if (year < 50) return year + 2000
  return year < 1000 ? year + 1900 : year
}

/** Minutes east of Greenwich; an unknown zone counts as UTC (RFC 5322 §4.3). */
function minutesOf(zone: string | undefined): number {
  if (zone === undefined) return 0
  const offset = /^([+-])(\d\d)(\d\d)$/.exec(zone)
  if (offset === null) return zones[zone.toUpperCase()] ?? 0
  const minutes = Number(offset[2]) * 60 + Number(offset[3])
  return offset[1] === '-' ? -minutes : minutes
}
