/**
 * What the scanner keeps for a reader, from one block to the next: messages whose way is plain, and the tally of their
 * deliveries. The queue asks here before it looks for a message itself; whatever it takes it holds from then on.
 *
 * One scanner serves all readers of a thread: when another reader comes, what the last one has left is put in its place.
 */
import { type Hash, hashText, newHash } from '../../hash.ts'
import type { DeliveryCounter, DeliveryTally, FailureCounter } from '../../types.ts'
import { decodeField } from '../text.ts'
import { numberAt, type Row, timeOfRow, zoneOf } from './row.ts'
import {
  PAIRS_AT,
  RECIPIENT_SLOTS,
  RECIPIENTS_AT,
  RECORD,
  RECORDS_AT,
  ROW,
  type Scanner,
  SLOTS,
  SLOTS_AT,
  scannerOfThread,
  TABLE_SLOTS,
  TABLES_AT,
} from './scanner.ts'
import { type Clock, millisOfParts } from './time.ts'

/** The part of a message that the scanner knows. */
export interface PlainMessage {
  sender: string | null
  senderDomainHi: number
  senderDomainLo: number
  messageId: string | null
  arrival: number | null
  hasResult: boolean
}

/** A reader that has the scanner. */
export interface FrontOwner {
  /** Whose messages are followed. */
  queue: object
  clock: Clock
  deliveries: DeliveryCounter | null
  failures: FailureCounter | null
  /** Deliveries that were tallied. */
  counted: number
  /** Stands for the host of lines that name none. */
  logName: string
}

interface Front {
  scanner: Scanner
  owner: FrontOwner | null
  /** There may be messages of its in the scanner. */
  messages: 'some' | 'none'
  /** What the scanner takes for a sign in the name of a host. */
  signs: readonly string[]
  /** Messages handed over that were told. */
  handedOver: number
}

let front: Front | null = null

/**
 * Gives the scanner to this reader.
 *
 * @param held the messages that its queue has: the scanner leaves their lines to the queue
 * @param leave puts what the scanner knows of the last reader's messages into their queue
 */
export function enterFront(
  owner: FrontOwner,
  held: () => Iterable<Hash>,
  leave: (last: FrontOwner) => void,
): void {
  front ??= { scanner: scannerOfThread(), owner: null, messages: 'none', signs: [], handedOver: 0 }
  const last = front.owner
  if (last === owner) return
  const { exports } = front.scanner
  if (last !== null) {
    closeQuarter(last)
    if (last.deliveries?.tally !== owner.deliveries?.tally) emptyTally(last)
    if (last.queue !== owner.queue) leave(last)
  }
  front.owner = owner
  setSigns(front, owner.failures?.signs ?? front.signs)
  hashText(owner.logName, hash)
  exports.setLogHash(hash.hi, hash.lo)
  if (last?.queue === owner.queue) return
  exports.startTracking()
  front.messages = 'some'
  for (const { hi, lo } of held()) exports.hold(hi, lo)
}

function setSigns(front: Front, signs: readonly string[]): void {
  if (signs === front.signs) return
  front.signs = signs
  const { exports } = front.scanner
  exports.clearSigns()
  for (const sign of signs) exports.addSign(Buffer.from(sign.padEnd(4, '\0'), 'latin1').readUInt32LE())
}

/** All deliveries that were tallied for this counter are told to it. */
export function tellDeliveries(deliveries: DeliveryCounter | null): void {
  const owner = front?.owner ?? null
  if (owner === null || deliveries === null || owner.deliveries !== deliveries) return
  closeQuarter(owner)
  emptyTally(owner)
}

/** Ends the quarter of an hour that is open. */
export function closeQuarter(owner: FrontOwner): void {
  if (front?.owner !== owner) return
  const { scanner } = front
  if (scanner.exports.closeQuarter() === 1) tellQuarter(owner, { scanner, at: 0 })
  const handedOver = scanner.exports.handedOver.value
  owner.counted += handedOver - front.handedOver
  owner.deliveries?.tally?.handedOver(handedOver - front.handedOver)
  front.handedOver = handedOver
}

/** A row of the kind QUARTER_ROW. */
export function tellQuarter(owner: FrontOwner, row: Row): void {
  const first = timeOfRow(row, ROW.TIME, owner.clock)
  const count = numberAt(row, ROW.COUNT)
  owner.counted += count
  const last = timeOfRow(row, ROW.LAST_TIME, owner.clock)
  owner.deliveries?.tally?.deliveries(first, last, count, numberAt(row, ROW.FIRSTS))
}

