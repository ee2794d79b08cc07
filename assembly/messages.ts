/**
 * What is known of messages whose way is plain: begun by their arrival, with a sender, delivered once, removed. The queue of
 * src/ingest/log/queue.ts takes a message over as soon as anything else is told of it, and holds it from then on.
 *
 * Bounded: what finds no room is the queue's, and when there is none for what the queue holds, `tracking` ends, and the queue
 * takes over all.
 */
import { combineWithHost, hashBytes, loOf, newHash } from './hash'
import {
  ARRIVAL_DATE,
  ARRIVAL_TIME,
  ARRIVAL_ZONE,
  FEW_SLOTS,
  FEW_SLOTS_AT,
  HAS_RESULT,
  MESSAGE_ID,
  MESSAGE_ID_AT,
  MESSAGE_ID_MAX,
  MORE_SLOTS,
  MORE_SLOTS_AT,
  MOST_SLOTS,
  MOST_SLOTS_AT,
  RECORD,
  RECORDS,
  RECORDS_AT,
  SENDER,
  SENDER_AT,
  SENDER_HI,
  SENDER_MAX,
  SLOT,
  SLOTS,
  SLOTS_AT,
} from './memory'
import {
  DATE,
  DOMAIN_HI,
  EXIM_ARRIVAL,
  EXIM_BOUNCED,
  EXIM_COMPLETED,
  EXIM_DEFERRED,
  EXIM_DELIVERED,
  HOST,
  ID_HI,
  KEY_HI,
  OTHER,
  POSTFIX_BOUNCED,
  POSTFIX_DEFERRED,
  POSTFIX_EXPIRED,
  POSTFIX_HANDED_OVER,
  POSTFIX_MESSAGE_ID,
  POSTFIX_NOTIFICATION,
  POSTFIX_REMOVED,
  POSTFIX_SENDER,
  POSTFIX_SENT,
  RELAY_END,
  RELAY_START,
  SAID_SENDER,
  SLOT_COUNT,
  SLOTS_PLACE,
  STATUS_AT,
  TAKEN,
  TIME,
  VALUE_END,
  VALUE_START,
  ZONE,
} from './row'
import {
  clearPending,
  countFailure,
  findOnlyPending,
  freePending,
  pendingEnd,
  pendingStart,
  settlePending,
} from './failures'
import { isInPeriod } from './period'
import { scanResult } from './postfix'
import { hashNothing, hashSaid } from './said'
import { passOver, tallyDelivery, tallyHandOver } from './tally'
import { byteAt, copyText, isSame, NOTHING } from './text'
import { canWait, clearWaiting, forgetOldest, inTheWay, keepWaiting, placeOf } from './waiting'
import { writeFailure } from './writing'

/**
 * A slot holds the key's halves, the number of the record (0: none), and whose the message is: 0, the slot is free. At most half
 * are taken. Of a message that the queue holds, the record tells the sender as long as that is sure; one of which no more is known
 * than a deferral has its place instead (waiting.ts).
 */
const FOLLOWED: u32 = 1
const HELD: u32 = 2
const WAITING: u32 = 3

/** Of `counting`: failures are counted here, too. */
const COUNTING_FAILURES: u32 = 2
/** Or what they say is hashed, of whatever message. */
const HASHING_FAILURES: u32 = 4

/** Messages are followed here. */
export let tracking: bool = false
/** Where the slots are, how many, and how many of them are taken. */
let slotsAt: usize = FEW_SLOTS_AT
let slots: u32 = <u32>FEW_SLOTS
let taken: u32 = 0
/** Records that were given back, each with the number of the next one in its first word; 0: none. */
let free: u32 = 0
let fresh: u32 = 1

/** The log is read from its start: what is not known of a message has not been told. */
let isWhole: bool = true

export function startTracking(isPart: u32): void {
  isWhole = isPart === 0
  setSlots(FEW_SLOTS_AT, FEW_SLOTS)
  clearPending()
  clearWaiting()
  taken = 0
  free = 0
  fresh = 1
  tracking = true
}

export function endTracking(): void {
  tracking = false
}

function setSlots(at: usize, count: usize): void {
  memory.fill(at, 0, count * SLOT)
  slotsAt = at
  slots = <u32>count
  store<u32>(STATUS_AT, <u32>at, SLOTS_PLACE)
  store<u32>(STATUS_AT, <u32>count, SLOT_COUNT)
}

