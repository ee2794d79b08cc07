/**
 * Failures of logs whose texts are known, in numbers: what a report needs of each, in columns of 32-bit cells.
 *
 * Hot: they go from the scanner to whoever counts them, and to another thread, column by column, without an object for each.
 */
import type { Hash } from './hash.ts'

/** Names that mail is counted by. */
export const NAME_DIMENSIONS = ['domain', 'senderDomain', 'relay', 'host'] as const

/** The columns; values of 64 bits have two, of a hash the high half first. assembly/failures.ts writes them in this order. */
export const KNOWN = {
  recipient: 0,
  /** The message, as the host that reports names it; and this message to this recipient. */
  message: 2,
  pair: 4,
  /** The same by Message-ID, 0/0 without one, and by queue id alone: by these a DSN finds its line. */
  idKey: 6,
  queueKey: 8,
  /** As `timeOf` reads it. */
  time: 10,
  /** Twice a SaidBy; and 1, if it is the first result of its message. */
  said: 12,
  /** Numbers of names, in the order of NAME_DIMENSIONS. */
  domain: 13,
  senderDomain: 14,
  relay: 15,
  host: 16,
} as const

const COLUMNS = 17

export interface KnownFailures {
  /** Column after column, `room` cells each. */
  cells: Uint32Array<ArrayBuffer>
  room: number
  count: number
}

/** Room for so many, and none of them. */
export function newKnownFailures(room: number): KnownFailures {
  return { cells: new Uint32Array(room * COLUMNS), room, count: 0 }
}

/** Appends those of `from` behind the first `done`, as many as there is room for -> how many. */
export function appendKnown(into: KnownFailures, from: KnownFailures, done: number): number {
  const some = Math.min(from.count - done, into.room - into.count)
  for (let column = 0; column < COLUMNS; column++)
    copyCells(from.cells, column * from.room + done, into.cells, column * into.room + into.count, some)
  into.count += some
  return some
}

/** Takes all of them out, with no more room than they need. */
export function takeKnown(from: KnownFailures): KnownFailures {
  const taken = newKnownFailures(from.count)
  appendKnown(taken, from, 0)
  from.count = 0
  return taken
}

/** A call for a few cells costs more than they do. */
const FEW = 16

export function copyCells(
  from: Uint32Array,
  at: number,
  to: Uint32Array,
  place: number,
  count: number,
): void {
  if (count > FEW) to.set(from.subarray(at, at + count), place)
  else for (let i = 0; i < count; i++) to[place + i] = from[at + i] ?? 0
}

export function putHash({ cells, room }: KnownFailures, column: number, row: number, { hi, lo }: Hash): void {
  cells[column * room + row] = hi
  cells[(column + 1) * room + row] = lo
}

const TWO_TO_32 = 2 ** 32
const TIME_OFFSET = 2 ** 31

/** Epoch milliseconds as two numbers of 32 bits, the high one first; NaN (not known) is 0/0. */
export function highOfTime(milliseconds: number): number {
  return Number.isNaN(milliseconds) ? 0 : Math.floor(milliseconds / TWO_TO_32) + TIME_OFFSET
}

export function lowOfTime(milliseconds: number): number {
  return milliseconds >>> 0
}

export function putTime({ cells, room }: KnownFailures, row: number, milliseconds: number): void {
  cells[KNOWN.time * room + row] = highOfTime(milliseconds)
  cells[(KNOWN.time + 1) * room + row] = lowOfTime(milliseconds)
}

/** NaN where no time is known. */
export function timeOf(high: number, low: number): number {
  return high === 0 ? Number.NaN : (high - TIME_OFFSET) * TWO_TO_32 + low
}
