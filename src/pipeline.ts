/**
 * The whole program in two functions: paths -> events, paths -> report.
 *
 * In:     paths as `ingest` takes them, and options; every option has a default
 * Out:    events with their verdicts, or the Report that adds them up
 * Errors: UsageError for options that make no sense; a bad input is told in the report, not thrown
 */
import { readFindings } from './ingest/ingest.ts'
import type { IngestOptions } from './ingest/run.ts'
import {
  counterFor,
  countJudged,
  deliveryCounter,
  failureCountersFor,
  type Judged,
  type JudgeOptions,
  judgeFor,
  periodOf,
} from './judging.ts'
import type { Period, PlainDelivery } from './plain-results.ts'
import { newTotals, summarize } from './report/aggregate.ts'
import { collectInput, collectProblem, newIntake, problemSummaryOf } from './report/intake.ts'
import type { Report } from './report/model.ts'
import {
  newRedaction,
  type Redaction,
  type RedactOptions,
  redactFinding,
  redactText,
} from './report/redact.ts'
import type { DeliveryEvent } from './types.ts'

export type { Judged } from './judging.ts'

export interface Options extends Partial<IngestOptions>, JudgeOptions {
  bucket?: 'hour' | 'day'
  /** Hide whom it was: local parts, or domains too. Null: nothing is hidden. */
  redact?: RedactOptions | null
  /** Threads that read logs, at most; the report is the same for any number. */
  threads?: number
  /** Logs of fewer bytes are read by one thread … */
  threadsFrom?: number
  /** … and logs of fewer bytes than these by two. */
  moreFrom?: number
  /** Told before logs are read by several threads. */
  onThreads?: () => void
  /** Rows of each view of the report; the rest becomes one row. */
  rows?: number
  /** Named in the report as what made it. */
  version?: string
  /** Sees the failures and notices of each batch while a report is made of it, in the order of the input. */
  onJudged?: (batch: readonly Judged[]) => Promise<void>
}

/** Failures, notices and deliveries in batches: what every command is made of. */
export async function* readJudged(paths: readonly string[], options: Options = {}): AsyncGenerator<Judged[]> {
  const judge = judgeFor(options)
  const redaction = options.redact == null ? null : newRedaction(options.redact)
  const told = withDefaults(
    redaction === null ? options : { ...options, ...redactedNews(options, redaction) },
  )
  for await (const findings of readFindings(paths, told)) {
    const judged = judge(findings)
    yield redaction === null ? judged : judged.map(finding => redactFinding(redaction, finding))
  }
}

/** What is told beside the findings names addresses, too. */
function redactedNews({ onProblem, onInput }: Options, redaction: Redaction): Options {
  const hide = (text: string): string => redactText(redaction, text)
  return {
    onProblem: ({ file, text, ...problem }) =>
      onProblem?.({ ...problem, file: hide(file), text: text === null ? null : hide(text) }),
    onInput: ({ file, ...input }) => onInput?.({ ...input, file: hide(file) }),
  }
}

/**
 * Options by which plain deliveries of logs are told alone, without a finding of each: a third less time for a log that is mostly
 * of them. `readJudged` gives all others. The same options where each has to be found: to hide whom it was, or to see the year.
 */
export function tellingDeliveries(options: Options, count: (delivery: PlainDelivery) => void): Options {
  const period = periodOf(options)
  if (!isPlainRun(options, period)) return options
  return { ...options, deliveries: { count, tally: null }, period }
}

/** What is to be redacted must be seen, and which year it is shows line after line. */
function isPlainRun({ redact, year }: Options, period: Period | null): boolean {
  return redact == null && (period === null || (year ?? null) === null)
}

/** The failures alone, one by one. */
export async function* readEvents(
  paths: readonly string[],
  options: Options = {},
): AsyncGenerator<DeliveryEvent> {
  for await (const batch of readJudged(paths, options))
    for (const judged of batch) if (judged.kind === 'failure') yield judged
}

export async function buildReport(paths: readonly string[], options: Options = {}): Promise<Report> {
  const totals = newTotals({ bucket: options.bucket ?? 'day' })
  const intake = newIntake()
  const threads = canUseThreads(options) ? (options.threads ?? 1) : 1
  const period = periodOf(options)
  const isPlain = isPlainRun(options, period)
  const counter = options.redact != null || options.onJudged !== undefined ? null : counterFor(options)
  const failureCounters = counter === null || !isPlain ? null : failureCountersFor(options)
  const watched: Options = {
    ...options,
    deliveries: isPlain ? deliveryCounter(totals) : null,
    failures: counter === null ? null : (failureCounters?.(counter.sinkFor(totals)) ?? null),
    period: isPlain ? period : null,
    ...(threads > 1 ? { readLogs: (inputs, queue) => readInThreads(inputs, queue) } : {}),
    onInput: input => {
      collectInput(intake, input)
      options.onInput?.(input)
    },
    onProblem: problem => {
      collectProblem(intake, problem)
      options.onProblem?.(problem)
    },
  }
  const readInThreads: NonNullable<IngestOptions['readLogs']> = async function* (inputs, queue) {
    // Loaded only here: one input, or one thread, needs none of it.
    const { readLogsInThreads } = await import('./threads/read-logs.ts')
    const ingest = withDefaults(watched)
    const { since = null, until = null } = options
    const settings = { since, until, bucket: totals.bucket, timeZone: ingest.timeZone, now: ingest.now }
    yield* readLogsInThreads(inputs, queue, {
      threads,
      threadsFrom: options.threadsFrom ?? 0,
      moreFrom: options.moreFrom ?? 0,
      settings,
      onThreads: options.onThreads ?? ignore,
      options: ingest,
      totals,
      failureCounters,
    })
  }
  if (counter !== null) {
    for await (const findings of readFindings(paths, withDefaults(watched))) counter.count(totals, findings)
  } else
    for await (const batch of readJudged(paths, watched)) {
      countJudged(totals, batch)
      await options.onJudged?.(batch)
    }
  return summarize(totals, {
    inputs: [...intake.inputs.values()],
    problems: problemSummaryOf(intake),
    ...(options.rows === undefined ? {} : { rows: options.rows }),
    ...(options.version === undefined ? {} : { version: options.version }),
  })
}

/** What threads count nobody sees one by one; they know no rules but ours, and no clock but the files'. */
function canUseThreads({ onJudged, redact, rules, include, year }: Options): boolean {
  return !onJudged && !redact && !rules?.length && !include?.length && (year ?? null) === null
}

function withDefaults(options: Options): IngestOptions {
  return {
    timeZone: options.timeZone ?? 'UTC',
    year: options.year ?? null,
    now: options.now ?? Date.now(),
    include: options.include ?? [],
    glob: options.glob ?? null,
    stdin: options.stdin ?? null,
    verp: options.verp ?? [],
    maxMessage: options.maxMessage ?? 50 * 1024 * 1024,
    onProblem: options.onProblem ?? ignore,
    onInput: options.onInput ?? ignore,
    onStart: options.onStart ?? ignore,
    onProgress: options.onProgress ?? ignore,
    onMails: options.onMails ?? ignore,
    readLogs: options.readLogs ?? null,
    deliveries: options.deliveries ?? null,
    failures: options.failures ?? null,
    period: options.period ?? null,
    events: options.events ?? null,
  }
}

function ignore(): void {}
