/**
 * "try again in 5 minutes" -> seconds. Only where the text says so.
 *
 * In:     the words of a reply as mask.ts writes them
 */

const UNITS: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  secs: 1,
  second: 1,
  seconds: 1,
  segundos: 1,
  sekunden: 1,
  secondes: 1,
  m: 60,
  min: 60,
  mins: 60,
  minute: 60,
  minutes: 60,
  minuten: 60,
  minutos: 60,
  h: 3600,
  hr: 3600,
  hrs: 3600,
  hour: 3600,
  hours: 3600,
  stunden: 3600,
  horas: 3600,
  heures: 3600,
  d: 86_400,
  day: 86_400,
  days: 86_400,
}
/** Most replies speak of no waiting: found out at once. */
const SPEAKS_OF_IT = /again|retry|wait|come back|resend|delayed|deferred|greylist|try later/
/** No server asks for more than a month: what is longer is no waiting time. */
const LONGEST = 31 * 86_400

const IN_UNITS =
  /\b(?:try again|retry|try later|come back|wait|resend|(?:please )?try|again|delayed|deferred|greylisted|retry-after|retry after|back) ?(?:in|after|for|later in|within|at least|about|:)? ?(?:at least |about |approximately |another )?(\d{1,6})(?:[.,]\d{1,3})? ?(s|secs?|seconds?|segundos|sekunden|secondes|m|mins?|minutes?|minuten|minutos|h|hrs?|hours?|stunden|horas|heures|d|days?)\b/
const CLOCK =
  /\b(?:try again|retry|come back|wait|back) ?(?:in|after|for)? ?(?:0?(\d{1,2}):)?(\d{2}):(\d{2})\b/
const BARE = /\b(?:retry-after|retry_after|retryafter|retry in|retry after) ?[:=]? ?(\d{1,6})\b/

export function retryAfterOf(words: string): number | null {
  if (!SPEAKS_OF_IT.test(words)) return null
  const units = IN_UNITS.exec(words)
  if (units !== null) return bounded(Number(units[1]) * (UNITS[units[2] ?? ''] ?? 1))
  const clock = CLOCK.exec(words)
  if (clock !== null) return bounded(Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]))
  const bare = BARE.exec(words)
  return bare === null ? null : bounded(Number(bare[1]))
}

function bounded(seconds: number): number | null {
  return seconds > 0 && seconds <= LONGEST ? seconds : null
}
