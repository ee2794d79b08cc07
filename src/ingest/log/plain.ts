/**
 * Rows of the scanner -> queue facts, and deliveries that are counted.
 *
 * In:     a block of whole lines in the scanner's memory
 * Out:    the queue knows more; state.countDelivery was told; lines of the kind OTHER went to readLine, one by one
 * Errors: those of readLine
 *
 * Hot: three lines of four are read here, without a string but what the queue keeps.
 */
import type { Hash } from '../../hash.ts'
import { newHash } from '../../hash.ts'
import { decodeField } from '../text.ts'
import { newPlainDelivery } from './deliveries.ts'
import { readLine } from './envelope.ts'
import { noteEximArrival, notePostfixMessageId, notePostfixSender, type Sender } from './facts.ts'
import { closeMessage, countLastAttempt, openMessage, takeFirst } from './queue.ts'
import { KINDS, NO_ZONE, ROW, ROW_SIZE, type Scanner, scannerOfThread } from './scanner.ts'
import { keyOfHash, type LogState, setHost } from './state.ts'
import { millisOfParts } from './time.ts'

/** What a reader keeps between rows. */
export interface PlainRows {
  scanner: Scanner
  /** Where the current row begins. */
  row: number
  /** The scanner's number of the host that `state.host` holds; -1: another line has set that. */
  host: number
}

export function newPlainRows(): PlainRows {
  return { scanner: scannerOfThread(), row: 0, host: -1 }
}

/** Reads the lines bytes[from, to) of the scanner's memory -> how many. `line` is the number of the line before them. */
export function readPlainBlock(
  state: LogState,
  plain: PlainRows,
  from: number,
  to: number,
  line: number,
): number {
  const { scanner } = plain
  const wanted = state.rejected === 'found' ? 'every' : 'results'
  let read = line
  for (let at = from; at < to; ) {
    const count = scanner.scan(at, to, wanted)
    // Before the rows are read: a line may be read with the help of another reader, which scans.
    const [lines, position] = [scanner.lines(), scanner.position()]
    for (let row = 0; row < count; row++) readRow(state, plain, row * ROW_SIZE, read + 1)
    read += lines
    at = position
  }
  return read - line
}

function readRow(state: LogState, plain: PlainRows, row: number, firstLine: number): void {
  const { rows } = plain.scanner
  plain.row = row
  state.line = firstLine + at(rows, row + ROW.LINE)
  const kind = at(rows, row + ROW.KIND)
  const isDelivery = kind === KINDS.POSTFIX_SENT || kind === KINDS.EXIM_DELIVERED
  if (kind === KINDS.OTHER || (isDelivery && state.countDelivery === null)) {
    plain.host = -1
    readWholeLine(state, plain)
    return
  }
  noteHost(state, plain, rows, row)
  const { queue } = state
  const { strangers } = queue
  idHash.hi = at(rows, row + ROW.ID_HI)
  idHash.lo = at(rows, row + ROW.ID_LO)
  const key = keyOfHash(state, idHash)
  if (kind === KINDS.POSTFIX_SENDER) notePostfixSender(queue, key, senderOfRow(plain))
  else if (kind === KINDS.POSTFIX_MESSAGE_ID) notePostfixMessageId(queue, key, messageIdOf(plain))
  else if (kind === KINDS.EXIM_ARRIVAL) {
    noteEximArrival(queue, key, senderOfRow(plain), relayText(plain), timeOfRow(state, rows, row))
  } else if (isDelivery) countDelivery(state, plain, key, strangers)
  else closeMessage(queue, key)
  if (state.aside !== null && queue.strangers !== strangers) putAside(state, wholeLine(plain))
}

const idHash = newHash()

/** Every place of a row holds a number. */
function at(rows: Uint32Array, index: number): number {
  return rows[index] ?? 0
}

function readWholeLine(state: LogState, plain: PlainRows): void {
  const text = wholeLine(plain)
  readOrPutAside(state, text)
}

/** Reads a line; in a part of a log, what a line of a stranger gave is taken back: it will be read again. */
export function readOrPutAside(state: LogState, text: string): void {
  const { aside, queue, skipped } = state
  if (aside === null) {
    readLine(state, text, 0, text.length)
    return
  }
  const { strangers } = queue
  const found = state.found.length
  const problems = state.problems.length
  readLine(state, text, 0, text.length)
  if (queue.strangers === strangers) return
  state.found.length = found
  state.skipped = skipped
  state.problems.length = problems
  putAside(state, text)
}

