/**
 * What the text of a failure says, as a hash of 64 bits: texts that differ in nothing but what differs from mail to mail (the
 * parties' addresses, names of hosts that took part, IP addresses, long ids, numbers) have the same.
 *
 * It is finer than the masks of src/classify/mask.ts and src/report/template.ts: texts with the same hash, of the same outcome and
 * declared code and with a next hop of the same operator, get the same verdict (but for a waiting time, which no report
 * counts), codes and template (test/ingest/log/said.test.ts
 * holds them against each other). So whatever is not certain stays as it is written, and of what the masks may see otherwise for
 * other parties no hash is made: then the reader looks at the text itself.
 */
import { SENDER, SENDER_AT, SIGNS_AT } from './memory'
import {
  DOMAIN_START,
  NO_WAIT,
  RELAY_END,
  RELAY_START,
  SAID_HI,
  SAID_WAIT,
  TEXT_END,
  TEXT_START,
  VALUE_END,
  VALUE_START,
} from './row'
import { finishRun, mixIntoRun, startRun } from './hash'
import { addTo, mayHold, SIGNS_BYTES } from './signs'
import { byteAt, isDigit, isLower, isSame, isUpper, lowerAt, startsWith, wordBits } from './text'

/** A longer text may be cut in the middle of a word by report/template.ts. */
const LONGEST_SAID: usize = 360

/** Kinds of byte. END ends a word for both masks. */
const END: u32 = 1
const DIGIT: u32 = 2
const LOWER: u32 = 4
const UPPER: u32 = 8
const LETTER: u32 = LOWER | UPPER
/** "-", "_" */
const DASH: u32 = 16
const DOT: u32 = 32
const AT: u32 = 64
const PLUS: u32 = 128
/** Ends a word for one of the masks. */
const COLON: u32 = 256
const EQUALS: u32 = 512
const OTHER: u32 = 1024

const kinds = memory.data(256)
for (let byte: u32 = 0; byte < 128; byte++) store<u16>(kinds + (<usize>byte << 1), <u16>kindOf(byte))

function kindOf(byte: u32): u32 {
  if (byte <= 32 || '<>()[]{}"\',;|'.includes(String.fromCharCode(byte))) return END
  if (isDigit(byte)) return DIGIT
  if (isLower(byte)) return LOWER
  if (isUpper(byte)) return UPPER
  if (byte === 45 || byte === 95) return DASH
  if (byte === 46) return DOT
  if (byte === 64) return AT
  if (byte === 43) return PLUS
  if (byte === 58 || byte === 96) return COLON
  return byte === 61 ? EQUALS : OTHER
}

/** Of ASCII, as the text is. */
@inline
function kindAt(at: usize): u32 {
  return <u32>load<u16>(kinds + (<usize>load<u8>(at) << 1))
}

/** What stands for a word in the hash: no bytes of ASCII are like these. */
const MARK: u32 = 0xffffff00
const SERVER: u32 = MARK | 1
const RECIPIENT: u32 = MARK | 2
const SENDER_ADDRESS: u32 = MARK | 3
const ADDRESS: u32 = MARK | 4
const IP: u32 = MARK | 5
const NUMBER: u32 = MARK | 6
const ID: u32 = MARK | 7
/** Also of the sender's domain, of the recipient's. */
const HOST: u32 = MARK | 8
/** The same for a name that stands as it is written. */
const NAMED: u32 = MARK | 16
/** Of so many digits. */
const TIME: u32 = MARK | 32
const COUNT: u32 = MARK | 64
/** Of so many digits before its dot, four times, and behind it. */
const SCORE: u32 = MARK | 128
const AS_WRITTEN: u32 = 0
const UNCERTAIN: u32 = 1
const URL: u32 = 2

/** The parties of the line. */
let recipient: usize = 0
let recipientEnd: usize = 0
let recipientDomain: usize = 0
let sender: usize = 0
let senderEnd: usize = 0
let senderDomain: usize = 0

/** Up to here the text is in the hash. */
let written: usize = 0

/** Where the last name of a host ended. */
let nameEnd: usize = 0

/** Waiting times that were met, and the last one. */
let waits: u32 = 0
let wait: u32 = 0

