/**
 * Where a time stamp stands in a line, and its numbers.
 *
 * In:     "Oct 14 13:18:19", "Oct  4 13:18:19.123 2026", "Oct 14 2026 13:18:19", "2026-10-14T13:18:19.123456+02:00",
 *         "2026-10-14 13:18:19.123 +0200" at a given index
 * Out:    the index behind it, or -1
 * Spec:   RFC 3164 §4.1.2 (no year, no zone), RFC 3339 §5.6, RFC 5424 §6.2.3
 */

export function digits(text: string, at: number, count: number): number {
  let value = 0
  for (let i = at; i < at + count; i++) {
    const digit = text.charCodeAt(i) - 48
    if (!(digit >= 0 && digit <= 9)) return -1
    value = value * 10 + digit
  }
  return value
}

/** hh:mm:ss at `at` -> the index behind it, or -1. */
function clockEnd(text: string, at: number): number {
  if (text.charCodeAt(at + 2) !== 58 || text.charCodeAt(at + 5) !== 58) return -1
  const hour = digits(text, at, 2)
  const minute = digits(text, at + 3, 2)
  const second = digits(text, at + 6, 2)
  return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second <= 60 ? at + 8 : -1
}

export function fractionEnd(text: string, at: number): number {
  const mark = text.charCodeAt(at)
  if (mark !== 46 && mark !== 44) return at
  let i = at + 1
  while (isDigit(text.charCodeAt(i))) i++
  return i === at + 1 ? at : i
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** "2026-10-14T13:18:19", fraction and zone may follow -> the index behind all of it, or -1. */
export function isoStampEnd(text: string, start: number, end: number): number {
  if (text.charCodeAt(start + 4) !== 45 || text.charCodeAt(start + 7) !== 45) return -1
  const between = text.charCodeAt(start + 10)
  if (between !== 84 && between !== 32) return -1
  const year = digits(text, start, 4)
  const month = digits(text, start + 5, 2)
  const day = digits(text, start + 8, 2)
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31) return -1
  const time = clockEnd(text, start + 11)
  if (time === -1 || time > end) return -1
  const seconds = fractionEnd(text, time)
  const zone = text.charCodeAt(seconds) === 32 ? seconds + 1 : seconds
  const zoneAfter = zoneEnd(text, zone)
  if (zoneAfter !== -1) return zoneAfter
  return isBreak(text.charCodeAt(seconds)) ? seconds : -1
}

/** What may follow a stamp: white space, "]", ":", the end. "2026-10-14T00:00:00.log" is none. */
function isBreak(code: number): boolean {
  return Number.isNaN(code) || code <= 32 || code === 93 || code === 58
}

/** Z, +0200, +02:00 or +02, as a whole word -> the index behind it, or -1. */
export function zoneEnd(text: string, at: number): number {
  const sign = text.charCodeAt(at)
  let after = -1
  if (sign === 90 || sign === 122) after = at + 1
  else if ((sign === 43 || sign === 45) && digits(text, at + 1, 2) >= 0) {
    if (text.charCodeAt(at + 3) === 58 && digits(text, at + 4, 2) >= 0) after = at + 6
    else after = digits(text, at + 3, 2) >= 0 ? at + 5 : at + 3
  }
  if (after === -1) return -1
  return isBreak(text.charCodeAt(after)) ? after : -1
}

export const MONTHS = new Map(
  ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map((name, i) => [
    monthKey(name, 0),
    i + 1,
  ]),
)

export function monthKey(text: string, at: number): number {
  return (text.charCodeAt(at) << 16) | (text.charCodeAt(at + 1) << 8) | text.charCodeAt(at + 2)
}

/** Where the day ends in "Oct 14 ", "Oct  4 ", "Oct 4 ": -1 if there is none. */
export function dayEnd(text: string, start: number): number {
  let at = start + 4
  if (text.charCodeAt(at) === 32) at++
  if (!isDigit(text.charCodeAt(at))) return -1
  at++
  if (isDigit(text.charCodeAt(at))) at++
  return text.charCodeAt(at) === 32 ? at : -1
}

/** "2026 " at `at`, behind a short stamp -> what follows it; else `at`. */
export function skipYear(text: string, at: number): number {
  return isDigit(text.charCodeAt(at)) && yearEnd(text, at) !== -1 ? at + 5 : at
}

export function yearEnd(text: string, at: number): number {
  const year = digits(text, at, 4)
  return year >= 1970 && year < 2200 && text.charCodeAt(at + 4) === 32 ? at + 4 : -1
}

/** "Oct 14 13:18:19", with a year before or behind the time -> the index behind all of it, or -1. */
export function shortStampEnd(text: string, start: number, end: number): number {
  if (text.charCodeAt(start + 3) !== 32 || !MONTHS.has(monthKey(text, start))) return -1
  let at = dayEnd(text, start)
  if (at === -1) return -1
  const year = yearEnd(text, at + 1)
  if (year !== -1) at = year
  const time = clockEnd(text, at + 1)
  if (time === -1 || time > end) return -1
  const after = fractionEnd(text, time)
  if (!isBreak(text.charCodeAt(after))) return -1
  if (year !== -1) return after
  const behind = text.charCodeAt(after) === 32 ? yearEnd(text, after + 1) : -1
  return behind === -1 ? after : behind
}

/** "+02:00", "+0200", "+02" -> minutes. */
export function offsetAt(text: string, at: number, after: number): number {
  const hours = digits(text, at + 1, 2)
  const minutes = after - at > 3 ? digits(text, after - 2, 2) : 0
  return (text.charCodeAt(at) === 45 ? -1 : 1) * (hours * 60 + minutes)
}

/** Milliseconds behind the full hour, of hh:mm:ss at `time` and a fraction up to `after`. */
export function withinHour(text: string, time: number, after: number): number {
  let millis = digits(text, time + 3, 2) * 60_000 + digits(text, time + 6, 2) * 1000
  let weight = 100
  for (let i = time + 9; i < after && weight >= 1; i++, weight /= 10) {
    millis += (text.charCodeAt(i) - 48) * weight
  }
  return millis
}
