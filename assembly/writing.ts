/**
 * Writes the events of plain failures as they are scanned. The reader teaches the pieces: of a quarter of an hour (setHead), of next
 * hops (operators.ts) and of what texts say (failures.ts); sender, Message-ID and attempts are what is known of the message.
 */
import { holdsFor, isPlainEvent, needsNoEscape, PROVIDER, putBytes, putFailure, putId, putNumber } from './event'
import { attemptsOf, findSaid, keepPending, MOST_ATTEMPTS, settlePending } from './failures'
import {
  EVENTS_AT,
  EVENTS_BYTES,
  LONGEST_EVENT,
  MESSAGE_ID,
  MESSAGE_ID_AT,
  PIECES_AT,
  SENDER,
  SENDER_AT,
} from './memory'
import { findHop, FORMS, hopOperator, hopPiece, hopPieceEnd, providerAt } from './operators'
import {
  DATE,
  EVENTS_END,
  HOST_END,
  HOST_START,
  OTHER,
  POSTFIX_DEFERRED,
  STATUS_AT,
  TIME,
  WRITTEN,
  ZONE,
} from './row'
import { QUARTER } from './period'
import { hasOtherDay } from './tally'
import { keepText, putText } from './text'

/** The number of the line that is scanned. */
let line: u32 = 0

@inline
export function setLine(number: u32): void {
  line = number
}

/** No date. */
const NONE: u32 = 0xffffffff
/** Smaller dates have no year: which one is meant depends on the lines before. */
const WITH_YEAR: u32 = 10000
/** Of `{"time":"2026-10-14T13:18:19.000Z"`: the place of the minutes. */
const MINUTES: usize = 23

/** Where rows begin in this quarter of an hour stands at PIECES_AT; in the hour of UTC it begins after so many milliseconds. */
let headDate: u32 = NONE
let headZone: u32 = 0
let headQuarter: u32 = 0
let headMillis: u32 = 0
let headEnd: usize = 0

export function setHead(date: u32, time: u32, zone: u32, millis: u32, end: u32): void {
  headDate = date
  headZone = zone
  headQuarter = time / QUARTER
  headMillis = millis
  headEnd = <usize>end
}

/** Another file, or other pieces. */
export function forgetHead(): void {
  headDate = NONE
}

/** The reader sees a row of this kind: of another day it may infer another year. */
export function noteRow(kind: u32, date: u32): void {
  if (headDate < WITH_YEAR && (kind === OTHER || date !== headDate)) headDate = NONE
}

const HOST = keepText(',"host":"')
const QUEUE_ID = keepText('","queueId":"')
const MESSAGE_ID_FIELD = keepText('","messageId":')
const SENDER_FIELD = keepText(',"sender":')
const RECIPIENT_FIELD = keepText(',"recipient":"')
const NO_PARTIES = keepText('","messageId":null,"sender":null,"recipient":"')
const NULL = keepText('null')

/**
 * `head` ends in front of the line's number, `reporter` in front of the queue id, `parties` in front of the recipient; `hop` tells
 * of the next hop, which is the operator's. -> the length of what stands at `out`; 0: the reader has to make the row.
 */
export function writeEvent(
  row: usize,
  out: usize,
  said: usize,
  head: usize,
  headEnd: usize,
  reporter: usize,
  reporterEnd: usize,
  parties: usize,
  partiesEnd: usize,
  operator: u32,
  hop: usize,
  hopEnd: usize,
  number: u32,
  attempts: u32,
): usize {
  if (!isPlainEvent(row, said)) return 0
  let p = putBytes(out, head, headEnd)
  p = putNumber(p, number)
  p = putBytes(p, reporter, reporterEnd)
  p = putId(p, row)
  p = putBytes(p, parties, partiesEnd)
  const provider = providerAt(operator)
  return putFailure(p, row, said, provider === 0 ? said + PROVIDER : provider, hop, hopEnd, attempts) - out
}

/** As the key of a text for `findSaid`: it is told of any operator's hosts with this form of next hop. */
const ANYBODY: u32 = 1024