/** Exim's text: a reply's line breaks stand in it as "\\n". */
let isExim: bool = false

/** `record`: what is known of the message; 0 if nothing is. False: there is no hash, and both halves are 0. */
export function hashSaid(row: usize, record: usize, exim: bool): bool {
  isExim = exim
  const from = <usize>load<u32>(row, TEXT_START)
  const to = <usize>load<u32>(row, TEXT_END)
  hashNothing(row)
  if (to - from > LONGEST_SAID) return false
  setParties(row, record)
  startRun()
  written = from
  nameEnd = 0
  waits = 0
  let p = exim ? from : serverEnd(row, from, to)
  if (p !== from) markWord(SERVER, from, p)
  for (p = nextMarkable(p, to); p < to; p = nextMarkable(p, to)) {
    p = hashWord(p, to)
    if (p === 0) return false
  }
  writeTo(to)
  store<u64>(row, finishRun(), SAID_HI)
  store<u32>(row, waits === 1 ? wait : NO_WAIT, SAID_WAIT)
  return true
}

export function hashNothing(row: usize): void {
  store<u64>(row, 0, SAID_HI)
}

function setParties(row: usize, record: usize): void {
  recipient = <usize>load<u32>(row, VALUE_START)
  recipientEnd = <usize>load<u32>(row, VALUE_END)
  recipientDomain = <usize>load<u32>(row, DOMAIN_START)
  const length: usize = record === 0 ? 0 : <usize>load<u32>(record, SENDER)
  sender = senderEnd = senderDomain = 0
  if (length < 2) return
  sender = record + SENDER_AT
  senderEnd = sender + length - 1
  senderDomain = senderEnd
  while (byteAt(senderDomain - 1) !== 64) senderDomain--
}

/** Behind "host name[address]" of the next hop itself, which src/ingest/log/postfix-cause.ts takes off; `from` if it is not there. */
function serverEnd(row: usize, from: usize, to: usize): usize {
  const at = startsWith(from, to, 'delivery temporarily suspended: ') ? from + 32 : from
  if (!startsWith(at, to, 'host ')) return from
  const relay = <usize>load<u32>(row, RELAY_START)
  let end = <usize>load<u32>(row, RELAY_END)
  while (end > relay && byteAt(end - 1) !== 93) end--
  const behind = at + 5 + (end - relay)
  if (end === relay || behind > to || !isSame(at + 5, relay, end - relay)) return from
  if (!startsWith(behind, to, ' said: ') && !startsWith(behind, to, ' refused to talk to me: ')) return from
  writeTo(at)
  written = at
  return behind
}

function writeTo(to: usize): void {
  let p = written
  for (; p + 8 <= to; p += 8) mixIntoRun(load<u64>(p))
  if (p < to) mixIntoRun(load<u64>(p) & ((<u64>1 << ((<u64>(to - p)) << 3)) - 1))
}

/** The text up to `from` as it is, and a mark for what stands up to `to`. */
function markWord(mark: u32, from: usize, to: usize): void {
  if (from > written) writeTo(from)
  mixIntoRun(mark)
  written = to
}

/**
 * The first word from `at` on with a digit, a dot, an @ or a backslash; `to` if there is none. In others nothing is marked, and they
 * are most: sixteen bytes at a time.
 */
function nextMarkable(at: usize, to: usize): usize {
  for (let p = at; p < to; p += 16) {
    const bytes = v128.load(p)
    const digits = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(48)), i8x16.splat(10))
    const dots = v128.or(i8x16.eq(bytes, i8x16.splat(46)), i8x16.eq(bytes, i8x16.splat(64)))
    const found = i8x16.bitmask(v128.or(v128.or(digits, dots), i8x16.eq(bytes, i8x16.splat(92))))
    if (found === 0) continue
    let word = p + <usize>ctz(found)
    if (word >= to) return to
    while (word > at && kindAt(word - 1) !== END) word--
    return word
  }
  return to
}

/** Of the word at `at`: its kinds of bytes and its digits, without the dots and colons at its end. */
let seen: u32 = 0
let digits: u32 = 0
let core: usize = 0
let equals: usize = 0
let isEscaped: bool = false
/** Where begins what the word's mark stands for. */
let marked: usize = 0

