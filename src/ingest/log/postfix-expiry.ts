/**
 * The line of a Postfix expiry -> a failure for every recipient that is still deferred.
 *
 * In:     "ID: from=<sender>, status=expired, returned to sender", which names no recipient and no cause
 * Out:    appends to state.found what the last deferral of each recipient said, or one failure that names nobody
 * Errors: none
 */
import { own } from '../../text.ts'
import type { Attempt } from '../../types.ts'
import { newAttempt } from './attempt.ts'
import { deferralOf } from './postfix-result.ts'
import * as queue from './queue.ts'
import { type LogState, messageKey } from './state.ts'

/** "from=<sender>, status=expired, returned to sender": gives up on every recipient that is still deferred. */
export function readExpiry(state: LogState, id: string, sender: string): void {
  const message = queue.openMessage(state.queue, messageKey(state, id))
  message.sender ??= own(sender)
  let known = 0
  for (const entry of queue.recipientsOf(message)) {
    if (entry.pending === null) continue
    known++
    const { pending, attempts } = entry
    const last = typeof pending === 'string' ? deferralOf(state, message, id, pending) : pending
    state.found.push(expiryOf(newExpiry(state, id, message, sender), last, attempts))
    entry.pending = null
  }
  if (known > 0) return
  const unknown = newExpiry(state, id, message, sender)
  unknown.attempts = 0
  unknown.firstOfMessage = queue.takeFirst(message)
  state.found.push(unknown)
}

function newExpiry(state: LogState, id: string, message: queue.QueuedMessage, sender: string): Attempt {
  const attempt = newAttempt(state, 'postfix', id, message)
  attempt.sender = sender
  attempt.outcome = 'expired'
  return attempt
}

/** What the last deferral said holds on. */
function expiryOf(attempt: Attempt, pending: Attempt, attempts: number): Attempt {
  attempt.recipient = pending.recipient
  attempt.originalRecipient = pending.originalRecipient
  attempt.relay = pending.relay
  attempt.relayIp = pending.relayIp
  attempt.relayPort = pending.relayPort
  attempt.domain = pending.domain
  attempt.replyCode = pending.replyCode
  attempt.enhancedCode = pending.enhancedCode
  attempt.status = pending.status
  attempt.origin = pending.origin
  attempt.command = pending.command
  attempt.diagnostic = pending.diagnostic
  attempt.attempts = attempts
  return attempt
}
