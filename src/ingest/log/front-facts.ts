/**
 * The failures that the scanner has counted -> to whoever counts them. Their places are those of assembly/failures.ts.
 *
 * Hot: a string is made for each name that is new in the tally, and for none of its failures.
 */
import { CELL, CELLS, newKnownFailures } from '../../known-failures.ts'
import type { FailureCounter, NameDimension } from '../../plain-results.ts'
import { zoneOf } from './row.ts'
import { FACT_WORDS, FACTS_AT, type Scanner, TABLE_SLOTS, TABLES_AT } from './scanner.ts'
import { type Clock, millisOfParts } from './time.ts'

/** The names of a tally's tables, in their order. */
export const NAME_TABLES = [
  'domain',
  'senderDomain',
  'relay',
  'host',
] as const satisfies readonly NameDimension[]
const [DOMAINS, SENDERS, RELAYS, HOSTS] = [0, 1, 2, 3]

/** The numbers of names by slot of the tally, table after table, as `numberedBy` gave them; -1: not asked yet. */
const numbers = new Int32Array(NAME_TABLES.length * TABLE_SLOTS).fill(-1)
let numberedBy: FailureCounter | null = null

/** The tally is cleared: its slots stand for other names from now on. */
export function forgetNames(): void {
  numbers.fill(-1)
  numberedBy = null
}

/** The name at a place, the tables one after the other; null where none is known. */
export function nameAt({ numbers, bytes }: Scanner, place: number): string | null {
  const at = (TABLES_AT >> 2) + place * 8
  // Hashes that no name has: 0/0 for what is not known, 0/1 for the null sender.
  if (numbers[at] === 0 && numbers[at + 1] === 0) return null
  return bytes.toString('latin1', numbers[at + 3], numbers[at + 4])
}

function numberAt(scanner: Scanner, failures: FailureCounter, table: number, slot: number): number {
  const place = table * TABLE_SLOTS + slot
  const known = numbers[place] ?? -1
  if (known !== -1) return known
  const number = failures.numberOf(NAME_TABLES[table] ?? 'domain', nameAt(scanner, place))
  numbers[place] = number
  return number
}

/** Places in the words of a fact; hashes have two. */
const FACT = {
  SAID: 0,
  IS_FIRST: 1,
  DATE: 2,
  TIME: 3,
  ZONE: 4,
  RECIPIENT: 5,
  MESSAGE: 7,
  PAIR: 9,
  ID_KEY: 11,
  QUEUE_KEY: 13,
  DOMAIN: 15,
  SENDER: 16,
  HOST: 17,
  RELAY: 18,
} as const

const told = newKnownFailures(512)

/** Tells all of them -> how many there were. */
export function takeFacts(scanner: Scanner, clock: Clock, failures: FailureCounter | null): number {
  const count = scanner.exports.facts.value
  if (count === 0) return 0
  if (failures !== null) tellFacts(scanner, clock, failures, count)
  scanner.exports.clearFacts()
  return count
}

function tellFacts(scanner: Scanner, clock: Clock, failures: FailureCounter, count: number): void {
  if (failures !== numberedBy) {
    forgetNames()
    numberedBy = failures
  }
  const words = scanner.numbers
  const { cells, times } = told
  for (let fact = 0; fact < count; fact++) {
    const from = (FACTS_AT >> 2) + fact * FACT_WORDS
    const to = told.count * CELLS
    const date = words[from + FACT.DATE] ?? 0
    const zone = zoneOf(words[from + FACT.ZONE] ?? 0)
    times[(to + CELL.time) / 2] = millisOfParts(clock, date, words[from + FACT.TIME] ?? 0, zone)
    cells[to + CELL.said] = words[from + FACT.SAID] ?? 0
    cells[to + CELL.isFirst] = words[from + FACT.IS_FIRST] ?? 0
    copyHash(words, from + FACT.RECIPIENT, cells, to + CELL.recipient)
    copyHash(words, from + FACT.MESSAGE, cells, to + CELL.message)
    copyHash(words, from + FACT.PAIR, cells, to + CELL.pair)
    copyHash(words, from + FACT.ID_KEY, cells, to + CELL.idKey)
    copyHash(words, from + FACT.QUEUE_KEY, cells, to + CELL.queueKey)
    cells[to + CELL.domain] = numberAt(scanner, failures, DOMAINS, words[from + FACT.DOMAIN] ?? 0)
    cells[to + CELL.senderDomain] = numberAt(scanner, failures, SENDERS, words[from + FACT.SENDER] ?? 0)
    cells[to + CELL.relay] = numberAt(scanner, failures, RELAYS, words[from + FACT.RELAY] ?? 0)
    cells[to + CELL.host] = numberAt(scanner, failures, HOSTS, words[from + FACT.HOST] ?? 0)
    if (++told.count * CELLS === cells.length) tell(failures)
  }
  tell(failures)
}

function tell(failures: FailureCounter): void {
  failures.countKnown(told)
  told.count = 0
}

function copyHash(from: Uint32Array, at: number, to: Uint32Array, place: number): void {
  to[place] = from[at] ?? 0
  to[place + 1] = from[at + 1] ?? 0
}
