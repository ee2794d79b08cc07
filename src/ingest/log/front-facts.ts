/**
 * The failures that the scanner has counted -> to whoever counts them. Their places are those of assembly/failures.ts.
 *
 * Hot: a string is made for each name that is new in the tally, and for none of its failures.
 */
import { newHash } from '../../hash.ts'
import type { CountedFailure, FailureCounter } from '../../types.ts'
import { zoneOf } from './row.ts'
import { FACT_WORDS, FACTS_AT, type Scanner, TABLE_SLOTS, TABLES_AT } from './scanner.ts'
import { type Clock, millisOfParts } from './time.ts'

/** By slot of the tally, table after table. */
type Names = (string | null | undefined)[]

const DOMAINS = 0
const SENDER_DOMAINS = 1
const RELAYS = 2
const HOSTS = 3

const TABLES = 4
let names: Names = new Array(TABLES * TABLE_SLOTS)

/** The tally is cleared: its slots stand for other names from now on. */
export function forgetNames(): void {
  names = new Array(TABLES * TABLE_SLOTS)
}

/** The name in a slot of a table; null where none is known. */
export function nameAt({ numbers, bytes }: Scanner, table: number, slot: number): string | null {
  const at = (TABLES_AT >> 2) + (table * TABLE_SLOTS + slot) * 8
  // Hashes that no name has: 0/0 for what is not known, 0/1 for the null sender.
  if (numbers[at] === 0 && numbers[at + 1] === 0) return null
  return bytes.toString('latin1', numbers[at + 3], numbers[at + 4])
}

function knownName(scanner: Scanner, table: number, slot: number): string | null {
  const place = table * TABLE_SLOTS + slot
  const known = names[place]
  if (known !== undefined) return known
  const name = nameAt(scanner, table, slot)
  names[place] = name
  return name
}

/** One object for all is enough: it is never kept. */
export function newCountedFailure(): CountedFailure {
  return {
    time: Number.NaN,
    host: null,
    firstOfMessage: false,
    queueId: newHash(),
    messageId: newHash(),
    recipient: newHash(),
    recipientKey: newHash(),
    domain: null,
    senderDomain: null,
    relay: null,
  }
}

const failure = newCountedFailure()

/** Tells all of them -> how many there were. */
export function takeFacts(scanner: Scanner, clock: Clock, failures: FailureCounter | null): number {
  const count = scanner.exports.facts.value
  if (count === 0) return 0
  const { numbers } = scanner
  for (let at = FACTS_AT >> 2, fact = 0; fact < count; fact++, at += FACT_WORDS) {
    const wordAt = (place: number): number => numbers[at + place] ?? 0
    failure.firstOfMessage = wordAt(1) !== 0
    failure.time = millisOfParts(clock, wordAt(2), wordAt(3), zoneOf(wordAt(4)))
    failure.recipient.hi = failure.recipientKey.hi = wordAt(5)
    failure.recipient.lo = failure.recipientKey.lo = wordAt(6)
    failure.queueId.hi = wordAt(7)
    failure.queueId.lo = wordAt(8)
    failure.messageId.hi = wordAt(9)
    failure.messageId.lo = wordAt(10)
    failure.domain = knownName(scanner, DOMAINS, wordAt(11))
    failure.senderDomain = knownName(scanner, SENDER_DOMAINS, wordAt(12))
    failure.host = knownName(scanner, HOSTS, wordAt(13))
    failure.relay = knownName(scanner, RELAYS, wordAt(14))
    failures?.countKnown(failure, wordAt(0))
  }
  scanner.exports.clearFacts()
  return count
}
