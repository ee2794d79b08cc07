/**
 * The clock of a log: the stamp of each line -> ISO 8601 in UTC with milliseconds.
 *
 * In:     a stamp is noted for each line and worked out only for lines that matter
 * Out:    epoch milliseconds or the ISO string; null where the line has no stamp
 * Errors: none for stamps; an unknown time zone is a UsageError
 *
 * Hot: Intl is asked once for each local hour, never for a line.
 */
import { own } from '../text.ts'
import { type IsoDay, isoOf, newIsoDay } from './iso.ts'
import {
  dayEnd,
  digits,
  fractionEnd,
  isoStampEnd,
  MONTHS,
  monthKey,
  offsetAt,
  shortStampEnd,
  withinHour,
  yearEnd,
  zoneEnd,
} from './stamp.ts'
import { type Calendar, inferYear } from './year.ts'
import { toUtc, type Zone, zoneOf } from './zone.ts'

const STYLE_NONE = 0
const STYLE_NO_YEAR = 1
const STYLE_ISO = 2
const STYLE_GIVEN = 3

export interface Clock extends Calendar {
  zone: Zone

  /** The noted stamp: where it stands, how it is written; `given` holds the time of an envelope's own field. */
  text: string
  at: number
  style: number
  given: number

  /** The last local hour and its begin in UTC; the last stamp's second and its ISO string. */
  hourKey: number
  hourStart: number
  millis: number
  iso: string
  isoDay: IsoDay
  /** The last stamp that came in numbers: its date, hour and zone, and when that hour began in UTC. */
  partsDate: number
  partsHour: number
  partsZone: number
  partsStart: number
  /** The last long stamp, "2026-10-14 13:18:19", and its time. */
  long: string
  longMillis: number
}

export interface ClockOptions {
  /** IANA name, an offset as "+02:00" or "local": the zone of stamps that name none. */
  timeZone: string
  /** The year of the first stamp that has none; null: inferred from `reference`. */
  year: number | null
  reference: number
}

export function newClock(options: ClockOptions): Clock {
  return {
    zone: zoneOf(options.timeZone),
    reference: options.reference,
    givenYear: options.year,
    text: '',
    at: 0,
    style: STYLE_NONE,
    given: 0,
    year: 0,
    month: 0,
    day: 0,
    hourKey: -1,
    hourStart: 0,
    millis: Number.NaN,
    iso: '',
    isoDay: newIsoDay(),
    partsDate: -1,
    partsHour: 0,
    partsZone: 0,
    partsStart: 0,
    long: '',
    longMillis: Number.NaN,
  }
}

/** Notes the stamp that stands at `start` -> the index behind it (and behind its year or zone), or -1. */
export function noteStamp(clock: Clock, text: string, start: number, end: number): number {
  const iso = isoStampEnd(text, start, end)
  if (iso !== -1) {
    clock.text = text
    clock.at = start
    clock.style = STYLE_ISO
    return iso
  }
  const after = shortStampEnd(text, start, end)
  if (after === -1) return -1
  clock.text = text
  clock.at = start
  clock.style = STYLE_NO_YEAR
  return after
}

/** Notes a stamp without a year of which the caller knows that it stands at `start`. */
export function noteShortStamp(clock: Clock, text: string, start: number): void {
  clock.text = text
  clock.at = start
  clock.style = STYLE_NO_YEAR
}

/** Notes a time that an envelope gives in a field of its own. */
export function noteTime(clock: Clock, millis: number): void {
  clock.style = Number.isFinite(millis) ? STYLE_GIVEN : STYLE_NONE
  clock.given = millis
}

export function noteNoStamp(clock: Clock): void {
  clock.style = STYLE_NONE
}

/**
 * Notes a stamp "2026-10-14 13:18:19" of which the caller knows that it stands at `start`, without fraction and
 * zone. Most lines of a busy log share it with the line before: then it is known already.
 */
export function noteLongStamp(clock: Clock, text: string, start: number): void {
  const { long } = clock
  let i = 18
  while (i >= 0 && long.charCodeAt(i) === text.charCodeAt(start + i)) i--
  if (i !== -1) {
    const isStamp = isoStampEnd(text, start, start + 19) !== -1
    clock.text = text
    clock.at = start
    clock.style = isStamp ? STYLE_ISO : STYLE_NONE
    clock.longMillis = millisOf(clock)
    clock.long = own(text.slice(start, start + 19))
  }
  noteTime(clock, clock.longMillis)
}

/** The noted stamp names no year, or there is none. */
export function lacksYear(clock: Clock): boolean {
  return clock.style === STYLE_NO_YEAR || clock.style === STYLE_NONE
}

