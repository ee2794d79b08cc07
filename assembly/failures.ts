/**
 * Counts plain failures that say what is known: of each the numbers that a report needs, as a fact. The reader teaches what texts
 * say (by said.ts's hash, outcome, declared code and operator of the next hop), and takes the facts out.
 */
import { combineHashes, combineWithName, hashBytes, hiOf, loOf, newHash } from './hash'
import {
  FACTS,
  FACTS_AT,
  HAS_RESULT,
  KNOWN_AT,
  KNOWN_SLOT,
  KNOWN_SLOTS,
  MESSAGE_ID,
  MESSAGE_ID_AT,
  PENDING,
  PENDING_AT,
  PENDINGS,
  TABLES,
  TABLE_SLOTS,
} from './memory'
import { forgetOperators, FORMS, learnOperator, operatorOf, OPERATORS } from './operators'
import {
  DATE,
  DOMAIN_START,
  DSN,
  EXIM_BOUNCED,
  EXIM_DEFERRED,
  HOST,
  HOST_END,
  HOST_START,
  ID_HI,
  POSTFIX_BOUNCED,
  POSTFIX_DEFERRED,
  POSTFIX_EXPIRED,
  RELAY_END,
  RELAY_START,
  SAID_HI,
  TEXT_END,
  TIME,
  VALUE_END,
  VALUE_HI,
  VALUE_START,
  ZONE,
} from './row'
import { isInPeriod } from './period'
import { addDomain, addHost, addRelay, addSender, addTime, numberOf, passOver, setFull } from './tally'
import { byteAt, copyText, find, isAscii, keepText, lowerAt, upperCaseAt } from './text'

/** Facts that wait to be taken out. */
export let facts: u32 = 0

export function clearFacts(): void {
  facts = 0
}

/** The file that is read, and the year that its dates without one are held to belong to. */
let file: u32 = 0
let year: u32 = 0

export function setYear(itsYear: u32): void {
  file++
  year = itsYear
}

/** The reader has other numbers; `nobody` is that of next hops that no operator runs. */
export function forgetFailures(nobody: u32): void {
  memory.fill(KNOWN_AT, 0, KNOWN_SLOTS * KNOWN_SLOT)
  knownTexts = 0
  forgetOperators(nobody)
}

let knownTexts: u32 = 0

/** Places in a known text: its key, its number and 1, whether only the own host speaks, and where it was met. */
const SAID: usize = 8
const IS_LOCAL: usize = 12
const AT_DATE: usize = 16
const AT_TIME: usize = 20
const AT_ZONE: usize = 24
const AT_FILE: usize = 28
const AT_YEAR: usize = 32

/** In place of a number and 1: it was met outside the period only, and counts for nothing there. */
const UNASKED: u32 = 0xffffffff

/** The key of the last one that was looked for. */
let key: u64 = 0

/** `whose`: who says it, as the reader tells them apart. */
function knownSlot(row: usize, kind: u32, whose: u32): usize {
  let outcome: u32 = kind === POSTFIX_BOUNCED || kind === EXIM_BOUNCED ? 1 : 0
  if (kind === POSTFIX_EXPIRED) outcome = 2
  key = combineHashes(load<u64>(row, SAID_HI), newHash(load<u32>(row, DSN), (whose << 2) | outcome))
  const mask = <u32>KNOWN_SLOTS - 1
  let slot = loOf(key) & mask
  let at = KNOWN_AT + <usize>slot * KNOWN_SLOT
  while (load<u32>(at, SAID) !== 0 && load<u64>(at) !== key) {
    slot = (slot + 1) & mask
    at = KNOWN_AT + <usize>slot * KNOWN_SLOT
  }
  return at
}

/** What the reader has taught of texts like this row's, or 0; `learnFailure`'s number. */
export function findSaid(row: usize, kind: u32, whose: u32): u32 {
  const known = knownSlot(row, kind, whose)
  const said = load<u32>(known, SAID)
  return said === 0 || (load<u32>(known, IS_LOCAL) !== 0 && isOfHost(row)) ? 0 : said - 1
}

