/**
 * Which of a thousand expressions may fit a text: found in one walk over it, without running them.
 *
 * Each expression is filed under three letters of every piece of text that it needs (literals.ts), the
 * rarest three. Only expressions of which a piece stands in the text are run, one of each set that it needs.
 * A hot file: 480 rules cost about 5 microseconds a text this way, 200 when each expression is run.
 */
import { BEYOND_ASCII, setsSought } from './literals.ts'
import type { Expression } from './rule.ts'

/** 32 a number. An array: 0.1 µs to copy one of our tables, a Uint32Array takes 1.8. */
export type Bits = number[]

/** What an index is made of: plain data, so that it can be made long before. */
export interface FiledPieces {
  /** Three letters, as a hash … */
  hashes: readonly number[]
  /** … and the entries that are filed under each, as JSON: of two thousand a run meets few. */
  filed: readonly string[]
  /** Bits of the first set, then of the second one: those of expressions that need no such set. */
  granted: Bits
  /** Bits that any character beyond ASCII grants. */
  wide: readonly number[]
}

export interface Index extends Pick<FiledPieces, 'filed' | 'granted' | 'wide'> {
  /** Hash of three letters -> where its entries are among `filed`, counted from 1; 0 is none. */
  heads: Uint16Array
  /** Those that were met. */
  entries: (Entry[] | undefined)[]
}

interface Entry {
  piece: string
  /** Where in the piece the three letters stand. */
  offset: number
  /** Its last character: most that begin alike end otherwise. */
  last: number
  /** Bits that it grants, those of expressions and behind them those of second sets, as pairs: a position and what is set there. */
  grants: readonly number[]
}

const SIZE = 1 << 14

export function buildIndex(expressions: readonly (Expression | undefined)[]): Index {
  return indexOf(filePieces(expressions))
}

export function filePieces(expressions: readonly (Expression | undefined)[]): FiledPieces {
  const grants = new Map<string, Bits>()
  const second = (expressions.length + 31) & ~31
  const granted: Bits = new Array<number>(second >>> 4).fill(0)
  expressions.forEach((expression, row) => {
    if (expression === undefined) return
    const [first, other] = setsSought(expression)
    if (first === undefined) mark(granted, row)
    if (other === undefined) mark(granted, second + row)
    for (const piece of first ?? []) grants.set(piece, [...(grants.get(piece) ?? []), row])
    for (const piece of other ?? []) grants.set(piece, [...(grants.get(piece) ?? []), second + row])
  })
  const wide = grants.get(BEYOND_ASCII) ?? []
  grants.delete(BEYOND_ASCII)
  const entries = fileByRarest(grants)
  return { hashes: [...entries.keys()], filed: [...entries.values()].map(toJson), granted, wide }
}

/** By the hash of the three letters that they are filed under. */
function fileByRarest(grants: ReadonlyMap<string, Bits>): Map<number, Entry[]> {
  const counts = new Map<number, number>()
  for (const piece of grants.keys())
    for (let at = 0; at + 2 < piece.length; at++) {
      const hash = hashAt(piece, at)
      counts.set(hash, (counts.get(hash) ?? 0) + 1)
    }
  const filed = new Map<number, Entry[]>()
  for (const [piece, bits] of grants) {
    let offset = 0
    for (let at = 1; at + 2 < piece.length; at++)
      if ((counts.get(hashAt(piece, at)) ?? 0) < (counts.get(hashAt(piece, offset)) ?? 0)) offset = at
    const hash = hashAt(piece, offset)
    filed.set(hash, [...(filed.get(hash) ?? []), newEntry(piece, offset, pairsOf(bits))])
  }
  return filed
}

function newEntry(piece: string, offset: number, grants: readonly number[]): Entry {
  return { piece, offset, last: piece.charCodeAt(piece.length - 1), grants }
}

type PlainEntry = [piece: string, offset: number, ...grants: number[]]

function toJson(entries: readonly Entry[]): string {
  return JSON.stringify(entries.map(({ piece, offset, grants }): PlainEntry => [piece, offset, ...grants]))
}

export function indexOf({ hashes, filed, granted, wide }: FiledPieces): Index {
  const heads = new Uint16Array(SIZE)
  for (const [at, hash] of hashes.entries()) heads[hash] = at + 1
  return { heads, filed, entries: new Array(filed.length + 1), granted, wide }
}

function entriesAt({ entries, filed }: Index, head: number): Entry[] {
  const known = entries[head]
  if (known !== undefined) return known
  const plain: PlainEntry[] = JSON.parse(filed[head - 1] ?? '[]')
  const made: Entry[] = []
  for (const [piece, offset, ...grants] of plain) made.push(newEntry(piece, offset, grants))
  entries[head] = made
  return made
}

