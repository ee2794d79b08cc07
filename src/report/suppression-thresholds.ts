/**
 * Do the days of the evidence meet what the policy asks for, and what is missing?
 *
 * In:  strikes against one address, domain or pair, and a threshold
 * Out: yes or no, what is missing in words, the end of a pause. Days are those of UTC
 */
import type { PolicyRule, Threshold } from './policy.ts'
import type { Strike } from './suppression-evidence.ts'

const DAY = 86_400
const HOUR = 3600

export function isMet(
  { days, withinDays, apartDays, apartHours }: Threshold,
  strikes: readonly Strike[],
): boolean {
  const seen = daysOf(strikes)
  const within = withinDays === 0 ? Number.POSITIVE_INFINITY : withinDays
  const isDense = seen.some(
    (day, index) => (seen[index + days - 1] ?? Number.POSITIVE_INFINITY) - day < within,
  )
  const spanDays = (seen.at(-1) ?? 0) - (seen[0] ?? 0)
  return isDense && spanDays >= apartDays && latestOf(strikes) - earliestOf(strikes) >= apartHours * HOUR
}

export function lackOf(
  { days, withinDays, apartDays, apartHours }: Threshold,
  strikes: readonly Strike[],
): string {
  const seen = daysOf(strikes)
  const lacking: string[] = []
  const more = days - seen.length
  if (more > 0) lacking.push(`failures on ${more} more ${more === 1 ? 'day' : 'days'}`)
  else if (withinDays > 0) lacking.push(`${days} days with failures within ${withinDays} days`)
  const first = earliestOf(strikes)
  const due = Math.max(Math.floor(first / DAY + apartDays) * DAY, first + apartHours * HOUR)
  if ((apartDays > 0 || apartHours > 0) && latestOf(strikes) < due)
    lacking.push(`one of them at or after ${isoTime(due)}`)
  return lacking.join(', ')
}

/** Distinct days, in order. */
export function daysOf(strikes: readonly Strike[]): number[] {
  return [...new Set(strikes.map(({ last }) => Math.floor(last / DAY)))].sort((a, b) => a - b)
}

export function latestOf(strikes: readonly Strike[]): number {
  return strikes.reduce((latest, { last }) => Math.max(latest, last), 0)
}

export function earliestOf(strikes: readonly Strike[]): number {
  return strikes.reduce((earliest, { first }) => Math.min(earliest, first), Number.POSITIVE_INFINITY)
}

/** Epoch seconds: so long after the last run of days that met the pause; 0 if there is none. */
export function endOfPause({ pause }: PolicyRule, strikes: readonly Strike[], now: number): number {
  if (pause === null) return 0
  // A run that ended so long ago is over.
  const days = daysOf(strikes)
    .filter(day => (day + 1 + pause.forDays) * DAY > now)
    .toReversed()
  const lastDay = days.find(day =>
    isMet(
      pause,
      strikes.filter(strike => isInRun(strike, day, pause)),
    ),
  )
  if (lastDay === undefined) return 0
  return latestOf(strikes.filter(strike => isInRun(strike, lastDay, pause))) + pause.forDays * DAY
}

function isInRun({ last }: Strike, lastDay: number, { withinDays }: Threshold): boolean {
  const day = Math.floor(last / DAY)
  return day <= lastDay && (withinDays === 0 || day > lastDay - withinDays)
}

export function isoTime(at: number | null): string | null {
  // 0 is what is not known; Date holds no more than 8.64e12 seconds.
  if (at === null || at <= 0 || at > 8.64e12) return null
  return new Date(at * 1000).toISOString().replace('.000Z', 'Z')
}
