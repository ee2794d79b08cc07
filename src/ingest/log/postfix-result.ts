/**
 * A Postfix delivery line -> deliveries and failures.
 *
 * In:     behind "ID: to=": "<recipient>, orig_to=<…>, relay=…, delay=…, dsn=…, status=… (text)"; fields may be
 *         missing, unknown or in another order (before 2.3: no dsn=, no delays=)
 * Out:    appends to state.found
 * Errors: a line with a status that can't be read is a problem
 */

import { domainOf } from '../../address.ts'
import { hashText, newHash } from '../../hash.ts'
import type { Attempt, Delivery, Outcome } from '../../types.ts'
import { validEnhancedCode } from '../reply.ts'
import { decodeField, own } from '../text.ts'
import { newAttempt } from './attempt.ts'
import { type Cause, parseCause } from './postfix-cause.ts'
import { addressEnd, readAddress } from './postfix-fields.ts'
import * as queue from './queue.ts'
import { isLoopback, NO_RELAY, parseRelay, type Relay } from './relay.ts'
import { countProblem, type LogState, messageKey, timeOfLine } from './state.ts'

/** The fields between the recipient and the status. */
export interface Fields {
  recipient: string | null
  /** The recipient's; worked out for failures only. */
  domain: string | null
  originalRecipient: string | null
  relay: Relay
  delay: number | null
  /** A valid enhanced code; null for what is none. */
  dsn: string | null
}

export function newFields(): Fields {
  return {
    recipient: null,
    domain: null,
    originalRecipient: null,
    relay: NO_RELAY,
    delay: null,
    dsn: null,
  }
}

const MAX_REPEATS = 1000

export function readResult(
  state: LogState,
  text: string,
  idStart: number,
  idEnd: number,
  at: number,
  end: number,
): void {
  const fields = newFields()
  const status = readFields(state, fields, text, at, end)
  if (status === -1) {
    const looksLikeOne = text.indexOf(' status=', at)
    if (looksLikeOne !== -1 && looksLikeOne < end)
      countProblem(state, 'a result that cannot be read', text, at, end)
    return
  }
  let wordEnd = status
  while (wordEnd < end && isStatusCharacter(text.charCodeAt(wordEnd))) wordEnd++
  const id = text.slice(idStart, idEnd)
  if (text.charCodeAt(status) === 115 && wordEnd - status === 4)
    addDelivery(state, fields, id, text, wordEnd, end)
  else readFailure(state, fields, id, text, status, wordEnd, end)
}

function isStatusCharacter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 45
}

/** Fills the fields -> the index of the status word, or -1. */
function readFields(state: LogState, fields: Fields, text: string, start: number, end: number): number {
  let at = addressEnd(text, start, end)
  if (at === -1) return -1
  fields.recipient = readAddress(text, start, at) || null
  while (at < end) {
    while (text.charCodeAt(at) === 44 || text.charCodeAt(at) === 32) at++
    const name = at
    while (isNameCharacter(text.charCodeAt(at))) at++
    const length = text.charCodeAt(at) === 61 ? at - name : 0
    const value = at + 1
    // First letter and length tell Postfix's names apart: six times startsWith cost a quarter of a result's time.
    const first = text.charCodeAt(name)
    if (first === 115 && length === 6) return value // status=
    if (first === 111 && length === 7) {
      at = addressEnd(text, value, end) // orig_to=
      if (at === -1) return -1
      fields.originalRecipient = readAddress(text, value, at) || null
      continue
    }
    while (at < end && text.charCodeAt(at) !== 44 && text.charCodeAt(at) !== 32) at++
    if (first === 114 && length === 5)
      fields.relay = relayOf(state, text.slice(value, at)) // relay=
    else if (first === 100 && length === 5)
      fields.delay = secondsOf(text.slice(value, at)) // delay=
    else if (first === 100 && length === 3) fields.dsn = validEnhancedCode(text.slice(value, at)) // dsn=
  }
  return -1
}

function isNameCharacter(code: number): boolean {
  return (code >= 97 && code <= 122) || code === 95
}

/** Relays repeat: one look-up instead of three strings and an address check (0.3 us a line). */
function relayOf(state: LogState, text: string): Relay {
  hashText(text, relayHash)
  return state.relays.of(relayHash, () => parseRelay(own(text)))
}

const relayHash = newHash()

export function secondsOf(text: string): number | null {
  const seconds = Number(text)
  return text !== '' && seconds >= 0 ? seconds : null
}

function addDelivery(
  state: LogState,
  fields: Fields,
  id: string,
  text: string,
  statusEnd: number,
  end: number,
): void {
  const message = queue.openMessage(state.queue, messageKey(state, id))
  const delivery: Delivery = {
    kind: 'delivery',
    outcome: isHandOver(fields.relay, text, statusEnd, end) ? 'handedOver' : 'delivered',
    time: timeOfLine(state),
    source: 'postfix',
    file: state.file,
    line: state.line,
    host: state.host,
    queueId: id,
    messageId: message.messageId,
    sender: message.sender,
    recipient: fields.recipient,
    originalRecipient: fields.originalRecipient,
    relay: fields.relay.relay,
    relayIp: fields.relay.relayIp,
    relayPort: fields.relay.relayPort,
    attempts: queue.countLastAttempt(message, fields.recipient),
    firstOfMessage: queue.takeFirst(message),
  }
  state.found.push(delivery)
}

