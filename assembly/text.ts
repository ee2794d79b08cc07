/** Bytes of the text that is scanned. What is read behind its end is an old line: every place that is found is held against it. */
import { WRITTEN_AT } from './row'

@inline
export function byteAt(at: usize): u32 {
  return <u32>load<u8>(at)
}

@inline
export function isDigit(byte: u32): bool {
  return byte - 48 < 10
}

@inline
export function isUpper(byte: u32): bool {
  return byte - 65 < 26
}

/** In lower case. */
@inline
export function lowerAt(at: usize): u32 {
  const byte = byteAt(at)
  return isUpper(byte) ? byte | 32 : byte
}

@inline
export function isLower(byte: u32): bool {
  return byte - 97 < 26
}

@inline
export function isWordByte(byte: u32): bool {
  return isDigit(byte) || isLower(byte | 32)
}

/** Two digits as a number; 100 or more if they are none. */
@inline
export function twoDigits(at: usize): u32 {
  const tens = byteAt(at) - 48
  const ones = byteAt(at + 1) - 48
  return tens < 10 && ones < 10 ? tens * 10 + ones : 100
}

/** A longer name or address is nobody's: the reader looks at it. RFC 5321 §4.5.3.1 allows 254. */
export const LONGEST: usize = 1024

/** The kind of a line that says nothing more to the reader. */
export const NOTHING: u32 = 0xffff

export function isSame(one: usize, other: usize, length: usize): bool {
  for (let i: usize = 0; i < length; i += 16) {
    const differ = i8x16.bitmask(i8x16.ne(v128.load(one + i), v128.load(other + i)))
    if (differ !== 0 && i + <usize>ctz(differ) < length) return false
  }
  return true
}

/** `text` is ASCII. */
export function startsWith(at: usize, to: usize, text: string): bool {
  if (at + <usize>text.length > to) return false
  for (let i = 0; i < text.length; i++) if (byteAt(at + <usize>i) !== <u32>text.charCodeAt(i)) return false
  return true
}

/** Sixteen bytes at a time, up to fifteen more than asked for: memory.copy costs 30 ns for the shortest text. */
export function copyText(to: usize, from: usize, length: usize): void {
  for (let i: usize = 0; i < length; i += 16) v128.store(to + i, v128.load(from + i))
}

/** Texts that are written again and again: each its length and its bytes, so that sixteen of them are copied at once. */
const texts = memory.data(512)
let textsEnd = texts

export function keepText(text: string): usize {
  const at = textsEnd
  store<u8>(at, <u8>text.length)
  for (let i = 0; i < text.length; i++) store<u8>(at + 1 + <usize>i, <u8>text.charCodeAt(i))
  textsEnd += 1 + <usize>text.length
  return at
}

@inline
export function putText(to: usize, text: usize): usize {
  const length = <usize>load<u8>(text)
  copyText(to, text + 1, length)
  return to + length
}

/** The first byte `wanted` in [from, to); `to` if there is none. Sixteen bytes at a time: what is behind `to` may be read. */
@inline
export function find(from: usize, to: usize, wanted: u8): usize {
  const bytes = i8x16.splat(wanted)
  let p = from
  while (p < to) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(p), bytes))
    if (found !== 0) return min(p + <usize>ctz(found), to)
    p += 16
  }
  return to
}

/** The first line feed. Lines are long: 32 bytes at a time. */
@inline
export function lineEnd(from: usize, to: usize): usize {
  const feeds = i8x16.splat(10)
  for (let p = from; p < to; p += 32) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(p), feeds)) | (i8x16.bitmask(i8x16.eq(v128.load(p, 16), feeds)) << 16)
    if (found !== 0) return min(p + <usize>ctz(found), to)
  }
  return to
}

/** The first space. */
export function wordEnd(from: usize, to: usize): usize {
  return find(from, to, 32)
}

/** The first comma or space. */
export function fieldEnd(from: usize, to: usize): usize {
  const commas = i8x16.splat(44)
  const spaces = i8x16.splat(32)
  let p = from
  while (p < to) {
    const bytes = v128.load(p)
    const found = i8x16.bitmask(v128.or(i8x16.eq(bytes, commas), i8x16.eq(bytes, spaces)))
    if (found !== 0) return min(p + <usize>ctz(found), to)
    p += 16
  }
  return to
}

/** One bit for each of 16 bytes that is a letter or a digit. */
@inline
export function wordBits(at: usize): i32 {
  const bytes = v128.load(at)
  const letters = i8x16.sub(v128.or(bytes, i8x16.splat(32)), i8x16.splat(97))
  const digits = i8x16.sub(bytes, i8x16.splat(48))
  return i8x16.bitmask(
    v128.or(i8x16.lt_u(letters, i8x16.splat(26)), i8x16.lt_u(digits, i8x16.splat(10))),
  )
}

