/**
 * The failures that the scanner has counted -> to whoever counts them.
 *
 * Hot: a string is made for each name that is new in the tally, and for none of its failures.
 */
import { NAME_DIMENSIONS } from '../../known-failures.ts'
import type { FailureCounter } from '../../plain-results.ts'
import { zoneOf } from './row.ts'
import { FACTS, FACTS_AT, type Scanner, TABLE_SLOTS, TABLES_AT } from './scanner.ts'
import { type Clock, millisOfParts } from './time.ts'

/** The tables of names in the scanner's memory stand in the order of NAME_DIMENSIONS. */
export function dimensionAt(place: number): (typeof NAME_DIMENSIONS)[number] {
  return NAME_DIMENSIONS[Math.floor(place / TABLE_SLOTS)] ?? 'domain'
}

/** The name at a place, the tables one after the other; null where none is known. */
export function nameAt({ numbers, bytes }: Scanner, place: number): string | null {
  const at = (TABLES_AT >> 2) + place * 8
  // Hashes that no name has: 0/0 for what is not known, 0/1 for the null sender.
  if (numbers[at] === 0 && numbers[at + 1] === 0) return null
  return bytes.toString('latin1', numbers[at + 3], numbers[at + 4])
}

/** Who has numbered the names in the scanner's memory. */
let numberedBy: FailureCounter | null = null

/** Tells all of them -> how many there were. */
export function takeFacts(scanner: Scanner, clock: Clock, failures: FailureCounter | null): number {
  const { exports, numbers } = scanner
  const count = exports.facts.value
  if (count === 0) return 0
  if (failures !== null) {
    if (failures !== numberedBy) {
      numberedBy = failures
      exports.forgetNumbers()
    }
    scanner.askHour = (date, time, zone) => millisOfParts(clock, date, time, zoneOf(zone))
    scanner.askNumber = place => failures.numberOf(dimensionAt(place), nameAt(scanner, place))
    exports.finishFacts()
    failures.countKnown({ cells: numbers.subarray(FACTS_AT >> 2), room: FACTS, count })
  }
  exports.clearFacts()
  return count
}
