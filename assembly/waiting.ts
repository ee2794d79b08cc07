/**
 * Deferrals that were written, of messages that nothing else is known of: their lines are kept, for a later line may say no more
 * than that the message expired. They are many where a log begins in the middle, and stand in a ring: the oldest one goes when there
 * is no room for the next. Each is found by its place in it.
 */
import { WAITING_AT, WAITING_BYTES } from './memory'
import { KEY_HI, TEXT_END, VALUE_START } from './row'
import { copyText } from './text'

/** Places of a line: its message's key, its length, and its text, all in steps of sixteen bytes. */
const LENGTH: usize = 8
const TEXT: usize = 16
const STEP: usize = 16
const LONGEST_LINE: usize = 4096

/** Where the next line goes; behind it, where the oldest one of the round before stands, and where that round ended. */
let next: usize = WAITING_AT
let oldest: usize = WAITING_AT
let lastEnd: usize = WAITING_AT

export function clearWaiting(): void {
  next = oldest = lastEnd = WAITING_AT
}

/** From the bracket before the recipient to the one behind the text. */
@inline
function lengthOf(row: usize): usize {
  return <usize>(load<u32>(row, TEXT_END) - load<u32>(row, VALUE_START)) + 2
}

@inline
function sizeOf(length: usize): usize {
  return (TEXT + length + STEP - 1) & ~(STEP - 1)
}

export function canWait(row: usize): bool {
  return lengthOf(row) <= LONGEST_LINE
}

/** The oldest line, if it is not to be kept any longer, as the row's line is to stand there; 0 if there is none. */
export function inTheWay(row: usize): usize {
  const size = sizeOf(lengthOf(row))
  if (next + size > WAITING_AT + WAITING_BYTES && oldest === lastEnd) {
    lastEnd = next
    next = oldest = WAITING_AT
  }
  const isInTheWay = oldest < lastEnd && (oldest < next + size || next + size > WAITING_AT + WAITING_BYTES)
  return isInTheWay ? oldest : 0
}

export function forgetOldest(): void {
  oldest += sizeOf(<usize>load<u32>(oldest, LENGTH))
}

/** There is room for it -> its place. */
export function keepWaiting(row: usize): u32 {
  const at = next
  const length = lengthOf(row)
  store<u64>(at, load<u64>(row, KEY_HI))
  store<u32>(at, <u32>length, LENGTH)
  copyText(at + TEXT, <usize>load<u32>(row, VALUE_START) - 1, length)
  next += sizeOf(length)
  return placeOf(at)
}

export function placeOf(at: usize): u32 {
  return <u32>((at - WAITING_AT) / STEP)
}
