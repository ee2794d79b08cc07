/**
 * --since, --until, --day, --last -> a period of time.
 *
 * In:     the flags' texts, the present time (epoch milliseconds), the zone of dates that name none
 * Out:    ISO 8601 UTC bounds as events have them: `since` belongs to the period, `until` does not
 * Errors: UsageError for what is no time, and for a period without any time in it
 */
import { UsageError } from '../errors.ts'
import { LOCAL_ZONE, localOffset } from '../ingest/log/zone.ts'

export interface Period {
  since: string | null
  until: string | null
}

export interface PeriodFlags {
  since: string | null
  until: string | null
  day: string | null
  last: string | null
}

const DAY = 86_400_000
const UNITS = new Map([
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', DAY],
  ['w', 7 * DAY],
])

export function parsePeriod(flags: PeriodFlags, now: number, timeZone: string): Period {
  const kinds = [flags.day, flags.last, flags.since ?? flags.until].filter(flag => flag !== null)
  if (kinds.length > 1) throw new UsageError('say one of --day, --last, or --since with --until')
  if (flags.day !== null) return periodOfDay(flags.day, now, timeZone)
  if (flags.last !== null) return { since: iso(now - lengthOf(flags.last)), until: null }
  const since = flags.since === null ? null : parseTime(flags.since, 'since', timeZone)
  const until = flags.until === null ? null : parseTime(flags.until, 'until', timeZone)
  if (since !== null && until !== null && since >= until)
    throw new UsageError(`--since ${flags.since} is not before --until ${flags.until}`)
  return { since: since === null ? null : iso(since), until: until === null ? null : iso(until) }
}

function periodOfDay(day: string, now: number, timeZone: string): Period {
  const date =
    day === 'today' ? dateIn(timeZone, now) : day === 'yesterday' ? dateBefore(dateIn(timeZone, now)) : day
  if (!/^\d{4}-\d\d-\d\d$/.test(date))
    throw new UsageError(`--day ${day}: expected today, yesterday or a date such as 2026-11-23`)
  const start = parseTime(date, 'day', timeZone)
  const next = new Date(Date.parse(`${date}T00:00:00Z`) + DAY).toISOString().slice(0, 10)
  return { since: iso(start), until: iso(parseTime(next, 'day', timeZone)) }
}

function lengthOf(last: string): number {
  const match = /^(\d{1,6})([mhdw])$/.exec(last)
  const unit = UNITS.get(match?.[2] ?? '')
  if (match === null || unit === undefined)
    throw new UsageError(`--last ${last}: expected a length of time such as 90m, 24h, 7d, 2w`)
  return Number(match[1]) * unit
}

const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:?\d\d)?)?$/

export function parseTime(text: string, flag: string, timeZone: string): number {
  const match = TIME.exec(text)
  const date = match?.[1] ?? ''
  const time = match?.[2] ?? '00:00'
  const zone = match?.[3] ?? null
  const asUtc = match === null ? Number.NaN : Date.parse(`${date}T${time}Z`)
  // 2026-02-30 would roll over to March.
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 10) !== date)
    throw new UsageError(`--${flag} ${text}: expected a time such as 2026-11-23 or 2026-11-23T22:00`)
  if (zone !== null) return Date.parse(`${date}T${time}${zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')}`)
  // The offset at the guess may differ from the one at the answer near a change of clocks: look twice.
  const first = asUtc - offsetAt(timeZone, asUtc)
  return asUtc - offsetAt(timeZone, first)
}

/** Milliseconds that a zone's clock is ahead of UTC at an instant. */
function offsetAt(timeZone: string, at: number): number {
  if (timeZone === LOCAL_ZONE) return localOffset(at) * 60_000
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at)
  const name = parts.find(part => part.type === 'timeZoneName')?.value ?? 'GMT'
  const match = /^GMT(?:([+-])(\d\d):(\d\d))?/.exec(name)
  const minutes = Number(match?.[2] ?? 0) * 60 + Number(match?.[3] ?? 0)
  return (match?.[1] === '-' ? -minutes : minutes) * 60_000
}

function dateIn(timeZone: string, at: number): string {
  return iso(at + offsetAt(timeZone, at)).slice(0, 10)
}

function dateBefore(date: string): string {
  return iso(Date.parse(`${date}T00:00:00Z`) - DAY).slice(0, 10)
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
