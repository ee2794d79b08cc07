/** Chance that repeats itself: the same seed gives the same logs on every machine. */

export interface Random {
  /** From 0 to 1, 1 excluded. */
  next(): number
  /** A whole number from 0, below `limit`. */
  below(limit: number): number
  pick<Item>(items: readonly Item[]): Item
  /** True so often: chance(0.1) once in ten times. */
  chance(part: number): boolean
  /** So many characters out of the alphabet. */
  word(alphabet: string, length: number): string
}

/** The generator "mulberry32": 32 bits of state, even enough for what a log needs. */
export function newRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    chance: part => next() < part,
    pick(items) {
      const item = items[below(items.length)]
      if (item === undefined) throw new RangeError('nothing to pick from')
      return item
    },
    word(alphabet, length) {
      let word = ''
      while (word.length < length) word += alphabet[below(alphabet.length)]
      return word
    },
  }
}

/** Ranks from 0 by Zipf's law: the second half as often as the first, the third a third … */
export function newZipf(random: Random, ranks: number): () => number {
  const sums: number[] = []
  let sum = 0
  for (let rank = 1; rank <= ranks; rank++) {
    sum += 1 / rank
    sums.push(sum)
  }
  return () => {
    const wanted = random.next() * sum
    let low = 0
    let high = ranks - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] ?? 0) < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}
