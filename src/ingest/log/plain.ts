/**
 * Rows of the scanner -> queue facts, deliveries and failures that are counted, written, or found.
 *
 * In:     a block of whole lines in the scanner's memory
 * Out:    the queue knows more; state.deliveries was told; plain failures are in state.found; lines of the kind OTHER went
 *         to readLine, one by one
 * Errors: those of readLine
 *
 * Hot: three lines of four are read here, without a string but what the queue keeps.
 */
import { newHash } from '../../hash.ts'
import type { PlainFailure } from '../../plain-results.ts'
import { decodeField } from '../text.ts'
import { putAside, readOrPutAside } from './aside.ts'
import { readLine } from './envelope.ts'
import { addRow, beginScan, endScan } from './event-rows.ts'
import { isPanicLog } from './exim-failure.ts'
import { noteEximArrival, notePostfixMessageId, notePostfixSender, type Sender } from './facts.ts'
import { makeRoom, tellQuarter } from './front.ts'
import { countPlainDelivery } from './plain-delivery.ts'
import { writePlainFailure } from './plain-event.ts'
import { addPlainFailure, type Careful, countPlainFailure } from './plain-failure.ts'
import { closeMessage, takeOverMessages } from './queue.ts'
import { hashAt, newRow, numberAt, type Row, textAt, timeOfRow } from './row.ts'
import { type Counted, KINDS, ROW, ROW_SIZE, STATUS } from './scanner.ts'
import { type LogState, setHost } from './state.ts'

/** What a reader keeps between rows. */
export interface PlainRows {
  row: Row
  /** The scanner's number of the host that `state.host` holds; -1: another line has set that. */
  host: number
}

export function newPlainRows(): PlainRows {
  return { row: newRow(), host: -1 }
}

/** Reads the lines bytes[from, to) of the scanner's memory -> how many. `line` is the number of the line before them. */
export function readPlainBlock(
  state: LogState,
  plain: PlainRows,
  from: number,
  to: number,
  line: number,
): number {
  const { row } = plain
  const { scanner } = row
  const wanted = state.rejected === 'found' ? 'every' : 'results'
  const counted = state.deliveries?.tally == null ? 'none' : countedBy(state)
  let read = line
  for (let at = from; at < to; ) {
    if (state.events !== null) beginScan(state.events)
    const count = scanner.scan(at, to, wanted, counted, read)
    if (state.events !== null) state.counted += endScan(state.events)
    const { status } = scanner
    const next = status[STATUS.POSITION] ?? to
    const lines = status[STATUS.LINES] ?? 0
    const isFull = status[STATUS.FULL] !== 0
    if (status[STATUS.TRACKING] === 0) takeOverMessages(state.queue)
    for (let index = 0; index < count; index++) {
      row.at = index * ROW_SIZE
      state.line = read + 1 + numberAt(row, ROW.LINE)
      const before = state.found.length
      readRow(state, plain)
      writeFound(state, before)
    }
    read += lines
    at = next
    if (isFull) makeRoom(state)
  }
  return read - line
}

function countedBy(state: LogState): Counted {
  if (state.failures !== null) return 'results'
  return state.events === null || isPanicLog(state) ? 'deliveries' : 'written'
}

/** Where rows are made of failures: of those that were found, from this one on. */
export function writeFound(state: LogState, from: number): void {
  const { events, found } = state
  if (events === null || found.length === from) return
  for (const finding of found.splice(from)) {
    if (finding.kind !== 'failure') found.push(finding)
    else {
      addRow(events, finding)
      state.counted++
    }
  }
}

