/**
 * One piece of the logs -> its totals, and what the pieces before it must complete.
 *
 * In:     the piece's inputs, and settings that can be handed to a thread
 * Out:    plain data. Lines of messages that began before the piece are not counted but put aside
 * Errors: none thrown for inputs: they are in the summaries
 */
import { readLogs } from '../ingest/ingest.ts'
import type { Input } from '../ingest/inputs.ts'
import { newQueue, type Queue, takeOverMessages } from '../ingest/log/queue.ts'
import type { LineAside, LinesAside } from '../ingest/log/state.ts'
import type { IngestOptions } from '../ingest/run.ts'
import { type Counting, counterFor, deliveryCounter, failureCountersFor, periodOf } from '../judging.ts'
import { newTotals, type Totals } from '../report/aggregate.ts'
import type { InputSummary, Problem } from '../types.ts'

export interface PieceSettings extends Counting {
  timeZone: string
  now: number
}

export interface PieceResult {
  totals: Totals
  /** What is known of messages at the end of the piece; those that began in it count. */
  queue: Queue
  /** Null: there were so many that the piece must be read when its turn comes. */
  aside: LineAside[] | null
  inputs: InputSummary[]
  problems: Problem[]
}

/** Characters of lines that are put aside, at most: a log of results only has nothing but strangers. */
const ASIDE_LIMIT = 8 * 1024 * 1024

export type PieceReader = (inputs: readonly Input[]) => Promise<PieceResult>

export function newPieceReader(settings: PieceSettings): PieceReader {
  const counter = counterFor(settings)
  const failureCounters = failureCountersFor(settings)
  return async inputs => {
    const totals = newTotals({ bucket: settings.bucket })
    const queue = newQueue(undefined, 'part')
    const aside: LinesAside = { lines: [], size: 0 }
    const summaries: InputSummary[] = []
    const problems: Problem[] = []
    const options: IngestOptions = {
      timeZone: settings.timeZone,
      now: settings.now,
      year: null,
      include: [],
      glob: null,
      stdin: null,
      maxMessage: 0,
      verp: [],
      readLogs: null,
      deliveries: deliveryCounter(totals),
      failures: failureCounters?.(counter.sinkFor(totals)) ?? null,
      period: periodOf(settings),
      events: null,
      onProblem: problem => problems.push(problem),
      onInput: input => summaries.push(input),
      onStart: () => {},
      onProgress: () => {},
      onMails: () => {},
    }
    for await (const findings of readLogs(inputs, queue, options, aside)) {
      counter.count(totals, findings)
      if (aside.size > ASIDE_LIMIT) break
    }
    takeOverMessages(queue)
    const lines = aside.size > ASIDE_LIMIT ? null : aside.lines
    return { totals, queue, aside: lines, inputs: summaries, problems }
  }
}