/** -> where the next word begins; 0 if the text has no hash. */
function hashWord(at: usize, to: usize): usize {
  const behind = at + (recipientEnd - recipient)
  const isWord = behind === to || (behind < to && kindAt(behind) === END)
  if (isWord && isSame(at, recipient, behind - at) && isPlainRecipient()) {
    markWord(RECIPIENT, at, behind)
    return behind + 1
  }
  const end = lookAt(at, to)
  if (isEscaped) return 0
  if ((seen & (DOT | AT)) === 0 && digits < 4 && seen !== DIGIT) return end + 1
  marked = equals === 0 ? at : equals + 1
  const mark = markOf(at, end, to)
  if (mark === UNCERTAIN) return 0
  if (mark === URL) return hashUrl(at, to)
  if ((mark & NAMED) === NAMED) {
    writeTo(core)
    written = core
    mixIntoRun(mark)
  } else if (mark !== AS_WRITTEN) markWord(mark, marked, core)
  return end + 1
}

function lookAt(at: usize, to: usize): usize {
  seen = digits = 0
  isEscaped = false
  equals = 0
  core = at
  let late: u32 = 0
  let p = at
  for (; p < to; p++) {
    const kind = kindAt(p)
    if (kind === END) break
    if (kind === OTHER && isExim && byteAt(p) === 92) {
      // "\\n550": a word ends; what else is escaped is looked at by the reader.
      if (byteAt(p + 1) === 110 && isReplyCode(p + 2)) break
      isEscaped = true
    }
    if ((kind & (DOT | COLON)) !== 0) {
      late |= kind
      // "user@example.com...", "denied...3f0a": a word of its own follows.
      if (kind === DOT && p > at && byteAt(p - 1) === 46) late |= OTHER
      continue
    }
    seen |= kind | late
    late = 0
    core = p + 1
    if (kind === DIGIT) digits++
    else if (kind === EQUALS) {
      if (equals !== 0) seen |= OTHER
      equals = p
    }
  }
  return p
}

function markOf(at: usize, end: usize, to: usize): u32 {
  if ((seen & AT) !== 0) {
    const isPlain = (seen & ~(DIGIT | LETTER | DASH | DOT | AT | PLUS)) === 0
    return isPlain && isCertain(at) ? addressMark(at) : UNCERTAIN
  }
  if ((seen & DOT) === 0) {
    if (seen === DIGIT) {
      if (digits > 6) return NUMBER
      if (isTime(at, end, to)) return timeMark(at)
      return isMereNumber(at, end, to) ? COUNT + digits : AS_WRITTEN
    }
    return isId(at, DIGIT | LETTER | DASH) ? ID : AS_WRITTEN
  }
  if ((seen & LETTER) === 0) return isIpv4(at) ? IP : scoreMark(at, end, to)
  if ((seen & COLON) !== 0) return isUrl(at) ? URL : colonMark(at)
  return nameMark(at)
}

/** "550 ", "550-" */
function isReplyCode(at: usize): bool {
  const next = byteAt(at + 3)
  return byteAt(at) - 50 < 4 && isDigit(byteAt(at + 1)) && isDigit(byteAt(at + 2)) && (next === 32 || next === 45)
}

/** Nothing that may be taken for a reply code or an enhanced code stands at its begin. */
function isCertain(at: usize): bool {
  if ((kindAt(at) & (LETTER | DIGIT)) === 0) return false
  if (!isDigit(byteAt(at))) return true
  if (byteAt(at + 1) === 46) return false
  return !isDigit(byteAt(at + 1)) || !isDigit(byteAt(at + 2)) || isDigit(byteAt(at + 3)) || byteAt(at + 3) === 46
}

function isId(at: usize, allowed: u32): bool {
  return (
    digits > 3 && core - at > 15 && (seen & LETTER) !== 0 && (seen & ~allowed) === 0 && isCertain(at)
  )
}

/** A whole word behind a space and a word in lower case. */
function isBehindWord(at: usize, end: usize): bool {
  return core === end && byteAt(at - 1) === 32 && isLower(byteAt(at - 2))
}

