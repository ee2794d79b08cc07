/**
 * Exim's own log, behind "2026-10-14 13:18:19": arrivals, plain deliveries and "Completed"; whatever else may matter is
 * OTHER.
 */
import { hashBytes } from './hash'
import { storeRecipient, storeRelay } from './postfix'
import {
  DOMAIN_HI,
  DSN,
  EXIM_ARRIVAL,
  EXIM_BOUNCED,
  EXIM_COMPLETED,
  EXIM_DEFERRED,
  EXIM_DELIVERED,
  ID_END,
  ID_HI,
  ID_START,
  OTHER,
  RELAY_END,
  RELAY_START,
  TEXT_END,
  TEXT_START,
  VALUE_END,
  VALUE_START,
} from './row'
import { readZone } from './stamp'
import { byteAt, domainStart, isAscii, isDigit, isOneLine, isUpper, NOTHING, readAddress, startsWith, wordBits, wordEnd } from './text'

/** `at` is behind the time and its fraction, where a space stands. */
export function scanExim(row: usize, at: usize, end: usize): u32 {
  let p = at + 1
  const sign = byteAt(p)
  if (sign === 43 || sign === 45) {
    p = readZone(p)
    if (p === 0 || byteAt(p) !== 32) return OTHER
    p++
  }
  // "[1234] "
  if (byteAt(p) === 91) {
    p++
    while (isDigit(byteAt(p))) p++
    if (load<u16>(p) !== 0x205d) return OTHER
    p += 2
  }
  // "H=…": what a client did.
  if (load<u16>(p) === 0x3d48) return NOTHING
  const words = load<u64>(p)
  if (words === 0x7571207472617453 && startsWith(p, end, 'Start queue run: ')) return NOTHING
  if (words === 0x7565757120646e45 && startsWith(p, end, 'End queue run: ')) return NOTHING
  if (words === 0x6e6f632050544d53 && startsWith(p, end, 'SMTP connection from ')) return NOTHING
  if (words === 0x2074736f68206f6e && startsWith(p, end, 'no host name found for IP address ')) return NOTHING
  const length = idLength(p)
  const flag = p + length + 1
  if (length === 0 || byteAt(flag - 1) !== 32 || flag + 3 > end) return OTHER
  const kind = scanFlag(row, flag, end)
  if (kind === NOTHING || kind === OTHER) return kind
  store<u32>(row, <u32>p, ID_START)
  store<u32>(row, <u32>(flag - 1), ID_END)
  store<u64>(row, hashBytes(p, flag - 1), ID_HI)
  return kind
}

/** 16 or 23; 0 if there is no message id: letters and digits, with hyphens at two places. */
function idLength(at: usize): usize {
  if (byteAt(at + 6) !== 45) return 0
  const first = wordBits(at)
  if (byteAt(at + 13) === 45) return first === 0b1101111110111111 ? 16 : 0
  const isLong = byteAt(at + 18) === 45 && first === 0b1111111110111111 && (wordBits(at + 16) & 0b1111111) === 0b1111011
  return isLong ? 23 : 0
}

function scanFlag(row: usize, flag: usize, end: usize): u32 {
  const sign = load<u16>(flag)
  if (byteAt(flag + 2) !== 32) {
    return load<u64>(flag) === 0x6574656c706d6f43 && byteAt(flag + 8) === 100 ? EXIM_COMPLETED : NOTHING
  }
  // "=>", "->"
  if (sign === 0x3e3d || sign === 0x3e2d) return scanDelivered(row, flag + 3, end)
  // "<="
  if (sign === 0x3d3c) return scanArrival(row, flag + 3, end)
  // "**", "=="
  if (sign === 0x2a2a) return scanFailure(row, flag + 3, end, false) ? EXIM_BOUNCED : OTHER
  if (sign === 0x3d3d) return scanFailure(row, flag + 3, end, true) ? EXIM_DEFERRED : OTHER
  return OTHER
}

/** "ada@example.com H=mx.example.com [192.0.2.1] P=esmtp S=1234 id=1@example.com" */
function scanArrival(row: usize, at: usize, end: usize): u32 {
  let space = at + 2
  if (load<u16>(at) === 0x3e3c && byteAt(space) === 32) {
    space = at
    store<u64>(row, 0, DOMAIN_HI)
  } else {
    space = readAddress(at, end, 32)
    if (space === 0) return OTHER
    store<u64>(row, hashBytes(domainStart, space), DOMAIN_HI)
  }
  // The last word is " id=…", or the last one before a subject that ends the line.
  const behind = byteAt(end - 1) === 34 ? subjectStart(space, end) : end
  let word = behind - 1
  while (word > space && byteAt(word) !== 32) word--
  if (word <= space || load<u32>(word) !== 0x3d646920) return OTHER
  store<u32>(row, <u32>at, VALUE_START)
  store<u32>(row, <u32>space, VALUE_END)
  store<u32>(row, <u32>(word + 4), RELAY_START)
  store<u32>(row, <u32>behind, RELAY_END)
  return EXIM_ARRIVAL
}

/** Where ` T="` stands first; `from` if it does not. */
function subjectStart(from: usize, to: usize): usize {
  for (let p = from; p + 4 < to; p++) if (load<u32>(p) === 0x223d5420) return p
  return from
}