/** The reader has counted this row's failure: so it will be counted here, later in this file. */
export function learnFailure(row: usize, kind: u32, operator: u32, whose: u32, said: u32, isLocal: u32): void {
  learnOperator(row, operator)
  const known = knownSlot(row, kind, whose)
  const before = load<u32>(known, SAID)
  if (before === 0 || (before === UNASKED && said + 1 !== UNASKED)) {
    if (before === 0) {
      if (knownTexts * 2 >= <u32>KNOWN_SLOTS) return
      knownTexts++
    }
    store<u64>(known, key)
    store<u32>(known, said + 1, SAID)
    store<u32>(known, isLocal, IS_LOCAL)
  } else if (load<u32>(known, AT_YEAR) === year) return
  store<u32>(known, load<u32>(row, DATE), AT_DATE)
  store<u32>(known, load<u32>(row, TIME), AT_TIME)
  store<u32>(known, load<u32>(row, ZONE), AT_ZONE)
  store<u32>(known, file, AT_FILE)
  store<u32>(known, year, AT_YEAR)
}

/** It is later than the one that was met, or of the same time and behind it in the file: no earlier example of the same. */
function isLater(row: usize, known: usize): bool {
  if (load<u32>(known, AT_YEAR) !== year || load<u32>(known, AT_ZONE) !== load<u32>(row, ZONE)) return false
  const date = load<u32>(row, DATE)
  const before = load<u32>(known, AT_DATE)
  if (date === before) {
    const time = load<u32>(row, TIME)
    const timeBefore = load<u32>(known, AT_TIME)
    return time > timeBefore || (time === timeBefore && load<u32>(known, AT_FILE) === file)
  }
  // Without a year, December is before January.
  return date > before && (date > 10000 || date - before < 600)
}

/** Counts it -> NOTHING or QUARTER_ROW, as addTime; the kind itself if the reader has to see it. */
export function countFailure(row: usize, record: usize, kind: u32): u32 {
  const operator = operatorOf(row)
  if (operator === 0) return kind
  // A text is taught once for all operators; of its next hop only the form matters (src/report/operators.ts).
  const known = knownSlot(row, kind, (operator - 1) % FORMS)
  const said = load<u32>(known, SAID)
  const isAsked = isInPeriod(row)
  if (said === 0 || (isAsked && (said === UNASKED || !isLater(row, known)))) return kind
  if (load<u32>(known, IS_LOCAL) !== 0 && isOfHost(row)) return kind
  if (!isPlainFact(row, record)) return kind
  const isExim = kind === EXIM_BOUNCED || kind === EXIM_DEFERRED
  const isDeferral = kind === POSTFIX_DEFERRED || kind === EXIM_DEFERRED
  if (isDeferral) {
    if (!keepPending(row, record, isExim)) return kind
  } else settlePending(row, record)
  if (isAsked) writeFact(row, record, (said - 1) * OPERATORS + (operator - 1) / FORMS, isExim, isDeferral)
  store<u32>(record, load<u32>(record, HAS_RESULT) | 1, HAS_RESULT)
  return isAsked ? addTime(row, 0, false) : passOver(row)
}

/** No upper case before the @, by which reports of mail servers are found; an id in ASCII. */
function isPlainFact(row: usize, record: usize): bool {
  const sign = <usize>load<u32>(row, DOMAIN_START) - 1
  if (upperCaseAt(<usize>load<u32>(row, VALUE_START), sign) !== sign) return false
  const length = <usize>load<u32>(record, MESSAGE_ID)
  return length < 2 || isAscii(record + MESSAGE_ID_AT, record + MESSAGE_ID_AT + length - 1)
}

/** mail.example.com is of example.com. */
function isOfHost(row: usize): bool {
  const host = <usize>load<u32>(row, HOST_START)
  const hostEnd = <usize>load<u32>(row, HOST_END)
  const domain = <usize>load<u32>(row, DOMAIN_START)
  const length = <usize>load<u32>(row, VALUE_END) - domain
  // An Exim line names no host.
  if (load<u32>(row, HOST) === 0 || hostEnd - host < length) return false
  const from = hostEnd - length
  for (let i: usize = 0; i < length; i++) if (lowerAt(from + i) !== byteAt(domain + i)) return false
  return from === host || byteAt(from - 1) === 46
}

/** As src/report/result-hash.ts has them, where a DSN is told from what it may repeat: hashes of these words. */
const FINAL = hashOf('final')
const TEMPORARY = hashOf('temporary')

function hashOf(word: string): u64 {
  const text = keepText(word) + 1
  return hashBytes(text, text + <usize>word.length)
}

