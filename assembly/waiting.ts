/**
 * Deferrals that were written, of messages that nothing else is known of: their lines are kept, for a later line may say no more
 * than that the message expired. They are many where a log begins in the middle, so src/ingest/log/waiting.ts takes them out of here,
 * block by block; each is found by its place: the number of its block, and where it stands in it.
 */
import { WAITING_AT, WAITING_BYTES } from './memory'
import { KEY_HI, STATUS_AT, TEXT_END, VALUE_START, WAITING_COUNT, WAITING_END } from './row'
import { copyText } from './text'

/** Places of a line: its message's key, its length, and its text, all in steps of sixteen bytes. */
const LENGTH: usize = 8
const TEXT: usize = 16
const LONGEST_LINE: usize = 4096
const BLOCK_BITS: u32 = 16

let block: u32 = 0

/** The next block is empty, and has this number. */
export function beginWaiting(number: u32): void {
  block = number << BLOCK_BITS
  store<u32>(STATUS_AT, 0, WAITING_END)
  store<u32>(STATUS_AT, 0, WAITING_COUNT)
}

/** From the bracket before the recipient to the one behind the text. */
@inline
function lengthOf(row: usize): usize {
  return <usize>(load<u32>(row, TEXT_END) - load<u32>(row, VALUE_START)) + 2
}

export function hasRoomToWait(row: usize): bool {
  const end = <usize>load<u32>(STATUS_AT, WAITING_END)
  return lengthOf(row) <= LONGEST_LINE && end + TEXT + LONGEST_LINE + 16 <= WAITING_BYTES
}

/** There is room for it -> its place. */
export function keepWaiting(row: usize): u32 {
  const end = load<u32>(STATUS_AT, WAITING_END)
  const length = lengthOf(row)
  const at = WAITING_AT + <usize>end
  store<u64>(at, load<u64>(row, KEY_HI))
  store<u32>(at, <u32>length, LENGTH)
  copyText(at + TEXT, <usize>load<u32>(row, VALUE_START) - 1, length)
  store<u32>(STATUS_AT, end + <u32>((TEXT + length + 15) & ~15), WAITING_END)
  store<u32>(STATUS_AT, load<u32>(STATUS_AT, WAITING_COUNT) + 1, WAITING_COUNT)
  return block | (end >> 4)
}
