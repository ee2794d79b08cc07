/**
 * How much an expression may cost at one place of a text: what refuses a stranger's expression before it runs.
 *
 * In:     an expression's source
 * Out:    the ways in which it can be tried at one place, at most; a reason where there is no bound.
 *         Linear on every text by construction: no repetition without an upper bound, none inside another
 *         beyond the limit, no back-reference
 */

export type Cost = { ways: number } | { refused: string }

interface Cursor {
  source: string
  at: number
  refused: string | null
}

/** Beyond this the number of ways says nothing any more. */
const CEILING = 1e15

export function costOf(source: string): Cost {
  const cursor: Cursor = { source, at: 0, refused: null }
  const ways = alternatives(cursor)
  return cursor.refused === null ? { ways } : { refused: cursor.refused }
}

function alternatives(cursor: Cursor): number {
  let ways = 0
  for (;;) {
    ways += sequence(cursor)
    if (cursor.source[cursor.at] !== '|') return Math.min(ways, CEILING)
    cursor.at++
  }
}

function sequence(cursor: Cursor): number {
  let ways = 1
  while (cursor.at < cursor.source.length) {
    const sign = cursor.source[cursor.at] ?? ''
    if (sign === '|' || sign === ')') break
    ways = Math.min(ways * repeated(cursor, atom(cursor, sign)), CEILING)
  }
  return ways
}

function atom(cursor: Cursor, sign: string): number {
  cursor.at++
  if (sign === '\\') {
    const escaped = cursor.source[cursor.at] ?? ''
    if (/[1-9k]/.test(escaped)) cursor.refused ??= `back-reference \\${escaped}`
    cursor.at++
    return 1
  }
  if (sign === '[') {
    while (cursor.at < cursor.source.length && cursor.source[cursor.at] !== ']')
      cursor.at += cursor.source[cursor.at] === '\\' ? 2 : 1
    cursor.at++
    return 1
  }
  if (sign !== '(') return 1
  cursor.at +=
    /^\?(?:<?[=!]|:|<[a-z]\w{0,40}>)?/i.exec(cursor.source.slice(cursor.at, cursor.at + 50))?.[0].length ?? 0
  const ways = alternatives(cursor)
  cursor.at++
  return ways
}

function repeated(cursor: Cursor, ways: number): number {
  const rest = cursor.source.slice(cursor.at, cursor.at + 16)
  const found = /^(?:([*+?])|\{(\d{1,5})(,)?(\d{1,5})?\})\??/.exec(rest)
  if (found === null) return ways
  cursor.at += found[0].length
  if (found[1] === '?') return ways + 1
  if (found[1] !== undefined || (found[3] !== undefined && found[4] === undefined)) {
    cursor.refused ??= `"${found[0]}" has no upper bound: write {0,80}`
    return ways
  }
  const least = Number(found[2])
  const most = found[4] === undefined ? least : Number(found[4])
  return Math.min((most - least + 1) * ways ** Math.max(1, most > 1 && ways > 1 ? most : 1), CEILING)
}
