/**
 * Totals -> Report: everything a report says, computed from the facts and counts of a run.
 *
 * In:  totals, and what the shell knows beside them (inputs, problems, how many rows are wanted)
 * Out: a Report: the same for the same input, however it was split and merged. Its views and lists are made when they
 *      are first read: a screen of text needs a third of them. The totals are done with: nothing is to be counted in
 *      them any more, and what they keep on disk is given back
 */
import { timeOf } from '../known-failures.ts'
import type { InputSummary, NoticeKind } from '../types.ts'
import { buildActions } from './actions.ts'
import type { Totals } from './aggregate.ts'
import { OTHER_ID } from './dictionary.ts'
import { distinctCount, takeMemory } from './distinct.ts'
import { COLUMN, type Dimension, deliveryDimensions, FACT, leaveFacts, type PlaceDimension } from './facts.ts'
import { FLAG, isKindDimension, type KindDimension, kindColumn, kindFlags } from './kinds.ts'
import { buildCauses, buildReplies, buildTimeline } from './matrix.ts'
import {
  type ProblemSummary,
  REPORT_SCHEMA_VERSION,
  type Report,
  VIEW_NAMES,
  type View,
  type ViewName,
} from './model.ts'
import { madeOnce, onDemand } from './on-demand.ts'
import { reportTotals } from './report-totals.ts'
import { rollupOf } from './rollups.ts'
import {
  ACTION_COLUMNS,
  buildView,
  type Frame,
  type Groups,
  OUTCOME_COLUMNS,
  PERMANENCE_COLUMNS,
  type Traits,
} from './rows.ts'
import {
  columnOf,
  type Grouping,
  hashesOf,
  newScratch,
  type Scratch,
  type Selection,
  selectFacts,
} from './tally.ts'
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
  leaveFacts(totals.facts)
  const addresses = distinctCount(totals.addresses)
  const scratch = newScratch(totals.facts, takeMemory(totals.addresses))
  const selection = selectFacts(totals.facts, totals.kinds, scratch)
  const frame = frameOf(totals, selection, scratch)
  const summary = reportTotals(totals, addresses, frame, scratch)
  const rows = context.rows ?? DEFAULT_ROWS
  const makers = VIEW_NAMES.map(name => [name, () => viewOf(totals, frame, viewSpec(name), rows)] as const)
  // Object.fromEntries forgets the keys, which are exactly VIEW_NAMES.
  const views = onDemand(Object.fromEntries(makers) as Record<ViewName, () => View>)
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

function frameOf(totals: Totals, selection: Selection, scratch: Scratch): Frame {
  const traits = traitsOf(totals)
  let attempted = totals.delivered
  selection.failures.forEach((count, kind) => {
    if (traits.apart[kind] === 0) attempted += count
  })
  const times = madeOnce(() => timesOf(selection, scratch))
  return { selection, traits, times, attempted, knowsDeliveries: totals.delivered > 0 }
}

function traitsOf(totals: Totals): Traits {
  const outcomes = placesOf(totals, 'outcome', OUTCOME_COLUMNS)
  const suppressed = placesOf(totals, 'reason', ['suppressed'])
  const rejected = OUTCOME_COLUMNS.indexOf('rejected')
  return {
    outcomes,
    permanences: placesOf(totals, 'permanence', PERMANENCE_COLUMNS),
    actions: placesOf(totals, 'action', ACTION_COLUMNS),
    apart: Uint8Array.from(outcomes, (outcome, kind) =>
      outcome === rejected || suppressed[kind] === 0 ? 1 : 0,
    ),
  }
}

/** By kind: the place of its value among `names`; -1 if it is none of them. */
function placesOf(
  { kinds, dictionaries }: Totals,
  dimension: KindDimension,
  names: readonly string[],
): Int8Array {
  const places = dictionaries[dimension].names.map(name => names.indexOf(name))
  return Int8Array.from(kindColumn(kinds, dimension), id => places[id] ?? -1)
}

function timesOf(selection: Selection, scratch: Scratch): Float64Array {
  const { hi, lo } = hashesOf(selection, FACT.time, scratch)
  const times = new Float64Array(selection.count)
  for (let fact = 0; fact < times.length; fact++) times[fact] = timeOf(hi[fact] ?? 0, lo[fact] ?? 0)
  return times
}

function viewOf(totals: Totals, frame: Frame, spec: ViewSpec, rows: number): View {
  const groups =
    spec.by === 'rollup' ? rollupGroups(frame, totals) : dimensionGroups(totals, frame, spec, spec.by)
  return buildView(frame, groups, { name: spec.name, rows, order: spec.by === 'time' ? 'key' : 'failures' })
}

function dimensionGroups(totals: Totals, { selection }: Frame, spec: ViewSpec, by: Dimension): Groups {
  const dictionary = totals.dictionaries[by]
  return {
    of: isKindDimension(by)
      ? madeOnce(() => groupingByKind(totals, selection, spec, by))
      : () => groupingByPlace(totals, selection, by),
    names: dictionary.names.map((name, id) => (id <= OTHER_ID ? null : name)),
    other: OTHER_ID,
    delivered: deliveryDimensions.some(name => name === by) ? dictionary.delivered : null,
    examples: by === 'template' ? id => totals.examples.get(id)?.diagnostic ?? null : null,
  }
}

function groupingByPlace({ dictionaries }: Totals, selection: Selection, by: PlaceDimension): Grouping {
  return {
    values: columnOf(selection, COLUMN[by]),
    groups: Int32Array.from(dictionaries[by].names, (_, id) => id),
  }
}

function groupingByKind(
  { kinds }: Totals,
  selection: Selection,
  spec: ViewSpec,
  by: KindDimension,
): Grouping {
  const flags = kindFlags(kinds)
  const isLeftOut = (id: number, kind: number): boolean =>
    // A failure that names no blocklist is no row of that view.
    (by === 'blocklist' && id === 0) ||
    (spec.unmatchedOnly === true && ((flags[kind] ?? 0) & FLAG.unmatched) === 0)
  const groups = kindColumn(kinds, by).map((id, kind) => (isLeftOut(id, kind) ? -1 : id))
  return { values: selection.kinds, groups }
}

function rollupGroups({ selection, traits }: Frame, { kinds, dictionaries }: Totals): Groups {
  const names = ['hard', 'block', 'soft'] as const
  const groups = kindColumn(kinds, 'reason').map((reason, kind) =>
    names.indexOf(
      rollupOf({
        permanence: PERMANENCE_COLUMNS[traits.permanences[kind] ?? -1] ?? 'unknown',
        action: ACTION_COLUMNS[traits.actions[kind] ?? -1] ?? 'review',
        reason: dictionaries.reason.names[reason] ?? '',
      }),
    ),
  )
  const of = { values: selection.kinds, groups }
  return { of: () => of, names, other: -1, delivered: null, examples: null }
}
