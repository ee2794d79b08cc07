/** The scanner's current row: its numbers, and the texts that they stand for. */
import type { Hash } from '../../hash.ts'
import { NO_ZONE, ROW, type Scanner, scannerOfThread } from './scanner.ts'
import { type Clock, millisOfParts } from './time.ts'

export interface Row {
  scanner: Scanner
  /** Where it begins among the scanner's rows. */
  at: number
}

export function newRow(): Row {
  return { scanner: scannerOfThread(), at: 0 }
}

export function numberAt({ scanner, at }: Row, place: number): number {
  // Every place of a row holds a number.
  return scanner.rows[at + place] ?? 0
}

/** The bytes between two places, one character each. */
export function textAt(row: Row, start: number, end: number): string {
  return row.scanner.bytes.toString('latin1', numberAt(row, start), numberAt(row, end))
}

/** A hash stands in two places. */
export function hashAt(row: Row, place: number, out: Hash): Hash {
  out.hi = numberAt(row, place)
  out.lo = numberAt(row, place + 1)
  return out
}

/** Epoch milliseconds. */
export function timeOfRow(row: Row, clock: Clock): number {
  // Minutes west of UTC are written as a negative number of 32 bits.
  const zone = numberAt(row, ROW.ZONE) | 0
  const date = numberAt(row, ROW.DATE)
  return millisOfParts(clock, date, numberAt(row, ROW.TIME), zone === NO_ZONE ? null : zone)
}
