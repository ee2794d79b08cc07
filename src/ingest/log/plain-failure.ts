/** A plain failure, from the row of its line: counted, or made a finding. */
import { type Hash, newHash } from '../../hash.ts'
import type { PlainFailure } from '../../types.ts'
import { addFailure, newFields, secondsOf } from './postfix-result.ts'
import { keepPending, openMessage, type QueuedMessage, settleRecipient, takeFirst } from './queue.ts'
import { parseRelay, type Relay } from './relay.ts'
import { hashAt, numberAt, type Row, textAt, timeOfRow } from './row.ts'
import { KINDS, ROW } from './scanner.ts'
import type { LogState } from './state.ts'
import { noteTime } from './time.ts'

type Outcome = 'bounced' | 'deferred'

const fields = newFields()
const hash = newHash()

export function addPlainFailure(state: LogState, row: Row, key: Hash, outcome: Outcome): void {
  const message = openMessage(state.queue, key)
  noteTime(state.clock, timeOfRow(row, ROW.TIME, state.clock))
  fillFields(state, row)
  addFailure(state, fields, message, idOf(row), outcome, saidIn(row))
}

function idOf(row: Row): string {
  return textAt(row, ROW.ID_START, ROW.ID_END)
}

function saidIn(row: Row): string {
  return textAt(row, ROW.TEXT_START, ROW.TEXT_END)
}

function fillFields(state: LogState, row: Row): void {
  fields.recipient = textAt(row, ROW.VALUE_START, ROW.VALUE_END)
  fields.domain = domainOf(state, row)
  fields.relay = relayOf(state, row)
  fields.delay = secondsOf(textAt(row, ROW.DELAY_START, ROW.DELAY_END))
  fields.dsn = codeOf(numberAt(row, ROW.DSN))
}

function domainOf(state: LogState, row: Row): string {
  hashAt(row, ROW.DOMAIN_HI, hash)
  return state.domains.of(hash, () => textAt(row, ROW.DOMAIN_START, ROW.VALUE_END))
}

function relayOf(state: LogState, row: Row): Relay {
  hashAt(row, ROW.RELAY_HI, hash)
  return state.relays.of(hash, () => parseRelay(textAt(row, ROW.RELAY_START, ROW.RELAY_END)))
}

/** Enhanced codes by the scanner's number: there are few. */
const codes = new Map<number, string>()

/** 5001001 -> "5.1.1". */
function codeOf(number: number): string | null {
  if (number === 0) return null
  const known = codes.get(number)
  if (known !== undefined) return known
  const code = `${Math.floor(number / 1e6)}.${Math.floor(number / 1000) % 1000}.${number % 1000}`
  codes.set(number, code)
  return code
}

/** One object for all: a new one for each failure would cost more than counting it. */
const failure: PlainFailure = {
  outcome: 'bounced',
  time: Number.NaN,
  file: '',
  line: 0,
  host: null,
  sender: null,
  messageId: null,
  firstOfMessage: false,
  queueId: newHash(),
  senderDomain: newHash(),
  recipient: newHash(),
  address: '',
  domain: newHash(),
  domainName: '',
  relay: newHash(),
  relayName: null,
  relayIp: null,
  code: 0,
  said: newHash(),
}

/** Makes a finding of the row's line. */
type Careful = (state: LogState, row: Row, key: Hash, outcome: Outcome) => void

/** Counts a failure from its hashes, or from what the careful way finds. In a part of a log, a stranger's is not counted. */
export function countPlainFailure(
  state: LogState,
  row: Row,
  key: Hash,
  outcome: Outcome,
  addCarefully: Careful,
): void {
  const { strangers } = state.queue
  const message = openMessage(state.queue, key)
  const { failures } = state
  if (failures === null || (state.aside !== null && state.queue.strangers !== strangers)) return
  fillFailure(state, row, message, outcome)
  if (failures.count(failure)) {
    takeFirst(message)
    state.counted++
    if (outcome === 'deferred') keepPending(message, failure.address, resultIn(row))
    else settleRecipient(message, failure.address)
    return
  }
  const before = state.found.length
  addCarefully(state, row, key, outcome)
  const attempt = state.found[before]
  if (attempt?.kind !== 'failure' || 'reason' in attempt) return
  state.found.length = before
  state.counted++
  failures.learn(failure, attempt)
}

function fillFailure(state: LogState, row: Row, message: QueuedMessage, outcome: Outcome): void {
  const relay = relayOf(state, row)
  failure.outcome = outcome
  failure.time = timeOfRow(row, ROW.TIME, state.clock)
  failure.file = state.file
  failure.line = state.line
  failure.host = state.host
  failure.sender = message.sender
  failure.messageId = message.messageId
  failure.firstOfMessage = !message.hasResult
  failure.address = textAt(row, ROW.VALUE_START, ROW.VALUE_END)
  failure.domainName = domainOf(state, row)
  failure.relayName = relay.relay
  failure.relayIp = relay.relayIp
  failure.code = numberAt(row, ROW.DSN)
  failure.senderDomain.hi = message.senderDomainHi >>> 0
  failure.senderDomain.lo = message.senderDomainLo >>> 0
  hashAt(row, ROW.SAID_HI, failure.said)
  hashAt(row, ROW.RELAY_HI, failure.relay)
  hashAt(row, ROW.ID_HI, failure.queueId)
  hashAt(row, ROW.VALUE_HI, failure.recipient)
  hashAt(row, ROW.DOMAIN_HI, failure.domain)
}

/** The line from the recipient on: what stands behind "to=" or behind Exim's flag. */
function resultIn({ scanner, at }: Row): string {
  const { rows, bytes } = scanner
  const isExim = (rows[at + ROW.KIND] ?? 0) >= KINDS.EXIM_BOUNCED
  const start = rows[at + ROW.VALUE_START] ?? 0
  return bytes.toString('latin1', isExim ? start : start - 1, rows[at + ROW.END])
}