/** False: no slot can be taken any more. All slots may have moved. */
function makeRoom(): bool {
  if (taken * 2 < slots) return true
  const old = slotsAt
  const oldEnd = old + <usize>slots * SLOT
  if (slots === <u32>MOST_SLOTS) {
    tracking = false
    return false
  }
  if (slots === <u32>FEW_SLOTS) setSlots(SLOTS_AT, SLOTS)
  else if (slots === <u32>SLOTS) setSlots(MORE_SLOTS_AT, MORE_SLOTS)
  else setSlots(MOST_SLOTS_AT, MOST_SLOTS)
  for (let from = old; from < oldEnd; from += SLOT)
    if (load<u32>(from, 12) !== 0) v128.store(slotOf(load<u64>(from)), v128.load(from))
  return true
}

/** A line that was cut: what it says is noted here (then it is NOTHING to the reader), or is the reader's to read. */
export function settle(row: usize, kind: u32, counting: u32): u32 {
  const key = combineWithHost(load<u32>(row, HOST), load<u64>(row, ID_HI))
  store<u64>(row, key, KEY_HI)
  const isExim = kind === EXIM_BOUNCED || kind === EXIM_DEFERRED
  if (isExim || kind === POSTFIX_BOUNCED || kind === POSTFIX_DEFERRED)
    return settleFailure(row, kind, counting, isExim)
  if (kind === POSTFIX_NOTIFICATION) return settleNotification(row)
  if (kind === POSTFIX_EXPIRED) return settleExpiry(row, counting)
  if (!tracking || kind === OTHER) return kind
  const slot = slotOf(key)
  const state = load<u32>(slot, 12)
  if (state === WAITING) return kind
  const number = state === 0 ? 0 : load<u32>(slot, 8)
  if (state === HELD) return settleHeld(row, kind, slot, number)
  if (kind === POSTFIX_MESSAGE_ID) return noteMessageId(row, number)
  if (kind === EXIM_ARRIVAL) return noteArrival(row, number)
  if (number === 0) return kind
  const record = recordAt(number)
  if (kind === POSTFIX_SENDER) return noteSender(row, record)
  if (kind === POSTFIX_SENT || kind === EXIM_DELIVERED) {
    if (counting === 0) return kind
    settlePending(row, record)
    const state = load<u32>(record, HAS_RESULT)
    store<u32>(record, state | 1, HAS_RESULT)
    return isInPeriod(row) ? tallyDelivery(row, record, (state & 1) === 0) : passOver(row)
  }
  if (kind === POSTFIX_HANDED_OVER) {
    if (counting === 0) return kind
    settlePending(row, record)
    store<u32>(record, load<u32>(record, HAS_RESULT) | 1, HAS_RESULT)
    if (!isInPeriod(row)) return passOver(row)
    tallyHandOver()
    return NOTHING
  }
  if (kind === POSTFIX_REMOVED || kind === EXIM_COMPLETED) {
    empty(slot, number)
    return NOTHING
  }
  return kind
}

/** Counted here if all is known of it; what its text says is hashed where it is known who the message's sender is, or to be asked. */
function settleFailure(row: usize, kind: u32, counting: u32, isExim: bool): u32 {
  const slot = slotOf(load<u64>(row, KEY_HI))
  const state = load<u32>(slot, 12)
  const number = state === 0 || state === WAITING ? 0 : load<u32>(slot, 8)
  const isKnown = tracking && ((state !== HELD && state !== WAITING) || number !== 0)
  const record = isKnown && number !== 0 ? recordAt(number) : 0
  const isAsked = (counting & COUNTING_FAILURES) !== 0 ? isKnown : (counting & HASHING_FAILURES) !== 0
  if (!isAsked) {
    hashNothing(row)
    return kind
  }
  store<u32>(row, record === 0 ? 0 : 1, SAID_SENDER)
  if (!hashSaid(row, record, isExim) || state === HELD || state === WAITING) return kind
  if ((counting & COUNTING_FAILURES) !== 0) return state === FOLLOWED ? countFailure(row, record, kind) : kind
  return tracking && !isExim ? settleWritten(row, record, kind) : kind
}

/** A failure whose row may be written at once. */
function settleWritten(row: usize, record: usize, kind: u32): u32 {
  const waits = record === 0 && kind === POSTFIX_DEFERRED
  if (waits && !(canWait(row) && makeRoom())) return kind
  if (!writeFailure(row, record, kind)) return kind
  if (record !== 0) store<u32>(record, load<u32>(record, HAS_RESULT) | 1, HAS_RESULT)
  else if (waits) {
    for (let line = inTheWay(row); line !== 0; line = inTheWay(row)) forgetWaiting(line)
    taken++
    putSlot(load<u64>(row, KEY_HI), keepWaiting(row), WAITING)
  }
  return NOTHING
}