/** Takes a message of this queue from the scanner; undefined if it is not there. */
export function takeFromFront(queue: object, hi: number, lo: number): PlainMessage | undefined {
  if (front === null || front.owner?.queue !== queue) return undefined
  const { scanner, owner } = front
  const record = scanner.exports.take(hi, lo)
  return record === 0
    ? undefined
    : messageAt(scanner, owner.clock, record, scanner.exports.takenHasResult.value !== 0)
}

export function holdInFront(queue: object, hi: number, lo: number): void {
  if (front?.owner?.queue === queue) front.scanner.exports.hold(hi, lo)
}

export function releaseInFront(queue: object, hi: number, lo: number): void {
  if (front?.owner?.queue === queue) front.scanner.exports.release(hi, lo)
}

/** All messages of this queue that the scanner keeps; it follows none of them from then on. */
export function* emptyFront(queue: object): Generator<{ hi: number; lo: number; message: PlainMessage }> {
  if (front === null || front.owner?.queue !== queue || front.messages === 'none') return
  const { scanner, owner } = front
  const { numbers, exports } = scanner
  exports.endTracking()
  front.messages = 'none'
  const start = SLOTS_AT >> 2
  for (let slot = start; slot < start + SLOTS * 4; slot += 4) {
    const number = numbers[slot + 2] ?? 0
    if (numbers[slot + 3] !== FOLLOWED) continue
    const record = RECORDS_AT + number * RECORD.BYTES
    const message = messageAt(scanner, owner.clock, record, numbers[record >> 2] !== 0)
    yield { hi: numbers[slot] ?? 0, lo: numbers[slot + 1] ?? 0, message }
  }
}

/** Of a slot: the scanner has the message. */
const FOLLOWED = 1

function messageAt(
  { bytes, numbers }: Scanner,
  clock: Clock,
  record: number,
  hasResult: boolean,
): PlainMessage {
  const wordAt = (place: number): number => numbers[(record + place) >> 2] ?? 0
  const textAt = (place: number, length: number): string =>
    bytes.toString('latin1', record + place, record + place + length)
  const senderLength = wordAt(RECORD.SENDER)
  const idLength = wordAt(RECORD.MESSAGE_ID)
  const date = wordAt(RECORD.ARRIVAL_DATE)
  const messageId = idLength === 0 ? null : textAt(RECORD.MESSAGE_ID_AT, idLength - 1)
  return {
    sender: senderLength === 0 ? null : textAt(RECORD.SENDER_AT, senderLength - 1),
    senderDomainHi: wordAt(RECORD.SENDER_HI) | 0,
    senderDomainLo: wordAt(RECORD.SENDER_LO) | 0,
    // Of Exim's, as exim-arrival.ts reads it.
    messageId: messageId !== null && date !== 0 ? decodeField(messageId) : messageId,
    arrival:
      date === 0
        ? null
        : millisOfParts(clock, date, wordAt(RECORD.ARRIVAL_TIME), zoneOf(wordAt(RECORD.ARRIVAL_ZONE))),
    hasResult,
  }
}

/** The names of a tally's tables, in their order. */
const DIMENSIONS = ['domain', 'senderDomain', 'relay', 'host'] as const
const hash = newHash()

/** Tells the names and recipients of all that was tallied, and begins anew. */
export function emptyTally({ deliveries }: FrontOwner): void {
  if (front === null) return
  const { scanner } = front
  if (scanner.exports.recipients.value === 0) return
  const tally = deliveries?.tally ?? null
  if (tally !== null) {
    tellNames(scanner, tally)
    tellHashes(scanner, RECIPIENTS_AT, hash => tally.recipient(hash))
    tellHashes(scanner, PAIRS_AT, hash => tally.pair(hash))
  }
  scanner.exports.clearTally()
}

function tellNames({ numbers, bytes }: Scanner, tally: DeliveryTally): void {
  let slot = TABLES_AT >> 2
  for (const dimension of DIMENSIONS)
    for (let index = 0; index < TABLE_SLOTS; index++, slot += 8) {
      const count = numbers[slot + 2] ?? 0
      if (count === 0) continue
      const [hi, lo] = [numbers[slot] ?? 0, numbers[slot + 1] ?? 0]
      // Hashes that no name has: 0/0 for what is not known, 0/1 for the null sender.
      const isUnknown = hi === 0 && lo === 0
      const name = bytes.toString('latin1', numbers[slot + 3], numbers[slot + 4])
      tally.name(dimension, isUnknown ? null : name, count)
    }
}

function tellHashes({ numbers }: Scanner, set: number, tell: (hash: Hash) => void): void {
  const start = set >> 2
  for (let slot = start; slot < start + RECIPIENT_SLOTS * 2; slot += 2) {
    hash.hi = numbers[slot] ?? 0
    hash.lo = numbers[slot + 1] ?? 0
    if (hash.hi !== 0 || hash.lo !== 0) tell(hash)
  }
}
