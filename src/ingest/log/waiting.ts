/**
 * Deferrals of messages that nothing else is known of: a log that begins in the middle is full of them. The scanner knows which
 * messages they are of; their lines are kept here, as it wrote them (assembly/waiting.ts), block by block.
 *
 * Bounded: the oldest block goes when LINES are left without it.
 */
import { type Scanner, STATUS, WAITING_AT } from './scanner.ts'

interface Block {
  bytes: Buffer
  /** Lines in it. */
  count: number
}

export interface Waiting {
  /** By number, the oldest first. */
  blocks: Map<number, Block>
  /** The number of the block that is being filled, which is in the scanner's memory. */
  current: number
  /** Lines in all blocks. */
  count: number
}

/** As many as messages in one generation of a queue. */
const LINES = 200_000
/** A block is taken out of the scanner's memory, a MiB, when it has so many bytes. */
const BLOCK = 256 * 1024
/** Numbers come again when nobody remembers them. */
const NUMBERS = 65_536
/** A place is a block's number and where it stands there, in steps of sixteen bytes. */
const STEP = 16

export function newWaiting({ exports }: Scanner): Waiting {
  exports.beginWaiting(0)
  return { blocks: new Map(), current: 0, count: 0 }
}

/** After each scan: makes room for those of the next one. */
export function keepWaiting(waiting: Waiting, { status, bytes, exports }: Scanner): void {
  const size = status[STATUS.WAITING_END] ?? 0
  if (size < BLOCK) return
  const count = status[STATUS.WAITING_COUNT] ?? 0
  waiting.blocks.set(waiting.current, {
    bytes: Buffer.from(bytes.subarray(WAITING_AT, WAITING_AT + size)),
    count,
  })
  waiting.count += count
  waiting.current = (waiting.current + 1) % NUMBERS
  exports.beginWaiting(waiting.current)
  for (const [number, block] of waiting.blocks) {
    if (waiting.count - block.count < LINES) break
    waiting.blocks.delete(number)
    waiting.count -= block.count
    forget(number, block.bytes, exports)
  }
}

function forget(number: number, bytes: Buffer, { forgetWaiting }: Scanner['exports']): void {
  for (let at = 0; at < bytes.length; at += lengthAt(bytes, at))
    forgetWaiting(bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4), number * NUMBERS + at / STEP)
}

/** Of what is told of a line, with its text. */
function lengthAt(bytes: Buffer, at: number): number {
  return STEP + Math.ceil(bytes.readUInt32LE(at + 8) / STEP) * STEP
}

/** The line that waits at this place, from the recipient on. */
export function lineAt({ blocks, current }: Waiting, { bytes }: Scanner, place: number): string {
  const number = Math.floor(place / NUMBERS)
  const within = (place % NUMBERS) * STEP
  const block = number === current ? bytes : blocks.get(number)?.bytes
  if (block === undefined) throw new Error(`no block of deferrals has the number ${number}`)
  const at = number === current ? WAITING_AT + within : within
  return block.toString('latin1', at + STEP, at + STEP + block.readUInt32LE(at + 8))
}
