/**
 * A mail log, line by line -> findings.
 *
 * In:     lines of latin1 strings, one at a time or many in one block (lines.ts), in the order they stand
 * Out:    findings in `reader.found`, which the caller empties; problems counted
 * Errors: a line that makes no sense is no error; an unknown time zone is a UsageError
 *
 * Hot: readLine looks at each line once and gives it to postfix.ts or exim.ts; each goes on only if the line
 * holds a result or a queue fact.
 */
import type { Finding, Problem } from '../../types.ts'
import { own } from '../text.ts'
import { readLine } from './envelope.ts'
import type { Queue } from './queue.ts'
import { countProblem, type LogState, timeOfLine } from './state.ts'
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
  /** For a queue that reads a part: where lines go that speak of messages from before the part. */
  aside?: LinesAside | undefined
}

/** Lines to be read again, in their order, when it is known what stands before them. */
export interface LinesAside {
  lines: LineAside[]
  /** Characters of all of them. */
  size: number
}

export interface LineAside {
  file: string
  line: number
  text: string
  /** As LogOptions has it, for the file. */
  reference: number
}

export interface LogReader {
  /** Reads the line text[start, end); a line feed does not belong to it, a carriage return may. */
  read(text: string, start: number, end: number, line: number): void
  /** Counts a line that was too long to be read. */
  leaveOut(line: number): void
  /** What was found since the last `take`. */
  readonly found: Finding[]
  /** Gives what was found, and begins anew. */
  take(): Finding[]
  /** The first lines that looked like a result and could not be read. */
  readonly problems: Problem[]
  /** How many lines looked like a result and could not be read. */
  readonly skipped: number
  /** The last line that was read. */
  readonly line: number
  /** When and by which host the last line with an envelope was written. */
  stamp(): { time: string | null; host: string | null }
}

export function createLogReader(options: LogOptions): LogReader {
  const state: LogState = {
    file: options.file,
    found: [],
    queue: options.queue,
    clock: newClock(options),
    rejected: options.include.includes('rejected') ? 'found' : 'ignored',
    line: 0,
    host: null,
    outerHost: null,
    queueHost: '',
    logName: logName(options.file),
    relays: new Map(),
    times: 1,
    skipped: 0,
    problems: [],
  }
  const { aside } = options
  return {
    read:
      aside === undefined
        ? (text, start, end, line) => {
            state.line = line
            readLine(state, text, start, end)
          }
        : (text, start, end, line) => readOrPutAside(state, aside, text, start, end, line),
    leaveOut(line) {
      state.line = line
      countProblem(state, 'the line is too long, left out', '', 0, 0)
    },
    take() {
      const taken = state.found
      state.found = []
      return taken
    },
    get found() {
      return state.found
    },
    get skipped() {
      return state.skipped
    },
    get line() {
      return state.line
    },
    stamp: () => ({ time: timeOfLine(state), host: state.host }),
    problems: state.problems,
  }
}

/** What a line of a stranger gave is taken back: it will be read again. */
function readOrPutAside(
  state: LogState,
  aside: LinesAside,
  text: string,
  start: number,
  end: number,
  line: number,
): void {
  const { strangers } = state.queue
  const found = state.found.length
  const { skipped } = state
  const problems = state.problems.length
  state.line = line
  readLine(state, text, start, end)
  if (state.queue.strangers === strangers) return
  state.found.length = found
  state.skipped = skipped
  state.problems.length = problems
  aside.lines.push({
    file: state.file,
    line,
    text: own(text.slice(start, end)),
    reference: state.clock.reference,
  })
  aside.size += end - start
}

/** "/var/log/exim4/mainlog-20260101.gz", "/var/log/exim4/mainlog.2" -> "/var/log/exim4/mainlog". */
function logName(file: string): string {
  return file
    .replace(/\.(?:gz|bz2|xz|zst|Z)$/, '')
    .replace(/[.-](?:\d{1,3}|\d{8}(?:-\d{1,10})?|\d{4}-\d\d-\d\d)$/, '')
}