/** The columns of facts, as src/known-failures.ts has them; behind those the zone of a stamp. */
const COLUMN: usize = FACTS * 4
const RECIPIENT: usize = 0
const MESSAGE: usize = 2 * COLUMN
const PAIR: usize = 4 * COLUMN
const ID_KEY: usize = 6 * COLUMN
const QUEUE_KEY: usize = 8 * COLUMN
/** First the date and the time of the stamp. */
const MILLIS: usize = 10 * COLUMN
const SAID_FIRST: usize = 12 * COLUMN
/** First the slots of the names. */
const NAMES: usize = 13 * COLUMN
const FACT_ZONE: usize = 17 * COLUMN

@inline
function putHash(at: usize, hash: u64): void {
  store<u32>(at, hiOf(hash))
  store<u32>(at + COLUMN, loOf(hash))
}

function writeFact(row: usize, record: usize, said: u32, isExim: bool, isDeferral: bool): void {
  const fact = FACTS_AT + <usize>facts * 4
  store<u32>(fact + SAID_FIRST, said * 2 + ((load<u32>(record, HAS_RESULT) & 1) ^ 1))
  store<u32>(fact + MILLIS, load<u32>(row, DATE))
  store<u32>(fact + MILLIS + COLUMN, load<u32>(row, TIME))
  store<u32>(fact + FACT_ZONE, load<u32>(row, ZONE))
  const recipient = load<u64>(row, VALUE_HI)
  const queueId = load<u64>(row, ID_HI)
  const message = combineWithName(load<u32>(row, HOST), queueId)
  putHash(fact + RECIPIENT, recipient)
  putHash(fact + MESSAGE, message)
  putHash(fact + PAIR, combineHashes(message, recipient))
  const length = <usize>load<u32>(record, MESSAGE_ID)
  const messageId = record + MESSAGE_ID_AT
  const kind = isDeferral ? TEMPORARY : FINAL
  const idHash = length < 2 ? 0 : hashBytes(messageId, messageId + length - 1)
  putHash(fact + ID_KEY, length < 2 ? 0 : combineHashes(combineHashes(kind, idHash), recipient))
  putHash(fact + QUEUE_KEY, combineHashes(combineHashes(kind, queueId), recipient))
  store<u32>(fact + NAMES, addDomain(row, 0))
  store<u32>(fact + NAMES + COLUMN, addSender(record, 0))
  store<u32>(fact + NAMES + 2 * COLUMN, addNextHop(row, isExim))
  store<u32>(fact + NAMES + 3 * COLUMN, addHost(row, 0))
  if (++facts === <u32>FACTS) setFull()
}

/** When the hour of a stamp began: epoch milliseconds; NaN if that is not known. */
@external('env', 'askHour')
declare function askHour(date: u32, time: u32, zone: u32): f64

const HOUR: u32 = 3600000

/** Facts have the reader's numbers of names, and times as src/known-failures.ts has them: to be asked once, before they are taken out. */
export function finishFacts(): void {
  let date: u32 = 0
  let hour: u32 = 0
  let zone: u32 = 0
  let start: f64 = 0
  for (let fact = FACTS_AT; fact < FACTS_AT + <usize>facts * 4; fact += 4) {
    const time = load<u32>(fact + MILLIS + COLUMN)
    const isSame = load<u32>(fact + MILLIS) === date && time / HOUR === hour && load<u32>(fact + FACT_ZONE) === zone
    if (!isSame || fact === FACTS_AT) {
      date = load<u32>(fact + MILLIS)
      hour = time / HOUR
      zone = load<u32>(fact + FACT_ZONE)
      start = askHour(date, hour * HOUR, zone)
    }
    const millis = start !== start ? 0 : <i64>start + <i64>(time % HOUR)
    store<u32>(fact + MILLIS, start !== start ? 0 : <u32>((millis >> 32) + 0x80000000))
    store<u32>(fact + MILLIS + COLUMN, <u32>millis)
    for (let table: usize = 0; table < TABLES; table++) {
      const slot = fact + NAMES + table * COLUMN
      store<u32>(slot, numberOf(<u32>table * <u32>TABLE_SLOTS + load<u32>(slot)))
    }
  }
}

/** The name in "mx.example.net[192.0.2.7]:25", in Exim's "mx.example.net [192.0.2.7]"; none in "none", "[192.0.2.7]". */
function addNextHop(row: usize, isExim: bool): u32 {
  const from = <usize>load<u32>(row, RELAY_START)
  const end = <usize>load<u32>(row, RELAY_END)
  const to = find(from, end, isExim ? 32 : 91)
  const isNone = to === from || (to === end && to - from === 4 && load<u32>(from) === 0x656e6f6e)
  return isNone ? addRelay(0, from, from, 0) : addRelay(hashBytes(from, to), from, to, 0)
}

