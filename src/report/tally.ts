/**
 * Counts the failures of each group: by outcome, permanence and action, distinct recipients and messages, first
 * and last seen.
 *
 * In:  the facts of a run without duplicates, and for each fact the number of its group
 * Out: one row of counters for each group
 */
import { addPair, hasPair, newDistinct } from './distinct.ts'
import { FACT, FACT_SIZE, type Facts, FLAG, timeAt } from './facts.ts'

/** The facts that count, and the orders in which distinct values can be counted without a set for each group. */
export interface Selection {
  cells: Uint32Array
  /** Where each fact begins in `cells`. */
  starts: Uint32Array
  /** For each fact the number of its recipient, message, and delivery (message and recipient), from 1. 0: none. */
  recipients: Numbering
  messages: Numbering
  pairs: Numbering
  /** DSNs left out because the log holds the same failure. */
  duplicates: number
  /** Of these, how many were the first result of their message in the input. */
  duplicateMessages: number
}

export interface Numbering {
  /** By fact. */
  numbers: Uint32Array
  /** The facts in the order of their numbers. */
  order: Uint32Array
  count: number
}

export function selectFacts(facts: Facts): Selection {
  const { starts, duplicates, duplicateMessages } = withoutDuplicates(facts)
  const { cells } = facts
  return {
    cells,
    starts,
    recipients: numberBy(cells, starts, FACT.recipientHi),
    messages: numberBy(cells, starts, FACT.messageHi),
    pairs: numberBy(cells, starts, FACT.pairHi),
    duplicates,
    duplicateMessages,
  }
}

/** A DSN that speaks of a message and recipient whose failure the log holds too is left out. */
function withoutDuplicates(facts: Facts): Pick<Selection, 'starts' | 'duplicates' | 'duplicateMessages'> {
  const { cells, count } = facts
  const starts = new Uint32Array(count)
  let kept = 0
  let duplicateMessages = 0
  const logged = loggedKeys(facts)
  for (let row = 0; row < count; row++) {
    const start = row * FACT_SIZE
    if (logged !== null && isFromDsn(cells, start) && isLogged(cells, start, logged)) {
      if (((cells[start + FACT.flags] ?? 0) & FLAG.firstOfMessage) !== 0) duplicateMessages++
      continue
    }
    starts[kept++] = start
  }
  return { starts: starts.subarray(0, kept), duplicates: count - kept, duplicateMessages }
}

type Keys = ReturnType<typeof newDistinct>

/** The keys of all failures that a log reported; null if there are not both logs and DSNs. */
function loggedKeys({ cells, count }: Facts): Keys | null {
  let fromDsn = 0
  for (let row = 0; row < count; row++) if (isFromDsn(cells, row * FACT_SIZE)) fromDsn++
  if (fromDsn === 0 || fromDsn === count) return null
  const keys = newDistinct()
  for (let row = 0; row < count; row++) {
    const start = row * FACT_SIZE
    if (isFromDsn(cells, start)) continue
    for (const key of [FACT.idKeyHi, FACT.queueKeyHi]) {
      addPair(keys, cells[start + key] ?? 0, cells[start + key + 1] ?? 0)
    }
  }
  return keys
}

function isFromDsn(cells: Uint32Array, start: number): boolean {
  return ((cells[start + FACT.flags] ?? 0) & FLAG.fromDsn) !== 0
}

function isLogged(cells: Uint32Array, start: number, logged: Keys): boolean {
  for (const key of [FACT.idKeyHi, FACT.queueKeyHi]) {
    const hi = cells[start + key] ?? 0
    const lo = cells[start + key + 1] ?? 0
    if ((hi !== 0 || lo !== 0) && hasPair(logged, hi, lo)) return true
  }
  return false
}

/** Numbers equal hashes equally, from 1; the hash 0/0 (not known) is 0. */
function numberBy(cells: Uint32Array, starts: Uint32Array, column: number): Numbering {
  let slots = 1024
  while (slots < starts.length * 2) slots *= 2
  const mask = slots - 1
  const table = new Uint32Array(slots) // fact + 1
  const numbers = new Uint32Array(starts.length)
  let count = 0
  for (let fact = 0; fact < starts.length; fact++) {
    const at = (starts[fact] ?? 0) + column
    const hi = cells[at] ?? 0
    const lo = cells[at + 1] ?? 0
    if (hi === 0 && lo === 0) continue
    let slot = lo & mask
    for (;;) {
      const known = table[slot] ?? 0
      if (known === 0) {
        table[slot] = fact + 1
        numbers[fact] = ++count
        break
      }
      const other = (starts[known - 1] ?? 0) + column
      if (cells[other] === hi && cells[other + 1] === lo) {
        numbers[fact] = numbers[known - 1] ?? 0
        break
      }
      slot = (slot + 1) & mask
    }
  }
  return { numbers, order: orderBy(numbers, count), count }
}

/** A counting sort: equal numbers stand together. */
function orderBy(numbers: Uint32Array, count: number): Uint32Array {
  const next = new Uint32Array(count + 2)
  for (let fact = 0; fact < numbers.length; fact++) {
    const number = numbers[fact] ?? 0
    next[number + 1] = (next[number + 1] ?? 0) + 1
  }
  for (let number = 1; number < next.length; number++) {
    next[number] = (next[number] ?? 0) + (next[number - 1] ?? 0)
  }
  const order = new Uint32Array(numbers.length)
  for (let fact = 0; fact < numbers.length; fact++) {
    const number = numbers[fact] ?? 0
    const at = next[number] ?? 0
    order[at] = fact
    next[number] = at + 1
  }
  return order
}

/** Distinct numbers (recipients, messages) in each group. `groups` below 0 is no group. */
export function countDistinctBy(numbering: Numbering, groups: Int32Array, groupCount: number): Uint32Array {
  const counts = new Uint32Array(groupCount)
  // The number last seen in a group: equal numbers come one after another, so that this is enough.
  const last = new Uint32Array(groupCount)
  for (let index = 0; index < numbering.order.length; index++) {
    const fact = numbering.order[index] ?? 0
    const number = numbering.numbers[fact] ?? 0
    const group = groups[fact] ?? -1
    if (number === 0 || group < 0 || last[group] === number) continue
    last[group] = number
    counts[group] = (counts[group] ?? 0) + 1
  }
  return counts
}

export interface TimeRange {
  first: Float64Array
  last: Float64Array
}

/** Infinity where no time is known. */
export function timesBy(selection: Selection, groups: Int32Array, groupCount: number): TimeRange {
  const first = new Float64Array(groupCount).fill(Number.POSITIVE_INFINITY)
  const last = new Float64Array(groupCount).fill(Number.NEGATIVE_INFINITY)
  for (let fact = 0; fact < groups.length; fact++) {
    const group = groups[fact] ?? -1
    if (group < 0) continue
    const time = timeAt(selection.cells, selection.starts[fact] ?? 0)
    if (time < (first[group] ?? 0)) first[group] = time
    if (time > (last[group] ?? 0)) last[group] = time
  }
  return { first, last }
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

/** Facts in each group and column: [group * columnCount + column]. A column below 0 counts nowhere. */
export function crossCount(
  groups: Int32Array,
  groupCount: number,
  columns: Int32Array,
  columnCount: number,
): Uint32Array {
  const counts = new Uint32Array(groupCount * columnCount)
  for (let fact = 0; fact < groups.length; fact++) {
    const group = groups[fact] ?? -1
    const column = columns[fact] ?? -1
    if (group < 0 || column < 0) continue
    const at = group * columnCount + column
    counts[at] = (counts[at] ?? 0) + 1
  }
  return counts
}
