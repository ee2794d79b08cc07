/**
 * Failures of logs -> rows of events as bytes, in the scanner's memory.
 *
 * In:     rows of plain failures, which the scanner writes from pieces that repeat from event to event; all others as attempts
 * Out:    bytes, to be taken at the end of each block
 * Errors: none
 *
 * The pieces are of one writer at a time: when another one comes, they are made anew.
 */
import { combineHashes, type Hash, newHash } from '../../hash.ts'
import { findEntry, type HashTable, newHashTable, putEntry } from '../../hash-table.ts'
import type { EventWriter, PlainFailure } from '../../plain-results.ts'
import type { Attempt, Result } from '../../types.ts'
import { type Area, keepPieces, type Piece, PLACE, putPiece } from './event-pieces.ts'
import { parseRelay, type Relay } from './relay.ts'
import { numberAt, type Row, textAt } from './row.ts'
import {
  EVENTS_AT,
  EVENTS_BYTES,
  NO_WAIT,
  PIECES_AT,
  PIECES_BYTES,
  ROW,
  ROWS_AT,
  type Scanner,
} from './scanner.ts'
import { WORDS_BYTES, wordsKept } from './words-kept.ts'

interface Said {
  /** Where its two pieces and its words are told: assembly/event.ts. */
  at: number
  /** Nobody but the own host spoke. */
  isLocal: boolean
}

interface Hop extends Relay {
  piece: Piece
  operator: number
}

/** The pieces of the row that was written last, which the next one may share, and what they were made of. */
interface Line extends Pick<Result, 'time' | 'file' | 'host' | 'messageId' | 'sender'> {
  head: Piece | null
  reporter: Piece | null
  parties: Piece | null
}

export interface EventRows {
  writer: EventWriter
  scanner: Scanner
  texts: HashTable<Said>
  ofTexts: Area
  /** By the hash of how the log writes them. */
  hops: HashTable<Hop>
  ofHops: Area
  line: Line
  /** Where the next row goes. */
  rows: number
  /** Blocks of rows that are complete. */
  full: Buffer[]
}

/** Pieces that change from line to line have places of their own. */
const HEAD_AT = PIECES_AT
const REPORTER_AT = PIECES_AT + PLACE
const PARTIES_AT = PIECES_AT + 2 * PLACE
const TEXTS_AT = PIECES_AT + 3 * PLACE
const HOPS_AT = PIECES_AT + PIECES_BYTES / 3
/** What the scanner may write at once: three pieces of a line, three more, and the line itself. */
const LONGEST_ROW = 8 * PLACE
/** What is told of a text: assembly/event.ts. */
const SAID_NUMBERS = 8
const SAID_BYTES = SAID_NUMBERS * 4 + WORDS_BYTES
const OUTCOMES = ['deferred', 'bounced', 'expired'] as const

let current: EventRows | null = null

/** The rows of this writer. */
export function eventRowsOf(writer: EventWriter, scanner: Scanner): EventRows {
  if (current?.writer !== writer) current = newEventRows(writer, scanner)
  return current
}

function newEventRows(writer: EventWriter, scanner: Scanner): EventRows {
  return {
    writer,
    scanner,
    texts: newHashTable(),
    ofTexts: { begin: TEXTS_AT, end: HOPS_AT, next: TEXTS_AT },
    hops: newHashTable(),
    ofHops: { begin: HOPS_AT, end: PIECES_AT + PIECES_BYTES, next: HOPS_AT },
    line: {
      ...{ time: null, file: '', host: null, messageId: null, sender: null },
      ...{ head: null, reporter: null, parties: null },
    },
    rows: EVENTS_AT,
    full: [],
  }
}

/** Gives all rows that were made since the last time: the memory is free for others. */
export function takeRows(events: EventRows, into: RowRoom): void {
  for (const block of events.full) append(into, block)
  append(into, events.scanner.bytes.subarray(EVENTS_AT, events.rows))
  events.full = []
  events.rows = EVENTS_AT
}

/** Rows that wait to be written, in memory that is used again: new memory for them is half of what they cost. */
export interface RowRoom {
  bytes: Buffer
  length: number
}

function append(room: RowRoom, bytes: Uint8Array): void {
  const length = room.length + bytes.length
  if (length > room.bytes.length) {
    const larger = Buffer.allocUnsafeSlow(Math.max(length, room.bytes.length * 2))
    larger.set(room.bytes.subarray(0, room.length))
    room.bytes = larger
  }
  room.bytes.set(bytes, room.length)
  room.length = length
}

/** What does not fit into the memory at once is kept beside it. */
function endBlock(events: EventRows): void {
  events.full.push(Buffer.from(events.scanner.bytes.subarray(EVENTS_AT, events.rows)))
  events.rows = EVENTS_AT
}

/** Writes the whole row of an attempt. */
export function addRow(events: EventRows, attempt: Attempt): void {
  const text = events.writer.row(attempt)
  // A character is three bytes at most.
  if (events.rows + text.length * 3 > EVENTS_AT + EVENTS_BYTES) endBlock(events)
  if (text.length * 3 > EVENTS_BYTES) events.full.push(Buffer.from(text))
  else events.rows += events.scanner.bytes.write(text, events.rows)
}

/** A failure as its row tells it, and what is known of its message. */
export interface PlainEvent
  extends Pick<PlainFailure, 'outcome' | 'code' | 'said'>,
    Pick<Attempt, 'time' | 'file' | 'line' | 'host' | 'messageId' | 'sender' | 'attempts'> {}