/** What the last deferral said holds on, if there is one recipient for whom the message waits. */
function settleExpiry(row: usize, counting: u32): u32 {
  if (!tracking || (counting & COUNTING_FAILURES) === 0) return OTHER
  const slot = slotOf(load<u64>(row, KEY_HI))
  if (load<u32>(slot, 12) !== FOLLOWED) return OTHER
  const record = recordAt(load<u32>(slot, 8))
  if (!isSender(row, record) || !findOnlyPending(record)) return OTHER
  if (scanResult(row, pendingStart, pendingEnd) !== POSTFIX_DEFERRED || !hashSaid(row, record, false)) return OTHER
  return countFailure(row, record, POSTFIX_EXPIRED)
}

/** A message that reports a failure has the null sender, before a line says so, or any other thing of it. */
function settleNotification(row: usize): u32 {
  if (!tracking) return OTHER
  const id = hashBytes(<usize>load<u32>(row, VALUE_START), <usize>load<u32>(row, VALUE_END))
  const key = combineWithHost(load<u32>(row, HOST), id)
  const slot = slotOf(key)
  const state = load<u32>(slot, 12)
  if (state !== FOLLOWED && (state !== 0 || !isWhole)) return OTHER
  store<u64>(row, key, KEY_HI)
  const record = state === 0 ? open(row, 0) : recordAt(load<u32>(slot, 8))
  if (record === 0) return OTHER
  if (load<u32>(record, SENDER) === 0) {
    store<u32>(record, 1, SENDER)
    store<u64>(record, 0, SENDER_HI)
  }
  return NOTHING
}

/** A message of the queue: what is told of it goes there, but for the sender that is known. */
function settleHeld(row: usize, kind: u32, slot: usize, number: u32): u32 {
  if (number === 0 || (kind !== POSTFIX_SENDER && kind !== POSTFIX_MESSAGE_ID && kind !== EXIM_ARRIVAL)) return kind
  if (kind === POSTFIX_SENDER && isSender(row, recordAt(number))) return NOTHING
  dropRecord(slot, number)
  return kind
}

function dropRecord(slot: usize, number: u32): void {
  store<u32>(recordAt(number), free)
  free = number
  store<u32>(slot, 0, 8)
}

@inline
function recordAt(number: u32): usize {
  return RECORDS_AT + <usize>number * RECORD
}

/** A new record for the row's message, or the one that it has; 0 if there is no room. */
function open(row: usize, number: u32): usize {
  let own = number
  if (own === 0) {
    if ((free === 0 && fresh === <u32>RECORDS) || !makeRoom()) return 0
    taken++
    own = free
    if (own === 0) own = fresh++
    else free = load<u32>(recordAt(own))
    putSlot(load<u64>(row, KEY_HI), own, FOLLOWED)
  }
  const record = recordAt(own)
  if (number !== 0) freePending(load<u32>(record, HAS_RESULT) >> 1)
  const zeros = i8x16.splat(0)
  v128.store(record, zeros)
  v128.store(record, zeros, 16)
  return record
}

/** An id that was seen with a sender or a result is used again. */
function noteMessageId(row: usize, number: u32): u32 {
  let from = <usize>load<u32>(row, VALUE_START)
  let to = <usize>load<u32>(row, VALUE_END)
  if (to > from && byteAt(from) === 60 && byteAt(to - 1) === 62) {
    from++
    to--
  }
  const length = to > from ? to - from : 0
  if (length > MESSAGE_ID_MAX) return POSTFIX_MESSAGE_ID
  const isKnown = number !== 0 && load<u64>(recordAt(number)) === 0
  const record = isKnown ? recordAt(number) : open(row, number)
  if (record === 0) return POSTFIX_MESSAGE_ID
  if (length > 0) storeMessageId(record, from, length)
  return NOTHING
}

function storeMessageId(record: usize, from: usize, length: usize): void {
  store<u32>(record, <u32>length + 1, MESSAGE_ID)
  copyText(record + MESSAGE_ID_AT, from, length)
}

function noteArrival(row: usize, number: u32): u32 {
  const from = <usize>load<u32>(row, RELAY_START)
  const length = <usize>load<u32>(row, RELAY_END) - from
  if (length > MESSAGE_ID_MAX || senderLength(row) > SENDER_MAX) return EXIM_ARRIVAL
  const record = open(row, number)
  if (record === 0) return EXIM_ARRIVAL
  storeSender(row, record)
  storeMessageId(record, from, length)
  store<u32>(record, load<u32>(row, DATE), ARRIVAL_DATE)
  store<u32>(record, load<u32>(row, TIME), ARRIVAL_TIME)
  store<u32>(record, load<u32>(row, ZONE), ARRIVAL_ZONE)
  return NOTHING
}

