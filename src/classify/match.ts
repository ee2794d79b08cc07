/**
 * Which of a thousand expressions may fit a text: found in one walk over it, without running them.
 *
 * Each expression is filed under three letters of every piece of text that it needs (literals.ts), the
 * rarest three. Only expressions of which a piece stands in the text are run, one of each set that it needs.
 * A hot file: 480 rules cost about 5 microseconds a text this way, 200 when each expression is run.
 *
 * To find the pieces of all our expressions costs 40 ms, and each program that asks for one verdict would pay
 * them: they are written down (pieces.ts), and found only for expressions that are not, as a user's are.
 */
import { BEYOND_ASCII, literalsOf } from './literals.ts'

/** 32 a number. An array: 0.1 µs to copy one, a Uint32Array takes 0.4. */
export type Bits = number[]

export interface Index {
  /** Hash of three letters -> where its row of `entries` begins; 0 is none. */
  heads: Uint16Array
  entries: readonly Entry[][]
  /** Bits of the first set, then of the second one: those of expressions that need no such set. */
  granted: Bits
  /** Bits that any character beyond ASCII grants. */
  wide: number[]
}

interface Entry {
  piece: string
  /** Where in the piece the three letters stand. */
  offset: number
  /** Its last character: most that begin alike end otherwise. */
  last: number
  /** Bits that it grants: the position of an expression, behind all positions for its second set. */
  grants: Bits
  /** The same as pairs, a position in the bits and what is set there; made when it is first met. */
  pairs: number[] | null
}

const SIZE = 1 << 14
/** In pieces.ts, before the three letters under which a piece is filed. */
export const MARK = '¦'

/** `written`: a line of pieces.ts for each expression, in their order. */
export function buildIndex(expressions: readonly (RegExp | undefined)[], written: readonly string[]): Index {
  const heads = new Uint16Array(SIZE)
  const entries: Entry[][] = [[]]
  const second = (expressions.length + 31) & ~31
  const granted: Bits = new Array<number>(second >>> 4).fill(0)
  const wide: number[] = []
  let line = 0
  for (let row = 0; row < expressions.length; row++) {
    const expression = expressions[row]
    if (expression === undefined) continue
    const sets = piecesOf(expression, written[line++] ?? '')
    for (const [set, bit] of [
      [sets[0], row],
      [sets[1], second + row],
    ] as const) {
      if (set === undefined) mark(granted, bit)
      else
        for (const piece of set) {
          if (piece === BEYOND_ASCII) wide.push(bit)
          else file(heads, entries, piece, bit)
        }
    }
  }
  return { heads, entries, granted, wide }
}

function file(heads: Uint16Array, entries: Entry[][], marked: string, bit: number): void {
  const offset = Math.max(0, marked.indexOf(MARK))
  const piece = marked[offset] === MARK ? marked.slice(0, offset) + marked.slice(offset + 1) : marked
  const hash = hashAt(piece, offset)
  if (heads[hash] === 0) heads[hash] = entries.push([]) - 1
  const row = entries[heads[hash] ?? 0] ?? []
  const known = row.find(entry => entry.piece === piece)
  if (known === undefined)
    row.push({ piece, offset, last: piece.charCodeAt(piece.length - 1), grants: [bit], pairs: null })
  else known.grants.push(bit)
}

/** As written down, if that is of this expression; else as they are found. */
function piecesOf(expression: RegExp, line: string): readonly (readonly string[])[] {
  const begin = lineBegin(expression)
  if (line === begin) return []
  if (!line.startsWith(`${begin}\t`)) return literalsOf(expression)
  return line
    .slice(begin.length + 1)
    .split('\t\t')
    .map(set => set.split('\t'))
}

/** What a line of pieces.ts begins with: it tells an expression from its neighbours. */
export function lineBegin({ source }: RegExp): string {
  return `${source.length}`
}

/** A bit for every expression that may fit, and behind them what led to it. */
export function candidatesIn({ heads, entries, granted, wide }: Index, text: string): Bits {
  const found = granted.slice()
  let a = text.charCodeAt(0)
  let b = text.charCodeAt(1)
  let all = a | b
  for (let at = 2; at < text.length; at++) {
    const c = text.charCodeAt(at)
    const head = heads[hashOf(a, b, c)]
    if (head !== undefined && head !== 0)
      for (const entry of entries[head] ?? []) {
        const from = at - 2 - entry.offset
        if (
          text.charCodeAt(from + entry.piece.length - 1) === entry.last &&
          text.startsWith(entry.piece, from)
        )
          grant(found, entry)
      }
    a = b
    b = c
    all |= c
  }
  if (all > 127) for (const bit of wide) mark(found, bit)
  const half = found.length >>> 1
  for (let at = 0; at < half; at++) found[at] = (found[at] ?? 0) & (found[half + at] ?? 0)
  return found
}

/** A word as common as "message" grants a hundred bits, in some thirty numbers. */
function grant(found: Bits, entry: Entry): void {
  entry.pairs ??= pairsOf(entry.grants)
  const { pairs } = entry
  for (let i = 0; i < pairs.length; i += 2) {
    const at = pairs[i] ?? 0
    found[at] = (found[at] ?? 0) | (pairs[i + 1] ?? 0)
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

function mark(bits: Bits, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] ?? 0) | (1 << (at & 31))
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
