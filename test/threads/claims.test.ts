/** Who reads which piece of the logs: each is read once, and the first thread waits for none that is not begun. */
import { describe, expect, test } from 'vitest'
import { type Claims, claim, claimFor, endPiece, newClaims } from '../../src/threads/claims.ts'

/** What the threads read, each taking a piece in turn; the first one in order, as read-logs.ts does. */
function readAll(claims: Claims, pieces: number, turns: (step: number) => number): number[][] {
  const others = Array.from({ length: claims.threads - 1 }, (_, at) => claimFor(claims, at + 1))
  const read: number[][] = Array.from({ length: claims.threads }, () => [])
  const isRead = new Set<number>()
  let next = 0
  for (let step = 0; next < pieces && step < 10_000; step++) {
    const thread = turns(step) % claims.threads
    if (thread > 0) {
      // A generator would block where it waits for the first thread.
      if (isBlocked(claims, next)) continue
      const { value, done } = others[thread - 1]?.next() ?? { done: true }
      if (done === true || value === undefined) continue
      read[thread]?.push(value)
      isRead.add(value)
      continue
    }
    if (claim(claims, next)) read[0]?.push(next)
    else if (!isRead.has(next)) continue
    endPiece(claims, next++)
  }
  return read
}

/** All pieces of this round and the next one are somebody's. */
function isBlocked({ cells, threads, share }: Claims, next: number): boolean {
  const round = threads * share
  const end = (Math.floor(next / round) + 2) * round
  return !cells.subarray(1, end + 1).includes(0) && end < cells.length - 1
}

const CASES = [
  [2, 2],
  [4, 2],
  [5, 2],
  [37, 2],
  [3, 8],
  [64, 8],
  [100, 3],
] as const

describe('pieces are read', () => {
  test.each(CASES)('once each: %d by %d threads', (pieces, threads) => {
    for (const turns of [(step: number) => step, (step: number) => step * 7 + (step >> 3), () => 0]) {
      const claims = newClaims(pieces, threads, Math.min(4, Math.ceil(pieces / threads)))
      const read = readAll(claims, pieces, turns).flat()
      expect(read.toSorted((a, b) => a - b)).toEqual(Array.from({ length: pieces }, (_, at) => at))
    }
  })
  test('by each thread in the order of its share', () => {
    const read = readAll(newClaims(8, 2, 4), 8, step => step)
    expect(read).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ])
  })
  test('by who is done with his own, where another is slow', () => {
    const read = readAll(newClaims(8, 2, 4), 8, step => (step % 4 === 0 ? 0 : 1))
    expect(read[0]?.length).toBeLessThan(4)
    expect(read.flat()).toHaveLength(8)
  })
})
