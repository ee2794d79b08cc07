/**
 * Counts the failures of each group: by outcome, permanence and action, distinct recipients and messages, first
 * and last seen.
 *
 * In:  the facts of a run without duplicates, and for each fact the number of its group
 * Out: counters of each group
 */
import { addPair, hasPair, newDistinct } from './distinct.ts'
import {
  allRows,
  cellsOf,
  columnOf,
  type Dimension,
  FACT,
  type Facts,
  FLAG,
  type Wide,
  wideCellsOf,
} from './facts.ts'

/** The facts that count, and the orders in which distinct values can be counted without a set for each group. */
export interface Selection {
  facts: Facts
  /** The row of each fact that counts; every other array "by fact" has the same length. */
  rows: Uint32Array
  /** Of each fact its recipient and its message. */
  recipients: Numbering
  messages: Numbering
  /** DSNs left out because the log holds the same failure. */
  duplicates: number
  /** Of these, how many were the first result of their message in the input. */
  duplicateMessages: number
}

/** Equal values have equal numbers, from 1. */
export interface Numbering {
  /** The facts that have a number, in the order of their numbers, and these numbers. */
  order: Uint32Array
  sorted: Uint32Array
}

export function selectFacts(facts: Facts): Selection {
  const { rows, duplicates, duplicateMessages } = withoutDuplicates(facts)
  const recipients = numberBy(wideCellsOf(facts, rows, FACT.recipient))
  const messages = numberBy(wideCellsOf(facts, rows, FACT.message))
  return {
    facts,
    rows,
    recipients: orderBy(recipients.numbers, recipients.count),
    messages: orderBy(messages.numbers, messages.count),
    duplicates,
    duplicateMessages,
  }
}

/** The numbers of a dimension, by fact. */
export function dimensionOf({ facts, rows }: Selection, dimension: Dimension): Int32Array {
  const { buffer, length } = cellsOf(facts, rows, columnOf(dimension))
  // No dictionary has as many as 2^31 numbers.
  return new Int32Array(buffer, 0, length)
}

/** A DSN that speaks of a message and recipient whose failure the log holds too is left out. */
function withoutDuplicates(facts: Facts): Pick<Selection, 'rows' | 'duplicates' | 'duplicateMessages'> {
  const rows = allRows(facts)
  const flags = cellsOf(facts, rows, FACT.flags)
  if (!holdsBoth(flags)) return { rows, duplicates: 0, duplicateMessages: 0 }
  const keys = [wideCellsOf(facts, rows, FACT.idKey), wideCellsOf(facts, rows, FACT.queueKey)]
  const logged = newDistinct()
  for (const { hi, lo } of keys) {
    for (let row = 0; row < rows.length; row++) {
      if (((flags[row] ?? 0) & FLAG.fromDsn) === 0) addPair(logged, hi[row] ?? 0, lo[row] ?? 0)
    }
  }
  let kept = 0
  let duplicateMessages = 0
  for (let row = 0; row < flags.length; row++) {
    const flag = flags[row] ?? 0
    if ((flag & FLAG.fromDsn) !== 0 && keys.some(key => isLogged(key, row, logged))) {
      if ((flag & FLAG.firstOfMessage) !== 0) duplicateMessages++
    } else rows[kept++] = row
  }
  return { rows: rows.slice(0, kept), duplicates: rows.length - kept, duplicateMessages }
}

/** Whether there are both logs and DSNs. */
function holdsBoth(flags: Uint32Array): boolean {
  let fromDsn = 0
  for (const flag of flags) if ((flag & FLAG.fromDsn) !== 0) fromDsn++
  return fromDsn > 0 && fromDsn < flags.length
}

function isLogged({ hi, lo }: Wide, row: number, logged: ReturnType<typeof newDistinct>): boolean {
  const high = hi[row] ?? 0
  const low = lo[row] ?? 0
  return (high !== 0 || low !== 0) && hasPair(logged, high, low)
}

/** An empty open-addressing table for so many values: a power of two, at most half full. */
export function tableFor(values: number): Uint32Array {
  let slots = 1024
  while (slots < values * 2) slots *= 2
  return new Uint32Array(slots)
}

/** By fact: numbers equal hashes equally, from 1; the hash 0/0 (not known) is 0. */
export function numberBy({ hi, lo }: Wide): { numbers: Uint32Array; count: number } {
  const table = tableFor(hi.length) // fact + 1
  const mask = table.length - 1
  const numbers = new Uint32Array(hi.length)
  let count = 0
  for (let fact = 0; fact < hi.length; fact++) {
    const high = hi[fact] ?? 0
    const low = lo[fact] ?? 0
    if (high === 0 && low === 0) continue
    let slot = low & mask
    let known = table[slot] ?? 0
    while (known !== 0 && (lo[known - 1] !== low || hi[known - 1] !== high)) {
      slot = (slot + 1) & mask
      known = table[slot] ?? 0
    }
    if (known === 0) {
      table[slot] = fact + 1
      numbers[fact] = ++count
    } else numbers[fact] = numbers[known - 1] ?? 0
  }
  return { numbers, count }
}

/** A counting sort: equal numbers stand together. */
function orderBy(numbers: Uint32Array, count: number): Numbering {
  const next = new Uint32Array(count + 2)
  for (const number of numbers) next[number + 1] = (next[number + 1] ?? 0) + 1
  const unnumbered = next[1] ?? 0
  next[1] = 0
  for (let number = 2; number < next.length; number++) {
    next[number] = (next[number] ?? 0) + (next[number - 1] ?? 0)
  }
  const order = new Uint32Array(numbers.length - unnumbered)
  const sorted = new Uint32Array(order.length)
  for (let fact = 0; fact < numbers.length; fact++) {
    const number = numbers[fact] ?? 0
    if (number === 0) continue
    const at = next[number] ?? 0
    order[at] = fact
    sorted[at] = number
    next[number] = at + 1
  }
  return { order, sorted }
}

/** Distinct numbers (recipients, messages) in each group. `groups` below 0 is no group. */
export function countDistinctBy(
  { order, sorted }: Numbering,
  groups: Int32Array,
  groupCount: number,
): Uint32Array {
  const counts = new Uint32Array(groupCount)
  // The number last seen in a group: equal numbers come one after another, so that this is enough.
  const last = new Uint32Array(groupCount)
  for (let index = 0; index < order.length; index++) {
    const group = groups[order[index] ?? 0] ?? -1
    const number = sorted[index] ?? 0
    if (group < 0 || last[group] === number) continue
    last[group] = number
    counts[group] = (counts[group] ?? 0) + 1
  }
  return counts
}

/** Facts in each group. */
export function countBy(groups: Int32Array, groupCount: number): Uint32Array {
  const counts = new Uint32Array(groupCount)
  for (let fact = 0; fact < groups.length; fact++) {
    const group = groups[fact] ?? -1
    if (group >= 0) counts[group] = (counts[group] ?? 0) + 1
  }
  return counts
}
