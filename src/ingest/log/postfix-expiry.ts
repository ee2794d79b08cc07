/**
 * The line of a Postfix expiry -> a failure for every recipient that is still deferred.
 *
 * In:     "ID: from=<sender>, status=expired, returned to sender", which names no recipient and no cause
 * Out:    appends to state.found what the last deferral of each recipient said, or one failure that names nobody
 * Errors: none
 */
import { own } from '../../text.ts'
import type { Attempt } from '../../types.ts'
import * as queue from './queue.ts'
import { type LogState, messageKey, timeOfLine } from './state.ts'

/** "from=<sender>, status=expired, returned to sender": gives up on every recipient that is still deferred. */
export function readExpiry(state: LogState, id: string, sender: string): void {
  const message = queue.openMessage(state.queue, messageKey(state, id))
  message.sender ??= own(sender)
  const time = timeOfLine(state)
  let known = 0
  for (const entry of message.recipients?.values() ?? []) {
    if (entry.pending === null) continue
    known++
    state.found.push({
      ...entry.pending,
      time,
      file: state.file,
      line: state.line,
      host: state.host,
      messageId: message.messageId,
      sender,
      outcome: 'expired',
      delay: null,
      attempts: entry.attempts,
      firstOfMessage: false,
    })
    entry.pending = null
  }
  if (known === 0) state.found.push(expiryOfUnknown(state, id, message, sender, time))
}

function expiryOfUnknown(
  state: LogState,
  id: string,
  message: queue.QueuedMessage,
  sender: string,
  time: string | null,
): Attempt {
  return {
    kind: 'failure',
    time,
    source: 'postfix',
    file: state.file,
    line: state.line,
    host: state.host,
    queueId: id,
    messageId: message.messageId,
    sender,
    recipient: null,
    originalRecipient: null,
    domain: null,
    relay: null,
    relayIp: null,
    relayPort: null,
    outcome: 'expired',
    replyCode: null,
    enhancedCode: null,
    status: null,
    origin: 'local',
    command: null,
    diagnostic: '',
    notice: null,
    delay: null,
    attempts: 0,
    firstOfMessage: queue.takeFirst(message),
  }
}
