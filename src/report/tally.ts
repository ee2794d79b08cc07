/**
 * Counts the failures of each group: how many, and of how many distinct recipients and messages.
 *
 * In:  the facts of a run without duplicates, and a grouping of them
 * Out: counters of each group
 */
import { type Chains, chainsOf, LATER, NEXT, slotsFor } from './chains.ts'
import { withoutDuplicates } from './duplicates.ts'
import { FACT, type Facts, LOW_HALF, readColumn, type Wide } from './facts.ts'
import type { Kinds } from './kinds.ts'

/** The facts that count, and the orders in which distinct values can be counted without a set for each group. */
export interface Selection {
  facts: Facts
  /** How many facts count, and the row of each; null: all do. Every other array "by fact" is as long. */
  count: number
  rows: Uint32Array | null
  /** By fact its kind, and by kind how many there are. */
  kinds: Uint32Array
  failures: Uint32Array
  recipients: Chains
  messages: Chains
  /** DSNs left out because the log holds the same failure. */
  duplicates: number
  /** Of these, how many were the first result of their message in the input. */
  duplicateMessages: number
  /** The column that was read last. */
  column: Uint32Array
}

/** A group for each fact: by a value of the fact the number of its group; below 0 is none. */
export interface Grouping {
  /** By fact. */
  values: Uint32Array
  /** By value. */
  groups: Int32Array
}

/** What is read over and over while facts are selected and added up: so large that it is made once. */
export interface Scratch extends Wide {
  slots: Uint32Array
}

/** In memory that is not used any more, if it is enough. */
export function newScratch({ count }: Facts, memory: Uint32Array): Scratch {
  const end = 2 * count + slotsFor(count)
  const cells = memory.length < end ? new Uint32Array(end) : memory
  return {
    hi: cells.subarray(0, count),
    lo: cells.subarray(count, 2 * count),
    slots: cells.subarray(2 * count, end),
  }
}

type Counted = Pick<Selection, 'facts' | 'count' | 'rows'>

export function selectFacts(facts: Facts, known: Kinds, scratch: Scratch): Selection {
  const { rows, duplicateMessages } = withoutDuplicates(facts, known, scratch)
  const count = rows?.length ?? facts.count
  const counted = { facts, count, rows }
  const kinds = readInto(new Uint32Array(facts.count), counted, FACT.kind)
  const failures = new Uint32Array(known.count)
  // By index: an iterator takes five times as long until V8 has compiled the loop.
  for (let fact = 0; fact < count; fact++) {
    const kind = kinds[fact] ?? 0
    failures[kind] = (failures[kind] ?? 0) + 1
  }
  const chains = (column: number) => chainsOf(hashesOf(counted, column, scratch), scratch.slots).chains
  return {
    ...counted,
    kinds,
    failures,
    recipients: chains(FACT.recipient),
    messages: chains(FACT.message),
    duplicates: facts.count - count,
    duplicateMessages,
    column: new Uint32Array(facts.count),
  }
}

/** By fact. To be used before the next column is read. */
export function columnOf(selection: Selection, column: number): Uint32Array {
  return readInto(selection.column, selection, column)
}

/** By fact 64 bits, read into these arrays. */
export function hashesOf(counted: Counted, column: number, { hi, lo }: Wide): Wide {
  return { hi: readInto(hi, counted, column), lo: readInto(lo, counted, column + LOW_HALF) }
}

function readInto(cells: Uint32Array, { facts, count, rows }: Counted, column: number): Uint32Array {
  readColumn(facts, column, cells)
  if (rows === null) return cells
  for (let fact = 0; fact < count; fact++) cells[fact] = cells[rows[fact] ?? 0] ?? 0
  return cells.subarray(0, count)
}

/** Distinct values (recipients, messages) in each group. */
export function countDistinctBy(
  chains: Chains,
  { values, groups }: Grouping,
  groupCount: number,
): Uint32Array {
  const counts = new Uint32Array(groupCount)
  // First fact + 1 of the value last seen in a group: equal values come one after another, so that this is enough.
  const last = new Uint32Array(groupCount)
  for (let first = 0; first < chains.length; first++) {
    if (((chains[first] ?? 0) & LATER) !== 0) continue
    for (let fact = first; fact !== -1; fact = ((chains[fact] ?? 0) & NEXT) - 1) {
      const group = groups[values[fact] ?? 0] ?? -1
      if (group < 0 || last[group] === first + 1) continue
      last[group] = first + 1
      counts[group] = (counts[group] ?? 0) + 1
    }
  }
  return counts
}

/** Facts in each group. */
export function countBy(selection: Selection, of: Grouping, groupCount: number): Uint32Array {
  const counts = new Uint32Array(groupCount)
  eachCount(selection, of, (group, _, count) => {
    counts[group] = (counts[group] ?? 0) + count
  })
  return counts
}

/** A group of failures, so many of this kind. */
export type CountOf = (group: number, kind: number, count: number) => void

/** Tells the facts of each group: one by one, or where a kind has one group all of a kind at once. */
export function eachCount({ kinds, failures }: Selection, { values, groups }: Grouping, tell: CountOf): void {
  if (values === kinds) {
    for (let kind = 0; kind < failures.length; kind++) {
      const group = groups[kind] ?? -1
      const count = failures[kind] ?? 0
      if (group >= 0 && count > 0) tell(group, kind, count)
    }
    return
  }
  for (let fact = 0; fact < values.length; fact++) {
    const group = groups[values[fact] ?? 0] ?? -1
    if (group >= 0) tell(group, kinds[fact] ?? 0, 1)
  }
}
