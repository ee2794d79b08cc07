/**
 * An expression -> sets of pieces of text: of each set at least one piece stands in whatever it matches.
 *
 * In:     the expression, written as our rules are: lower case, no back-references, no named groups
 * Out:    the sets, the more telling ones first; none where there is no piece to be sure of (then the rule is tried on
 *         every text)
 */
import type { Expression } from './rule.ts'

interface Cursor {
  source: string
  at: number
}

/** Sets of pieces that are all needed, the best first. */
type Needs = readonly (readonly string[])[]

const SHORTEST = 3
/** Stands for any character beyond ASCII: a word of two in Chinese is a piece, for few texts have one at all. */
export const BEYOND_ASCII = '\u0080\u0080\u0080'
/** A set whose pieces are all this long needs no second one: "no such user" says more than "user". */
const TELLING = 9
/** More alternatives say little. */
const MANY = 24
const CLASS_ESCAPES = 'bBdDsSwW'

export function literalsOf(expression: Expression): Needs {
  return alternation({ source: expression.source, at: 0 })
}

/** Two sets at most, by which the expression is found; one is enough where its pieces are so long that they tell much. */
export function setsSought(expression: Expression): Needs {
  const sets = literalsOf(expression)
  return sets.slice(0, soughtOf(sets))
}

/** What else is to be looked for, before an expression that was found is made. */
export function setsLeft(expression: Expression): Needs {
  const sets = literalsOf(expression)
  return sets.slice(soughtOf(sets)).filter(set => set.length <= MANY && !set.includes(BEYOND_ASCII))
}

function soughtOf([first]: Needs): number {
  return first !== undefined && shortest(first) >= TELLING ? 1 : 2
}

/** a|b|c: what each alternative needs, together. */
function alternation(cursor: Cursor): Needs {
  const alternatives: Needs[] = []
  for (;;) {
    alternatives.push(sequence(cursor))
    if (cursor.source[cursor.at] !== '|') break
    cursor.at++
  }
  const [only] = alternatives
  if (only !== undefined && alternatives.length === 1) return only
  if (alternatives.some(needs => needs.length === 0)) return []
  const most = Math.max(...alternatives.map(needs => needs.length))
  return Array.from({ length: most }, (_, at) =>
    unionOf(alternatives.map(needs => needs[at] ?? needs.at(-1) ?? [])),
  )
}

function unionOf(sets: Needs): readonly string[] {
  return [...new Set(sets.flat())]
}

/** What things need that follow one another. */
function sequence(cursor: Cursor): Needs {
  const sets: (readonly string[])[] = []
  let run = ''
  const endRun = () => {
    if (run.length >= SHORTEST) sets.push([run])
    else if (/[^\x00-\x7f]/.test(run)) sets.push([BEYOND_ASCII])
    run = ''
  }
  while (cursor.at < cursor.source.length) {
    const sign = cursor.source[cursor.at] ?? ''
    if (sign === '|' || sign === ')') break
    const item = sign === '(' ? group(cursor) : letter(cursor)
    const needed = quantifier(cursor)
    if (typeof item === 'string' && needed === 'once') run += item
    else {
      if (typeof item === 'string' && needed === 'more') run += item
      endRun()
      if (Array.isArray(item) && needed !== 'maybe') sets.push(...item)
    }
  }
  endRun()
  return inOrder(sets)
}

/** What a group needs; nothing if it is a look-around. */
function group(cursor: Cursor): Needs {
  const opening = /^\((?:\?(?::|<?[=!]))?/.exec(cursor.source.slice(cursor.at, cursor.at + 5))?.[0] ?? '('
  cursor.at += opening.length
  const needs = alternation(cursor)
  cursor.at++ // the closing parenthesis
  return opening === '(' || opening === '(?:' ? needs : []
}

/** One literal character; null for a class, a dot or a boundary. */
function letter(cursor: Cursor): string | null {
  const sign = cursor.source[cursor.at] ?? ''
  cursor.at++
  if (sign === '[') {
    while (cursor.at < cursor.source.length && cursor.source[cursor.at] !== ']')
      cursor.at += cursor.source[cursor.at] === '\\' ? 2 : 1
    cursor.at++
    return null
  }
  if (sign === '\\') {
    const escaped = cursor.source[cursor.at] ?? ''
    cursor.at++
    return CLASS_ESCAPES.includes(escaped) ? null : escaped.toLowerCase()
  }
  return sign === '.' || sign === '^' || sign === '$' ? null : sign.toLowerCase()
}

function quantifier(cursor: Cursor): 'once' | 'more' | 'maybe' {
  const next = cursor.source.charCodeAt(cursor.at)
  // None of "*+?{", as nearly always: 30 ms less for all rules.
  if (next !== 42 && next !== 43 && next !== 63 && next !== 123) return 'once'
  const found = /^(?:[?*+]|\{(\d+)(?:,\d*)?\})\??/.exec(cursor.source.slice(cursor.at, cursor.at + 12))
  if (found === null) return 'once'
  cursor.at += found[0].length
  const sign = found[0][0]
  if (sign === '+') return 'more'
  return sign === '{' && found[1] !== '0' ? 'more' : 'maybe'
}

/** The set whose shortest piece is longer comes first; of equal ones the smaller set. */
function inOrder(sets: Needs): Needs {
  const usable = sets.filter(set => shortest(set) >= SHORTEST)
  return usable.sort((a, b) => shortest(b) - shortest(a) || a.length - b.length)
}

function shortest(pieces: readonly string[]): number {
  return pieces.reduce((length, piece) => Math.min(length, piece.length), Number.POSITIVE_INFINITY)
}
