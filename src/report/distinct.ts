/**
 * A set of 64-bit hashes that counts how many different ones were added. Plain data: it crosses to a worker
 * thread as it is.
 *
 * An open-addressing table of two Uint32Arrays, 8 bytes a slot, at most 3/4 full: 12 to 24 bytes a value.
 */
import type { Hash } from './hash.ts'

export interface DistinctSet {
  /** Values in the table (the value 0/0 is counted in `zero`, since it marks an empty slot). */
  size: number
  zero: boolean
  hi: Uint32Array
  lo: Uint32Array
}

export function newDistinct(): DistinctSet {
  return { size: 0, zero: false, hi: new Uint32Array(1024), lo: new Uint32Array(1024) }
}

/** Adds a hash; true if it was not there. */
export function addDistinct(set: DistinctSet, hash: Hash): boolean {
  return addPair(set, hash.hi, hash.lo)
}

export function addPair(set: DistinctSet, high: number, low: number): boolean {
  if (high === 0 && low === 0) {
    const isNew = !set.zero
    set.zero = true
    return isNew
  }
  if (set.size * 4 >= set.hi.length * 3) grow(set)
  const { hi, lo } = set
  const mask = hi.length - 1
  let slot = low & mask
  while (hi[slot] !== 0 || lo[slot] !== 0) {
    if (hi[slot] === high && lo[slot] === low) return false
    slot = (slot + 1) & mask
  }
  hi[slot] = high
  lo[slot] = low
  set.size++
  return true
}

export function hasPair(set: DistinctSet, high: number, low: number): boolean {
  if (high === 0 && low === 0) return set.zero
  const { hi, lo } = set
  const mask = hi.length - 1
  let slot = low & mask
  while (hi[slot] !== 0 || lo[slot] !== 0) {
    if (hi[slot] === high && lo[slot] === low) return true
    slot = (slot + 1) & mask
  }
  return false
}

export function distinctCount(set: DistinctSet): number {
  return set.size + (set.zero ? 1 : 0)
}

export function mergeDistinct(into: DistinctSet, from: DistinctSet): void {
  if (from.zero) into.zero = true
  // Room first: values that arrive in the order of their slots would crowd one end of a smaller table.
  while (into.hi.length < from.hi.length) grow(into)
  for (let slot = 0; slot < from.hi.length; slot++) {
    const high = from.hi[slot] ?? 0
    const low = from.lo[slot] ?? 0
    if (high !== 0 || low !== 0) addPair(into, high, low)
  }
}

function grow(set: DistinctSet): void {
  const { hi, lo } = set
  set.hi = new Uint32Array(hi.length * 2)
  set.lo = new Uint32Array(hi.length * 2)
  set.size = 0
  for (let slot = 0; slot < hi.length; slot++) {
    const high = hi[slot] ?? 0
    const low = lo[slot] ?? 0
    if (high !== 0 || low !== 0) addPair(set, high, low)
  }
}
