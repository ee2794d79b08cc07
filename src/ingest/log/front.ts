/**
 * What the scanner keeps for a reader, from one block to the next: messages whose way is plain, and the tally of their
 * deliveries. The queue asks here before it looks for a message itself; whatever it takes it holds from then on.
 *
 * One scanner serves all readers of a thread: when another reader comes, what the last one has left is put in its place.
 */
import { type Hash, hashText, newHash } from '../../hash.ts'
import { NAME_DIMENSIONS } from '../../known-failures.ts'
import {
  type DeliveryCounter,
  type DeliveryTally,
  type FailureCounter,
  type FailureJudge,
  isInPeriod,
  type Period,
} from '../../plain-results.ts'
import { dimensionAt, nameAt, takeFacts } from './front-facts.ts'
import { messageAt, type PlainMessage, waitingMessage } from './plain-message.ts'
import { numberAt, type Row, timeOfRow, zoneOf } from './row.ts'
import {
  NO_RECORD,
  PAIRS_AT,
  RECIPIENTS_AT,
  RECORD,
  RECORDS_AT,
  ROW,
  type Scanner,
  STATUS,
  scannerOfThread,
  TABLE_SLOTS,
  TABLES_AT,
} from './scanner.ts'
import { teach } from './teach.ts'
import { type Clock, peekMillis } from './time.ts'

/** A reader that has the scanner. */
export interface FrontOwner {
  /** Whose messages are followed. */
  queue: object
  clock: Clock
  deliveries: DeliveryCounter | null
  failures: FailureCounter | null
  events: { writer: FailureJudge } | null
  /** Of plain results, only these are told; null: all are. */
  period: Period | null
  /** Of a part of a log: where lines go that speak of messages from before it. */
  aside: object | null
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
  /** Whose numbers of texts and operators, and whose signs, it knows. */
  numbers: object | null
  /** Messages handed over that were told, and results outside the period that were counted as read. */
  handedOver: number
  passedOver: number
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
  front ??= newFront(scannerOfThread())
  const last = front.owner
  if (last === owner) return
  const { exports } = front.scanner
  if (last !== null) {
    closeQuarter(last)
    if (last.deliveries?.tally !== owner.deliveries?.tally) emptyTally(last)
    if (last.queue !== owner.queue) leave(last)
  }
  front.owner = owner
  exports.beginFile(new Date(owner.clock.reference).getUTCFullYear())
  setPeriod(front.scanner, owner)
  setKnowledge(front, owner.failures ?? owner.events?.writer ?? null)
  hashText(owner.logName, hash)
  exports.setLogHash(hash.hi, hash.lo)
  if (last?.queue === owner.queue) return
  exports.startTracking(owner.aside === null ? 0 : 1)
  front.messages = 'some'
  for (const { hi, lo } of held()) exports.hold(hi, lo)
}

/** Results outside the period are followed, and not counted. */
function setPeriod(scanner: Scanner, { period, clock }: FrontOwner): void {
  scanner.exports.setPeriod(period === null ? 0 : 1)
  if (period === null) return
  const { status } = scanner
  scanner.askPeriod = (date, time, zone) => {
    const quarter = time - (time % QUARTER)
    const begin = peekMillis(clock, date, quarter, zoneOf(zone))
    const within = (wanted: number): number => quarter + Math.min(Math.max(wanted - begin, 0), QUARTER)
    // Of a time that is not known, nothing.
    status[STATUS.PERIOD_FROM] = Number.isNaN(begin) ? quarter + QUARTER : within(period.from)
    status[STATUS.PERIOD_TO] = Number.isNaN(begin) ? quarter : within(period.to)
  }
}

/** As assembly/period.ts has it. */
const QUARTER = 900_000

function newFront(scanner: Scanner): Front {
  return { scanner, owner: null, messages: 'none', numbers: null, handedOver: 0, passedOver: 0 }
}

function setKnowledge(front: Front, judge: FailureJudge | null): void {
  if (judge === null) return
  const { numbers } = judge
  if (numbers === front.numbers) return
  front.numbers = numbers
  teach(front.scanner, judge)
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
  const passedOver = scanner.exports.passedOver.value
  owner.counted += passedOver - front.passedOver
  front.passedOver = passedOver
  owner.counted += takeFacts(scanner, owner.clock, owner.failures)
}

