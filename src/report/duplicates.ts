/**
 * The same failure in the log and as a DSN counts once: a DSN that speaks of a message and recipient whose failure the log
 * holds too is left out.
 *
 * In:  facts of logs and DSNs in any order, their kinds, arrays that may be written over
 * Out: the rows that count
 */
import { addPair, hasPair, newDistinct } from './distinct.ts'
import { FACT, type Facts, LOW_HALF, readColumn, type Wide } from './facts.ts'
import { FLAG, type Kinds, kindFlags } from './kinds.ts'

export interface Distinguished {
  /** Null: all count. */
  rows: Uint32Array | null
  /** How many of those that were left out were the first result of their message in the input. */
  duplicateMessages: number
}

export function withoutDuplicates(facts: Facts, kinds: Kinds, scratch: Wide): Distinguished {
  const flagsByKind = kindFlags(kinds)
  if (!holdsBoth(flagsByKind)) return { rows: null, duplicateMessages: 0 }
  const flags = new Uint32Array(facts.count)
  readColumn(facts, FACT.kind, flags)
  for (let row = 0; row < flags.length; row++) flags[row] = flagsByKind[flags[row] ?? 0] ?? 0
  const isRepeated = repeatedDsns(facts, flags, scratch)
  const rows = flags.map((_, row) => row).filter(row => isRepeated[row] === 0)
  let duplicateMessages = 0
  for (let row = 0; row < flags.length; row++) {
    if (isRepeated[row] === 1 && ((flags[row] ?? 0) & FLAG.firstOfMessage) !== 0) duplicateMessages++
  }
  return { rows, duplicateMessages }
}

/** Whether there are both logs and DSNs. */
function holdsBoth(flags: Int32Array): boolean {
  return flags.some(isDsn) && !flags.every(isDsn)
}

function isDsn(flags: number): boolean {
  return (flags & FLAG.fromDsn) !== 0
}

/** By row: 1 if it is a DSN whose failure a log holds. */
function repeatedDsns(facts: Facts, flags: Uint32Array, scratch: Wide): Uint8Array {
  const reported = newDistinct()
  const logged = newDistinct()
  const isRepeated = new Uint8Array(facts.count)
  eachKey(facts, scratch, (row, high, low) => {
    if (isDsn(flags[row] ?? 0)) addPair(reported, high, low)
  })
  eachKey(facts, scratch, (row, high, low) => {
    if (!isDsn(flags[row] ?? 0) && hasPair(reported, high, low)) addPair(logged, high, low)
  })
  eachKey(facts, scratch, (row, high, low) => {
    if (isDsn(flags[row] ?? 0) && hasPair(logged, high, low)) isRepeated[row] = 1
  })
  return isRepeated
}

/** Tells the keys of all rows, of each row none to two. */
function eachKey(
  facts: Facts,
  { hi, lo }: Wide,
  tell: (row: number, high: number, low: number) => void,
): void {
  for (const column of [FACT.idKey, FACT.queueKey]) {
    readColumn(facts, column, hi)
    readColumn(facts, column + LOW_HALF, lo)
    for (let row = 0; row < facts.count; row++) {
      const high = hi[row] ?? 0
      const low = lo[row] ?? 0
      if (high !== 0 || low !== 0) tell(row, high, low)
    }
  }
}
