/**
 * Facts with the same hash, one behind the other: distinct values are counted in any grouping without a set for each
 * group.
 */
import type { Wide } from './facts.ts'

/**
 * By fact: 1 more than the next fact with the same hash, 0 at the end of a chain; LATER is set in all but the first of a
 * chain. A fact without a hash (0/0) is in none.
 */
export type Chains = Uint32Array

export const LATER = 2 ** 31
export const NEXT = LATER - 1

/** The chains of hashes, and where each begins. */
export interface ChainTable {
  hashes: Wide
  /** First fact of a chain + 1 by slot; 0: the slot is free. */
  slots: Uint32Array
  chains: Chains
}

/** How many slots are enough for so many values: a power of two, at most half of them are taken. */
export function slotsFor(values: number): number {
  let slots = 1024
  while (slots < values * 2) slots *= 2
  return slots
}

/** `slots` are written over. */
export function chainsOf(hashes: Wide, slots: Uint32Array): ChainTable {
  const { hi, lo } = hashes
  const chains = new Uint32Array(hi.length)
  const table = { hashes, slots, chains }
  slots.fill(0)
  for (let fact = 0; fact < hi.length; fact++) {
    const high = hi[fact] ?? 0
    const low = lo[fact] ?? 0
    if (high === 0 && low === 0) {
      chains[fact] = LATER
      continue
    }
    const slot = slotOf(table, high, low)
    const known = slots[slot] ?? 0
    if (known === 0) {
      slots[slot] = fact + 1
      continue
    }
    chains[fact] = (chains[known - 1] ?? 0) | LATER
    chains[known - 1] = fact + 1
  }
  return table
}

/** The first fact with this hash; -1: there is none. */
export function firstWith(table: ChainTable, high: number, low: number): number {
  return (table.slots[slotOf(table, high, low)] ?? 0) - 1
}

function slotOf({ hashes: { hi, lo }, slots }: ChainTable, high: number, low: number): number {
  const mask = slots.length - 1
  let slot = low & mask
  for (let known = slots[slot] ?? 0; known !== 0; known = slots[slot] ?? 0) {
    if (lo[known - 1] === low && hi[known - 1] === high) break
    slot = (slot + 1) & mask
  }
  return slot
}
