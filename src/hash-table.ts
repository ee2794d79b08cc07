/**
 * Values by a hash of 64 bits: open addressing with linear probing, at most half full. Plain data.
 *
 * Hot: found by two comparisons of numbers, without a string; a Map of strings costs five times as much a line.
 */

export interface HashTable<Value> {
  size: number
  /** Two cells a slot, the high and the low half; both zero: the slot is free. */
  cells: Uint32Array
  /** By slot. */
  values: (Value | undefined)[]
}

const FIRST_SLOTS = 1024

export function newHashTable<Value>(): HashTable<Value> {
  return emptyTable(FIRST_SLOTS)
}

function emptyTable<Value>(slots: number): HashTable<Value> {
  return { size: 0, cells: new Uint32Array(slots * 2), values: new Array(slots).fill(undefined) }
}

export function findEntry<Value>(table: HashTable<Value>, hi: number, lo: number): Value | undefined {
  return table.values[slotOf(table.cells, hi, mark(hi, lo))]
}

export function putEntry<Value>(table: HashTable<Value>, hi: number, lo: number, value: Value): void {
  if (table.size * 2 >= table.values.length) grow(table)
  const low = mark(hi, lo)
  const slot = slotOf(table.cells, hi, low)
  if (table.values[slot] === undefined) table.size++
  table.cells[slot * 2] = hi
  table.cells[slot * 2 + 1] = low
  table.values[slot] = value
}

/** Takes the value out; undefined if there was none. */
export function takeEntry<Value>(table: HashTable<Value>, hi: number, lo: number): Value | undefined {
  const slot = slotOf(table.cells, hi, mark(hi, lo))
  const value = table.values[slot]
  if (value !== undefined) {
    table.size--
    close(table, slot)
  }
  return value
}

export function* valuesOf<Value>({
  cells,
  values,
}: HashTable<Value>): Generator<{ hi: number; lo: number; value: Value }> {
  for (let slot = 0; slot < values.length; slot++) {
    const value = values[slot]
    if (value !== undefined) yield { hi: cells[slot * 2] ?? 0, lo: cells[slot * 2 + 1] ?? 0, value }
  }
}

/** The hash 0/0 would be a free slot. */
function mark(hi: number, lo: number): number {
  return hi === 0 && lo === 0 ? 1 : lo
}

/** Where this hash is, or the free slot where it belongs. */
function slotOf(cells: Uint32Array, hi: number, lo: number): number {
  const mask = cells.length - 1
  let at = (lo << 1) & mask
  while (cells[at] !== hi || cells[at + 1] !== lo) {
    if (cells[at] === 0 && cells[at + 1] === 0) break
    at = (at + 2) & mask
  }
  return at >>> 1
}

/** Empties a slot and moves up what stands behind it only because that was taken (Knuth, algorithm 6.4R). */
function close<Value>({ cells, values }: HashTable<Value>, slot: number): void {
  const mask = values.length - 1
  let free = slot
  for (let next = (free + 1) & mask; values[next] !== undefined; next = (next + 1) & mask) {
    const home = (cells[next * 2 + 1] ?? 0) & mask
    if (((next - home) & mask) < ((next - free) & mask)) continue
    cells[free * 2] = cells[next * 2] ?? 0
    cells[free * 2 + 1] = cells[next * 2 + 1] ?? 0
    values[free] = values[next]
    free = next
  }
  cells[free * 2] = 0
  cells[free * 2 + 1] = 0
  values[free] = undefined
}

function grow<Value>(table: HashTable<Value>): void {
  const { cells, values } = table
  const larger = emptyTable<Value>(values.length * 2)
  // Not by valuesOf, which makes an object of each.
  for (let slot = 0; slot < values.length; slot++) {
    const value = values[slot]
    if (value !== undefined) putEntry(larger, cells[slot * 2] ?? 0, cells[slot * 2 + 1] ?? 0, value)
  }
  table.cells = larger.cells
  table.values = larger.values
}
