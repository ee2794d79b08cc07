/** A plain failure, from the row of its line: counted, or made a finding. */
import { type Hash, hashAddress, hashText, newHash } from '../../hash.ts'
import { type FailureCounter, isInPeriod, type PlainFailure } from '../../plain-results.ts'
import { own } from '../text.ts'
import { addFailure, newFields, secondsOf } from './postfix-result.ts'
import { keepPending, openMessage, type QueuedMessage, settleRecipient, takeFirst } from './queue.ts'
import { parseRelay, type Relay } from './relay.ts'
import { hashAt, numberAt, type Row, textAt, timeOfRow } from './row.ts'
import { KINDS, ROW, ROWS_AT } from './scanner.ts'
import type { LogState } from './state.ts'
import { noteTime } from './time.ts'

type Outcome = PlainFailure['outcome']

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
  outcome: 'bounced',
  file: '',
  line: 0,
  relayIp: null,
  code: 0,
  said: newHash(),
}

/** Makes a finding of the row's line. */
export type Careful = (state: LogState, row: Row, key: Hash, outcome: Outcome) => void

/**
 * Counts a failure from its hashes, or from what the careful way finds; from then on the scanner counts what says the same. In a
 * part of a log, a stranger's is not counted.
 */
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
  const address = textAt(row, ROW.VALUE_START, ROW.VALUE_END)
  fillFailure(state, row, message, address)
  failure.outcome = outcome
  if (state.period !== null && !isInPeriod(state.period, failure.time)) {
    passOver(state, row, key, outcome, addCarefully)
    return
  }
  const known = failures.count(failure)
  if (known !== null) {
    takeFirst(message)
    if (outcome === 'deferred') keepPending(message, address, resultIn(row))
    else settleRecipient(message, address)
    state.counted++
    teach(row, failures, known)
    return
  }
  const before = state.found.length
  addCarefully(state, row, key, outcome)
  const attempt = state.found[before]
  if (attempt?.kind !== 'failure' || 'reason' in attempt) return
  state.found.length = before
  state.counted++
  const learned = failures.learn(failure, attempt)
  if (learned !== null) teach(row, failures, learned)
}

/** The scanner notes what says the same of its message, outside the period, as long as it has no number. */
function passOver(state: LogState, row: Row, key: Hash, outcome: Outcome, addCarefully: Careful): void {
  const before = state.found.length
  addCarefully(state, row, key, outcome)
  const attempt = state.found[before]
  if (attempt?.kind === 'failure' && state.failures !== null) teach(row, state.failures, UNASKED)
}

/** As assembly/failures.ts has it. */
const UNASKED = 0xfffffffe

function teach(row: Row, failures: FailureCounter, said: number): void {
  const { exports } = row.scanner
  const operator = failures.operatorOf(failure)
  const form = failures.formOf(operator)
  const isLocal = failures.isLocal(said) ? 1 : 0
  exports.learnFailure(ROWS_AT + row.at * 4, numberAt(row, ROW.KIND), operator, form, said, isLocal)
}

function fillFailure(state: LogState, row: Row, message: QueuedMessage, address: string): void {
  const relay = relayOf(state, row)
  failure.time = timeOfRow(row, ROW.TIME, state.clock)
  failure.file = state.file
  failure.line = state.line
  failure.host = state.host
  failure.firstOfMessage = !message.hasResult
  failure.domain = domainOf(state, row)
  failure.senderDomain = senderDomainOf(state, message)
  failure.relay = relay.relay
  failure.relayIp = relay.relayIp
  failure.code = numberAt(row, ROW.DSN)
  if (message.messageId === null) setHash(failure.messageId, 0, 0)
  else hashText(message.messageId, failure.messageId)
  hashAt(row, ROW.SAID_HI, failure.said)
  hashAt(row, ROW.ID_HI, failure.queueId)
  hashAt(row, ROW.VALUE_HI, failure.recipient)
  const lower = address.toLowerCase()
  if (lower === address) setHash(failure.recipientKey, failure.recipient.hi, failure.recipient.lo)
  else hashAddress(lower, failure.recipientKey, hash)
}

function setHash(hash: Hash, hi: number, lo: number): void {
  hash.hi = hi
  hash.lo = lo
}

/** Null for a sender that is not known or has no domain. */
function senderDomainOf(
  state: LogState,
  { sender, senderDomainHi, senderDomainLo }: QueuedMessage,
): string | null {
  if (sender === null || sender === '') return sender
  setHash(hash, senderDomainHi >>> 0, senderDomainLo >>> 0)
  const at = sender.lastIndexOf('@')
  return at === -1 ? null : state.domains.of(hash, () => own(sender.slice(at + 1)))
}

/** The line of a deferral from the recipient on: what stands behind "to=" or behind Exim's flag. */
export function resultIn({ scanner, at }: Row): string {
  const { rows, bytes } = scanner
  const isExim = rows[at + ROW.KIND] === KINDS.EXIM_DEFERRED
  const start = rows[at + ROW.VALUE_START] ?? 0
  return bytes.toString('latin1', isExim ? start : start - 1, rows[at + ROW.END])
}
