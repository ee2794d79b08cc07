/**
 * Which of several hundred expressions may fit a text: found in one walk over it, without running them.
 *
 * Each expression is filed under three letters of every piece of text that it needs (literals.ts), the
 * rarest three. Only expressions of which a piece stands in the text are run. A hot file: 480 rules cost
 * about 5 microseconds a text this way, 200 when each expression is run (bench/classify.ts).
 */
import { literalsOf } from './literals.ts'
import type { Expression } from './rule.ts'

export interface Index {
  /** Hash of three letters -> where its row of `entries` begins; 0 is none. */
  heads: Int32Array
  entries: readonly Entry[][]
  /** Expressions that need no certain piece. */
  always: readonly number[]
}

interface Entry {
  piece: string
  /** Where in the piece the three letters stand. */
  offset: number
  /** Positions of the expressions. */
  rows: number[]
}

const SIZE = 1 << 14

/** What an index is made of: plain data, so that it can be made long before. */
export interface FiledPieces {
  entries: readonly Entry[]
  always: readonly number[]
}

export function buildIndex(expressions: readonly (Expression | undefined)[]): Index {
  return indexOf(filePieces(expressions))
}

export function filePieces(expressions: readonly (Expression | undefined)[]): FiledPieces {
  const pieces = new Map<string, number[]>()
  const always: number[] = []
  expressions.forEach((expression, row) => {
    if (expression === undefined) return
    const literals = literalsOf(expression)
    if (literals === null) always.push(row)
    else for (const piece of literals) pieces.set(piece, [...(pieces.get(piece) ?? []), row])
  })
  return { entries: fileByRarest(pieces), always }
}

export function indexOf({ entries, always }: FiledPieces): Index {
  const heads = new Int32Array(SIZE)
  const filed: Entry[][] = [[]]
  for (const entry of entries) {
    const hash = hashAt(entry.piece, entry.offset)
    if (heads[hash] === 0) heads[hash] = filed.push([]) - 1
    filed[heads[hash] ?? 0]?.push(entry)
  }
  return { heads, entries: filed, always }
}

/** Marks in `wanted` every expression that may fit. */
export function markCandidates(index: Index, text: string, wanted: Uint32Array): void {
  for (const row of index.always) mark(wanted, row)
  const last = text.length - 2
  for (let at = 0; at < last; at++) {
    const head = index.heads[hashAt(text, at)]
    if (head === undefined || head === 0) continue
    for (const entry of index.entries[head] ?? []) {
      if (text.startsWith(entry.piece, at - entry.offset)) for (const row of entry.rows) mark(wanted, row)
    }
  }
}

/** Whether any expression may fit. */
export function hasCandidate(index: Index, text: string): boolean {
  if (index.always.length > 0) return true
  const last = text.length - 2
  for (let at = 0; at < last; at++) {
    const head = index.heads[hashAt(text, at)]
    if (head === undefined || head === 0) continue
    for (const { piece, offset } of index.entries[head] ?? []) {
      if (text.startsWith(piece, at - offset)) return true
    }
  }
  return false
}

function mark(wanted: Uint32Array, row: number): void {
  // The word exists: `wanted` is made for as many rows as the index has.
  wanted[row >>> 5] = (wanted[row >>> 5] ?? 0) | (1 << (row & 31))
}

/** The marked rows in their order. */
export function* markedRows(wanted: Uint32Array): Generator<number> {
  for (let word = 0; word < wanted.length; word++) {
    let bits = wanted[word] ?? 0
    while (bits !== 0) {
      const bit = 31 - Math.clz32(bits & -bits)
      yield word * 32 + bit
      bits &= bits - 1
    }
  }
}

function fileByRarest(pieces: ReadonlyMap<string, number[]>): Entry[] {
  const counts = new Map<number, number>()
  for (const piece of pieces.keys())
    for (let at = 0; at + 2 < piece.length; at++) {
      const hash = hashAt(piece, at)
      counts.set(hash, (counts.get(hash) ?? 0) + 1)
    }
  return Array.from(pieces, ([piece, rows]) => {
    let offset = 0
    for (let at = 1; at + 2 < piece.length; at++)
      if ((counts.get(hashAt(piece, at)) ?? 0) < (counts.get(hashAt(piece, offset)) ?? 0)) offset = at
    return { piece, offset, rows }
  })
}

function hashAt(text: string, at: number): number {
  return (
    (text.charCodeAt(at) * 961 + text.charCodeAt(at + 1) * 31 * 7 + text.charCodeAt(at + 2) * 3) & (SIZE - 1)
  )
}
