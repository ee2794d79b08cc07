/**
 * Who reads which piece: each thread has a share of them, which it reads in order, since what it learned from one holds in the
 * next. Who is done with his own takes what others have not begun.
 *
 * Pieces come in rounds, so that few results wait for their turn: a round is open when the one before the last is done.
 */
export interface Claims {
  /** Rounds that are done, and for each piece 1 when it is somebody's. Shared by all threads. */
  cells: Int32Array
  threads: number
  /** Pieces of a thread in a round. */
  share: number
}

export function newClaims(pieces: number, threads: number, share: number): Claims {
  return { cells: new Int32Array(new SharedArrayBuffer((pieces + 1) * 4)), threads, share }
}

/** False: it is somebody else's. */
export function claim({ cells }: Claims, piece: number): boolean {
  return Atomics.compareExchange(cells, piece + 1, 0, 1) === 0
}

/** To be told of each piece when it is done, in their order. */
export function endPiece({ cells, threads, share }: Claims, piece: number): void {
  if ((piece + 1) % (threads * share) !== 0) return
  Atomics.add(cells, 0, 1)
  Atomics.notify(cells, 0)
}

/** Claims pieces for a thread, whose share stands behind those of the threads before it. May block. */
export function* claimFor(claims: Claims, thread: number): Generator<number> {
  const { cells, threads, share } = claims
  const pieces = cells.length - 1
  const round = threads * share
  for (let first = 0; first < pieces; first += round) {
    const wanted = first / round - 1
    for (let done = Atomics.load(cells, 0); done < wanted; done = Atomics.load(cells, 0))
      Atomics.wait(cells, 0, done)
    const count = Math.min(round, pieces - first)
    for (let at = 0; at < count; at++) {
      const piece = first + ((thread * share + at) % count)
      if (claim(claims, piece)) yield piece
    }
  }
}
