/**
 * Numbers by a hash of 64 bits: a dictionary asked without looking at letters. Plain data.
 *
 * Bounded: when it is full it is emptied, and the names are asked for again.
 */
import type { Hash } from '../hash.ts'

export interface KnownIds {
  size: number
  /** Four cells a slot, so that it lies in one cache line: the hash's halves, the number, and 1 if the slot is taken. */
  cells: Uint32Array
}

const FIRST_SLOTS = 64
const MOST_SLOTS = 2 ** 17

export function newKnownIds(): KnownIds {
  return { size: 0, cells: new Uint32Array(FIRST_SLOTS * 4) }
}

/** -1: not known. */
export function knownId({ cells }: KnownIds, hash: Hash): number {
  const at = slotOf(cells, hash)
  return cells[at + 3] === 0 ? -1 : (cells[at + 2] ?? -1)
}

export function rememberId(known: KnownIds, hash: Hash, id: number): void {
  if (known.size * 8 >= known.cells.length) makeRoom(known)
  const { cells } = known
  const at = slotOf(cells, hash)
  if (cells[at + 3] === 0) known.size++
  cells[at] = hash.hi
  cells[at + 1] = hash.lo
  cells[at + 2] = id
  cells[at + 3] = 1
}

/** Where this hash is, or the free slot where it belongs. */
function slotOf(cells: Uint32Array, { hi, lo }: Hash): number {
  const mask = cells.length - 1
  let at = (lo << 2) & mask
  while (cells[at + 3] !== 0 && (cells[at] !== hi || cells[at + 1] !== lo)) at = (at + 4) & mask
  return at
}

function makeRoom(known: KnownIds): void {
  const { cells } = known
  known.size = 0
  if (cells.length === MOST_SLOTS * 4) {
    cells.fill(0)
    return
  }
  known.cells = new Uint32Array(cells.length * 2)
  for (let at = 0; at < cells.length; at += 4) {
    if (cells[at + 3] === 0) continue
    rememberId(known, { hi: cells[at] ?? 0, lo: cells[at + 1] ?? 0 }, cells[at + 2] ?? 0)
  }
}
