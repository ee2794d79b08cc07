/**
 * Rows of the scanner -> queue facts, deliveries that are counted, and failures.
 *
 * In:     a block of whole lines in the scanner's memory
 * Out:    the queue knows more; state.countDelivery was told; plain failures are in state.found; lines of the kind OTHER went
 *         to readLine, one by one
 * Errors: those of readLine
 *
 * Hot: three lines of four are read here, without a string but what the queue keeps.
 */
import { newHash } from '../../hash.ts'
import { decodeField } from '../text.ts'
import { putAside, readOrPutAside } from './aside.ts'
import { noteEximArrival, notePostfixMessageId, notePostfixSender, type Sender } from './facts.ts'
import { countPlainDelivery } from './plain-delivery.ts'
import { addPlainFailure } from './plain-failure.ts'
import { closeMessage } from './queue.ts'
import { hashAt, newRow, numberAt, type Row, textAt, timeOfRow } from './row.ts'
import { KINDS, ROW, ROW_SIZE } from './scanner.ts'
import { keyOfHash, type LogState, setHost } from './state.ts'

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
  let read = line
  for (let at = from; at < to; ) {
    const count = scanner.scan(at, to, wanted)
    for (let index = 0; index < count; index++) {
      row.at = index * ROW_SIZE
      state.line = read + 1 + numberAt(row, ROW.LINE)
      readRow(state, plain)
    }
    read += scanner.lines()
    at = scanner.position()
  }
  return read - line
}

function readRow(state: LogState, plain: PlainRows): void {
  const { row } = plain
  const kind = numberAt(row, ROW.KIND)
  const isDelivery = kind === KINDS.POSTFIX_SENT || kind === KINDS.EXIM_DELIVERED
  if (kind === KINDS.OTHER || (isDelivery && state.countDelivery === null)) {
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

const idHash = newHash()

function readPlain(state: LogState, row: Row, kind: number): void {
  const { queue } = state
  const key = keyOfHash(state, hashAt(row, ROW.ID_HI, idHash))
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
      addPlainFailure(state, row, key, 'bounced')
      break
    case KINDS.POSTFIX_DEFERRED:
      addPlainFailure(state, row, key, 'deferred')
      break
    case KINDS.EXIM_ARRIVAL: {
      const messageId = decodeField(textAt(row, ROW.RELAY_START, ROW.RELAY_END))
      noteEximArrival(queue, key, senderOf(row), messageId, timeOfRow(row, state.clock))
      break
    }
    case KINDS.POSTFIX_REMOVED:
    case KINDS.EXIM_COMPLETED:
      closeMessage(queue, key)
      break
  }
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
