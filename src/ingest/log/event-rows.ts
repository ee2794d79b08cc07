/**
 * Failures of logs -> rows of events as bytes, in the scanner's memory.
 *
 * In:     rows of plain failures, which the scanner writes from pieces that repeat from event to event; all others as attempts
 * Out:    bytes, to be taken at the end of each block
 * Errors: none
 *
 * The pieces are of one writer at a time: when another one comes, they are made anew.
 */
import type { EventWriter } from '../../plain-results.ts'
import type { Attempt, Result } from '../../types.ts'
import {
  type EventKnowledge,
  findSaid,
  hopOf,
  newEventKnowledge,
  type PlainEvent,
} from './event-knowledge.ts'
import { type Piece, PLACE, putPiece } from './event-pieces.ts'
import { numberAt, type Row, zoneOf } from './row.ts'
import { EVENTS_AT, EVENTS_BYTES, PIECES_AT, ROW, ROWS_AT, type Scanner, STATUS } from './scanner.ts'
import { type Clock, millisOfParts } from './time.ts'

/** The pieces of the row that was written last, which the next one may share, and what they were made of. */
interface Line extends Pick<Result, 'time' | 'file' | 'host' | 'messageId' | 'sender'> {
  head: Piece | null
  reporter: Piece | null
  parties: Piece | null
}

export interface EventRows extends EventKnowledge {
  line: Line
  /** Where the next row goes. */
  rows: number
  /** Blocks of rows that are complete. */
  full: Uint8Array[]
}

/** Pieces that change from line to line: PLACES_OF_LINE of them. */
const HEAD_AT = PIECES_AT
const REPORTER_AT = PIECES_AT + PLACE
const PARTIES_AT = PIECES_AT + 2 * PLACE
/** What the scanner may write at once: three pieces of a line, three more, and the line itself. */
const LONGEST_ROW = 8 * PLACE

let current: EventRows | null = null

/** The rows of this writer. */
export function eventRowsOf(writer: EventWriter, scanner: Scanner): EventRows {
  if (current?.writer === writer) return current
  // Others may want to see them later.
  if (current !== null) endBlock(current)
  current = newEventRows(writer, scanner)
  return current
}

function newEventRows(writer: EventWriter, scanner: Scanner): EventRows {
  scanner.exports.forgetHead()
  return {
    ...newEventKnowledge(writer, scanner),
    line: {
      ...{ time: null, file: '', host: null, messageId: null, sender: null },
      ...{ head: null, reporter: null, parties: null },
    },
    rows: EVENTS_AT,
    full: [],
  }
}

/** Gives all rows that were made since the last time; they are to be used before more are made. */
export function takeRows(events: EventRows): Uint8Array[] {
  const rows = [...events.full]
  if (events.rows > EVENTS_AT) rows.push(events.scanner.bytes.subarray(EVENTS_AT, events.rows))
  events.full = []
  events.rows = EVENTS_AT
  return rows
}

export function hasRows({ full, rows }: EventRows): boolean {
  return full.length > 0 || rows > EVENTS_AT
}

/** The scanner is to write, too, whatever it can … */
export function beginScan({ scanner, rows }: EventRows): void {
  scanner.status[STATUS.EVENTS_END] = rows
}

/** … -> how many rows it wrote. */
export function endScan(events: EventRows): number {
  const { status } = events.scanner
  events.rows = status[STATUS.EVENTS_END] ?? EVENTS_AT
  return status[STATUS.WRITTEN] ?? 0
}

/** What does not fit into the memory at once is kept beside it. */
function endBlock(events: EventRows): void {
  if (events.rows === EVENTS_AT) return
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

/** Writes the row of a plain failure; false: it is not known what it says, or the scanner cannot write it. */
export function addPlainRow(events: EventRows, row: Row, event: PlainEvent, clock: Clock): boolean {
  const hop = hopOf(events, row)
  const said = hop === null ? undefined : findSaid(events, row, event, hop)
  if (hop === null || said === undefined) return false
  if (events.rows + LONGEST_ROW > EVENTS_AT + EVENTS_BYTES) endBlock(events)
  const { head, reporter, parties } = lineOf(events, row, event, clock)
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
    hop.operator,
    hop.piece.at,
    hop.piece.end,
    event.line,
    event.attempts,
  )
  events.rows += length
  return length > 0
}

/** The pieces that stand for the line: few differ from those of the line before. */
function lineOf(events: EventRows, row: Row, event: PlainEvent, clock: Clock): Line {
  const { line, writer, scanner } = events
  const { time, file, host, messageId, sender } = event
  if (line.head === null || line.time !== time || line.file !== file) {
    line.time = time
    line.file = file
    line.head = putPiece(scanner, HEAD_AT, writer.head({ time, file, source: 'postfix' }))
  }
  if (line.head !== null) teachHead(row, line.head, clock)
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

const QUARTER = 900_000
const HOUR = 3_600_000

/** Rows of the same quarter of an hour, within which no hour of UTC begins, differ in their minutes and seconds only. */
function teachHead(row: Row, { end }: Piece, clock: Clock): void {
  const date = numberAt(row, ROW.DATE)
  const time = numberAt(row, ROW.TIME)
  const zone = numberAt(row, ROW.ZONE)
  const begin = millisOfParts(clock, date, time - (time % QUARTER), zoneOf(zone))
  const isWhole = begin % QUARTER === 0 && begin >= 0 && begin < FIVE_DIGIT_YEARS
  if (isWhole) row.scanner.hot.setHead(date, time, zone, begin % HOUR, end)
  else row.scanner.exports.forgetHead()
}

/** From here on an ISO year has more than four digits. */
const FIVE_DIGIT_YEARS = Date.UTC(10_000, 0)