/**
 * The last deferral of each recipient of a message: a chain of places, each with the number of the next one (0: none), the
 * recipient's hash, a word that tells of it, and the text. The message's record has the number of the first one above its lowest
 * bit. Of the word: the text's length; SETTLED, the recipient was delivered or given up since; above both, his attempts.
 */
const TOLD: usize = 12
const LENGTHS: u32 = 0x7fff
const SETTLED: u32 = 0x8000
const ATTEMPT: u32 = 0x10000
export const MOST_ATTEMPTS: u32 = 0xffff
const TEXT: usize = 16
let free: u32 = 0
let fresh: u32 = 1

export function clearPending(): void {
  free = 0
  fresh = 1
}

@inline
function pendingAt(number: u32): usize {
  return PENDING_AT + <usize>number * PENDING
}

function pendingOf(row: usize, record: usize): u32 {
  let number = load<u32>(record, HAS_RESULT) >> 1
  while (number !== 0) {
    const at = pendingAt(number)
    if (load<u64>(at, 4) === load<u64>(row, VALUE_HI)) return number
    number = load<u32>(at)
  }
  return 0
}

/** Attempts of the row's recipient that failed, as far as they are kept. */
export function attemptsOf(row: usize, record: usize): u32 {
  const number = pendingOf(row, record)
  return number === 0 ? 0 : load<u32>(pendingAt(number), TOLD) / ATTEMPT
}

/** The line from the recipient on; false if there is no room for it. */
export function keepPending(row: usize, record: usize, isExim: bool): bool {
  // Postfix's with the brackets around the recipient and the text.
  const bracket: usize = isExim ? 0 : 1
  const from = <usize>load<u32>(row, VALUE_START) - bracket
  const length = <usize>load<u32>(row, TEXT_END) + bracket - from
  if (length > PENDING - TEXT) return false
  let number = pendingOf(row, record)
  let attempts: u32 = 0
  if (number !== 0) attempts = load<u32>(pendingAt(number), TOLD) / ATTEMPT
  else {
    number = free
    if (number !== 0) free = load<u32>(pendingAt(number))
    else if (fresh === <u32>PENDINGS) return false
    else number = fresh++
    const state = load<u32>(record, HAS_RESULT)
    store<u32>(pendingAt(number), state >> 1)
    store<u32>(record, (number << 1) | (state & 1), HAS_RESULT)
  }
  const at = pendingAt(number)
  store<u64>(at, load<u64>(row, VALUE_HI), 4)
  store<u32>(at, min(attempts + 1, MOST_ATTEMPTS) * ATTEMPT + <u32>length, TOLD)
  copyText(at + TEXT, from, length)
  return true
}

/** The line from the recipient on, of a Postfix message that waits for one recipient alone; false if it is not so. */
export let pendingStart: usize = 0
export let pendingEnd: usize = 0

export function findOnlyPending(record: usize): bool {
  pendingStart = 0
  for (let number = load<u32>(record, HAS_RESULT) >> 1; number !== 0; number = load<u32>(pendingAt(number))) {
    const told = load<u32>(pendingAt(number), TOLD)
    if ((told & SETTLED) !== 0) continue
    if (pendingStart !== 0) return false
    pendingStart = pendingAt(number) + TEXT
    pendingEnd = pendingStart + <usize>(told & LENGTHS)
  }
  return pendingStart !== 0
}

/** Delivered, bounced or expired: nothing is pending for the row's recipient. */
export function settlePending(row: usize, record: usize): void {
  if (load<u32>(record, HAS_RESULT) >> 1 === 0) return
  const number = pendingOf(row, record)
  if (number === 0) return
  const at = pendingAt(number)
  const told = load<u32>(at, TOLD)
  const attempts = min(told / ATTEMPT + 1, MOST_ATTEMPTS)
  store<u32>(at, attempts * ATTEMPT + ((told & LENGTHS) | SETTLED), TOLD)
}

/** Gives a chain back. */
export function freePending(first: u32): void {
  if (first === 0) return
  let last = first
  while (load<u32>(pendingAt(last)) !== 0) last = load<u32>(pendingAt(last))
  store<u32>(pendingAt(last), free)
  free = first
}