function readRow(state: LogState, plain: PlainRows): void {
  const { row } = plain
  const kind = numberAt(row, ROW.KIND)
  if (kind === KINDS.QUARTER_ROW) {
    tellQuarter(state, row)
    return
  }
  const isDelivery = kind === KINDS.POSTFIX_SENT || kind === KINDS.EXIM_DELIVERED
  // One that is handed over, of a message that the queue has, is rare enough for the careful way.
  if (
    kind === KINDS.OTHER ||
    kind === KINDS.POSTFIX_HANDED_OVER ||
    (isDelivery && state.deliveries === null)
  ) {
    plain.host = -1
    readOrPutAside(state, textAt(row, ROW.START, ROW.END))
    return
  }
  noteHost(state, plain)
  const { strangers } = state.queue
  const found = state.found.length
  readPlain(state, row, kind)
  if (state.aside === null || state.queue.strangers === strangers) return
  state.found.length = found
  putAside(state, textAt(row, ROW.START, ROW.END))
}

const key = newHash()

function readPlain(state: LogState, row: Row, kind: number): void {
  const { queue } = state
  hashAt(row, ROW.KEY_HI, key)
  switch (kind) {
    case KINDS.POSTFIX_SENDER:
      notePostfixSender(queue, key, senderOf(row))
      break
    case KINDS.POSTFIX_MESSAGE_ID:
      notePostfixMessageId(queue, key, messageIdOf(row))
      break
    case KINDS.POSTFIX_SENT:
    case KINDS.EXIM_DELIVERED:
      countPlainDelivery(state, row, key)
      break
    case KINDS.POSTFIX_BOUNCED:
    case KINDS.EXIM_BOUNCED:
      readFailure(state, row, 'bounced', kind === KINDS.EXIM_BOUNCED ? readWholeLine : addPlainFailure)
      break
    case KINDS.POSTFIX_DEFERRED:
    case KINDS.EXIM_DEFERRED:
      readFailure(state, row, 'deferred', kind === KINDS.EXIM_DEFERRED ? readWholeLine : addPlainFailure)
      break
    case KINDS.POSTFIX_EXPIRED:
      readFailure(state, row, 'expired', readWholeLine)
      break
    case KINDS.EXIM_ARRIVAL: {
      const messageId = decodeField(textAt(row, ROW.RELAY_START, ROW.RELAY_END))
      noteEximArrival(queue, key, senderOf(row), messageId, timeOfRow(row, ROW.TIME, state.clock))
      break
    }
    case KINDS.POSTFIX_REMOVED:
    case KINDS.EXIM_COMPLETED:
      closeMessage(queue, key)
      break
  }
}

function readFailure(
  state: LogState,
  row: Row,
  outcome: PlainFailure['outcome'],
  addCarefully: Careful,
): void {
  const isHashed = numberAt(row, ROW.SAID_HI) !== 0 || numberAt(row, ROW.SAID_LO) !== 0
  if (!isHashed || isPanicLog(state)) addCarefully(state, row, key, outcome)
  else if (state.failures !== null) countPlainFailure(state, row, key, outcome, addCarefully)
  else if (state.events !== null && addCarefully === addPlainFailure)
    writePlainFailure(state, state.events, row, key, outcome)
  else addCarefully(state, row, key, outcome)
}

function readWholeLine(state: LogState, row: Row): void {
  const text = textAt(row, ROW.START, ROW.END)
  readLine(state, text, 0, text.length)
}

/** A host that is the same as in the row before is not looked at. */
function noteHost(state: LogState, plain: PlainRows): void {
  const { row } = plain
  const host = numberAt(row, ROW.HOST)
  if (host === plain.host) return
  plain.host = host
  // An Exim log names no host, and the number 0 stands for that.
  setHost(state, host === 0 ? null : textAt(row, ROW.HOST_START, ROW.HOST_END))
}

const sender: Sender = { name: '', domain: newHash() }

function senderOf(row: Row): Sender {
  const isNull = numberAt(row, ROW.VALUE_START) === numberAt(row, ROW.VALUE_END)
  sender.name = isNull ? '' : textAt(row, ROW.VALUE_START, ROW.VALUE_END)
  hashAt(row, ROW.DOMAIN_HI, sender.domain)
  return sender
}

function messageIdOf(row: Row): string {
  const text = textAt(row, ROW.VALUE_START, ROW.VALUE_END)
  return text.startsWith('<') && text.endsWith('>') ? text.slice(1, -1) : text
}