/** Writes the row of a plain failure; false: it is not known what it says, or the scanner cannot write it. */
export function addPlainRow(events: EventRows, row: Row, event: PlainEvent): boolean {
  const hop = hopOf(events, row)
  if (hop === null) return false
  setKey(event, hop)
  const said = findEntry(events.texts, key.hi, key.lo)
  if (said === undefined || (said.isLocal && isOwn(events, row, event))) return false
  if (events.rows + LONGEST_ROW > EVENTS_AT + EVENTS_BYTES) endBlock(events)
  const { head, reporter, parties } = lineOf(events, event)
  if (head === null || reporter === null || parties === null) return false
  const length = events.scanner.hot.writeEvent(
    ROWS_AT + row.at * 4,
    events.rows,
    said.at,
    head.at,
    head.end,
    reporter.at,
    reporter.end,
    parties.at,
    parties.end,
    hop.piece.at,
    hop.piece.end,
    event.line,
    event.attempts,
  )
  events.rows += length
  return length > 0
}

/** What says the same as this row of an attempt, not seen for the first time, is written by the scanner from now on, if that is sure. */
export function learnRow(events: EventRows, row: Row, event: PlainEvent, attempt: Attempt): void {
  const hop = hopOf(events, row)
  if (hop === null) return
  const isOfHop =
    attempt.relay === hop.relay && attempt.relayIp === hop.relayIp && attempt.relayPort === hop.relayPort
  const isLocal = attempt.origin === 'local'
  setKey(event, hop)
  // What is known could not be written for another cause.
  if (findEntry(events.texts, key.hi, key.lo) !== undefined || !isSeenAgain(event.said)) return
  if (!isOfHop || (isLocal && isOwn(events, row, event))) return
  const wait = numberAt(row, ROW.SAID_WAIT)
  const said = events.writer.said(attempt, wait === NO_WAIT ? null : wait)
  const words = wordsKept(textAt(row, ROW.TEXT_START, ROW.TEXT_END), attempt.diagnostic)
  if (said === null || words === null) return
  const texts = [said.provider, said.verdict, said.rest] as const
  const pieces = keepPieces(events.scanner, events.ofTexts, texts, SAID_BYTES)
  if (pieces === null) {
    forgetTexts(events)
    return
  }
  const at = pieces[0].at - SAID_BYTES
  const places = pieces.flatMap(piece => [piece.at, piece.end])
  const { numbers, bytes } = events.scanner
  numbers.set([...places, said.factor], at >> 2)
  bytes.fill(0, at + SAID_NUMBERS * 4, at + SAID_BYTES).set(words, at + SAID_NUMBERS * 4)
  putEntry(events.texts, key.hi, key.lo, { at, isLocal })
}

/** The recipient is of the host that reports. */
function isOwn({ writer }: EventRows, row: Row, { host }: PlainEvent): boolean {
  return writer.isHostOf(host, textAt(row, ROW.DOMAIN_START, ROW.VALUE_END))
}

/** Texts that were seen: by the low half of their hash, the high one. */
const seen = new Uint32Array(8192)

/** Many texts that are not known never come again: to learn one costs as much as to judge it. */
function isSeenAgain({ hi, lo }: Hash): boolean {
  const at = lo % seen.length
  if (seen[at] === hi) return true
  seen[at] = hi
  return false
}

function forgetTexts(events: EventRows): void {
  events.texts = newHashTable()
  events.ofTexts.next = events.ofTexts.begin
}

const key = newHash()
const traits = newHash()

function setKey({ said, code, outcome }: PlainEvent, { operator }: Hop): void {
  traits.hi = code
  traits.lo = operator * OUTCOMES.length + OUTCOMES.indexOf(outcome)
  combineHashes(said, traits, key)
}

function hopOf(events: EventRows, row: Row): Hop | null {
  const hi = numberAt(row, ROW.RELAY_HI)
  const lo = numberAt(row, ROW.RELAY_LO)
  const known = findEntry(events.hops, hi, lo)
  if (known !== undefined) return known
  const relay = parseRelay(textAt(row, ROW.RELAY_START, ROW.RELAY_END))
  const pieces = keepPieces(events.scanner, events.ofHops, [events.writer.hop(relay)], 0)
  if (pieces === null) {
    events.hops = newHashTable()
    return null
  }
  const operator = events.writer.operatorOf(relay)
  // Field by field: objects of one shape.
  const hop: Hop = {
    relay: relay.relay,
    relayIp: relay.relayIp,
    relayPort: relay.relayPort,
    piece: pieces[0],
    operator,
  }
  putEntry(events.hops, hi, lo, hop)
  return hop
}

/** The pieces that stand for the line: few differ from those of the line before. */
function lineOf(events: EventRows, event: PlainEvent): Line {
  const { line, writer, scanner } = events
  const { time, file, host, messageId, sender } = event
  if (line.head === null || line.time !== time || line.file !== file) {
    line.time = time
    line.file = file
    line.head = putPiece(scanner, HEAD_AT, writer.head({ time, file, source: 'postfix' }))
  }
  if (line.reporter === null || line.host !== host) {
    line.host = host
    line.reporter = putPiece(scanner, REPORTER_AT, writer.reporter(host))
  }
  if (line.parties === null || line.messageId !== messageId || line.sender !== sender) {
    line.messageId = messageId
    line.sender = sender
    line.parties = putPiece(scanner, PARTIES_AT, writer.parties({ messageId, sender }))
  }
  return line
}
