/**
 * Logs read by several threads, as if one had read them.
 *
 * In:     inputs that hold logs, the queue that the pieces share, the totals that all of it goes to
 * Out:    the findings of what was put aside, in the order of the logs; everything else is in the totals
 *
 * Of two threads this one reads, and the other one counts (other-counter.ts). Of more, this thread reads the first pieces, others
 * read later ones at the same time. They know nothing of what stands before their piece. So they leave every line alone that
 * speaks of a message from before; here, piece after piece, those lines are read with the queue that the pieces before have left,
 * and the queue takes over the messages that began in the piece.
 */
import { readLogs } from '../ingest/ingest.ts'
import type { Input } from '../ingest/inputs.ts'
import { createLogReader, type LogReader } from '../ingest/log/log.ts'
import { mergeQueue, type Queue } from '../ingest/log/queue.ts'
import type { LineAside } from '../ingest/log/state.ts'
import { type IngestOptions, newSummary } from '../ingest/run.ts'
import type { FailureCounter } from '../plain-results.ts'
import { mergeTotals, type Totals } from '../report/aggregate.ts'
import type { FailureSink } from '../report/known-texts.ts'
import type { Finding } from '../types.ts'
import { startCounter } from './other-counter.ts'
import type { PieceResult, PieceSettings } from './piece-reader.ts'
import { type Piece, planPieces } from './pieces.ts'
import { type Readers, startReaders } from './pool.ts'

export interface ThreadedRun {
  threads: number
  /** Inputs of fewer bytes are read by one thread. */
  threadsFrom: number
  /** Inputs of fewer bytes than these by two, if that one can count beside the other. */
  moreFrom: number
  onThreads: () => void
  settings: PieceSettings
  options: IngestOptions
  totals: Totals
  /** Null: failures are wanted as findings. */
  failureCounters: ((sink: FailureSink) => FailureCounter) | null
  /** Bytes of a piece, about; and who reads pieces beside this thread. */
  pieceSize?: number
  start?: typeof startReaders
  /** Who counts beside this thread. */
  startCounter?: typeof startCounter
}

interface Joining extends ThreadedRun {
  queue: Queue
  /** Of each file: lines in the ranges joined so far. */
  linesBefore: Map<string, number>
}

const BATCH = 1000

export async function* readLogsInThreads(
  inputs: readonly Input[],
  queue: Queue,
  run: ThreadedRun,
): AsyncGenerator<Finding[]> {
  const { threads, pieceSize, failureCounters } = run
  const size = inputs.reduce((sum, input) => sum + (input.size ?? 0), 0)
  if (size < run.threadsFrom) {
    yield* readLogs(inputs, queue, run.options)
    return
  }
  if ((threads === 2 || size < run.moreFrom) && failureCounters !== null) {
    await readAndTell(inputs, queue, run, failureCounters)
    return
  }
  const pieces = planPieces(inputs, pieceSize === undefined ? { threads } : { pieceSize })
  if (pieces.length < 2 || size < run.moreFrom) {
    yield* readLogs(inputs, queue, run.options)
    return
  }
  run.onThreads()
  const joining: Joining = { ...run, queue, linesBefore: new Map() }
  const readers = (run.start ?? startReaders)(pieces, threads, run.settings)
  try {
    yield* readAll(pieces, readers, joining)
  } finally {
    readers.end()
  }
}

async function readAndTell(
  inputs: readonly Input[],
  queue: Queue,
  { options, settings, totals, onThreads, startCounter: start = startCounter }: ThreadedRun,
  failureCounters: (sink: FailureSink) => FailureCounter,
): Promise<void> {
  onThreads()
  const counter = start(settings)
  try {
    const { deliveries, sink } = counter
    const told: IngestOptions = { ...options, deliveries, failures: failureCounters(sink) }
    for await (const findings of readLogs(inputs, queue, told)) counter.count(findings)
    mergeTotals(totals, await counter.totals())
  } finally {
    counter.end()
  }
}

async function* readAll(
  pieces: readonly Piece[],
  readers: Readers,
  joining: Joining,
): AsyncGenerator<Finding[]> {
  for (const [at, piece] of pieces.entries()) {
    const result = await readers.resultOf(at)
    if (result === null || result.aside === null) yield* readInTurn(piece, joining)
    else {
      yield* join(piece, result.aside, result, joining)
      joining.options.onProgress(piece.size)
    }
    readers.done(at)
  }
}

/** A piece that nobody has begun, or that no other thread can read alone. */
async function* readInTurn(piece: Piece, joining: Joining): AsyncGenerator<Finding[]> {
  const { options, queue, linesBefore } = joining
  const told: IngestOptions = {
    ...options,
    onInput: input => {
      linesBefore.set(input.file, (linesBefore.get(input.file) ?? 0) + input.records)
      options.onInput(input)
    },
  }
  const inputs = piece.inputs.map(input =>
    input.range === undefined
      ? input
      : { ...input, range: { ...input.range, linesBefore: linesBefore.get(input.path) ?? 0 } },
  )
  yield* readLogs(inputs, queue, told)
}

async function* join(
  piece: Piece,
  aside: readonly LineAside[],
  result: PieceResult,
  joining: Joining,
): AsyncGenerator<Finding[]> {
  const { options, queue, totals, linesBefore } = joining
  const isRange = piece.inputs[0]?.range !== undefined
  const before = (file: string): number => (isRange ? (linesBefore.get(file) ?? 0) : 0)
  for await (const findings of readAside(aside, before, joining)) yield findings
  mergeQueue(queue, result.queue)
  for (const example of result.totals.examples.values()) example.line += before(example.file)
  mergeTotals(totals, result.totals)
  for (const problem of result.problems) {
    const line = problem.line === null ? null : problem.line + before(problem.file)
    options.onProblem({ ...problem, line })
  }
  for (const input of result.inputs) {
    options.onInput(input)
    linesBefore.set(input.file, before(input.file) + input.records)
  }
}

function* readAside(
  aside: readonly LineAside[],
  before: (file: string) => number,
  { options, queue }: Joining,
): Generator<Finding[]> {
  let file: string | null = null
  let reader: LogReader | null = null
  for (const line of aside) {
    if (reader === null || line.file !== file) {
      if (reader !== null) yield* leave(reader, options)
      file = line.file
      const { timeZone, year, include } = options
      reader = createLogReader({ file, queue, timeZone, year, include, reference: line.reference })
    }
    reader.readLine(line.text, line.line + before(line.file))
    if (reader.found.length >= BATCH) yield told(reader.take(), line.file, options)
  }
  if (reader !== null) yield* leave(reader, options)
}

function* leave(reader: LogReader, options: IngestOptions): Generator<Finding[]> {
  const file = reader.found[0]?.file
  if (file !== undefined) yield told(reader.take(), file, options)
  for (const problem of reader.problems) options.onProblem(problem)
}

/** The input's summary knows nothing of them yet. */
function told(findings: Finding[], file: string, options: IngestOptions): Finding[] {
  options.onInput({ ...newSummary(file, 'log'), findings: findings.length })
  return findings
}