/** A bit for every expression that may fit, and behind them what led to it. */
export function candidatesIn(index: Index, text: string): Bits {
  const { heads, entries, granted, wide } = index
  const found = granted.slice()
  let a = text.charCodeAt(0)
  let b = text.charCodeAt(1)
  let all = a | b
  for (let at = 2; at < text.length; at++) {
    const c = text.charCodeAt(at)
    const head = heads[hashOf(a, b, c)]
    if (head !== undefined && head !== 0)
      grantStanding(found, entries[head] ?? entriesAt(index, head), text, at - 2)
    a = b
    b = c
    all |= c
  }
  if (all > 127) for (const bit of wide) mark(found, bit)
  const half = found.length >>> 1
  for (let at = 0; at < half; at++) found[at] = (found[at] ?? 0) & (found[half + at] ?? 0)
  return found
}

/** What the pieces grant that stand in the text, with their three letters at `at`. */
function grantStanding(found: Bits, entries: readonly Entry[], text: string, at: number): void {
  // By index: V8 compiled a loop over an iterator three times, 20 ms each.
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i]
    if (entry === undefined) continue
    const from = at - entry.offset
    const last = from + entry.piece.length - 1
    if (
      from >= 0 &&
      last < text.length &&
      text.charCodeAt(last) === entry.last &&
      text.startsWith(entry.piece, from)
    )
      grant(found, entry)
  }
}

/** A word as common as "message" grants a hundred bits, in some thirty numbers. */
function grant(found: Bits, { grants }: Entry): void {
  for (let i = 0; i < grants.length; i += 2) {
    const at = grants[i] ?? 0
    found[at] = (found[at] ?? 0) | (grants[i + 1] ?? 0)
  }
}

function pairsOf(bits: readonly number[]): number[] {
  const pairs = new Map<number, number>()
  for (const bit of bits) pairs.set(bit >>> 5, (pairs.get(bit >>> 5) ?? 0) | (1 << (bit & 31)))
  return [...pairs].flat()
}

/** Whether any expression may fit the text of these characters, if all of them need a piece. */
export function hasCandidate(index: Index, codes: Uint16Array, length: number): boolean {
  for (let at = 2; at < length; at++) {
    const head = index.heads[hashOf(codes[at - 2] ?? 0, codes[at - 1] ?? 0, codes[at] ?? 0)]
    if (head === undefined || head === 0) continue
    for (const { piece, offset } of entriesAt(index, head))
      if (stands(piece, codes, at - 2 - offset, length)) return true
  }
  return false
}

/** Three or four letters each, one of which stands in every text that any expression may fit, if all of them need a piece. */
export function signsOf(index: Index): string[] {
  // Bits of the first sets, one of which every expression needs, come first.
  const second = index.granted.length >>> 1
  const entries = index.filed.flatMap((_, at) => entriesAt(index, at + 1))
  const needed = entries.filter(({ grants }) => grants.some((at, i) => i % 2 === 0 && at < second))
  return needed.map(({ piece, offset }) => {
    const from = Math.max(0, Math.min(offset, piece.length - 4))
    return piece.slice(from, from + 4)
  })
}

function stands(piece: string, codes: Uint16Array, from: number, length: number): boolean {
  if (from < 0 || from + piece.length > length) return false
  for (let at = 0; at < piece.length; at++) if (piece.charCodeAt(at) !== codes[from + at]) return false
  return true
}

function mark(bits: Bits, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] ?? 0) | (1 << (at & 31))
}

/** A bit for each, set where it is true. */
export function bitsOf(rows: readonly boolean[]): Bits {
  const bits: Bits = new Array<number>((rows.length + 31) >>> 5).fill(0)
  rows.forEach((isSet, row) => {
    if (isSet) mark(bits, row)
  })
  return bits
}

/** The first marked row from `from` on and before `to`; -1 if there is none. */
export function nextMarked(wanted: Bits, from: number, to: number): number {
  let word = from >>> 5
  let bits = (wanted[word] ?? 0) & (-1 << (from & 31))
  while (bits === 0) {
    word++
    if (word << 5 >= to) return -1
    bits = wanted[word] ?? 0
  }
  const row = (word << 5) + 31 - Math.clz32(bits & -bits)
  return row < to ? row : -1
}

function hashAt(text: string, at: number): number {
  return hashOf(text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2))
}

function hashOf(a: number, b: number, c: number): number {
  return (a * 961 + b * 31 * 7 + c * 3) & (SIZE - 1)
}
