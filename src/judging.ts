/**
 * Findings -> events with their verdicts, and into the totals: what one thread or many do alike.
 *
 * In:     batches of findings
 * Out:    those of the period asked for, failures with the classifier's verdict
 * Errors: none
 */
import { createClassifier } from './classify/classify.ts'
import { numbersSought } from './classify/numbers-sought.ts'
import { namesOfOperators, providerOf } from './classify/providers/relays.ts'
import type { Rule } from './classify/rule.ts'
import { isHostOf, linkSigns } from './classify/rule-set.ts'
import {
  type DeliveryCounter,
  type EventWriter,
  type FailureCounter,
  isInPeriod,
  type Period,
  type TallyingCounter,
} from './plain-results.ts'
import {
  countDelivery,
  countEvent,
  countFailure,
  countNotice,
  countPlainDelivery,
  newFailureSinks,
  type Totals,
  tallyInto,
} from './report/aggregate.ts'
import { newEventWriter } from './report/event-writer.ts'
import { parseTime } from './report/facts.ts'
import { type FailureSink, newFailureCounters } from './report/known-texts.ts'
import type { Attempt, Delivery, DeliveryEvent, Finding, Notice, Verdict } from './types.ts'

/** A finding after the classifier: failures have become events. */
export type Judged = DeliveryEvent | Notice | Delivery

export interface JudgeOptions {
  /** ISO 8601 UTC: only results at or after this time … */
  since?: string | null
  /** … and before this one. */
  until?: string | null
  /** Rules that come before all others. */
  rules?: readonly Rule[]
}

/** What a thread must be told to count as the others do. */
export interface Counting {
  since: string | null
  until: string | null
  bucket: 'hour' | 'day'
}

export function judgeFor(options: JudgeOptions): (findings: readonly Finding[]) => Judged[] {
  const { classify } = createClassifier(options.rules === undefined ? {} : { rules: options.rules })
  const judge = (finding: Finding): Judged => {
    if (finding.kind !== 'failure' || 'reason' in finding) return finding
    return eventOf(finding, classify(finding))
  }
  const isWanted = periodFilter(options)
  return findings => (isWanted === null ? findings : findings.filter(isWanted)).map(judge)
}

export interface Counter {
  /** The same, and into the totals at once: no event is made of an attempt and its verdict. */
  count(totals: Totals, findings: readonly Finding[]): void
  /** Judges and counts the failures of logs that no finding is made of. */
  sinkFor(totals: Totals): FailureSink
}

/** What the classifier reads from the names of hosts and from numbers, for who counts or writes plain failures. */
function knowledge() {
  return { providerOf, isHostOf, signs: linkSigns(), numbersSought, operators: namesOfOperators() }
}

export function counterFor(options: JudgeOptions): Counter {
  const { rules = [] } = options
  const classifier = createClassifier({ rules })
  const isWanted = periodFilter(options)
  return {
    count(totals, findings) {
      for (const finding of findings) {
        if (isWanted !== null && !isWanted(finding)) continue
        if (finding.kind !== 'failure') countOther(totals, finding)
        else countFailure(totals, finding, 'reason' in finding ? finding : classifier.classify(finding))
      }
    },
    sinkFor: newFailureSinks(classifier),
  }
}

/** For readers of logs who make no findings of plain failures; null: the user's rules want to see all of them. */
export function failureCountersFor({
  rules = [],
}: JudgeOptions): ((sink: FailureSink) => FailureCounter) | null {
  return rules.length > 0 ? null : newFailureCounters(knowledge())
}

/** Writes the failures of logs as NDJSON; null: the user's rules, or a period, want to see all of them. */
export function eventWriterFor(options: JudgeOptions, write: EventWriter['write']): EventWriter | null {
  const { rules = [] } = options
  if (rules.length > 0 || periodFilter(options) !== null) return null
  return newEventWriter({
    ...createClassifier(),
    eventOf,
    write,
    ...knowledge(),
  })
}

function countOther(totals: Totals, finding: Notice | Delivery): void {
  if (finding.kind === 'delivery') countDelivery(totals, finding, providerOf(finding.relay))
  else countNotice(totals, finding)
}

export function countJudged(totals: Totals, batch: readonly Judged[]): void {
  for (const judged of batch) {
    if (judged.kind === 'failure') countEvent(totals, judged)
    else countOther(totals, judged)
  }
}

/** Counts the deliveries of logs that no finding is made of. */
export function deliveryCounter(totals: Totals): TallyingCounter {
  return {
    count: delivery => countPlainDelivery(totals, delivery, providerOf),
    tally: tallyInto(totals, providerOf),
  }
}

/** What readers of logs are to count; null: all of it. */
export function periodOf({ since = null, until = null }: JudgeOptions): Period | null {
  if (since === null && until === null) return null
  return {
    from: since === null ? Number.NEGATIVE_INFINITY : Date.parse(since),
    to: until === null ? Number.POSITIVE_INFINITY : Date.parse(until),
  }
}

/** For those who want the failures only. */
export const ignoredDeliveries: DeliveryCounter = {
  count() {},
  tally: { deliveries() {}, handedOver() {}, recipients() {}, pairs() {}, name() {} },
}

function periodFilter(options: JudgeOptions): ((finding: Finding) => boolean) | null {
  const period = periodOf(options)
  return period === null ? null : ({ time }) => time !== null && isInPeriod(period, parseTime(time))
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
