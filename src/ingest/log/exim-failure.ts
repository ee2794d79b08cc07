/**
 * "**" and "==" lines of Exim -> attempts that failed.
 *
 * In:     the text behind the flag
 * Out:    an Attempt in state.found; the queue remembers a deferral as the cause of a later expiry
 * Errors: an address or a deferral that cannot be made out is a problem
 * Spec:   Exim deliver.c failure_log and deferral_log, retry.c ("retry timeout exceeded")
 */

import { domainOf } from '../../address.ts'
import type { Attempt, Outcome } from '../../types.ts'
import { newAttempt } from './attempt.ts'
import { type EximAddress, parseEximAddress } from './exim-address.ts'
import { type EximFields, parseEximFields } from './exim-fields.ts'
import { type EximCause, parseEximText } from './exim-text.ts'
import {
  attemptsSoFar,
  countAttempt,
  findRecipient,
  keepPending,
  openMessage,
  type QueuedMessage,
  settleRecipient,
  takeFirst,
} from './queue.ts'
import { countProblem, type LogState, messageKey } from './state.ts'
import { millisOf } from './time.ts'

/** Exim looked at its retry data or its limits and did not try. */
const NO_ATTEMPT =
  /^(?:[Rr]etry time not (?:yet )?reached|some host address lookups failed and retry time not reached|domain is (?:held|in queue_domains)|remote deliveries suppressed|reusing SMTP connection skips|SMTP delivery explicitly queued|con(?:currency|nection) limit reached)/
/** Given up without asking, from what is known of the hosts. */
const LONG_FAILING = /^all hosts\b.{0,300} have been failing for a long time\b/
const EXPIRED = 'retry timeout exceeded'
const EXPIRED_TAIL = `: ${EXPIRED}`
/** mua_wrapper: one line for all recipients, without an address. */
const NO_ADDRESS: EximAddress = { recipient: null, originalRecipient: null, after: 0 }

export function readEximFailure(
  state: LogState,
  flag: 'bounced' | 'deferred',
  queueId: string,
  line: string,
): void {
  if (isPanicLog(state)) return
  const address = line.startsWith('mua_wrapper is set ') ? NO_ADDRESS : parseEximAddress(line)
  if (address === null) {
    countProblem(state, 'no address found in an Exim result, left out', line, 0, line.length)
    return
  }
  const fields = parseEximFields(line, address.after)
  if (flag === 'deferred' && fields.errorNumber === null) {
    countProblem(state, 'an Exim deferral that is cut short, left out', line, 0, line.length)
    return
  }
  const message = openMessage(state.queue, messageKey(state, queueId))
  for (let times = state.times; times > 0; times--) {
    const attempt = attemptOf(state, flag, queueId, message, address, fields)
    state.found.push(attempt)
    if (attempt.outcome === 'deferred') keepPending(message, attempt.recipient, attempt)
    else settleRecipient(message, attempt.recipient)
  }
}

/** What Exim writes to its panic log stands in the main log, too. */
export function isPanicLog({ logName }: LogState): boolean {
  return logName.includes('panic')
}

function attemptOf(
  state: LogState,
  flag: 'bounced' | 'deferred',
  queueId: string,
  message: QueuedMessage,
  address: EximAddress,
  fields: EximFields,
): Attempt {
  const { recipient } = address
  const outcome = outcomeOf(flag, fields.text)
  const last = findRecipient(message, recipient)?.pending ?? null
  const pending = typeof last === 'string' ? causeOfLine(last) : last
  const isAttempt = outcome === 'bounced' || (outcome === 'deferred' && !isNoAttempt(fields))
  const cause = causeOf(fields, isAttempt, pending)
  const attempt = newAttempt(state, 'exim', queueId, message)
  attempt.sender = fields.sender ?? message.sender
  attempt.recipient = recipient
  attempt.originalRecipient = address.originalRecipient
  attempt.relay = cause.relay
  attempt.relayIp = cause.relayIp
  attempt.relayPort = cause.relayPort
  attempt.domain = domainOf(recipient)
  attempt.outcome = outcome
  attempt.replyCode = cause.replyCode
  attempt.enhancedCode = cause.enhancedCode
  attempt.origin = cause.origin
  attempt.command = cause.command
  attempt.diagnostic = cause.diagnostic
  attempt.delay = delayOf(state, message)
  attempt.attempts = isAttempt
    ? countAttempt(message, recipient)
    : Math.max(1, attemptsSoFar(message, recipient))
  attempt.firstOfMessage = takeFirst(message)
  return attempt
}

function outcomeOf(flag: 'bounced' | 'deferred', text: string): Outcome {
  if (flag === 'deferred') return 'deferred'
  if (text === EXPIRED || text.endsWith(EXPIRED_TAIL) || LONG_FAILING.test(text)) return 'expired'
  return 'bounced'
}

function isNoAttempt(fields: EximFields): boolean {
  // Error numbers from -52 on tell of retry times and limits (macros.h); some have no text.
  return fields.text === '' ? /^-5[2-9]$/.test(fields.errorNumber ?? '') : NO_ATTEMPT.test(fields.text)
}

/** Of a line's text behind the flag. */
function causeOfLine(text: string): EximCause {
  return causeOf(parseEximFields(text, parseEximAddress(text)?.after ?? 0), true, null)
}

/** What this line says; where it tells of no attempt, the last deferral's cause. */
function causeOf(fields: EximFields, isAttempt: boolean, pending: EximCause | null): EximCause {
  const text = fields.text.endsWith(EXPIRED_TAIL) ? fields.text.slice(0, -EXPIRED_TAIL.length) : fields.text
  const saysMore = text !== fields.text
  if (!isAttempt && !saysMore && pending !== null) return lastCause(pending)
  const cause = parseEximText(text, fields.systemError)
  if (fields.relay !== null) {
    cause.relay = fields.relay
    cause.relayIp = fields.relayIp
    cause.relayPort = fields.relayPort
  }
  return cause
}

/** What a server said holds on. Of a failure without an answer only the words do: now nobody was asked. */
function lastCause(pending: EximCause): EximCause {
  const { replyCode, enhancedCode, origin, command, diagnostic, relay, relayIp, relayPort } = pending
  if (origin === 'remote') {
    return { replyCode, enhancedCode, origin, command, diagnostic, relay, relayIp, relayPort }
  }
  const none = { command: null, relay: null, relayIp: null, relayPort: null }
  return { replyCode, enhancedCode, origin, diagnostic, ...none }
}

function delayOf(state: LogState, message: QueuedMessage): number | null {
  const millis = millisOf(state.clock)
  if (message.arrival === null || Number.isNaN(millis) || millis < message.arrival) return null
  return (millis - message.arrival) / 1000
}
