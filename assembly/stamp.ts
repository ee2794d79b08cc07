/** The time stamp at the begin of a line: "Oct 14 13:18:19 ", "2026-10-14T13:18:19.123456+02:00 ", "2026-10-14 13:18:19.123 +0200 ". */
import { NO_ZONE } from './row'
import { byteAt, copyText, isDigit, isSame, twoDigits } from './text'

/** Of the stamp that was read last; as in a row. */
export let date: u32 = 0
export let time: u32 = 0
export let zone: i32 = NO_ZONE

@inline
function month3(a: u32, b: u32, c: u32): u32 {
  return (a << 16) | (b << 8) | c
}

/** 0 if it is none. */
function monthAt(at: usize): u32 {
  const name = month3(byteAt(at), byteAt(at + 1), byteAt(at + 2))
  if (name === month3(74, 97, 110)) return 1
  if (name === month3(70, 101, 98)) return 2
  if (name === month3(77, 97, 114)) return 3
  if (name === month3(65, 112, 114)) return 4
  if (name === month3(77, 97, 121)) return 5
  if (name === month3(74, 117, 110)) return 6
  if (name === month3(74, 117, 108)) return 7
  if (name === month3(65, 117, 103)) return 8
  if (name === month3(83, 101, 112)) return 9
  if (name === month3(79, 99, 116)) return 10
  if (name === month3(78, 111, 118)) return 11
  return name === month3(68, 101, 99) ? 12 : 0
}

/** Line after line the stamp is the same: of the last one of either form, its text without a fraction, and what it says. */
const SHORT: usize = 16
const LONG: usize = 19
const shortText = memory.data(32)
let shortDate: u32 = 0
let shortTime: u32 = 0
const longText = memory.data(32)
let longDate: u32 = 0
let longTime: u32 = 0

/** hh:mm:ss at `at` into `time`. */
function readTime(at: usize): bool {
  const hour = twoDigits(at)
  const minute = twoDigits(at + 3)
  const second = twoDigits(at + 6)
  if (hour > 23 || minute > 59 || second > 60 || byteAt(at + 2) !== 58 || byteAt(at + 5) !== 58) return false
  time = ((hour * 60 + minute) * 60 + second) * 1000
  return true
}

/** Whether a stamp "Oct 14 13:18:19 " may stand here, by its spaces and colons. */
@inline
export function isShortStamp(at: usize): bool {
  const signs = i8x16.eq(v128.load(at), i8x16(0, 0, 0, 32, 0, 0, 32, 0, 0, 58, 0, 0, 58, 0, 0, 32))
  return (i8x16.bitmask(signs) & 0x9248) === 0x9248
}

/** Reads what isShortStamp found; false if it is none. */
@inline
export function readShortStamp(at: usize): bool {
  if (!isSame(at, shortText, SHORT) && !readNewShortStamp(at)) return false
  date = shortDate
  time = shortTime
  zone = NO_ZONE
  return true
}

function readNewShortStamp(at: usize): bool {
  const month = monthAt(at)
  const tens = byteAt(at + 4)
  const day = tens === 32 ? byteAt(at + 5) - 48 : twoDigits(at + 4)
  if (month === 0 || day === 0 || day > 31 || !readTime(at + 7)) return false
  shortDate = month * 100 + day
  shortTime = time
  copyText(shortText, at, SHORT)
  return true
}

/** "2026-10-14" with `between` and "13:18:19.123" behind it -> the index behind the time and its fraction; 0 if it is none. */
@inline
export function readLongStamp(at: usize, between: u32): usize {
  if (!isSame(at, longText, LONG) && !readNewLongStamp(at, between)) return 0
  date = longDate
  time = longTime
  zone = NO_ZONE
  return readFraction(at + LONG)
}

function readNewLongStamp(at: usize, between: u32): bool {
  const century = twoDigits(at)
  const year = twoDigits(at + 2)
  const month = twoDigits(at + 5)
  const day = twoDigits(at + 8)
  if (century > 99 || year > 99 || month === 0 || month > 12 || day === 0 || day > 31) return false
  if (century * 100 + year < 1970 || byteAt(at + 4) !== 45 || byteAt(at + 7) !== 45) return false
  if (byteAt(at + 10) !== between || !readTime(at + 11)) return false
  longDate = ((century * 100 + year) * 100 + month) * 100 + day
  longTime = time
  copyText(longText, at, LONG)
  return true
}

/** ".123456", of which milliseconds count -> the index behind it; 0 for a dot alone. */
function readFraction(at: usize): usize {
  if (byteAt(at) !== 46) return at
  if (!isDigit(byteAt(at + 1))) return 0
  let p = at + 1
  for (let weight: u32 = 100; isDigit(byteAt(p)); p++, weight /= 10) time += (byteAt(p) - 48) * weight
  return p
}

/** "Z", "+0200", "+02:00" -> the index behind it; 0 if it is none. */
export function readZone(at: usize): usize {
  const sign = byteAt(at)
  if (sign === 90) {
    zone = 0
    return at + 1
  }
  if (sign !== 43 && sign !== 45) return 0
  const hours = twoDigits(at + 1)
  const colon: usize = byteAt(at + 3) === 58 ? 1 : 0
  const minutes = twoDigits(at + 3 + colon)
  if (hours > 99 || minutes > 99) return 0
  zone = <i32>(hours * 60 + minutes)
  if (sign === 45) zone = -zone
  return at + 5 + colon
}