function putAside({ aside, file, line, clock }: LogState, text: string): void {
  aside?.lines.push({ file, line, text, reference: clock.reference })
  if (aside !== null) aside.size += text.length
}

function wholeLine({ scanner, row }: PlainRows): string {
  return scanner.bytes.toString('latin1', at(scanner.rows, row + ROW.START), at(scanner.rows, row + ROW.END))
}

/** A host that is the same as in the row before is not looked at. */
function noteHost(state: LogState, plain: PlainRows, rows: Uint32Array, row: number): void {
  const host = at(rows, row + ROW.HOST)
  if (host === plain.host) return
  plain.host = host
  const { bytes } = plain.scanner
  const name = bytes.toString('latin1', at(rows, row + ROW.HOST_START), at(rows, row + ROW.HOST_END))
  // An Exim log names no host, and the number 0 stands for that.
  if (host === 0) setHost(state, null)
  else if (name !== state.host) setHost(state, name)
}

const sender: Sender = { name: '', domain: newHash() }

function senderOfRow({ scanner, row }: PlainRows): Sender {
  const { bytes, rows } = scanner
  const start = at(rows, row + ROW.VALUE_START)
  const end = at(rows, row + ROW.VALUE_END)
  sender.name = start === end ? '' : bytes.toString('latin1', start, end)
  sender.domain.hi = at(rows, row + ROW.DOMAIN_HI)
  sender.domain.lo = at(rows, row + ROW.DOMAIN_LO)
  return sender
}

function messageIdOf({ scanner, row }: PlainRows): string {
  const { bytes, rows } = scanner
  const start = at(rows, row + ROW.VALUE_START)
  const end = at(rows, row + ROW.VALUE_END)
  const isBracketed = bytes[start] === 60 && bytes[end - 1] === 62
  return isBracketed ? bytes.toString('latin1', start + 1, end - 1) : bytes.toString('latin1', start, end)
}

/** The next hop's name, or what an arrival has in its place. */
function relayText({ scanner, row }: PlainRows): string {
  const { bytes, rows } = scanner
  return decodeField(bytes.toString('latin1', at(rows, row + ROW.RELAY_START), at(rows, row + ROW.RELAY_END)))
}

function timeOfRow(state: LogState, rows: Uint32Array, row: number): number {
  // Minutes west of UTC are written as a negative number of 32 bits.
  const zone = at(rows, row + ROW.ZONE) | 0
  const date = at(rows, row + ROW.DATE)
  return millisOfParts(state.clock, date, at(rows, row + ROW.TIME), zone === NO_ZONE ? null : zone)
}

/** The rows whose names a delivery is asked for. */
let named: PlainRows | null = null
const delivery = newPlainDelivery(
  () => (named === null ? '' : domainText(named)),
  () => (named === null ? '' : relayText(named)),
)

function domainText({ scanner, row }: PlainRows): string {
  const { bytes, rows } = scanner
  return bytes.toString('latin1', at(rows, row + ROW.DOMAIN_START), at(rows, row + ROW.VALUE_END))
}

function countDelivery(state: LogState, plain: PlainRows, key: Hash, strangers: number): void {
  const message = openMessage(state.queue, key)
  if (state.aside !== null && state.queue.strangers !== strangers) return
  const { rows, bytes } = plain.scanner
  const { row } = plain
  if (message.recipients !== null) {
    const start = at(rows, row + ROW.VALUE_START)
    countLastAttempt(message, bytes.toString('latin1', start, at(rows, row + ROW.VALUE_END)))
  }
  named = plain
  delivery.time = timeOfRow(state, rows, row)
  delivery.host = state.host
  delivery.sender = message.sender
  delivery.senderDomain.hi = message.senderDomainHi >>> 0
  delivery.senderDomain.lo = message.senderDomainLo >>> 0
  delivery.firstOfMessage = takeFirst(message)
  delivery.queueId.hi = idHash.hi
  delivery.queueId.lo = idHash.lo
  delivery.recipient.hi = at(rows, row + ROW.VALUE_HI)
  delivery.recipient.lo = at(rows, row + ROW.VALUE_LO)
  delivery.domain.hi = at(rows, row + ROW.DOMAIN_HI)
  delivery.domain.lo = at(rows, row + ROW.DOMAIN_LO)
  delivery.relay.hi = at(rows, row + ROW.RELAY_HI)
  delivery.relay.lo = at(rows, row + ROW.RELAY_LO)
  delivery.isLocal = at(rows, row + ROW.RELAY_START) === at(rows, row + ROW.RELAY_END)
  state.counted++
  state.countDelivery?.(delivery)
}