/** The noted stamp in epoch milliseconds; NaN without one. */
export function millisOf(clock: Clock): number {
  if (clock.style === STYLE_NO_YEAR) return shortMillis(clock)
  if (clock.style === STYLE_ISO) return isoMillis(clock)
  return clock.style === STYLE_GIVEN ? clock.given : Number.NaN
}

/** The noted stamp, read as UTC. */
export function utcMillisOf(clock: Clock): number {
  const zone = clock.zone
  clock.zone = { offset: 0 }
  clock.hourKey = -1
  const millis = millisOf(clock)
  clock.zone = zone
  clock.hourKey = -1
  return millis
}

/**
 * A stamp that was read already, in epoch milliseconds.
 *
 * @param date yyyymmdd; yyyy is 0 where the stamp names no year
 * @param time milliseconds since midnight
 * @param zone minutes east of UTC; null: the clock's own zone
 */
export function millisOfParts(clock: Clock, date: number, time: number, zone: number | null): number {
  const hour = Math.floor(time / 3_600_000)
  const key = zone ?? Number.MAX_SAFE_INTEGER
  const isKnown = date === clock.partsDate && hour === clock.partsHour && key === clock.partsZone
  // Without a year, a line in between may have turned the page of the calendar.
  if (!isKnown || (date < 10_000 && date !== clock.month * 100 + clock.day)) {
    clock.partsDate = date
    clock.partsHour = hour
    clock.partsZone = key
    clock.partsStart = hourStart(clock, date, hour, zone)
  }
  return clock.partsStart + (time - hour * 3_600_000)
}

/** The same of a stamp that lines to come may have: it turns no page of the calendar. */
export function peekMillis(clock: Clock, date: number, time: number, zone: number | null): number {
  const { year, month, day, partsDate, partsHour, partsZone, partsStart } = clock
  const millis = millisOfParts(clock, date, time, zone)
  Object.assign(clock, { year, month, day, partsDate, partsHour, partsZone, partsStart })
  return millis
}

function hourStart(clock: Clock, date: number, hour: number, zone: number | null): number {
  const month = Math.floor(date / 100) % 100
  const day = date % 100
  const year = date < 10_000 ? inferYear(clock, month, day) : Math.floor(date / 10_000)
  const wall = Date.UTC(year, month - 1, day, hour)
  return zone === null ? toUtc(clock.zone, wall) : wall - zone * 60_000
}

/** The noted stamp as "2026-10-14T11:18:19.123Z"; null without one. */
export function timeOf(clock: Clock): string | null {
  const millis = millisOf(clock)
  // Most lines share their second with the line before: 30 ns instead of 400 ns for toISOString.
  if (millis === clock.millis) return clock.iso
  if (!(Math.abs(millis) <= 8.64e15)) return null
  clock.millis = millis
  clock.iso = isoOf(clock.isoDay, millis)
  return clock.iso
}

function shortMillis(clock: Clock): number {
  const { text, at } = clock
  const month = MONTHS.get(monthKey(text, at)) ?? 1
  let p = dayEnd(text, at)
  const day = p - at === 5 ? digits(text, p - 1, 1) : Math.max(digits(text, p - 2, 2), digits(text, p - 1, 1))
  let year = yearEnd(text, p + 1) === -1 ? 0 : digits(text, p + 1, 4)
  if (year !== 0) p += 5
  const time = p + 1
  const after = fractionEnd(text, time + 8)
  if (year === 0 && text.charCodeAt(after) === 32 && yearEnd(text, after + 1) !== -1) {
    year = digits(text, after + 1, 4)
  }
  if (year === 0) year = inferYear(clock, month, day)
  return localMillis(clock, year, month, day, time, after)
}

function isoMillis(clock: Clock): number {
  const { text, at } = clock
  const seconds = fractionEnd(text, at + 19)
  const zone = text.charCodeAt(seconds) === 32 ? seconds + 1 : seconds
  const zoneAfter = zoneEnd(text, zone)
  const year = digits(text, at, 4)
  const month = digits(text, at + 5, 2)
  const day = digits(text, at + 8, 2)
  if (zoneAfter === -1) return localMillis(clock, year, month, day, at + 11, seconds)
  const offset = zoneAfter === zone + 1 ? 0 : offsetAt(text, zone, zoneAfter)
  const hourStart = Date.UTC(year, month - 1, day, digits(text, at + 11, 2))
  return hourStart - offset * 60_000 + withinHour(text, at + 11, seconds)
}

function localMillis(
  clock: Clock,
  year: number,
  month: number,
  day: number,
  time: number,
  after: number,
): number {
  const hour = digits(clock.text, time, 2)
  const key = ((year * 13 + month) * 32 + day) * 24 + hour
  if (key !== clock.hourKey) {
    clock.hourKey = key
    clock.hourStart = toUtc(clock.zone, Date.UTC(year, month - 1, day, hour))
  }
  return clock.hourStart + withinHour(clock.text, time, after)
}
