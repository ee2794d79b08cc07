/**
 * Which of a thousand expressions may fit a text: found in one walk over it, without running them.
 *
 * Each expression is filed under three letters of every piece of text that it needs (literals.ts), the
 * rarest three. Only expressions of which a piece stands in the text are run. A hot file: 480 rules cost
 * about 5 microseconds a text this way, 200 when each expression is run (bench/classify.ts).
 *
 * To find the pieces of all our expressions costs 40 ms, and each program that asks for one verdict would pay
 * them: they are written down (pieces.ts), and found only for expressions that are not, as a user's are.
 */
import { literalsOf } from './literals.ts'

export interface Index {
  /** Hash of three letters -> where its row of `entries` begins; 0 is none. */
  heads: Uint16Array
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
/** In pieces.ts, before the three letters under which a piece is filed. */
export const MARK = '¦'

/** `written`: a line of pieces.ts for each expression, in their order. */
export function buildIndex(expressions: readonly (RegExp | undefined)[], written: readonly string[]): Index {
  const heads = new Uint16Array(SIZE)
  const entries: Entry[][] = [[]]
  const always: number[] = []
  let line = 0
  for (let row = 0; row < expressions.length; row++) {
    const expression = expressions[row]
    if (expression === undefined) continue
    const pieces = piecesOf(expression, written[line++] ?? '')
    if (pieces.length === 0) always.push(row)
    for (const marked of pieces) {
      const offset = Math.max(0, marked.indexOf(MARK))
      const piece = marked[offset] === MARK ? marked.slice(0, offset) + marked.slice(offset + 1) : marked
      const hash = hashAt(piece, offset)
      if (heads[hash] === 0) heads[hash] = entries.push([]) - 1
      file(entries[heads[hash] ?? 0] ?? [], piece, offset, row)
    }
  }
  return { heads, entries, always }
}

function file(entries: Entry[], piece: string, offset: number, row: number): void {
  for (const entry of entries)
    if (entry.piece === piece) {
      entry.rows.push(row)
      return
    }
  entries.push({ piece, offset, rows: [row] })
}

/** As written down, if that is of this expression; else as they are found. */
function piecesOf(expression: RegExp, line: string): readonly string[] {
  const pieces = line.split('\t')
  if (pieces.shift() === lineBegin(expression)) return pieces
  return literalsOf(expression) ?? []
}

/** What a line of pieces.ts begins with: it tells an expression from its neighbours. */
export function lineBegin({ source }: RegExp): string {
  return `${source.length}`
}

/** Marks in `wanted` every expression that may fit. */
export function markCandidates(index: Index, text: string, wanted: Uint32Array): void {
  const { heads, entries } = index
  for (const row of index.always) mark(wanted, row)
  let a = text.charCodeAt(0)
  let b = text.charCodeAt(1)
  for (let at = 2; at < text.length; at++) {
    const c = text.charCodeAt(at)
    const head = heads[hashOf(a, b, c)]
    if (head !== undefined && head !== 0)
      for (const { piece, offset, rows } of entries[head] ?? [])
        if (text.startsWith(piece, at - 2 - offset)) for (const row of rows) mark(wanted, row)
    a = b
    b = c
  }
}

/** Whether any expression may fit the text of these characters. */
export function hasCandidate(index: Index, codes: Uint16Array, length: number): boolean {
  if (index.always.length > 0) return true
  for (let at = 2; at < length; at++) {
    const head = index.heads[hashOf(codes[at - 2] ?? 0, codes[at - 1] ?? 0, codes[at] ?? 0)]
    if (head === undefined || head === 0) continue
    for (const { piece, offset } of index.entries[head] ?? [])
      if (stands(piece, codes, at - 2 - offset, length)) return true
  }
  return false
}

function stands(piece: string, codes: Uint16Array, from: number, length: number): boolean {
  if (from < 0 || from + piece.length > length) return false
  for (let at = 0; at < piece.length; at++) if (piece.charCodeAt(at) !== codes[from + at]) return false
  return true
}

function mark(wanted: Uint32Array, row: number): void {
  // The word exists: `wanted` is made for as many rows as the index has.
  wanted[row >>> 5] = (wanted[row >>> 5] ?? 0) | (1 << (row & 31))
}

export function newMarks(rows: number): Uint32Array {
  return new Uint32Array((rows + 31) >>> 5)
}

/** The first marked row from `from` on and before `to`; -1 if there is none. */
export function nextMarked(wanted: Uint32Array, from: number, to: number): number {
  let word = from >>> 5
  let bits = (wanted[word] ?? 0) & (-1 << (from & 31))
  while (bits === 0) {
    word++
    if (word >= wanted.length || word << 5 >= to) return -1
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
