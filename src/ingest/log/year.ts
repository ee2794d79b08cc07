/**
 * The year of stamps that name none: of the first the latest that is not after the reference; a month that goes backwards begins
 * the next one.
 */

export interface Calendar {
  /** A stamp without a year is not later than this (epoch milliseconds): the file's modification time. */
  reference: number
  /** The year of the first stamp, if the caller gave one. */
  givenYear: number | null
  /** Of the last stamp without a year; 0: there was none. */
  year: number
  month: number
  day: number
}

/** The year of a stamp that has none. The first: the latest that is not after the reference. */
export function inferYear(calendar: Calendar, month: number, day: number): number {
  if (month === calendar.month && day === calendar.day) return calendar.year
  if (calendar.year === 0) calendar.year = calendar.givenYear ?? latestYear(calendar.reference, month, day)
  else if (month < calendar.month && !isDisorder(calendar, month, day)) {
    // A pile of logs in the wrong order goes backwards, too: the next year only if it is not in the future.
    const next = calendar.year + 1
    if (calendar.givenYear !== null || isBefore(next, month, day, calendar.reference)) calendar.year = next
  } else if (month === 12 && calendar.month === 1 && day >= 30 && calendar.day <= 2) {
    return calendar.year - 1
  }
  calendar.month = month
  calendar.day = day
  return calendar.year
}

/** Lines of several hosts around midnight at the end of a month are not in strict order. */
function isDisorder(calendar: Calendar, month: number, day: number): boolean {
  return calendar.month - month === 1 && day >= 27 && calendar.day <= 2
}

function isBefore(year: number, month: number, day: number, reference: number): boolean {
  return Date.UTC(year, month - 1, day) <= reference + 86_400_000
}

function latestYear(reference: number, month: number, day: number): number {
  let year = new Date(reference).getUTCFullYear() + 1
  while (!isBefore(year, month, day, reference)) year--
  if (month === 2 && day === 29) while (new Date(Date.UTC(year, 1, 29)).getUTCMonth() !== 1) year--
  return year
}
