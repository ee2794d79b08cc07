/**
 * The rows of one view: groups of failures, counted, ranked, and cut to a number of rows with one row for the rest.
 *
 * In:  a selection of facts, the group of each, the names of the groups, what was delivered in each
 * Out: a View; ties are sorted by key, so that the same facts in any order give the same rows
 */
import type { Rank, Row, View, ViewName } from './model.ts'
import { madeOnce, onDemand } from './on-demand.ts'
import { countDistinctBy, eachCount, type Grouping, type Selection } from './tally.ts'

/** What a failure counts as, by its kind. */
export interface Traits {
  /** Columns of OUTCOMES, PERMANENCES, ACTIONS; -1: none of them. */
  outcomes: Int8Array
  permanences: Int8Array
  actions: Int8Array
  /** 0 where it is an attempt in the rates, 1 where it is rejected or suppressed. */
  apart: Uint8Array
}

/** What every view needs beside its own groups. */
export interface Frame {
  selection: Selection
  traits: Traits
  /** By fact: epoch milliseconds; NaN: not known. */
  times: () => Float64Array
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
  /** A failure in no group is left out of the view. To be used before another grouping is asked for. */
  of: () => Grouping
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
  const { failures, tried } = countGroups(frame, groups)
  const ranked = rankGroups(groups, failures)
  const kept = ranked.slice(0, options.rows)
  const table = madeOnce(() => tableOf(frame, groups, kept, options))
  const view = onDemand<View>({
    name: () => options.name,
    rows: () => table().rows,
    other: () => table().other,
    leftOff: () => ranked.length - kept.length,
  })
  const ranks = madeOnce(() => kept.map(group => rankOf(frame, groups, group, failures, tried)))
  return Object.defineProperty(view, 'ranks', { get: ranks })
}

function countGroups({ selection, traits }: Frame, { of, names }: Groups) {
  const failures = new Uint32Array(names.length)
  const tried = new Uint32Array(names.length)
  eachCount(selection, of(), (group, kind, count) => {
    add(failures, group, count)
    if (traits.apart[kind] === 0) add(tried, group, count)
  })
  return { failures, tried }
}

function rankOf(
  frame: Frame,
  { names, delivered }: Groups,
  group: number,
  failures: Uint32Array,
  tried: Uint32Array,
): Rank {
  const deliveredHere = delivered === null ? null : (delivered[group] ?? 0)
  const count = failures[group] ?? 0
  return {
    key: names[group] ?? null,
    failures: count,
    delivered: deliveredHere,
    ...sharesOf(frame, count, tried[group] ?? 0, deliveredHere),
  }
}

/** `attempts` are those of the whole input where a delivery cannot have the key. */
function sharesOf(frame: Frame, failures: number, tried: number, delivered: number | null) {
  const attempts = delivered === null ? frame.attempted : delivered + tried
  const total = frame.selection.count
  return {
    attempts,
    rate: frame.knowsDeliveries && attempts > 0 ? tried / attempts : null,
    share: total === 0 ? 0 : failures / total,
  }
}

function tableOf(
  frame: Frame,
  groups: Groups,
  kept: readonly number[],
  { order }: ViewOptions,
): Pick<View, 'rows' | 'other'> {
  // Each group's place among the rows; one place more for all that is left off.
  const places = new Int32Array(groups.names.length).fill(kept.length)
  kept.forEach((group, place) => {
    places[group] = place
  })
  const of = groups.of()
  const placed = { values: of.values, groups: of.groups.map(group => places[group] ?? -1) }
  const rows = countRows(frame, groups, { kept, placed, places })
  const otherRow = rows.pop() ?? null
  if (order === 'key') rows.sort(byKey)
  const hasOther = otherRow !== null && (otherRow.failures > 0 || (otherRow.delivered ?? 0) > 0)
  return { rows, other: hasOther ? otherRow : null }
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
  placed: Grouping
  places: Int32Array
}

