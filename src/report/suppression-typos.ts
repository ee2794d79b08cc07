/**
 * A domain that does not exist -> the great domain that was probably meant (gmial.com: gmail.com).
 *
 * In:  a domain, lower case, and how many edits still make a typo
 * Out: the nearest great domain; null if none is near, or the domain is itself a great one
 */
import { greatDomains } from './suppression-domains.ts'

const known: ReadonlySet<string> = new Set(greatDomains)

export function likelyIntent(domain: string, distance: number): string | null {
  if (domain.length > MAX_LENGTH || known.has(domain)) return null
  let nearest: string | null = null
  let least = distance + 1
  // The first of equals wins: the table stands in order of size.
  for (const great of greatDomains) {
    if (great.length < MIN_LENGTH) continue
    const edits = editDistance(domain, great, least)
    if (edits < least) {
      least = edits
      nearest = great
    }
  }
  return nearest
}

const MAX_LENGTH = 40
/** One edit away from qq.com or web.de lie too many names that mean something else. */
const MIN_LENGTH = 7

/** Damerau's distance (optimal string alignment): letters added, lost, changed, or two neighbours swapped. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1]
      let edits = Math.min(
        (above[column] ?? limit) + 1,
        (current[column - 1] ?? limit) + 1,
        (above[column - 1] ?? limit) + (isSame ? 0 : 1),
      )
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (isSwapped) edits = Math.min(edits, (before[column - 2] ?? limit) + 1)
      current.push(edits)
    }
    before = above
    above = current
  }
  return above[b.length] ?? limit
}
