/** A plain failure of Postfix, from the row of its line: written as an event. */
import { type Hash, newHash } from '../../hash.ts'
import type { PlainFailure } from '../../plain-results.ts'
import { learnRow, type PlainEvent } from './event-knowledge.ts'
import { addPlainRow, type EventRows } from './event-rows.ts'
import { addPlainFailure, resultIn } from './plain-failure.ts'
import * as queue from './queue.ts'
import { hashAt, numberAt, type Row, textAt, timeOfRow } from './row.ts'
import { ROW } from './scanner.ts'
import { type LogState, timeOfLine } from './state.ts'
import { noteTime } from './time.ts'

/** One object for all of them. */
const event: PlainEvent = {
  time: null,
  file: '',
  line: 0,
  host: null,
  messageId: null,
  sender: null,
  outcome: 'bounced',
  code: 0,
  said: newHash(),
  attempts: 0,
}

/** Writes it from pieces, or makes a finding of it; from then on what says the same is written. */
export function writePlainFailure(
  state: LogState,
  events: EventRows,
  row: Row,
  key: Hash,
  outcome: PlainFailure['outcome'],
): void {
  // Of a message that is not known, and will not wait, nothing needs to be kept.
  const message =
    outcome === 'bounced' ? queue.findMessage(state.queue, key) : queue.openMessage(state.queue, key)
  noteTime(state.clock, timeOfRow(row, ROW.TIME, state.clock))
  const isFirst = message === undefined || message.first === null
  const address = isFirst && outcome === 'bounced' ? '' : textAt(row, ROW.VALUE_START, ROW.VALUE_END)
  const sender = message === undefined ? null : message.sender
  event.messageId = message === undefined ? null : message.messageId
  event.sender = sender
  event.outcome = outcome
  event.attempts = isFirst ? 1 : queue.attemptsSoFar(message, address) + 1
  fillEvent(state, row)
  const isSure = sender === null || sender === '' || numberAt(row, ROW.SAID_SENDER) === 1
  if (isSure && addPlainRow(events, row, event, state.clock)) {
    state.counted++
    if (message !== undefined) note(row, message, address, outcome)
    return
  }
  addPlainFailure(state, row, key, outcome)
  const attempt = state.found.at(-1)
  if (isSure && attempt?.kind === 'failure' && attempt.attempts === event.attempts)
    learnRow(events, row, event, attempt)
}

function note(
  row: Row,
  message: queue.QueuedMessage,
  address: string,
  outcome: PlainFailure['outcome'],
): void {
  queue.takeFirst(message)
  if (outcome === 'deferred') {
    queue.countAttempt(message, address)
    queue.keepPending(message, address, resultIn(row))
  } else if (message.first !== null) queue.countLastAttempt(message, address)
}

function fillEvent(state: LogState, row: Row): void {
  event.time = timeOfLine(state)
  event.file = state.file
  event.line = state.line
  event.host = state.host
  event.code = numberAt(row, ROW.DSN)
  hashAt(row, ROW.SAID_HI, event.said)
}
