/**
 * Which words of a log line's text are the server's own: a diagnostic is the text without Postfix's words around it, and
 * without the codes that a reply repeats in each of its lines.
 */

/** As assembly/event.ts has it. */
const MOST_WORDS = 192

/**
 * A bit for each word of `text`, the first one in the lowest bit of the first number: those that make `diagnostic`. Null if it is
 * not made of whole words, in their order, or could be made in two ways: then another text may mean the other one.
 */
export function wordsKept(text: string, diagnostic: string): Uint32Array | null {
  const words = text.split(' ')
  const kept = diagnostic.split(' ')
  if (diagnostic === '' || words.length > MOST_WORDS) return null
  const first = placesOf(words, kept)
  const last = placesOf(words.toReversed(), kept.toReversed())
  if (first === null || last === null) return null
  const bits = new Uint32Array(MOST_WORDS / 32)
  for (let at = 0; at < kept.length; at++) {
    const word = first[at] ?? 0
    // From the front and from the back it is the same word, so that there is no other way.
    if (word !== words.length - 1 - (last[kept.length - 1 - at] ?? 0)) return null
    bits[word >>> 5] = (bits[word >>> 5] ?? 0) | (1 << (word & 31))
  }
  return bits
}

/** Where the words of `kept` stand in `words`, each as early as it can; null if they do not. */
function placesOf(words: readonly string[], kept: readonly string[]): number[] | null {
  const places: number[] = []
  let at = 0
  for (const word of kept) {
    while (at < words.length && words[at] !== word) at++
    if (at === words.length) return null
    places.push(at++)
  }
  return places
}
