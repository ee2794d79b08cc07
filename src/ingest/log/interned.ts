/**
 * Values that many lines share (next hops, domains), made once for each hash of the text they stand for.
 *
 * Bounded: when it is full it begins anew.
 */
import type { Hash } from '../../hash.ts'
import { findEntry, newHashTable, putEntry } from '../../hash-table.ts'

export interface Interned<Value> {
  /** The value of this hash; `make` is asked for one that is not known. */
  of(hash: Hash, make: () => Value): Value
}

const KEPT = 20_000

export function newInterned<Value>(): Interned<Value> {
  let table = newHashTable<Value>()
  return {
    of(hash, make) {
      const known = findEntry(table, hash.hi, hash.lo)
      if (known !== undefined) return known
      if (table.size >= KEPT) table = newHashTable()
      const value = make()
      putEntry(table, hash.hi, hash.lo, value)
      return value
    },
  }
}