function noteSender(row: usize, record: usize): u32 {
  const length = senderLength(row)
  // Another sender: the id is used again.
  if (load<u32>(record, SENDER) !== 0) return isSender(row, record) ? NOTHING : POSTFIX_SENDER
  if (length > SENDER_MAX) return POSTFIX_SENDER
  storeSender(row, record)
  return NOTHING
}

function isSender(row: usize, record: usize): bool {
  const length = senderLength(row)
  const isAsLong = load<u32>(record, SENDER) === <u32>length + 1
  return isAsLong && isSame(record + SENDER_AT, <usize>load<u32>(row, VALUE_START), length)
}

@inline
function senderLength(row: usize): usize {
  return <usize>(load<u32>(row, VALUE_END) - load<u32>(row, VALUE_START))
}

function storeSender(row: usize, record: usize): void {
  const length = senderLength(row)
  store<u32>(record, <u32>length + 1, SENDER)
  store<u64>(record, load<u64>(row, DOMAIN_HI), SENDER_HI)
  copyText(record + SENDER_AT, <usize>load<u32>(row, VALUE_START), length)
}

/** The slot of this key, or the free one where it belongs. */
function slotOf(key: u64): usize {
  const mask = slots - 1
  let slot = loOf(key) & mask
  let at = slotsAt + <usize>slot * SLOT
  while (load<u32>(at, 12) !== 0 && load<u64>(at) !== key) {
    slot = (slot + 1) & mask
    at = slotsAt + <usize>slot * SLOT
  }
  return at
}

function putSlot(key: u64, number: u32, state: u32): void {
  const slot = slotOf(key)
  store<u64>(slot, key)
  store<u32>(slot, number, 8)
  store<u32>(slot, state, 12)
}

/** Gives the slot and its record back, and moves up what stands behind it only because it was taken (Knuth, 6.4R). */
function empty(at: usize, number: u32): void {
  taken--
  if (number !== 0) {
    freePending(load<u32>(recordAt(number), HAS_RESULT) >> 1)
    store<u32>(recordAt(number), free)
    free = number
  }
  const mask = slots - 1
  let hole = <u32>((at - slotsAt) / SLOT)
  let next = hole
  for (;;) {
    next = (next + 1) & mask
    const from = slotsAt + <usize>next * SLOT
    if (load<u32>(from, 12) === 0) break
    const home = load<u32>(from, 4) & mask
    if (((next - home) & mask) < ((next - hole) & mask)) continue
    v128.store(slotsAt + <usize>hole * SLOT, v128.load(from))
    hole = next
  }
  store<u32>(slotsAt + <usize>hole * SLOT, 0, 12)
}

/** What `take` gives for a message that waits. */
const NO_RECORD: usize = 1

/**
 * The queue takes the message over -> its record, to be read at once, and gives its deferrals back (freePending); NO_RECORD, and
 * its place is told, if it waits; 0 if it is not here.
 */
export function take(hi: u32, lo: u32): usize {
  if (!tracking) return 0
  const slot = slotOf(newHash(hi, lo))
  const state = load<u32>(slot, 12)
  const number = load<u32>(slot, 8)
  if (state === WAITING) {
    store<u32>(STATUS_AT, number, TAKEN)
    store<u32>(slot, 0, 8)
    store<u32>(slot, HELD, 12)
    return NO_RECORD
  }
  if (state !== FOLLOWED) return 0
  store<u32>(slot, HELD, 12)
  const record = recordAt(number)
  const taken = load<u32>(record, HAS_RESULT)
  store<u32>(STATUS_AT, taken, TAKEN)
  store<u32>(record, taken & 1, HAS_RESULT)
  // The queue may hear of a sender that is not heard of here.
  if (load<u32>(record, SENDER) === 0) dropRecord(slot, number)
  return record
}

/** The queue holds this message from now on. */
export function hold(hi: u32, lo: u32): void {
  if (!tracking || load<u32>(slotOf(newHash(hi, lo)), 12) !== 0 || !makeRoom()) return
  taken++
  putSlot(newHash(hi, lo), 0, HELD)
}

/** The message is forgotten, whoever had it. */
export function release(hi: u32, lo: u32): void {
  if (!tracking) return
  const slot = slotOf(newHash(hi, lo))
  const state = load<u32>(slot, 12)
  if (state !== 0) empty(slot, state === WAITING ? 0 : load<u32>(slot, 8))
}

/** The oldest line, here, is not kept any longer; its message may have gone before. */
function forgetWaiting(line: usize): void {
  const slot = slotOf(load<u64>(line))
  if (load<u32>(slot, 12) === WAITING && load<u32>(slot, 8) === placeOf(line)) empty(slot, 0)
  forgetOldest()
}
