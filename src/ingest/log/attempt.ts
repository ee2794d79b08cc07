/**
 * The attempt that a log line tells of, before its own words are looked at. All are made here: objects of one shape, without
 * which V8 compiles what handles them again and again.
 */
import type { Attempt } from '../../types.ts'
import type { QueuedMessage } from './queue.ts'
import { type LogState, timeOfLine } from './state.ts'

/** `message` is null where the line belongs to none. */
export function newAttempt(
  state: LogState,
  source: 'postfix' | 'exim',
  queueId: string | null,
  message: QueuedMessage | null,
): Attempt {
  return {
    kind: 'failure',
    time: timeOfLine(state),
    source,
    file: state.file,
    line: state.line,
    host: state.host,
    queueId,
    messageId: message === null ? null : message.messageId,
    sender: message === null ? null : message.sender,
    recipient: null,
    originalRecipient: null,
    relay: null,
    relayIp: null,
    relayPort: null,
    domain: null,
    outcome: 'bounced',
    replyCode: null,
    enhancedCode: null,
    status: null,
    origin: 'local',
    command: null,
    diagnostic: '',
    notice: null,
    delay: null,
    attempts: 1,
    firstOfMessage: false,
  }
}
