/**
 * Totals -> Report: everything a report says, computed from the facts and counts of a run.
 *
 * In:  totals, and what the shell knows beside them (inputs, problems, how many rows are wanted)
 * Out: a Report: the same for the same input, however it was split and merged. Its views and lists are made when they
 *      are first read: a screen of text needs a third of them. The totals are done with: nothing is to be counted in
 *      them any more, and what they keep on disk is given back
 */
import type { InputSummary, NoticeKind } from '../types.ts'
import { buildActions } from './actions.ts'
import type { Totals } from './aggregate.ts'
import { OTHER_ID } from './dictionary.ts'
import { closeDistinct, distinctCount, hasPair } from './distinct.ts'
import { cellsOf, type Dimension, deliveryDimensions, FACT, FLAG, timesOf, wideCellsOf } from './facts.ts'
import { buildCauses, buildReplies, buildTimeline } from './matrix.ts'
import {
  type AttemptTotals,
  type DeliveryTotals,
  type ProblemSummary,
  type Rates,
  REPORT_SCHEMA_VERSION,
  type Report,
  type ReportTotals,
  VIEW_NAMES,
  type View,
  type ViewName,
} from './model.ts'
import { onDemand } from './on-demand.ts'
import { rollupOf } from './rollups.ts'
import {
  ACTION_COLUMNS,
  buildView,
  type Frame,
  type Groups,
  OUTCOME_COLUMNS,
  PERMANENCE_COLUMNS,
} from './rows.ts'
import { countDistinctBy, dimensionOf, numberBy, type Selection, selectFacts } from './tally.ts'
import { type ViewSpec, viewSpec } from './views.ts'

export interface SummaryContext {
  inputs: readonly InputSummary[]
  problems: ProblemSummary
  /** Rows of a view, at most; the rest becomes one row. */
  rows?: number
  version?: string
}

/** Enough for every list a person reads, and for a CSV of every domain of most senders. */
const DEFAULT_ROWS = 10_000

export function summarize(totals: Totals, context: SummaryContext): Report {
  const selection = selectFacts(totals.facts)
  const frame = frameOf(totals, selection)
  const rows = context.rows ?? DEFAULT_ROWS
  const makers = VIEW_NAMES.map(name => [name, () => viewOf(totals, frame, viewSpec(name), rows)] as const)
  // Object.fromEntries forgets the keys, which are exactly VIEW_NAMES.
  const views = onDemand(Object.fromEntries(makers) as Record<ViewName, () => View>)
  const summary = reportTotals(totals, frame)
  return onDemand<Report>({
    schemaVersion: () => REPORT_SCHEMA_VERSION,
    bouncelogVersion: () => context.version ?? '',
    period: () => ({ from: isoOf(totals.firstTime), to: isoOf(totals.lastTime) }),
    bucket: () => totals.bucket,
    totals: () => summary,
    actions: () => buildActions(totals, selection),
    views: () => views,
    causes: () => buildCauses(totals, selection),
    timeline: () => buildTimeline(totals, selection),
    replies: () => buildReplies(totals, selection),
    notices: () => sortedNotices(totals.notices),
    inputs: () => context.inputs,
    problems: () => context.problems,
  })
}

/** Null where no time is known. */
function isoOf(time: number): string | null {
  return Number.isFinite(time) ? new Date(time).toISOString() : null
}

function sortedNotices(notices: ReadonlyMap<string, number>): Partial<Record<NoticeKind, number>> {
  // countNotice takes its keys from Notice.kind.
  return Object.fromEntries([...notices].sort()) as Partial<Record<NoticeKind, number>>
}

