/**
 * A set of 64-bit hashes that counts how many different ones were added. Plain data: it crosses to a worker
 * thread as it is.
 *
 * An open-addressing table in one Uint32Array, two cells a slot (one cache line for both: the second array cost
 * 80 ns an address), at most 3/4 full: 11 to 22 bytes a value. A set that may grow beyond memory is given a limit:
 * there the table is emptied into a run on disk, and the runs are read again when it is counted.
 */
import type { Hash } from '../hash.ts'
import { closeRuns, newPartCells, PARTS, partOf, type Run, readPart, writeRun } from './runs.ts'

export interface DistinctSet {
  /** Values in the table (the value 0/0 is counted in `zero`, since it marks an empty slot). */
  size: number
  zero: boolean
  /** [2 * slot] is the high half, [2 * slot + 1] the low one. */
  cells: Uint32Array<ArrayBuffer>
  /** Slots at most; beyond it a full table goes to disk. Infinity: all stays in memory, and can be asked for one by one. */
  limit: number
  runs: Run[]
}

const FIRST_SLOTS = 1024

export function newDistinct(limit = Number.POSITIVE_INFINITY): DistinctSet {
  return { size: 0, zero: false, cells: new Uint32Array(FIRST_SLOTS * 2), limit, runs: [] }
}

export function addDistinct(set: DistinctSet, hash: Hash): void {
  addPair(set, hash.hi, hash.lo)
}

export function addPair(set: DistinctSet, high: number, low: number): void {
  if (high === 0 && low === 0) {
    set.zero = true
    return
  }
  if (!hasRoom(set, set.size)) makeRoom(set)
  const { cells } = set
  const at = slotOf(cells, high, low)
  if (cells[at] !== 0 || cells[at + 1] !== 0) return
  cells[at] = high
  cells[at + 1] = low
  set.size++
}

/** Tells all values; one that went to disk may be told more than once. */
export function eachValue(
  { cells, zero, runs }: DistinctSet,
  tell: (high: number, low: number) => void,
): void {
  if (zero) tell(0, 0)
  tellCells(cells, tell)
  const buffer = newPartCells(runs)
  for (const run of runs)
    for (let part = 0; part < PARTS; part++) tellCells(readPart(run, part, buffer), tell)
}

function tellCells(cells: Uint32Array, tell: (high: number, low: number) => void): void {
  for (let at = 0; at < cells.length; at += 2) {
    const high = cells[at] ?? 0
    const low = cells[at + 1] ?? 0
    if (high !== 0 || low !== 0) tell(high, low)
  }
}

/** Of a set without a limit. */
export function hasPair(set: DistinctSet, high: number, low: number): boolean {
  if (high === 0 && low === 0) return set.zero
  const at = slotOf(set.cells, high, low)
  return set.cells[at] !== 0 || set.cells[at + 1] !== 0
}

/** Where this value is, or the empty slot where it belongs. */
function slotOf(cells: Uint32Array, high: number, low: number): number {
  const mask = cells.length - 1
  let at = (low << 1) & mask
  while (cells[at] !== high || cells[at + 1] !== low) {
    if (cells[at] === 0 && cells[at + 1] === 0) return at
    at = (at + 2) & mask
  }
  return at
}

/** To be asked once, at the end: the disk space is given back. */
export function distinctCount(set: DistinctSet): number {
  const zero = set.zero ? 1 : 0
  if (set.runs.length === 0) return set.size + zero
  const inMemory = toDisk(set) ? new Uint32Array() : set.cells
  let count = 0
  const buffer = newPartCells(set.runs)
  const values = newDistinct()
  for (let part = 0; part < PARTS; part++) {
    for (const run of set.runs) addCells(values, readPart(run, part, buffer))
    tellCells(inMemory, (high, low) => {
      if (partOf(high) === part) addPair(values, high, low)
    })
    count += values.size
    empty(values)
  }
  closeRuns(set.runs)
  set.runs = []
  return count + zero
}

/** The memory of a set that was counted, for whatever comes next. */
export function takeMemory(set: DistinctSet): Uint32Array {
  const { cells } = set
  set.cells = new Uint32Array()
  set.size = 0
  return cells
}

export function mergeDistinct(into: DistinctSet, from: DistinctSet): void {
  if (from.zero) into.zero = true
  into.runs.push(...from.runs)
  // Room first: values that arrive in the order of their slots would crowd one end of a table that fills up.
  const size = into.size + from.size
  while (!hasRoom(into, size) && into.cells.length < into.limit * 2) grow(into)
  if (!hasRoom(into, size)) {
    const run = writeRun(from.cells, into.runs.at(-1))
    if (run !== null) {
      into.runs.push(run)
      return
    }
    while (!hasRoom(into, size)) grow(into)
  }
  addCells(into, from.cells)
}

function hasRoom({ cells }: DistinctSet, size: number): boolean {
  return size * 8 < cells.length * 3
}

function makeRoom(set: DistinctSet): void {
  if (set.cells.length < set.limit * 2 || !toDisk(set)) grow(set)
}

/** False where there is no place for files, or no room. */
function toDisk(set: DistinctSet): boolean {
  const run = writeRun(set.cells, set.runs.at(-1))
  if (run === null) return false
  set.runs.push(run)
  empty(set)
  return true
}

function empty(set: DistinctSet): void {
  set.cells.fill(0)
  set.size = 0
}

function grow(set: DistinctSet): void {
  resize(set, set.cells.length * 2)
}

function resize(set: DistinctSet, length: number): void {
  const { cells } = set
  set.cells = new Uint32Array(length)
  set.size = 0
  addCells(set, cells)
}

/** Who adds so many at once adds many more: to move them from table to table costs more than to count them. */
const MANY = 16_384

/** Values, two cells each; 0/0 is none. */
export function addMany(set: DistinctSet, cells: Uint32Array): void {
  const count = cells.length >>> 1
  if (count >= MANY && set.limit < Number.POSITIVE_INFINITY && set.cells.length < set.limit * 2)
    resize(set, set.limit * 2)
  // Room first: growing for each part of them would move all values again and again.
  while (set.cells.length < set.limit * 2 && !hasRoom(set, set.size + count)) grow(set)
  addCells(set, cells)
}

/** Hot: where the table has room for all of them, each is put into its slot and nothing else. */
function addCells(set: DistinctSet, from: Uint32Array): void {
  if (!hasRoom(set, set.size + (from.length >>> 1))) {
    tellCells(from, (high, low) => addPair(set, high, low))
    return
  }
  const { cells } = set
  let size = set.size
  for (let at = 0; at < from.length; at += 2) {
    const high = from[at] ?? 0
    const low = from[at + 1] ?? 0
    if (high === 0 && low === 0) continue
    const slot = slotOf(cells, high, low)
    if (cells[slot] !== 0 || cells[slot + 1] !== 0) continue
    cells[slot] = high
    cells[slot + 1] = low
    size++
  }
  set.size = size
}
