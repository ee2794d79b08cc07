/**
 * Adds up plain deliveries of messages that never failed: by recipient domain, sender domain, next hop and host, by
 * quarter of an hour, the hashes of the recipients, and those of message and recipient where it was not the message's
 * first result. src/ingest/log/front.ts takes it all out when it is asked to, or when it is full.
 */
import {
  NAMES_AT,
  NAMES_BYTES,
  PAIRS_AT,
  RECIPIENT_SLOTS,
  RECIPIENTS_AT,
  SENDER,
  SENDER_AT,
  SENDER_HI,
  TABLE_SLOT,
  TABLE_SLOTS,
  TABLES,
  TABLES_AT,
} from './memory'
import {
  COUNT,
  DATE,
  DOMAIN_HI,
  DOMAIN_START,
  HOST,
  HOST_END,
  FIRSTS,
  HOST_START,
  ID_HI,
  QUARTER_ROW,
  LAST_TIME,
  RELAY_END,
  RELAY_HI,
  RELAY_START,
  TIME,
  VALUE_END,
  VALUE_HI,
  ZONE,
} from './row'
import { combineHashes, combineWithName, hiOf, loOf, newHash } from './hash'
import { QUARTER } from './period'
import { byteAt, copyText, LONGEST, NOTHING } from './text'

/**
 * Tables of names, by number. A slot holds the hash's halves, how many, where the name begins and ends, an end of 0: it is free; and
 * the reader's number of it and 1, or 0 as long as that was not asked for.
 */
const DOMAINS: usize = 0
const SENDER_DOMAINS: usize = 1
const RELAYS: usize = 2
const HOSTS: usize = 3

/** No name, the empty name: hashes that no name has. */
const UNKNOWN: u64 = 0
const EMPTY: u64 = 0x100000000

/** There may be no room for the next result: 1, of hashes or facts; 2, of names. */
export let isFull: u32 = 0

/** Of facts. */
export function setFull(): void {
  isFull = max(isFull, 1)
}
/** Recipients, and pairs, that were counted since the last time. */
export let recipients: u32 = 0
export let pairs: u32 = 0
/** Messages that were handed over since the start; the reader looks at the difference. */
export let handedOver: u32 = 0
let namesEnd: usize = NAMES_AT
/** Names in all tables. */
export let names: u32 = 0
let names0: u32 = 0
let names1: u32 = 0
let names2: u32 = 0
let names3: u32 = 0

/** Results that were outside the period, since the start. */
export let passedOver: u32 = 0

/** The quarter of an hour whose results are being counted; or are passed over, as the reader sees by its time. */
let isOpen: bool = false
let isPassedOver: bool = false
let quarterCount: u32 = 0
let quarterFirsts: u32 = 0
let quarterDate: u32 = 0
let quarterZone: u32 = 0
let quarterNumber: u32 = 0
let quarterFirst: u32 = 0
let quarterLast: u32 = 0

export function clearHashes(): void {
  if (recipients !== 0) memory.fill(RECIPIENTS_AT, 0, RECIPIENT_SLOTS * 8)
  if (pairs !== 0) memory.fill(PAIRS_AT, 0, RECIPIENT_SLOTS * 8)
  recipients = pairs = 0
  isFull = 0
}

export function clearNames(): void {
  memory.fill(TABLES_AT, 0, TABLES * TABLE_SLOTS * TABLE_SLOT)
  names = names0 = names1 = names2 = names3 = 0
  namesEnd = NAMES_AT
  isFull = 0
}

/** Counts a delivery -> NOTHING, or QUARTER_ROW: the quarter before it is in the row. */
export function tallyDelivery(row: usize, record: usize, isFirst: bool): u32 {
  const recipient = load<u64>(row, VALUE_HI)
  addLater(RECIPIENTS_AT, recipient)
  if (!isFirst) {
    const message = combineWithName(load<u32>(row, HOST), load<u64>(row, ID_HI))
    addLater(PAIRS_AT, combineHashes(message, recipient))
  }
  addDomain(row, 1)
  const relay = <usize>load<u32>(row, RELAY_START)
  const relayEnd = <usize>load<u32>(row, RELAY_END)
  addRelay(load<u64>(row, RELAY_HI), relay, relayEnd, 1)
  addSender(record, 1)
  addHost(row, 1)
  return addTime(row, 1, isFirst)
}