function frameOf(totals: Totals, selection: Selection): Frame {
  const outcomes = placesOf(totals, selection, 'outcome', OUTCOME_COLUMNS)
  const suppressed = placesOf(totals, selection, 'reason', ['suppressed'])
  const rejected = OUTCOME_COLUMNS.indexOf('rejected')
  const apart = new Uint8Array(outcomes.length)
  let attempted = totals.delivered
  for (let fact = 0; fact < apart.length; fact++) {
    if (outcomes[fact] === rejected || suppressed[fact] === 0) apart[fact] = 1
    else attempted++
  }
  return {
    selection,
    outcomes,
    permanences: placesOf(totals, selection, 'permanence', PERMANENCE_COLUMNS),
    actions: placesOf(totals, selection, 'action', ACTION_COLUMNS),
    apart,
    times: timesOf(selection.facts, selection.rows),
    attempted,
    knowsDeliveries: totals.delivered > 0,
  }
}

/** By fact: the place of its value among `names`; -1 if it is none of them. */
function placesOf(
  totals: Totals,
  selection: Selection,
  dimension: Dimension,
  names: readonly string[],
): Int8Array {
  const places = totals.dictionaries[dimension].names.map(name => names.indexOf(name))
  const ids = dimensionOf(selection, dimension)
  const result = new Int8Array(ids.length)
  for (let fact = 0; fact < ids.length; fact++) result[fact] = places[ids[fact] ?? 0] ?? -1
  return result
}

function viewOf(totals: Totals, frame: Frame, spec: ViewSpec, rows: number): View {
  const groups =
    spec.by === 'rollup' ? rollupGroups(frame, totals) : dimensionGroups(totals, frame, spec, spec.by)
  return buildView(frame, groups, { name: spec.name, rows, order: spec.by === 'time' ? 'key' : 'failures' })
}

function dimensionGroups(totals: Totals, { selection }: Frame, spec: ViewSpec, by: Dimension): Groups {
  const dictionary = totals.dictionaries[by]
  const of = dimensionOf(selection, by)
  // A failure that names no blocklist is no row of that view.
  if (by === 'blocklist') for (let fact = 0; fact < of.length; fact++) if (of[fact] === 0) of[fact] = -1
  if (spec.unmatchedOnly === true) leaveOutMatched(of, selection)
  return {
    of,
    names: dictionary.names.map((name, id) => (id <= OTHER_ID ? null : name)),
    other: OTHER_ID,
    delivered: deliveryDimensions.some(name => name === by) ? dictionary.delivered : null,
    examples: by === 'template' ? id => totals.examples.get(id)?.diagnostic ?? null : null,
  }
}

function leaveOutMatched(groups: Int32Array, { facts, rows }: Selection): void {
  const flags = cellsOf(facts, rows, FACT.flags)
  for (let fact = 0; fact < groups.length; fact++) {
    if (((flags[fact] ?? 0) & FLAG.unmatched) === 0) groups[fact] = -1
  }
}

function rollupGroups({ selection, permanences, actions }: Frame, totals: Totals): Groups {
  const names = ['hard', 'block', 'soft'] as const
  const reasons = dimensionOf(selection, 'reason')
  const known = totals.dictionaries.reason.names
  // Failures that agree in these three have one roll-up: it is looked up once.
  const verdicts: number[] = []
  const of = new Int32Array(reasons.length)
  for (let fact = 0; fact < of.length; fact++) {
    const permanence = permanences[fact] ?? -1
    const action = actions[fact] ?? -1
    const reason = reasons[fact] ?? 0
    const key = (reason * 4 + permanence + 1) * 8 + action + 1
    of[fact] = verdicts[key] ??= names.indexOf(
      rollupOf({
        permanence: PERMANENCE_COLUMNS[permanence] ?? 'unknown',
        action: ACTION_COLUMNS[action] ?? 'review',
        reason: known[reason] ?? '',
      }),
    )
  }
  return { of, names, other: -1, delivered: null, examples: null }
}

