/**
 * The failures that the scanner has counted -> to whoever counts them. Their places are those of assembly/failures.ts.
 *
 * Hot: a string is made for each name that is new in the tally, and for none of its failures.
 */
import { newHash } from '../../hash.ts'
import type { FailureCounter, HashedFailure, KnownFailure, NameDimension } from '../../plain-results.ts'
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
const [DOMAINS, SENDER_DOMAINS, RELAYS, HOSTS] = [0, 1, 2, 3]

/** The numbers of names by slot of the tally, table after table, as `numberedBy` gave them; -1: not asked yet. */
const numbers = new Int32Array(NAME_TABLES.length * TABLE_SLOTS).fill(-1)
let numberedBy: FailureCounter | null = null

/** The tally is cleared: its slots stand for other names from now on. */
export function forgetNames(): void {
  numbers.fill(-1)
  numberedBy = null
}

/** The name in a slot of a table; null where none is known. */
export function nameAt({ numbers, bytes }: Scanner, table: number, slot: number): string | null {
  const at = (TABLES_AT >> 2) + (table * TABLE_SLOTS + slot) * 8
  // Hashes that no name has: 0/0 for what is not known, 0/1 for the null sender.
  if (numbers[at] === 0 && numbers[at + 1] === 0) return null
  return bytes.toString('latin1', numbers[at + 3], numbers[at + 4])
}

function numberAt(scanner: Scanner, failures: FailureCounter, table: number, slot: number): number {
  const place = table * TABLE_SLOTS + slot
  const known = numbers[place] ?? -1
  if (known !== -1) return known
  const number = failures.numberOf(NAME_TABLES[table] ?? 'domain', nameAt(scanner, table, slot))
  numbers[place] = number
  return number
}

/** One object for all is enough: it is never kept. */
export function newHashedFailure(): HashedFailure {
  return {
    time: Number.NaN,
    host: null,
    firstOfMessage: false,
    queueId: newHash(),
    messageId: newHash(),
    recipient: newHash(),
    recipientKey: newHash(),
  }
}

const failure: KnownFailure = {
  ...newHashedFailure(),
  names: { domain: 0, senderDomain: 0, relay: 0, host: 0 },
}

/** Tells all of them -> how many there were. */
export function takeFacts(scanner: Scanner, clock: Clock, failures: FailureCounter | null): number {
  const count = scanner.exports.facts.value
  if (count === 0) return 0
  if (failures !== numberedBy) {
    forgetNames()
    numberedBy = failures
  }
  const words = scanner.numbers
  // The facts of a scan have few hosts: that of the last one is known.
  let hostSlot = -1
  for (let at = FACTS_AT >> 2, fact = 0; fact < count; fact++, at += FACT_WORDS) {
    const wordAt = (place: number): number => words[at + place] ?? 0
    failure.firstOfMessage = wordAt(1) !== 0
    failure.time = millisOfParts(clock, wordAt(2), wordAt(3), zoneOf(wordAt(4)))
    failure.recipient.hi = failure.recipientKey.hi = wordAt(5)
    failure.recipient.lo = failure.recipientKey.lo = wordAt(6)
    failure.queueId.hi = wordAt(7)
    failure.queueId.lo = wordAt(8)
    failure.messageId.hi = wordAt(9)
    failure.messageId.lo = wordAt(10)
    if (wordAt(13) !== hostSlot) {
      hostSlot = wordAt(13)
      failure.host = nameAt(scanner, HOSTS, hostSlot)
    }
    if (failures === null) continue
    const { names } = failure
    names.domain = numberAt(scanner, failures, DOMAINS, wordAt(11))
    names.senderDomain = numberAt(scanner, failures, SENDER_DOMAINS, wordAt(12))
    names.host = numberAt(scanner, failures, HOSTS, hostSlot)
    names.relay = numberAt(scanner, failures, RELAYS, wordAt(14))
    failures.countKnown(failure, wordAt(0))
  }
  scanner.exports.clearFacts()
  return count
}