/** "in 289 seconds", of which no report says how many. Where no word stands before it, it may be a reply code. */
function isTime(at: usize, end: usize, to: usize): bool {
  if (!isBehindWord(at, end)) return false
  return (startsWith(end, to, ' second') || startsWith(end, to, ' minute') || startsWith(end, to, ' hour'))
}

/** "of 10240 bytes": a number behind a word that is no code, no waiting time and nothing that a rule looks for. */
function isMereNumber(at: usize, end: usize, to: usize): bool {
  if (!isBehindWord(at, end) || byteAt(at) === 48) return false
  // "[mx.example.net 592]"
  const isBehindName = nameEnd === at - 1 && end < to && byteAt(end) === 93
  if (digits === 3 && mayBeCode(at) && !isBehindName) return false
  return !mayBeTime(at, end, to) && !isKnownNumber(at)
}

/** "12.592" of so many digits before and behind its dot, in the same way; else as it is written. */
function scoreMark(at: usize, end: usize, to: usize): u32 {
  let dot = at
  while (isDigit(byteAt(dot))) dot++
  const before = <u32>(dot - at)
  const behind = <u32>(core - dot - 1)
  if (seen !== (DIGIT | DOT) || digits !== before + behind || before - 1 > 2 || behind - 1 > 2) return AS_WRITTEN
  if (!isBehindWord(at, end) || byteAt(at) === 48) return AS_WRITTEN
  if ((before === 3 && mayBeCode(at)) || mayBeTime(at, end, to) || isKnownNumber(at)) return AS_WRITTEN
  return SCORE + before * 4 + behind
}

/** As the first of three digits: 200 to 599. */
function mayBeCode(at: usize): bool {
  return byteAt(at) - 50 < 4
}

/** "retry in 300", "try again after 5", "300,5", "5 min", "2 days", "10 sec": src/classify/retry-after.ts may see a waiting time. */
function mayBeTime(at: usize, end: usize, to: usize): bool {
  if (end < to && byteAt(end) === 44) return true
  if (byteAt(at - 3) === 105 && byteAt(at - 2) === 110) return true
  if (byteAt(at - 4) === 116 && byteAt(at - 3) === 101 && byteAt(at - 2) === 114) return true
  return end + 1 < to && byteAt(end) === 32 && isUnit(end + 1, to)
}

/** "s", "sec", "stunden", "m", "min", "h", "hour", "d", "days", or a word that begins so. */
function isUnit(at: usize, to: usize): bool {
  const first = lowerAt(at)
  const next = at + 1 < to ? lowerAt(at + 1) : 0
  if (!isLower(next)) return first === 115 || first === 109 || first === 104 || first === 100
  if (first === 115) return next === 101 || next === 116
  if (first === 104) return next === 111 || next === 114 || next === 101
  return (first === 109 && next === 105) || (first === 100 && next === 97)
}

/** Numbers that a rule looks for, eight bytes each, zeros behind the digits. */
const NUMBERS_BYTES: usize = 512
const numbers = memory.data(512)
let numbersEnd = numbers

/** The first four digits, and those behind them, the first one in the lowest byte. */
export function addNumber(digits: u32, more: u32): void {
  if (numbersEnd === numbers + NUMBERS_BYTES) unreachable()
  store<u32>(numbersEnd, digits)
  store<u32>(numbersEnd, more, 4)
  numbersEnd += 8
}

function isKnownNumber(at: usize): bool {
  for (let number = numbers; number < numbersEnd; number += 8) {
    let i: usize = 0
    while (i < 8 && byteAt(number + i) !== 0 && byteAt(number + i) === byteAt(at + i)) i++
    if (i === 8 || byteAt(number + i) === 0) return true
  }
  return false
}

function timeMark(at: usize): u32 {
  waits++
  wait = 0
  for (let p = at; p < core; p++) wait = wait * 10 + byteAt(p) - 48
  return TIME + <u32>digits
}

/** Four groups of one to three digits. */
function isIpv4(at: usize): bool {
  if (seen !== (DIGIT | DOT)) return false
  let dots = 0
  let group = 0
  for (let p = at; p < core; p++) {
    if (byteAt(p) === 46) {
      if (group === 0) return false
      dots++
      group = 0
    } else if (++group > 3) return false
  }
  return dots === 3
}

