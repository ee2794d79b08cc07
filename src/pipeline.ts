/**
 * The whole program in two functions: paths -> events, paths -> report.
 *
 * In:     paths as `ingest` takes them, and options; every option has a default
 * Out:    events with their verdicts, or the Report that adds them up
 * Errors: UsageError for options that make no sense; a bad input is told in the report, not thrown
 */
import { createClassifier } from './classify/classify.ts'
import { providerOf } from './classify/providers/relays.ts'
import type { Rule } from './classify/rule.ts'
import { type IngestOptions, readFindings } from './ingest/ingest.ts'
import { countDelivery, countEvent, countNotice, newTotals, summarize } from './report/aggregate.ts'
import { collectInput, collectProblem, newIntake, problemSummaryOf } from './report/intake.ts'
import type { Report } from './report/model.ts'
import {
  newRedaction,
  type Redaction,
  type RedactOptions,
  redactFinding,
  redactText,
} from './report/redact.ts'
import type { Attempt, Delivery, DeliveryEvent, Finding, Notice, Verdict } from './types.ts'

export interface Options extends Partial<IngestOptions> {
  /** ISO 8601 UTC: only results at or after this time … */
  since?: string | null
  /** … and before this one. */
  until?: string | null
  /** Hide whom it was: local parts, or domains too. Null: nothing is hidden. */
  redact?: RedactOptions | null
  /** Rules that come before all others. */
  rules?: readonly Rule[]
  bucket?: 'hour' | 'day'
  /** Rows of each view of the report; the rest becomes one row. */
  rows?: number
  /** Named in the report as what made it. */
  version?: string
  /** Sees each batch while a report is made of it, in the order of the input. */
  onJudged?: (batch: readonly Judged[]) => Promise<void>
}

/** A finding after the classifier: failures have become events. */
export type Judged = DeliveryEvent | Notice | Delivery

/** Failures, notices and deliveries in batches: what every command is made of. */
export async function* readJudged(paths: readonly string[], options: Options = {}): AsyncGenerator<Judged[]> {
  const { classify } = createClassifier(options.rules === undefined ? {} : { rules: options.rules })
  const judge = (finding: Finding): Judged => {
    if (finding.kind !== 'failure' || 'reason' in finding) return finding
    return eventOf(finding, classify(finding))
  }
  const isWanted = periodFilter(options)
  const redaction = options.redact == null ? null : newRedaction(options.redact)
  const told = withDefaults(
    redaction === null ? options : { ...options, ...redactedNews(options, redaction) },
  )
  for await (const findings of readFindings(paths, told)) {
    const judged = (isWanted === null ? findings : findings.filter(isWanted)).map(judge)
    yield redaction === null ? judged : judged.map(finding => redactFinding(redaction, finding))
  }
}

/** Field by field: to spread two objects of this size costs 50 µs, this costs 0.3. */
function eventOf(attempt: Attempt, verdict: Verdict): DeliveryEvent {
  return {
    kind: attempt.kind,
    time: attempt.time,
    source: attempt.source,
    file: attempt.file,
    line: attempt.line,
    host: attempt.host,
    queueId: attempt.queueId,
    messageId: attempt.messageId,
    sender: attempt.sender,
    recipient: attempt.recipient,
    originalRecipient: attempt.originalRecipient,
    relay: attempt.relay,
    relayIp: attempt.relayIp,
    relayPort: attempt.relayPort,
    domain: attempt.domain,
    outcome: attempt.outcome,
    replyCode: attempt.replyCode,
    enhancedCode: attempt.enhancedCode,
    status: attempt.status,
    origin: attempt.origin,
    command: attempt.command,
    diagnostic: attempt.diagnostic,
    notice: attempt.notice,
    delay: attempt.delay,
    attempts: attempt.attempts,
    firstOfMessage: attempt.firstOfMessage,
    permanence: verdict.permanence,
    subject: verdict.subject,
    reason: verdict.reason,
    action: verdict.action,
    scope: verdict.scope,
    basis: verdict.basis,
    rule: verdict.rule,
    conflict: verdict.conflict,
    listQuality: verdict.listQuality,
    provider: verdict.provider,
    detail: verdict.detail,
    blocklist: verdict.blocklist,
    retryAfter: verdict.retryAfter,
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
  const watched: Options = {
    ...options,
    onInput: input => {
      collectInput(intake, input)
      options.onInput?.(input)
    },
    onProblem: problem => {
      collectProblem(intake, problem)
      options.onProblem?.(problem)
    },
  }
  for await (const batch of readJudged(paths, watched)) {
    for (const judged of batch) {
      if (judged.kind === 'failure') countEvent(totals, judged)
      else if (judged.kind === 'delivery') countDelivery(totals, judged, providerOf(judged.relay))
      else countNotice(totals, judged)
    }
    await options.onJudged?.(batch)
  }
  return summarize(totals, {
    inputs: [...intake.inputs.values()],
    problems: problemSummaryOf(intake),
    ...(options.rows === undefined ? {} : { rows: options.rows }),
    ...(options.version === undefined ? {} : { version: options.version }),
  })
}

function periodFilter({ since = null, until = null }: Options): ((finding: Finding) => boolean) | null {
  if (since === null && until === null) return null
  return ({ time }) => time !== null && (since === null || time >= since) && (until === null || time < until)
}

function withDefaults(options: Options): IngestOptions {
  return {
    timeZone: options.timeZone ?? 'UTC',
    year: options.year ?? null,
    now: options.now ?? Date.now(),
    include: options.include ?? [],
    glob: options.glob ?? null,
    stdin: options.stdin ?? null,
    maxMessage: options.maxMessage ?? 50 * 1024 * 1024,
    onProblem: options.onProblem ?? ignore,
    onInput: options.onInput ?? ignore,
    onStart: options.onStart ?? ignore,
    onProgress: options.onProgress ?? ignore,
  }
}

function ignore(): void {}