/** The first of 32 bytes that is neither letter nor digit; behind them if all are. */
export function alphanumericEnd(at: usize): usize {
  const first = wordBits(at)
  if (first !== 0xffff) return at + <usize>ctz(~first)
  return at + 16 + <usize>ctz(~wordBits(at + 16))
}

/** Whether the bytes [from, to) are ASCII without control characters and without two spaces in a row. */
export function isOneLine(from: usize, to: usize): bool {
  const spaces = i8x16.splat(32)
  for (let p = from; p < to; p += 16) {
    const bytes = v128.load(p)
    const others = v128.or(i8x16.lt_s(bytes, spaces), i8x16.eq(bytes, i8x16.splat(127)))
    const doubled = v128.and(i8x16.eq(bytes, spaces), i8x16.eq(v128.load(p, 1), spaces))
    const found = i8x16.bitmask(v128.or(others, doubled))
    if (found !== 0 && p + <usize>ctz(found) < to) return false
  }
  return true
}

/** A number without leading zeros and of three digits at most, in the place of `at`; the digits behind it are counted. */
export let digitsEnd: usize = 0

export function smallNumber(at: usize): u32 {
  let number: u32 = 0
  let p = at
  while (p < at + 3 && isDigit(byteAt(p))) number = number * 10 + byteAt(p++) - 48
  digitsEnd = p
  return p === at || (p > at + 1 && byteAt(at) === 48) ? 1000 : number
}

/** Whether the bytes [from, to) are ASCII. */
export function isAscii(from: usize, to: usize): bool {
  for (let p = from; p < to; p += 16) {
    const found = i8x16.bitmask(v128.load(p))
    if (found !== 0 && p + <usize>ctz(found) < to) return false
  }
  return true
}

/** The first letter in upper case; `to` if there is none. */
export function upperCaseAt(from: usize, to: usize): usize {
  for (let p = from; p < to; p += 16) {
    const found = i8x16.bitmask(i8x16.lt_u(i8x16.sub(v128.load(p), i8x16.splat(65)), i8x16.splat(26)))
    if (found !== 0) return min(p + <usize>ctz(found), to)
  }
  return to
}

/** Of the address that was read last: where its domain begins. */
export let domainStart: usize = 0

/**
 * A plain address from `from` up to the byte `stop` -> where it ends; 0 if it is not plain (quotes, no domain, bytes above
 * 0x7e, white space). Its domain becomes lower case.
 */
export function readAddress(from: usize, to: usize, stop: u32): usize {
  let at: usize = 0
  for (let p = from; p < to; p += 16) {
    for (let found = specialBits(p); found !== 0; found &= found - 1) {
      const special = p + <usize>ctz(found)
      const byte = byteAt(special)
      if (special >= to) return 0
      if (byte === 64) {
        if (at !== 0) return 0
        at = special
      } else {
        // A source route begins with @.
        if (byte !== stop || at <= from || at + 1 === special || special - from > LONGEST) return 0
        domainStart = at + 1
        lowerCase(at + 1, special)
        return special
      }
    }
  }
  return 0
}

/** One bit for each of 16 bytes that is no plain part of an address: @ " < > DEL, white space, bytes above 0x7f. */
@inline
function specialBits(at: usize): i32 {
  const bytes = v128.load(at)
  const signs = v128.or(
    v128.or(i8x16.eq(bytes, i8x16.splat(64)), i8x16.eq(bytes, i8x16.splat(34))),
    v128.or(i8x16.eq(bytes, i8x16.splat(60)), i8x16.eq(bytes, i8x16.splat(62))),
  )
  const others = v128.or(i8x16.lt_s(bytes, i8x16.splat(33)), i8x16.eq(bytes, i8x16.splat(127)))
  return i8x16.bitmask(v128.or(signs, others))
}

/** What was put in lower case in this line, and where it is kept as it was written. */
let loweredAt: usize = 0
let loweredLength: usize = 0

function lowerCase(from: usize, to: usize): void {
  let p = upperCaseAt(from, to)
  if (p === to) return
  loweredAt = from
  loweredLength = to - from
  copyText(WRITTEN_AT, from, loweredLength)
  for (; p < to; p++) if (isUpper(byteAt(p))) store<u8>(p, load<u8>(p) | 32)
}

/** A line begins: nothing of it was changed. */
@inline
export function beginLine(): void {
  loweredLength = 0
}

/** The reader is to see the line as it was written. */
export function restoreLine(): void {
  for (let i: usize = 0; i < loweredLength; i++) store<u8>(loweredAt + i, load<u8>(WRITTEN_AT + i))
}
