/**
 * A failure's row -> its event as one line of JSON, the same bytes as src/report/ndjson.ts: pieces that repeat from event to event,
 * which the reader puts into the memory, and what stands in the line itself.
 */
import {
  DELAY_END,
  DELAY_START,
  DOMAIN_START,
  ID_END,
  ID_START,
  SAID_WAIT,
  TEXT_END,
  TEXT_START,
  VALUE_END,
  VALUE_START,
} from './row'
import { byteAt, copyText, isDigit, keepText, putText } from './text'

/**
 * Places in what is kept of events that say the same: three pieces, by how much the waiting time is to be multiplied (0: none is
 * told between the second and the third), of which operators' hosts it does not hold (numbers of 16 bits, each with 1 added, then
 * zeros), and which words of the text are the server's own: bytes, in turn how many are left out and how many are kept, up to 0 kept.
 */
export const PROVIDER: usize = 0
const VERDICT: usize = 8
const REST: usize = 16
const FACTOR: usize = 24
const EXCEPTIONS: usize = 28
const EXCEPTIONS_BYTES: usize = 8
const WORDS: usize = EXCEPTIONS + EXCEPTIONS_BYTES
/** What is longer is no waiting time: src/classify/retry-after.ts. */
const LONGEST_WAIT: u32 = 31 * 86400

/** What the row tells of can be written as it stands there. */
export function isPlainEvent(row: usize, said: usize): bool {
  const factor = load<u32>(said, FACTOR)
  const wait = load<u32>(row, SAID_WAIT) * factor
  const isPlain =
    needsNoEscape(<usize>load<u32>(row, VALUE_START), <usize>load<u32>(row, VALUE_END)) &&
    isNumber(<usize>load<u32>(row, DELAY_START), <usize>load<u32>(row, DELAY_END))
  return isPlain && (factor === 0 || (load<u32>(row, SAID_WAIT) <= LONGEST_WAIT && wait !== 0 && wait <= LONGEST_WAIT))
}

/** What is kept, of what holds for other operators' hosts, holds for those of this one. */
export function holdsFor(said: usize, operator: u32): bool {
  const exceptions = said + EXCEPTIONS
  for (let at = exceptions; at < exceptions + EXCEPTIONS_BYTES; at += 2) {
    if (<u32>load<u16>(at) === operator + 1) return false
  }
  return true
}

export function putId(to: usize, row: usize): usize {
  return putBytes(to, <usize>load<u32>(row, ID_START), <usize>load<u32>(row, ID_END))
}

const BEHIND_RECIPIENT = keepText('","originalRecipient":null,"domain":"')
const BEHIND_TEXT = keepText('","delay":')
const BEHIND_DELAY = keepText(',"attempts":')
const END = keepText('}\n')

/** From the recipient on. `provider`: where the piece that names the operator is told; `hop` is the one of the next hop. */
export function putFailure(
  to: usize,
  row: usize,
  said: usize,
  provider: usize,
  hop: usize,
  hopEnd: usize,
  attempts: u32,
): usize {
  const recipientEnd = <usize>load<u32>(row, VALUE_END)
  const factor = load<u32>(said, FACTOR)
  let p = putBytes(to, <usize>load<u32>(row, VALUE_START), recipientEnd)
  p = putText(p, BEHIND_RECIPIENT)
  p = putBytes(p, <usize>load<u32>(row, DOMAIN_START), recipientEnd)
  p = putPiece(p, provider)
  p = putBytes(p, hop, hopEnd)
  p = putPiece(p, said + VERDICT)
  if (factor !== 0) p = putNumber(p, load<u32>(row, SAID_WAIT) * factor)
  p = putPiece(p, said + REST)
  p = putWords(p, <usize>load<u32>(row, TEXT_START), <usize>load<u32>(row, TEXT_END), said + WORDS)
  p = putText(p, BEHIND_TEXT)
  p = putBytes(p, <usize>load<u32>(row, DELAY_START), <usize>load<u32>(row, DELAY_END))
  p = putText(p, BEHIND_DELAY)
  p = putNumber(p, attempts)
  return putText(p, END)
}