/** A row of the kind QUARTER_ROW. */
export function tellQuarter(owner: FrontOwner, row: Row): void {
  const first = timeOfRow(row, ROW.TIME, owner.clock)
  const count = numberAt(row, ROW.COUNT)
  owner.counted += count
  const last = timeOfRow(row, ROW.LAST_TIME, owner.clock)
  // All of it is in the period, or nothing.
  if (owner.period === null || isInPeriod(owner.period, first))
    owner.deliveries?.tally?.deliveries(first, last, count, numberAt(row, ROW.FIRSTS))
  owner.counted += takeFacts(row.scanner, owner.clock, owner.failures)
}

/** Takes a message of this queue from the scanner; undefined if it is not there. */
export function takeFromFront(queue: object, hi: number, lo: number): PlainMessage | undefined {
  if (front === null || front.owner?.queue !== queue) return undefined
  const { scanner, owner } = front
  const record = scanner.hot.take(hi, lo)
  if (record === 0) return undefined
  const state = scanner.status[STATUS.TAKEN] ?? 0
  if (record === NO_RECORD) return waitingMessage(scanner, state)
  const message = messageAt(scanner, owner.clock, record, state)
  scanner.exports.freePending(state >>> 1)
  return message
}

export function holdInFront(queue: object, hi: number, lo: number): void {
  if (front?.owner?.queue === queue) front.scanner.hot.hold(hi, lo)
}

export function releaseInFront(queue: object, hi: number, lo: number): void {
  if (front?.owner?.queue === queue) front.scanner.hot.release(hi, lo)
}

/** All messages of this queue that the scanner keeps; it follows none of them from then on. */
export function* emptyFront(queue: object): Generator<{ hi: number; lo: number; message: PlainMessage }> {
  if (front === null || front.owner?.queue !== queue || front.messages === 'none') return
  const { scanner, owner } = front
  const { numbers, exports, status } = scanner
  exports.endTracking()
  front.messages = 'none'
  const start = (status[STATUS.SLOTS_PLACE] ?? 0) >> 2
  const end = start + (status[STATUS.SLOT_COUNT] ?? 0) * 4
  for (let slot = start; slot < end; slot += 4) {
    const number = numbers[slot + 2] ?? 0
    const state = numbers[slot + 3]
    if (state !== FOLLOWED && state !== WAITS) continue
    const record = RECORDS_AT + number * RECORD.BYTES
    const message =
      state === WAITS
        ? waitingMessage(scanner, number)
        : messageAt(scanner, owner.clock, record, numbers[record >> 2] ?? 0)
    yield { hi: numbers[slot] ?? 0, lo: numbers[slot + 1] ?? 0, message }
  }
}

/** Of a slot: the scanner has the message, or knows of its deferral. */
const FOLLOWED = 1
const WAITS = 3

const hash = newHash()

/** Tells all that was tallied, and begins anew. */
export function emptyTally(owner: FrontOwner): void {
  if (front === null) return
  takeHashes(front.scanner, owner)
  const { scanner } = front
  const tally = owner.deliveries?.tally ?? null
  if (scanner.exports.names.value === 0) return
  if (tally !== null) tellNames(scanner, tally)
  scanner.exports.clearNames()
}

/** Makes room in a tally that is full; names are few, and stay where they have room. */
export function makeRoom(owner: FrontOwner): void {
  if (front === null) return
  if (front.scanner.status[STATUS.FULL] === NAMES_FULL) emptyTally(owner)
  else takeHashes(front.scanner, owner)
}

/** As assembly/tally.ts writes it. */
const NAMES_FULL = 2

/** Facts and hashes; names stay, and what was delivered of them. */
function takeHashes(scanner: Scanner, owner: FrontOwner): void {
  owner.counted += takeFacts(scanner, owner.clock, owner.failures)
  const { numbers, exports } = scanner
  const tally = owner.deliveries?.tally ?? null
  const cellsAt = (set: number, count: number): Uint32Array =>
    numbers.subarray(set >> 2, (set >> 2) + count * 2)
  const [recipients, pairs] = [exports.recipients.value, exports.pairs.value]
  exports.packHashes()
  if (recipients > 0) tally?.recipients(cellsAt(RECIPIENTS_AT, recipients))
  if (pairs > 0) tally?.pairs(cellsAt(PAIRS_AT, pairs))
  exports.clearHashes()
}

function tellNames(scanner: Scanner, tally: DeliveryTally): void {
  const { numbers, exports } = scanner
  const { nextName } = exports
  const places = NAME_DIMENSIONS.length * TABLE_SLOTS
  for (let place = nextName(0); place < places; place = nextName(place + 1)) {
    const count = numbers[(TABLES_AT >> 2) + place * 8 + 2] ?? 0
    tally.name(dimensionAt(place), nameAt(scanner, place), count)
  }
}