function isUrl(at: usize): bool {
  const behind = load<u32>(at) === 0x70747468 ? (byteAt(at + 4) === 115 ? at + 5 : at + 4) : 0
  return behind !== 0 && load<u16>(behind) === 0x2f3a && byteAt(behind + 2) === 47
}

/** A page that names the recipient's domain, as a greylist's does, is told as one -> where the URL ends. */
function hashUrl(at: usize, to: usize): usize {
  const end = urlEnd(at, to)
  const length = recipientEnd - recipientDomain
  for (let p = at; p + length <= end; p++) {
    const byte = byteAt(p)
    // Behind these a page may name anything.
    if (byte === 59 || byte === 61 || byte === 64) break
    if (byte !== 47 || !isAlike(p + 1, p + 1 + length, recipientDomain, recipientEnd)) continue
    core = p + 1 + length
    const isWhole = core === end || byteAt(core) === 47 || byteAt(core) === 46
    if (!isWhole || !isCertain(p + 1) || !isHost(p + 1) || !isMereWithin(p + 1, end)) break
    markWord(HOST + OF_RECIPIENT, p + 1, core)
    break
  }
  return end
}

/** Where src/classify/mask.ts ends a URL: it goes over signs that end a word. */
function urlEnd(at: usize, to: usize): usize {
  let p = at
  for (; p < to; p++) {
    const byte = byteAt(p)
    if (byte <= 32 || byte === 60 || byte === 62 || byte === 34 || byte === 39 || byte === 96) break
    if (byte === 41 || byte === 93 || byte === 125 || byte === 124 || byte === 44) break
  }
  return p
}

/** The line's recipient, as it is written there, is a word that `addressMark` is asked of. */
function isPlainRecipient(): bool {
  let signs: i32 = 0
  for (let p = recipient; p < recipientEnd; p += 16) {
    const bytes = v128.load(p)
    const dots = i8x16.eq(bytes, i8x16.splat(46))
    const ats = i8x16.eq(bytes, i8x16.splat(64))
    const dashes = v128.or(i8x16.eq(bytes, i8x16.splat(45)), i8x16.eq(bytes, i8x16.splat(95)))
    const others = v128.or(v128.or(dots, ats), v128.or(dashes, i8x16.eq(bytes, i8x16.splat(43))))
    const doubled = v128.and(dots, i8x16.eq(v128.load(p, 1), i8x16.splat(46)))
    const within = recipientEnd - p < 16 ? (1 << <i32>(recipientEnd - p)) - 1 : 0xffff
    const allowed = (wordBits(p) | i8x16.bitmask(others)) & ~i8x16.bitmask(doubled)
    if ((within & ~allowed) !== 0) return false
    signs += popcnt(i8x16.bitmask(ats) & within)
  }
  return signs === 1 && byteAt(recipientEnd - 1) !== 46 && isCertain(recipient)
}

function addressMark(at: usize): u32 {
  let sign = at
  while (byteAt(sign) !== 64) sign++
  for (let p = sign + 1; p < core; p++) if (byteAt(p) === 64) return UNCERTAIN
  if (sign === at || sign + 1 === core) return UNCERTAIN
  if (isAlike(at, core, recipient, recipientEnd)) return RECIPIENT
  if (isAlike(at, core, sender, senderEnd)) return SENDER_ADDRESS
  const relation = relationOf(sign + 1)
  return relation === OF_SENDER ? SENDER_ADDRESS : ADDRESS
}

const OF_SENDER: u32 = 1
const OF_RECIPIENT: u32 = 2

/** Whose domain [from, core) is; 0 if nobody's, or of both. */
function relationOf(from: usize): u32 {
  const ofSender = isAlike(from, core, senderDomain, senderEnd)
  const ofRecipient = isAlike(from, core, recipientDomain, recipientEnd)
  if (ofSender === ofRecipient) return 0
  return ofSender ? OF_SENDER : OF_RECIPIENT
}

/** The same in any case. */
function isAlike(from: usize, to: usize, other: usize, otherEnd: usize): bool {
  if (to - from !== otherEnd - other || to === from) return false
  for (let i: usize = 0; from + i < to; i++) if (lowerAt(from + i) !== lowerAt(other + i)) return false
  return true
}