/** A result outside the period -> as addTime: the clock is to see its day. */
export function passOver(row: usize): u32 {
  passedOver++
  return addQuarter(row, 0, false, true)
}

/** Each adds so many deliveries to a name -> the number of its slot. */
export function addDomain(row: usize, count: u32): u32 {
  const from = <usize>load<u32>(row, DOMAIN_START)
  return addName(DOMAINS, load<u64>(row, DOMAIN_HI), from, <usize>load<u32>(row, VALUE_END), count)
}

/** The name [from, to); none if that is empty. */
export function addRelay(hash: u64, from: usize, to: usize, count: u32): u32 {
  return addName(RELAYS, from === to ? UNKNOWN : hash, from, to, count)
}

export function addHost(row: usize, count: u32): u32 {
  // The scanner's number of the host; 0: the line names none.
  const host = load<u32>(row, HOST)
  if (host === 0) return addName(HOSTS, UNKNOWN, 0, 0, count)
  return addName(HOSTS, newHash(1, host), <usize>load<u32>(row, HOST_START), <usize>load<u32>(row, HOST_END), count)
}

export function addSender(record: usize, count: u32): u32 {
  const length = <usize>load<u32>(record, SENDER)
  if (length < 2) return addName(SENDER_DOMAINS, length === 0 ? UNKNOWN : EMPTY, 0, 0, count)
  const sender = record + SENDER_AT
  return addName(SENDER_DOMAINS, load<u64>(record, SENDER_HI), sender, sender + length - 1, count)
}

function addName(table: usize, hash: u64, from: usize, to: usize, count: u32): u32 {
  const start = TABLES_AT + table * TABLE_SLOTS * TABLE_SLOT
  const mask = <u32>TABLE_SLOTS - 1
  let slot = (loOf(hash) ^ hiOf(hash)) & mask
  let at = start + <usize>slot * TABLE_SLOT
  while (load<u32>(at, 16) !== 0) {
    if (load<u64>(at) === hash) {
      store<u32>(at, load<u32>(at, 8) + count, 8)
      return slot
    }
    slot = (slot + 1) & mask
    at = start + <usize>slot * TABLE_SLOT
  }
  // Of an address, its domain.
  let name = from
  if (table === SENDER_DOMAINS && to !== from) for (name = to; byteAt(name - 1) !== 64; ) name--
  store<u64>(at, hash)
  store<u32>(at, count, 8)
  store<u32>(at, <u32>namesEnd, 12)
  copyText(namesEnd, name, to - name)
  namesEnd += to - name
  store<u32>(at, <u32>namesEnd, 16)
  noteNew(table)
  return slot
}

/** The place of the first name from this one on, over all tables, with deliveries: a name of failures alone has none; behind all places if there is no more. */
export function nextName(from: u32): u32 {
  const places = <u32>(TABLES * TABLE_SLOTS)
  let place = from
  while (place < places && load<u32>(TABLES_AT + <usize>place * TABLE_SLOT, 8) === 0) place++
  return place
}

/** The reader's number of the name at this place, over all tables. */
@external('env', 'askNumber')
declare function askNumber(place: u32): u32

const NUMBER: usize = 20

export function numberOf(place: u32): u32 {
  const at = TABLES_AT + <usize>place * TABLE_SLOT
  const known = load<u32>(at, NUMBER)
  if (known !== 0) return known - 1
  const number = askNumber(place)
  store<u32>(at, number + 1, NUMBER)
  return number
}

/** Names are numbered by another reader from now on. */
export function forgetNumbers(): void {
  const end = TABLES_AT + TABLES * TABLE_SLOTS * TABLE_SLOT
  for (let at = TABLES_AT; at < end; at += TABLE_SLOT) store<u32>(at, 0, NUMBER)
}

function noteNew(table: usize): void {
  names++
  let ofTable: u32
  if (table === DOMAINS) ofTable = ++names0
  else if (table === SENDER_DOMAINS) ofTable = ++names1
  else if (table === RELAYS) ofTable = ++names2
  else ofTable = ++names3
  // The names of one more result fit.
  if (ofTable >= <u32>TABLE_SLOTS / 2 || namesEnd + 5 * LONGEST > NAMES_AT + NAMES_BYTES) isFull = 2
}

/** More of them would make a set slow. */
const MOST_HASHES: u32 = (<u32>RECIPIENT_SLOTS / 4) * 3