/** Queued again under another id, which will have a result of its own: a content filter, or local(8) forwarding. */
function isHandOver(relay: Relay, text: string, at: number, end: number): boolean {
  if (text.startsWith(' (forwarded as ', at)) return true
  if (!isLoopback(relay)) return false
  const queued = text.indexOf('queued as', at)
  return queued !== -1 && queued < end
}

function readFailure(
  state: LogState,
  fields: Fields,
  id: string,
  text: string,
  status: number,
  statusEnd: number,
  end: number,
): void {
  const outcome = outcomeOf(text.slice(status, statusEnd))
  if (outcome === 'none') return
  if (outcome === null) {
    countProblem(state, 'a result with an unknown status', text, status, end)
    return
  }
  fields.domain = domainOf(fields.recipient)
  const said = decodeField(causeText(text, statusEnd, end))
  const times = Math.min(state.times, MAX_REPEATS)
  for (let i = 0; i < times; i++) {
    const message = queue.openMessage(state.queue, messageKey(state, id))
    addFailure(state, fields, message, id, outcome, said)
  }
}

/** Null: a word that Postfix does not write; 'none': an address probe, which is no mail. */
function outcomeOf(status: string): Outcome | 'none' | null {
  if (status === 'bounced') return 'bounced'
  // soft_bounce = yes: the message stays in the queue.
  if (status === 'deferred' || status === 'SOFTBOUNCE') return 'deferred'
  if (status === 'expired' || status === 'force-expired') return 'expired'
  return status.startsWith('undeliverable') || status.startsWith('deliverable') ? 'none' : null
}

/** " (text)" -> text: to the last parenthesis, unless the line was cut and that one belongs to the text. */
function causeText(text: string, statusEnd: number, end: number): string {
  const open = text.indexOf('(', statusEnd)
  if (open === -1 || open > statusEnd + 1 || open >= end) return ''
  const close = text.lastIndexOf(')', end - 1)
  if (close <= open) return text.slice(open + 1, end)
  return /^[ \d]*$/.test(text.slice(close + 1, end)) ? text.slice(open + 1, close) : text.slice(open + 1, end)
}

/** `said` is the text in parentheses. */
export function addFailure(
  state: LogState,
  fields: Fields,
  message: queue.QueuedMessage,
  id: string,
  outcome: Outcome,
  said: string,
): void {
  const cause = causeOf(fields, said)
  const attempt = attemptOf(state, fields, message, id, outcome, cause)
  attempt.attempts = attemptsOf(message, fields.recipient, outcome, cause)
  attempt.firstOfMessage = queue.takeFirst(message)
  state.found.push(attempt)
  if (outcome === 'deferred') queue.keepPending(message, fields.recipient, attempt)
}

export function causeOf({ relay }: Fields, said: string): Cause {
  return parseCause(said, relay.relayIp === null ? 'none' : 'some')
}

/** Of the message's way nothing is noted. */
export function attemptOf(
  state: LogState,
  fields: Fields,
  message: queue.QueuedMessage,
  id: string,
  outcome: Outcome,
  cause: Cause,
): Attempt {
  const { dsn } = fields
  // With relay=none the server that answered stands in the text only.
  const relay = fields.relay.relay === null && cause.server !== null ? parseRelay(cause.server) : fields.relay
  const attempt = newAttempt(state, 'postfix', id, message)
  attempt.recipient = fields.recipient
  attempt.originalRecipient = fields.originalRecipient
  attempt.relay = relay.relay
  attempt.relayIp = relay.relayIp
  attempt.relayPort = relay.relayPort
  attempt.domain = fields.domain
  attempt.outcome = outcome
  attempt.replyCode = cause.replyCode
  attempt.enhancedCode = cause.enhancedCode ?? dsn
  attempt.status = dsn
  attempt.origin = cause.origin
  attempt.command = cause.command
  attempt.diagnostic = cause.diagnostic
  attempt.delay = fields.delay
  return attempt
}

/** A deferral once more, from what stands behind "to=" in its line. */
export function deferralOf(state: LogState, message: queue.QueuedMessage, id: string, text: string): Attempt {
  const fields = newFields()
  const status = readFields(state, fields, text, 0, text.length)
  fields.domain = domainOf(fields.recipient)
  const said = decodeField(causeText(text, text.indexOf(' ', status), text.length))
  return attemptOf(state, fields, message, id, 'deferred', causeOf(fields, said))
}

function attemptsOf(
  message: queue.QueuedMessage,
  recipient: string | null,
  outcome: Outcome,
  cause: Cause,
): number {
  if (cause.attempt === 'none') return queue.attemptsSoFar(message, recipient)
  return outcome === 'deferred'
    ? queue.countAttempt(message, recipient)
    : queue.countLastAttempt(message, recipient)
}