/** What is known of the row's text from the host that was found last, whose operator has the piece `provider`; 0 if he is none. */
function saidOf(row: usize, kind: u32, provider: usize): usize {
  if (provider !== 0) {
    const form = hopOperator % FORMS
    const said = <usize>findSaid(row, kind, ANYBODY + form)
    if (said !== 0 && holdsFor(said, hopOperator - form)) return said
  }
  return <usize>findSaid(row, kind, hopOperator)
}

/** False: the reader has to write it. `record`: what is known of the message; 0 if nothing is. */
export function writeFailure(row: usize, record: usize, kind: u32): bool {
  const date = load<u32>(row, DATE)
  const isInHead = date === headDate && load<u32>(row, ZONE) === headZone && load<u32>(row, TIME) / QUARTER === headQuarter
  if (!isInHead || hasOtherDay(date) || !findHop(row)) return false
  const provider = providerAt(hopOperator)
  const said = saidOf(row, kind, provider)
  const out = <usize>load<u32>(STATUS_AT, EVENTS_END)
  if (said === 0 || out + LONGEST_EVENT > EVENTS_AT + EVENTS_BYTES) return false
  if (!isPlainEvent(row, said) || !hasPlainNames(row, record)) return false
  let attempts: u32 = 1
  if (record !== 0) {
    attempts += attemptsOf(row, record)
    if (attempts > MOST_ATTEMPTS) return false
    if (kind !== POSTFIX_DEFERRED) settlePending(row, record)
    else if (!keepPending(row, record, false)) return false
  }
  let p = putHead(out, load<u32>(row, TIME))
  p = putNumber(p, line)
  p = putText(p, HOST)
  p = putBytes(p, <usize>load<u32>(row, HOST_START), <usize>load<u32>(row, HOST_END))
  p = putText(p, QUEUE_ID)
  p = putId(p, row)
  p = putParties(p, record)
  p = putFailure(p, row, said, provider === 0 ? said + PROVIDER : provider, hopPiece, hopPieceEnd, attempts)
  store<u32>(STATUS_AT, <u32>p, EVENTS_END)
  store<u32>(STATUS_AT, load<u32>(STATUS_AT, WRITTEN) + 1, WRITTEN)
  return true
}

function hasPlainNames(row: usize, record: usize): bool {
  if (!needsNoEscape(<usize>load<u32>(row, HOST_START), <usize>load<u32>(row, HOST_END))) return false
  if (record === 0) return true
  const sender = record + SENDER_AT
  const messageId = record + MESSAGE_ID_AT
  return (
    needsNoEscape(sender, sender + lengthAt(record, SENDER)) &&
    needsNoEscape(messageId, messageId + lengthAt(record, MESSAGE_ID))
  )
}

/** Of a text in a record; 0 also if there is none. */
@inline
function lengthAt(record: usize, place: usize): usize {
  const length = <usize>load<u32>(record + place)
  return length === 0 ? 0 : length - 1
}

/** With the minutes, seconds and milliseconds of this time. */
function putHead(to: usize, time: u32): usize {
  const end = putBytes(to, PIECES_AT, headEnd)
  const millis = headMillis + (time - headQuarter * QUARTER)
  putDigits(to + MINUTES, millis / 60000, 2)
  putDigits(to + MINUTES + 3, (millis / 1000) % 60, 2)
  putDigits(to + MINUTES + 6, millis % 1000, 3)
  return end
}

function putDigits(to: usize, number: u32, count: usize): void {
  let rest = number
  for (let at = to + count; at > to; rest /= 10) store<u8>(--at, <u8>(48 + (rest % 10)))
}

/** From behind the queue id up to the recipient. */
function putParties(to: usize, record: usize): usize {
  if (record === 0) return putText(to, NO_PARTIES)
  let p = putText(to, MESSAGE_ID_FIELD)
  p = putName(p, record, MESSAGE_ID, MESSAGE_ID_AT)
  p = putText(p, SENDER_FIELD)
  p = putName(p, record, SENDER, SENDER_AT)
  return putText(p, RECIPIENT_FIELD)
}

function putName(to: usize, record: usize, place: usize, at: usize): usize {
  if (load<u32>(record + place) === 0) return putText(to, NULL)
  store<u8>(to, 34)
  const end = putBytes(to + 1, record + at, record + at + lengthAt(record, place))
  store<u8>(end, 34)
  return end + 1
}