/**
 * Hashes that wait to be added, each with its set, up to the end of a scan: where a hash belongs is in no cache, and the places of
 * many are brought in the time of one.
 */
const LATER_BYTES: usize = 64 * 16
const later = memory.data(LATER_BYTES)
let laterEnd = later

function addLater(set: usize, hash: u64): void {
  store<u64>(laterEnd, hash)
  store<u32>(laterEnd, <u32>set, 8)
  laterEnd += 16
  const most = max(recipients, pairs) + <u32>((laterEnd - later) / 16)
  if (laterEnd === later + LATER_BYTES || most >= MOST_HASHES) addHashes()
}

/** All that wait are in their sets then. */
export function addHashes(): void {
  for (let at = later; at < laterEnd; at += 16) {
    const set = <usize>load<u32>(at, 8)
    const added = addHash(set, load<u64>(at))
    if (set === RECIPIENTS_AT) recipients += added
    else pairs += added
  }
  laterEnd = later
  if (max(recipients, pairs) >= MOST_HASHES) setFull()
}

/** Adds a hash to a set -> how many more it has. */
function addHash(set: usize, hash: u64): u32 {
  // A cell of 0 is free.
  const cell: u64 = hash === 0 ? newHash(0, 1) : hash
  let at = set + <usize>(loOf(cell) & (<u32>RECIPIENT_SLOTS - 1)) * 8
  for (let found = load<u64>(at); found !== 0; found = load<u64>(at)) {
    if (found === cell) return 0
    at += 8
    if (at === set + RECIPIENT_SLOTS * 8) at = set
  }
  store<u64>(at, cell)
  return 1
}

/** Recipients and pairs stand one behind the other then, to be taken out and cleared. */
export function packHashes(): void {
  if (recipients !== 0) pack(RECIPIENTS_AT)
  if (pairs !== 0) pack(PAIRS_AT)
}

function pack(set: usize): void {
  let to = set
  for (let at = set; at < set + RECIPIENT_SLOTS * 8; at += 8) {
    const cell = load<u64>(at)
    if (cell === 0) continue
    store<u64>(to, cell)
    to += 8
  }
}

export function tallyHandOver(): void {
  handedOver++
}

/** Of so many deliveries, or of a failure with none -> NOTHING, or QUARTER_ROW: the quarter before it is in the row. */
export function addTime(row: usize, count: u32, isFirst: bool): u32 {
  return addQuarter(row, count, isFirst, false)
}

function addQuarter(row: usize, count: u32, isFirst: bool, isPassed: bool): u32 {
  const date = load<u32>(row, DATE)
  const time = load<u32>(row, TIME)
  const zone = load<u32>(row, ZONE)
  const number = time / QUARTER
  let kind = NOTHING
  const isSame = date === quarterDate && number === quarterNumber && zone === quarterZone && isPassed === isPassedOver
  if (isOpen && !isSame) {
    writeQuarter(row)
    kind = QUARTER_ROW
  }
  if (!isOpen) {
    isOpen = true
    isPassedOver = isPassed
    quarterDate = date
    quarterZone = zone
    quarterNumber = number
    quarterFirst = time
    quarterLast = time
  } else {
    quarterFirst = min(quarterFirst, time)
    quarterLast = max(quarterLast, time)
  }
  quarterCount += count
  if (isFirst) quarterFirsts++
  return kind
}

/** The quarter is open and not of this date: it is to be told before what comes next, so that the clock sees days in order. */
export function hasOtherDay(date: u32): bool {
  return isOpen && date !== quarterDate && date < 10000
}

/** The same where the date of what comes next is not known; dates with a year need no order. */
export function mayHaveOtherDay(): bool {
  return isOpen && quarterDate < 10000
}

export function hasQuarter(): bool {
  return isOpen
}

/** Writes the open quarter as a row, and begins anew. */
export function writeQuarter(row: usize): void {
  store<u32>(row, quarterDate, DATE)
  store<u32>(row, quarterFirst, TIME)
  store<u32>(row, quarterZone, ZONE)
  store<u32>(row, quarterLast, LAST_TIME)
  store<u32>(row, quarterCount, COUNT)
  store<u32>(row, quarterFirsts, FIRSTS)
  quarterCount = quarterFirsts = 0
  isOpen = false
}