function countRows(frame: Frame, groups: Groups, { kept, placed, places }: Placement): Row[] {
  const count = kept.length + 1
  const { selection } = frame
  const { counters, first, last } = countCells(frame, placed, count)
  const recipients = countDistinctBy(selection.recipients, placed, count)
  const messages = countDistinctBy(selection.messages, placed, count)
  const delivered = deliveredBy(groups, places, count)
  const rows: Row[] = []
  for (let place = 0; place < count; place++) {
    const group = kept[place]
    const at = place * CELLS
    const failures = counters[at + FAILURES] ?? 0
    const tried = counters[at + TRIED] ?? 0
    const deliveredHere = delivered === null ? null : (delivered[place] ?? 0)
    const { attempts, rate, share } = sharesOf(frame, failures, tried, deliveredHere)
    const firstSeen = isoTime(first[place])
    const cell = (column: number) => counters[at + column] ?? 0
    // One literal: 3,000 domains cost 3 ms; put together from five objects they cost 10.
    rows.push({
      key: group === undefined ? null : (groups.names[group] ?? null),
      failures,
      bounced: cell(OUTCOMES),
      deferred: cell(OUTCOMES + 1),
      expired: cell(OUTCOMES + 2),
      delayed: cell(OUTCOMES + 3),
      rejected: cell(OUTCOMES + 4),
      permanent: cell(PERMANENCES),
      transient: cell(PERMANENCES + 1),
      unknown: cell(PERMANENCES + 2),
      suppress: cell(ACTIONS),
      retry: cell(ACTIONS + 1),
      slowDown: cell(ACTIONS + 2),
      fixSender: cell(ACTIONS + 3),
      fixMessage: cell(ACTIONS + 4),
      review: cell(ACTIONS + 5),
      recipients: recipients[place] ?? 0,
      messages: messages[place] ?? 0,
      delivered: deliveredHere,
      attempts,
      rate,
      share,
      firstSeen,
      lastSeen: first[place] === last[place] ? firstSeen : isoTime(last[place]),
      example: group === undefined ? null : (groups.examples?.(group) ?? null),
    })
  }
  return rows
}

/** What is counted of each place, side by side: one pass over the facts, and one line of the cache for most. */
const FAILURES = 0
const TRIED = 1
const OUTCOMES = 2
const PERMANENCES = OUTCOMES + OUTCOME_COLUMNS.length
const ACTIONS = PERMANENCES + PERMANENCE_COLUMNS.length
const CELLS = ACTIONS + ACTION_COLUMNS.length

interface Counted {
  counters: Uint32Array
  /** Infinite where no time is known. */
  first: Float64Array
  last: Float64Array
}

function countCells({ selection, traits, times: timesOf }: Frame, placed: Grouping, count: number): Counted {
  const { outcomes, permanences, actions, apart } = traits
  const counters = new Uint32Array(count * CELLS)
  eachCount(selection, placed, (place, kind, more) => {
    const at = place * CELLS
    add(counters, at + FAILURES, more)
    if (apart[kind] === 0) add(counters, at + TRIED, more)
    const outcome = outcomes[kind] ?? -1
    if (outcome >= 0) add(counters, at + OUTCOMES + outcome, more)
    const permanence = permanences[kind] ?? -1
    if (permanence >= 0) add(counters, at + PERMANENCES + permanence, more)
    const action = actions[kind] ?? -1
    if (action >= 0) add(counters, at + ACTIONS + action, more)
  })
  const first = new Float64Array(count).fill(Number.POSITIVE_INFINITY)
  const last = new Float64Array(count).fill(Number.NEGATIVE_INFINITY)
  const { values, groups } = placed
  const times = timesOf()
  for (let fact = 0; fact < values.length; fact++) {
    const place = groups[values[fact] ?? 0] ?? -1
    const time = times[fact] ?? Number.NaN
    if (time < (first[place] ?? 0)) first[place] = time
    if (time > (last[place] ?? 0)) last[place] = time
  }
  return { counters, first, last }
}

function add(counters: Uint32Array, cell: number, more: number): void {
  counters[cell] = (counters[cell] ?? 0) + more
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

function isoTime(milliseconds: number | undefined): string | null {
  return milliseconds !== undefined && Number.isFinite(milliseconds)
    ? new Date(milliseconds).toISOString()
    : null
}
