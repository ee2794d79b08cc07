/**
 * A mail log -> findings.
 *
 * In:     blocks of whole lines (lines.ts), or single lines, in the order they stand
 * Out:    findings in `reader.found`, which the caller empties; problems counted
 * Errors: a line that makes no sense is no error; an unknown time zone is a UsageError
 *
 * The scanner finds the lines that matter; plain.ts reads those it could cut, envelope.ts all others.
 */
import { newHash } from '../../hash.ts'
import type { DeliveryCounter, EventWriter, FailureCounter, Period } from '../../plain-results.ts'
import type { Finding, Problem } from '../../types.ts'
import { readOrPutAside } from './aside.ts'
import { eventRowsOf, hasRows, takeRows } from './event-rows.ts'
import { closeQuarter, enterFront } from './front.ts'
import { newInterned } from './interned.ts'
import { newPlainRows, readPlainBlock, writeFound } from './plain.ts'
import { heldMessages, type Queue, takeOverMessages } from './queue.ts'
import { borrowRoom, ROOM, TEXT_AT } from './scanner.ts'
import { countProblem, type LinesAside, type LogState, timeOfLine } from './state.ts'
import { newClock } from './time.ts'

export interface LogOptions {
  file: string
  /** Shared by all logs of a run, so that a message is followed across files. */
  queue: Queue
  /** The zone of stamps that name none. */
  timeZone: string
  /** The year of the first stamp that has none; null: the latest that is not after `reference`. */
  year: number | null
  /** Epoch milliseconds: the file's modification time, or now. */
  reference: number
  include: readonly 'rejected'[]
  /** Told of plain deliveries instead of making a finding of each; null or missing: all deliveries are findings. */
  deliveries?: DeliveryCounter | null
  /** The same for plain failures. */
  failures?: FailureCounter | null
  /** Of plain results, only these are told; null or missing: all are. */
  period?: Period | null
  /** Makes rows of all failures; null or missing: they are findings, or counted. */
  events?: EventWriter | null
  /** For a queue that reads a part: where lines go that speak of messages from before the part. */
  aside?: LinesAside | undefined
}

export interface LogReader {
  /** Memory from which blocks are read without a copy, to be given back; null: somebody has it. */
  borrowRoom(): Buffer | null
  /** Reads whole lines, each ended by a line feed -> how many; `line` is the number of the line before them. */
  readBlock(block: Uint8Array, line: number): number
  /** Reads one line without its line feed; a carriage return may stand at its end. */
  readLine(text: string, line: number): void
  /** After the last block: `counted` is complete then. */
  finish(): void
  /** Counts a line that was too long to be read. */
  leaveOut(line: number): void
  /** Nothing was found since the last `take`, and no row written since the last `takeRows`. */
  readonly isEmpty: boolean
  /** What was found since the last `take`. */
  readonly found: Finding[]
  /** Gives what was found, and begins anew. */
  take(): Finding[]
  /** Rows of failures since the last time, in several pieces; to be used before more is read. */
  takeRows(): Uint8Array[]
  /** Deliveries and failures that were counted or written instead of found. */
  readonly counted: number
  /** The first lines that looked like a result and could not be read. */
  readonly problems: Problem[]
  /** How many lines looked like a result and could not be read. */
  readonly skipped: number
  /** When and by which host the last line with an envelope was written; of lines read by `readLine`. */
  stamp(): { time: string | null; host: string | null }
}

export function createLogReader(options: LogOptions): LogReader {
  const state = newState(options)
  const plain = newPlainRows()
  const { scanner } = plain.row
  const beginRows = (): void => {
    if (options.events == null) return
    const rows = eventRowsOf(options.events, scanner)
    // Another writer was at work in between.
    if (state.events !== null && state.events !== rows) rows.full.push(...takeRows(state.events))
    state.events = rows
  }
  return {
    borrowRoom: () => borrowRoom(scanner),
    readBlock(block, line) {
      beginRows()
      enterFront(
        state,
        () => heldMessages(state.queue),
        // Only readers of logs enter.
        last => takeOverMessages(last.queue as Queue),
      )
      if (block.buffer === scanner.bytes.buffer)
        return readPlainBlock(state, plain, block.byteOffset, block.byteOffset + block.length, line)
      let read = 0
      for (let at = 0; at < block.length; ) {
        const end = blockEnd(block, at)
        scanner.bytes.set(at === 0 && end === block.length ? block : block.subarray(at, end), TEXT_AT)
        read += readPlainBlock(state, plain, TEXT_AT, TEXT_AT + end - at, line + read)
        at = end
      }
      return read
    },
    readLine(text, line) {
      state.line = line
      plain.host = -1
      beginRows()
      readOrPutAside(state, text)
      writeFound(state, 0)
    },
    finish: () => closeQuarter(state),
    leaveOut(line) {
      state.line = line
      countProblem(state, 'the line is too long, left out', '', 0, 0)
    },
    take() {
      const taken = state.found
      state.found = []
      return taken
    },
    takeRows: () => (state.events === null ? [] : takeRows(state.events)),
    get isEmpty() {
      return state.found.length === 0 && (state.events === null || !hasRows(state.events))
    },
    get found() {
      return state.found
    },
    get counted() {
      return state.counted
    },
    get skipped() {
      return state.skipped
    },
    stamp: () => ({ time: timeOfLine(state), host: state.host }),
    problems: state.problems,
  }
}

/** As many whole lines as the scanner has room for. */
function blockEnd(block: Uint8Array, at: number): number {
  if (block.length - at <= ROOM) return block.length
  const feed = block.lastIndexOf(10, at + ROOM - 1)
  return feed < at ? at + ROOM : feed + 1
}

function newState(options: LogOptions): LogState {
  return {
    file: options.file,
    found: [],
    queue: options.queue,
    clock: newClock(options),
    rejected: options.include.includes('rejected') ? 'found' : 'ignored',
    line: 0,
    host: null,
    outerHost: null,
    queueHost: newHash(),
    queueHostName: '',
    logName: logName(options.file),
    relays: newInterned(),
    domains: newInterned(),
    deliveries: options.deliveries ?? null,
    failures: options.failures ?? null,
    period: options.period ?? null,
    events: null,
    counted: 0,
    aside: options.aside ?? null,
    times: 1,
    skipped: 0,
    problems: [],
  }
}

/** "/var/log/exim4/mainlog-20260101.gz", "/var/log/exim4/mainlog.2" -> "/var/log/exim4/mainlog". */
function logName(file: string): string {
  return file
    .replace(/\.(?:gz|bz2|xz|zst|Z)$/, '')
    .replace(/[.-](?:\d{1,3}|\d{8}(?:-\d{1,10})?|\d{4}-\d\d-\d\d)$/, '')
}
