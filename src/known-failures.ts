/**
 * Failures of logs whose texts are known, in numbers: what a report needs of each, in a row of 32-bit cells.
 *
 * Hot: they go from the scanner to whoever counts them, and to another thread, without an object for each.
 */
import type { Hash } from './hash.ts'

/** Names that mail is counted by. */
export const NAME_DIMENSIONS = ['domain', 'senderDomain', 'relay', 'host'] as const

/** Places in the row of a failure; those of 64 bits have two cells, of a hash the high half first. */
export const CELL = {
  /** A SaidBy. */
  said: 0,
  /** 1: it is the first result of its message. */
  isFirst: 1,
  /** Epoch milliseconds, as a Float64Array sees it. */
  time: 2,
  recipient: 4,
  /** The message, as the host that reports names it; and this message to this recipient. */
  message: 6,
  pair: 8,
  /** The same by Message-ID, 0/0 without one, and by queue id alone: by these a DSN finds its line. */
  idKey: 10,
  queueKey: 12,
  /** Numbers of names. */
  domain: 14,
  senderDomain: 15,
  relay: 16,
  host: 17,
} as const

/** Of a row. */
export const CELLS = 18

export interface KnownFailures {
  cells: Uint32Array<ArrayBuffer>
  /** The same memory. */
  times: Float64Array
  count: number
}

/** Room for so many, and none of them. */
export function newKnownFailures(room: number): KnownFailures {
  return knownFailuresIn(new Uint32Array(room * CELLS), 0)
}

/** So many stand in the cells. */
export function knownFailuresIn(cells: Uint32Array<ArrayBuffer>, count: number): KnownFailures {
  return { cells, times: new Float64Array(cells.buffer), count }
}

export function putHash(cells: Uint32Array, at: number, { hi, lo }: Hash): void {
  cells[at] = hi
  cells[at + 1] = lo
}

export function readHash(cells: Uint32Array, at: number, hash: Hash): void {
  hash.hi = cells[at] ?? 0
  hash.lo = cells[at + 1] ?? 0
}
