/**
 * Which words of a log line's text are the server's own: a diagnostic is the text without Postfix's words around it, and
 * without the codes that a reply repeats in each of its lines.
 */

/** As assembly/event.ts has it, in bytes. */
export const WORDS_BYTES = 24

/**
 * Numbers of words of `text`, in turn left out and kept, that make `diagnostic`. Null if it is not made of whole words, in their
 * order, or could be made in two ways: then another text may mean the other one.
 */
export function wordsKept(text: string, diagnostic: string): number[] | null {
  const words = text.split(' ')
  const kept = diagnostic.split(' ')
  const first = placesOf(words, kept)
  const last = placesOf(words.toReversed(), kept.toReversed())
  if (first === null || last === null) return null
  // From the front and from the back they are the same words, so that there is no other way.
  if (first.some((place, at) => place !== words.length - 1 - (last[kept.length - 1 - at] ?? 0))) return null
  const runs = runsOf(first)
  // Two zeros follow.
  return runs.length + 2 > WORDS_BYTES || runs.some(count => count > 255) ? null : runs
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

function runsOf(places: readonly number[]): number[] {
  const runs: number[] = []
  let next = 0
  for (const place of places) {
    if (place !== next || runs.length === 0) runs.push(place - next, 0)
    runs.push((runs.pop() ?? 0) + 1)
    next = place + 1
  }
  return runs
}