/** What stands between the colons is a word for one mask, all of it is one for the other. */
function colonMark(at: usize): u32 {
  let part = at
  for (let p = at; p <= core; p++) {
    if (p < core && kindAt(p) !== COLON) continue
    if (byteAt(p) === 58 && byteAt(p + 1) === 47) return UNCERTAIN
    if (mayEndHost(part, p)) return UNCERTAIN
    part = p + 1
  }
  return AS_WRITTEN
}

/** Of the word that was asked about last: where its last label begins. */
let label: usize = 0

/** [from, to) ends like a host name: in letters of one case, or "xn--…". */
function mayEndHost(from: usize, to: usize): bool {
  let kindsOfLabel: u32 = 0
  label = to
  while (label > from && byteAt(label - 1) !== 46) kindsOfLabel |= kindAt(--label)
  if (kindsOfLabel === LOWER || kindsOfLabel === UPPER) return label > from && to - label > 1
  return (kindsOfLabel & DASH) !== 0 && (byteAt(label) | 32) === 120
}

/** A word with dots and letters: a host name, an id, a name with a number, or none of these. */
function nameMark(at: usize): u32 {
  if (!mayEndHost(at, core)) {
    if (!isDigit(byteAt(label))) return AS_WRITTEN
    return isId(at, DIGIT | LETTER | DASH | DOT) ? ID : numberMark(at)
  }
  let allowed = DIGIT | LETTER | DASH | DOT
  let name = at
  // "name=example.com"
  if (equals !== 0) {
    allowed |= EQUALS
    name = equals + 1
    if (name === core || equals === at || name - at > 32) return UNCERTAIN
    for (let p = at; p < equals; p++) if (!isLower(byteAt(p))) return UNCERTAIN
  }
  if ((seen & ~allowed) !== 0 || !isCertain(name) || !isHost(name)) return UNCERTAIN
  const relation = relationOf(name)
  nameEnd = core
  return (isMereName(name) ? HOST : NAMED) + relation
}

/** The number of "Win.Test.414": all digits of a word that begins with a letter. */
function numberMark(at: usize): u32 {
  if (seen !== (DIGIT | DOT | (seen & LETTER)) || digits !== <u32>(core - label) || digits > 6) return AS_WRITTEN
  if ((kindAt(at) & LETTER) === 0 || (kindAt(label - 2) & LETTER) === 0) return AS_WRITTEN
  if (byteAt(label) === 48 || isKnownNumber(label)) return AS_WRITTEN
  marked = label
  return COUNT + digits
}

/** Two to 22 labels of 63 bytes, the last of 24 letters. */
function isHost(from: usize): bool {
  let labels = 1
  let start = from
  for (let p = from; p < core; p++) {
    if (byteAt(p) !== 46) continue
    if (p === start || p - start > 63) return false
    labels++
    start = p + 1
  }
  return labels > 1 && labels <= 22 && core - start <= 24 && (kindAt(start) & LETTER) !== 0 && byteAt(start + 2) !== 45
}

/** Three or four letters that stand in every name that a rule looks for. */
export function addSign(letters: u32): void {
  addTo(SIGNS_AT, letters)
}

export function clearSigns(): void {
  memory.fill(SIGNS_AT, 0, SIGNS_BYTES)
  numbersEnd = numbers
}

/** No rule looks for the name [from, core): none of the signs stands in it, nor at its begin behind a space. */
function isMereName(from: usize): bool {
  let letters: u32 = (32 << 16) | (lowerAt(from) << 24)
  for (let p = from + 1; p < core; p++) {
    letters = (letters >> 8) | (lowerAt(p) << 24)
    if (isSign(letters) || isSign(letters >> 8)) return false
  }
  return true
}

/** The same of a name with letters around it, in a word that goes on to `end`. */
function isMereWithin(from: usize, end: usize): bool {
  let letters: u32 = (lowerAt(from - 3) << 8) | (lowerAt(from - 2) << 16) | (lowerAt(from - 1) << 24)
  for (let p = from; p < min(core + 3, end); p++) {
    letters = (letters >> 8) | (lowerAt(p) << 24)
    if (isSign(letters) || isSign(letters >> 8)) return false
  }
  return true
}

function isSign(letters: u32): bool {
  return mayHold(SIGNS_AT, letters)
}