export function putBytes(to: usize, from: usize, end: usize): usize {
  copyText(to, from, end - from)
  return to + (end - from)
}

/** It begins and ends at places that stand at `at`. */
function putPiece(to: usize, at: usize): usize {
  return putBytes(to, <usize>load<u32>(at), <usize>load<u32>(at, 4))
}

export function putNumber(to: usize, number: u32): usize {
  let digits: usize = 1
  for (let rest = number / 10; rest !== 0; rest /= 10) digits++
  let rest = number
  for (let at = to + digits; at > to; rest /= 10) store<u8>(--at, <u8>(48 + (rest % 10)))
  return to + digits
}

/** The words that are kept, with one space between them -> where they end. */
function putWords(to: usize, from: usize, end: usize, words: usize): usize {
  let p = to
  let at = from
  for (let run = words; byteAt(run + 1) !== 0; run += 2) {
    at = behindWords(at, end, byteAt(run))
    const behind = behindWords(at, end, byteAt(run + 1))
    if (p !== to) store<u8>(p++, 32)
    p = putEscaped(p, at, behind - 1)
    at = behind
  }
  return p
}

/** Where the word begins that stands behind so many; one byte behind `end` if they are all. */
function behindWords(from: usize, end: usize, count: u32): usize {
  let left = count
  if (left === 0) return from
  for (let p = from; p < end; p += 16) {
    let found = i8x16.bitmask(i8x16.eq(v128.load(p), i8x16.splat(32)))
    const here = <u32>popcnt(found)
    if (here < left) {
      left -= here
      continue
    }
    for (; left > 1; left--) found &= found - 1
    return min(p + <usize>ctz(found), end) + 1
  }
  return end + 1
}

/** The text is ASCII without control characters. */
function putEscaped(to: usize, from: usize, end: usize): usize {
  let p = to
  for (let at = from; at < end; at += 16) {
    const bytes = v128.load(at)
    const length = min(<usize>16, end - at)
    const signs = v128.or(i8x16.eq(bytes, i8x16.splat(34)), i8x16.eq(bytes, i8x16.splat(92)))
    const found = i8x16.bitmask(signs)
    if (found === 0 || <usize>ctz(found) >= length) {
      v128.store(p, bytes)
      p += length
    } else p = putEscapedBytes(p, at, at + length)
  }
  return p
}

function putEscapedBytes(to: usize, from: usize, end: usize): usize {
  let p = to
  for (let at = from; at < end; at++) {
    const byte = byteAt(at)
    if (byte === 34 || byte === 92) store<u8>(p++, 92)
    store<u8>(p++, <u8>byte)
  }
  return p
}

export function needsNoEscape(from: usize, end: usize): bool {
  for (let at = from; at < end; at += 16) {
    const bytes = v128.load(at)
    // Bytes beyond ASCII are negative.
    const others = v128.or(i8x16.lt_s(bytes, i8x16.splat(32)), i8x16.eq(bytes, i8x16.splat(127)))
    const signs = v128.or(i8x16.eq(bytes, i8x16.splat(34)), i8x16.eq(bytes, i8x16.splat(92)))
    const found = i8x16.bitmask(v128.or(others, signs))
    if (found !== 0 && at + <usize>ctz(found) < end) return false
  }
  return true
}

/** As JSON writes it: "0", "12.5", no needless zero, few digits. */
function isNumber(from: usize, end: usize): bool {
  let p = from
  while (p < end && isDigit(byteAt(p))) p++
  if (p === from || p - from > 9 || (p > from + 1 && byteAt(from) === 48)) return false
  if (p === end) return true
  if (byteAt(p) !== 46 || end - p > 6 || p + 1 === end) return false
  for (p++; p < end; p++) if (!isDigit(byteAt(p))) return false
  return byteAt(end - 1) !== 48
}
