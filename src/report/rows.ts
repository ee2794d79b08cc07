/**
 * The rows of one view: groups of failures, counted, ranked, and cut to a number of rows with one row for the rest.
 *
 * In:  a selection of facts, the group of each, the names of the groups, what was delivered in each
 * Out: a View; ties are sorted by key, so that the same facts in any order give the same rows
 */
import type { Row, View, ViewName } from './model.ts'
import { countBy, countDistinctBy, crossCount, type Selection, timesBy } from './tally.ts'

/** What every view needs beside its own groups. */
export interface Frame {
  selection: Selection
  /** By fact: columns of OUTCOMES, PERMANENCES, ACTIONS. */
  outcomes: Int32Array
  permanences: Int32Array
  actions: Int32Array
  /** By fact: 0 where it is an attempt in the rates, 1 where it is rejected or suppressed. */
  apart: Int32Array
  /** Attempts of the whole input, and whether any delivery is known. */
  attempted: number
  knowsDeliveries: boolean
}

export const OUTCOME_COLUMNS = ['bounced', 'deferred', 'expired', 'delayed', 'rejected'] as const
export const PERMANENCE_COLUMNS = ['permanent', 'transient', 'unknown'] as const
export const ACTION_COLUMNS = [
  'suppress',
  'retry',
  'slow-down',
  'fix-sender',
  'fix-message',
  'review',
] as const

export interface Groups {
  /** By fact: the number of its group; below 0 it is left out of the view. */
  of: Int32Array
  /** By group; null: the value is not known. */
  names: readonly (string | null)[]
  /** The group of everything that has no name of its own; -1 if there is none. */
  other: number
  /** Deliveries by group; null where a delivery cannot have the key. */
  delivered: Float64Array | null
  /** Words by group; null where the view has none. */
  examples: ((group: number) => string | null) | null
}

export interface ViewOptions {
  name: ViewName
  /** Rows kept, at most. */
  rows: number
  /** Most failures first, or in the order of the keys. */
  order: 'failures' | 'key'
}

export function buildView(frame: Frame, groups: Groups, options: ViewOptions): View {
  const failures = countBy(groups.of, groups.names.length)
  const ranked = rankGroups(groups, failures)
  const kept = ranked.slice(0, options.rows)
  const leftOff = ranked.length - kept.length
  // Each group's place among the rows; one place more for all that is left off.
  const places = new Int32Array(groups.names.length).fill(kept.length)
  kept.forEach((group, place) => {
    places[group] = place
  })
  const placed = groups.of.map(group => (group < 0 ? -1 : (places[group] ?? -1)))
  const rows = countRows(frame, groups, { kept, placed, places })
  const otherRow = rows.pop() ?? null
  if (options.order === 'key') rows.sort(byKey)
  const hasOther = otherRow !== null && (otherRow.failures > 0 || (otherRow.delivered ?? 0) > 0)
  return { name: options.name, rows, other: hasOther ? otherRow : null, leftOff }
}

function rankGroups(groups: Groups, failures: Uint32Array): number[] {
  const present: number[] = []
  for (let group = 0; group < groups.names.length; group++) {
    if (group === groups.other) continue
    if ((failures[group] ?? 0) > 0 || (groups.delivered?.[group] ?? 0) > 0) present.push(group)
  }
  return present.sort(
    (one, other) =>
      (failures[other] ?? 0) - (failures[one] ?? 0) ||
      (groups.delivered?.[other] ?? 0) - (groups.delivered?.[one] ?? 0) ||
      compareKeys(groups.names[one] ?? null, groups.names[other] ?? null),
  )
}

function byKey(one: Row, other: Row): number {
  return compareKeys(one.key, other.key)
}

/** By code units, the same on every machine; what is not known is last. */
export function compareKeys(one: string | null, other: string | null): number {
  if (one === other) return 0
  if (one === null) return 1
  if (other === null) return -1
  return one < other ? -1 : 1
}

interface Placement {
  kept: readonly number[]
  /** By fact and by group: the place of its row. */
  placed: Int32Array
  places: Int32Array
}

function countRows(frame: Frame, groups: Groups, { kept, placed, places }: Placement): Row[] {
  const count = kept.length + 1
  const { selection } = frame
  const failures = countBy(placed, count)
  const outcomes = crossCount(placed, count, frame.outcomes, OUTCOME_COLUMNS.length)
  const permanences = crossCount(placed, count, frame.permanences, PERMANENCE_COLUMNS.length)
  const actions = crossCount(placed, count, frame.actions, ACTION_COLUMNS.length)
  const apart = crossCount(placed, count, frame.apart, 2)
  const recipients = countDistinctBy(selection.recipients, placed, count)
  const messages = countDistinctBy(selection.messages, placed, count)
  const times = timesBy(selection, placed, count)
  const delivered = deliveredBy(groups, places, count)
  const total = selection.starts.length
  const rows: Row[] = []
  for (let place = 0; place < count; place++) {
    const group = kept[place]
    const tried = apart[place * 2] ?? 0
    const deliveredHere = delivered === null ? null : (delivered[place] ?? 0)
    const attempts = deliveredHere === null ? frame.attempted : deliveredHere + tried
    rows.push({
      key: group === undefined ? null : (groups.names[group] ?? null),
      failures: failures[place] ?? 0,
      ...outcomeCounts(outcomes, place),
      ...permanenceCounts(permanences, place),
      ...actionCounts(actions, place),
      recipients: recipients[place] ?? 0,
      messages: messages[place] ?? 0,
      delivered: deliveredHere,
      attempts,
      rate: frame.knowsDeliveries && attempts > 0 ? tried / attempts : null,
      share: total === 0 ? 0 : (failures[place] ?? 0) / total,
      firstSeen: isoTime(times.first[place]),
      lastSeen: isoTime(times.last[place]),
      example: group === undefined ? null : (groups.examples?.(group) ?? null),
    })
  }
  return rows
}

function deliveredBy(groups: Groups, places: Int32Array, count: number): Float64Array | null {
  if (groups.delivered === null) return null
  const sums = new Float64Array(count)
  for (let group = 0; group < groups.names.length; group++) {
    const place = places[group] ?? 0
    sums[place] = (sums[place] ?? 0) + (groups.delivered[group] ?? 0)
  }
  return sums
}

function outcomeCounts(counts: Uint32Array, place: number) {
  const at = place * OUTCOME_COLUMNS.length
  return {
    bounced: counts[at] ?? 0,
    deferred: counts[at + 1] ?? 0,
    expired: counts[at + 2] ?? 0,
    delayed: counts[at + 3] ?? 0,
    rejected: counts[at + 4] ?? 0,
  }
}

function permanenceCounts(counts: Uint32Array, place: number) {
  const at = place * PERMANENCE_COLUMNS.length
  return { permanent: counts[at] ?? 0, transient: counts[at + 1] ?? 0, unknown: counts[at + 2] ?? 0 }
}

function actionCounts(counts: Uint32Array, place: number) {
  const at = place * ACTION_COLUMNS.length
  return {
    suppress: counts[at] ?? 0,
    retry: counts[at + 1] ?? 0,
    slowDown: counts[at + 2] ?? 0,
    fixSender: counts[at + 3] ?? 0,
    fixMessage: counts[at + 4] ?? 0,
    review: counts[at + 5] ?? 0,
  }
}

function isoTime(milliseconds: number | undefined): string | null {
  return milliseconds !== undefined && Number.isFinite(milliseconds)
    ? new Date(milliseconds).toISOString()
    : null
}