function reportTotals(totals: Totals, frame: Frame): ReportTotals {
  const attempts = attemptTotals(totals, frame)
  const deliveries = deliveryTotals(totals, frame)
  const { selection } = frame
  return {
    failures: selection.rows.length,
    duplicates: selection.duplicates,
    // A message that only a duplicate begins is known from the log already.
    messages: totals.messages - selection.duplicateMessages,
    addresses: addressTotal(totals),
    addressesToSuppress: addressesToSuppress(frame),
    attempts,
    attemptRates: ratesOf(attempts, frame),
    deliveries,
    deliveryRates: ratesOf(deliveries, frame),
  }
}

function attemptTotals(totals: Totals, { outcomes, apart, attempted }: Frame): AttemptTotals {
  const counts = OUTCOME_COLUMNS.map(() => 0)
  let suppressed = 0
  const rejected = OUTCOME_COLUMNS.indexOf('rejected')
  for (let fact = 0; fact < outcomes.length; fact++) {
    const outcome = outcomes[fact] ?? 0
    if (apart[fact] === 1 && outcome !== rejected) suppressed++
    else counts[outcome] = (counts[outcome] ?? 0) + 1
  }
  const [bounced = 0, deferred = 0, expired = 0, delayed = 0, rejectedCount = 0] = counts
  const { delivered, handedOver } = totals
  return {
    attempted,
    delivered,
    bounced,
    deferred,
    expired,
    delayed,
    handedOver,
    rejected: rejectedCount,
    suppressed,
  }
}

const BOUNCED = 1
const EXPIRED = 2
const WAITING = 4

/** What each message came to for each recipient: delivered at last beats bounced, which beats expired. */
function deliveryTotals(totals: Totals, { selection, outcomes, apart }: Frame): DeliveryTotals {
  const pairs = wideCellsOf(selection.facts, selection.rows, FACT.pair)
  const { numbers, count } = numberBy(pairs)
  const states = new Uint8Array(count + 1)
  for (let fact = 0; fact < numbers.length; fact++) {
    if (apart[fact] === 1) continue
    if (hasPair(totals.deliveredPairs, pairs.hi[fact] ?? 0, pairs.lo[fact] ?? 0)) continue
    const outcome = OUTCOME_COLUMNS[outcomes[fact] ?? 0]
    const pair = numbers[fact] ?? 0
    const state = outcome === 'bounced' ? BOUNCED : outcome === 'expired' ? EXPIRED : WAITING
    states[pair] = (states[pair] ?? 0) | state
  }
  let [bounced, expired, deferred] = [0, 0, 0]
  for (const state of states) {
    if ((state & BOUNCED) !== 0) bounced++
    else if ((state & EXPIRED) !== 0) expired++
    else if (state !== 0) deferred++
  }
  const delivered = totals.deliveredFirst + distinctCount(totals.deliveredPairs)
  return { attempted: delivered + bounced + expired + deferred, delivered, bounced, expired, deferred }
}

function addressTotal({ addresses }: Totals): number {
  const count = distinctCount(addresses)
  closeDistinct(addresses)
  return count
}

function addressesToSuppress({ selection, permanences, actions }: Frame): number {
  const permanent = PERMANENCE_COLUMNS.indexOf('permanent')
  const suppress = ACTION_COLUMNS.indexOf('suppress')
  const groups = new Int32Array(permanences.length)
  for (let fact = 0; fact < groups.length; fact++) {
    groups[fact] = permanences[fact] === permanent && actions[fact] === suppress ? 0 : -1
  }
  return countDistinctBy(selection.recipients, groups, 1)[0] ?? 0
}

function ratesOf(counts: DeliveryTotals | AttemptTotals, { knowsDeliveries }: Frame): Rates {
  const { attempted } = counts
  const rate = (count: number) => (knowsDeliveries && attempted > 0 ? count / attempted : null)
  return {
    denominator: attempted,
    delivered: rate(counts.delivered),
    bounced: rate(counts.bounced),
    deferred: rate(counts.deferred),
    expired: rate(counts.expired),
  }
}