/** "ada@example.net R=… T=… H=mx.example.net [192.0.2.1]:25 …", "ada <ada@example.net> R=…" */
function scanDelivered(row: usize, at: usize, end: usize): u32 {
  const first = byteAt(at)
  // A pipe, a file, an autoreply.
  if (first === 124 || first === 47 || first === 62 || first === 34) return OTHER
  let recipient = at
  let close = readAddress(at, end, 32)
  let fields = close
  if (byteAt(wordEnd(at, end) + 1) === 60) {
    // The top address; of a local part alone it is the recipient.
    const space = wordEnd(at, end)
    if (close === 0) {
      if (!isLocalPart(at, space)) return OTHER
      recipient = space + 2
      close = readAddress(recipient, end, 62)
      fields = close + 1
    } else {
      fields = space + 2
      while (fields < end && byteAt(fields) !== 62 && byteAt(fields) !== 34) fields++
      if (byteAt(fields) !== 62) return OTHER
      fields++
    }
  } else if (close !== 0 && byteAt(close + 2) !== 61) return OTHER
  if (close === 0) return OTHER
  storeRecipient(row, recipient, close)
  store<u32>(row, 0, RELAY_START)
  store<u32>(row, 0, RELAY_END)
  return scanFields(row, fields, end) ? EXIM_DELIVERED : OTHER
}

function isLocalPart(from: usize, to: usize): bool {
  for (let p = from; p < to; p++) {
    const byte = byteAt(p)
    if (byte <= 32 || byte >= 127 || byte === 64 || byte === 34) return false
  }
  return true
}

/**
 * "ada@example.net R=dnslookup T=remote_smtp H=mx.example.net [192.0.2.1]: SMTP error from remote mail server after …"; a deferral
 * has "defer (-44)" before its host. Of a text that does not begin so the reader has to know more.
 */
function scanFailure(row: usize, at: usize, end: usize, isDeferral: bool): bool {
  const close = readAddress(at, end, 32)
  if (close === 0 || byteAt(close + 2) !== 61) return false
  storeRecipient(row, at, close)
  let p = close
  // R, S and T
  while (p + 2 < end && byteAt(p + 2) === 61 && byteAt(p + 1) >= 82 && byteAt(p + 1) <= 84) p = wordEnd(p + 1, end)
  store<u32>(row, 0, DSN)
  if (isDeferral) {
    p = readDefer(row, p, end)
    if (p === 0) return false
  }
  // " H=mx.example.net [192.0.2.1]:25"
  if (load<u32>(p) << 8 !== 0x3d482000) return false
  const relay = p + 3
  p = wordEnd(relay, end)
  if (load<u16>(p) !== 0x5b20) return false
  while (p < end && byteAt(p) !== 93) p++
  p++
  if (p >= end || !storeRelay(row, relay, p)) return false
  if (byteAt(p) === 58 && isDigit(byteAt(p + 1))) for (p++; isDigit(byteAt(p)); ) p++
  // " X=TLS1.3:… CV=yes"
  while (byteAt(p) === 32 && isUpper(byteAt(p + 1))) {
    const word = wordEnd(p + 1, end)
    if (byteAt(p + 2) !== 61 && byteAt(p + 3) !== 61) return false
    if (byteAt(word - 1) === 58 || byteAt(p + 3) === 34 || byteAt(p + 4) === 34 || !isAscii(p, word)) return false
    p = word
  }
  if (load<u16>(p) === 0x3a20) p++
  if (load<u16>(p) !== 0x203a) return false
  const text = p + 2
  if (!isOneLine(text, end) || !isPlainText(text, end)) return false
  store<u32>(row, <u32>text, TEXT_START)
  store<u32>(row, <u32>end, TEXT_END)
  return true
}

/** " defer (-44)", " defer (110)" -> the index behind it; 0 if it is not there. */
function readDefer(row: usize, at: usize, end: usize): usize {
  if (!startsWith(at, end, ' defer (')) return 0
  let p = at + 8
  const isNegative = byteAt(p) === 45
  if (isNegative) p++
  let number: u32 = 0
  const first = p
  for (; isDigit(byteAt(p)); p++) number = number * 10 + byteAt(p) - 48
  if (p === first || p > first + 4 || byteAt(p) !== 41) return 0
  store<u32>(row, isNegative ? number + 100000 : number + 1, DSN)
  return p + 1
}

/** A server's answer, or the system's words for none: neither an expiry nor what tells of no attempt. */
function isPlainText(from: usize, to: usize): bool {
  const isKnown =
    startsWith(from, to, 'SMTP error from remote mail server after ') ||
    startsWith(from, to, 'Connection refused') ||
    startsWith(from, to, 'Connection timed out')
  if (!isKnown || (to - from > 8 && startsWith(to - 8, to, 'exceeded'))) return false
  // " DT=1s" behind the text.
  let word = to
  while (word > from && byteAt(word - 1) !== 32) word--
  return byteAt(word + 1) !== 84 || byteAt(word + 2) !== 61
}

/** Q, R, S and T, then H; false for a sender (F=), for SRS and for what stands elsewhere. */
function scanFields(row: usize, from: usize, end: usize): bool {
  let p = from
  while (p + 2 < end && byteAt(p + 2) === 61) {
    const name = byteAt(p + 1)
    if (name === 72) return scanHost(row, p, end)
    if (name < 81 || name > 84) return name !== 70 && name !== 80
    p = wordEnd(p + 1, end)
  }
  // " SRS=<…>"
  return !(byteAt(p + 1) === 83 && byteAt(p + 2) === 82)
}

/** " H=mx.example.com [192.0.2.1]:25"; false for what may be a content filter on loopback. */
function scanHost(row: usize, at: usize, end: usize): bool {
  const name = at + 3
  const nameEnd = wordEnd(name, end)
  if (load<u16>(nameEnd) !== 0x5b20) return false
  const ip = nameEnd + 2
  return byteAt(ip) !== 58 && load<u32>(ip) !== 0x2e373231 && storeRelay(row, name, nameEnd)
}
