/**
 * Postfix over syslog: which of its lines matter, and the fields of the plain ones.
 *
 * A line in a form that is not told here is no error: it is OTHER, and the reader looks at it.
 */
import { hashAddress, hashBytes, setHostHash } from './hash'
import {
  DELAY_END,
  DELAY_START,
  DOMAIN_HI,
  DOMAIN_START,
  DSN,
  HOST_AT,
  HOST_MAX,
  ID_END,
  ID_HI,
  ID_START,
  OTHER,
  POSTFIX_BOUNCED,
  POSTFIX_DEFERRED,
  POSTFIX_EXPIRED,
  POSTFIX_HANDED_OVER,
  POSTFIX_MESSAGE_ID,
  POSTFIX_NOTIFICATION,
  POSTFIX_REMOVED,
  POSTFIX_SENDER,
  POSTFIX_SENT,
  RELAY_END,
  RELAY_HI,
  RELAY_START,
  TEXT_END,
  TEXT_START,
  VALUE_END,
  VALUE_HI,
  VALUE_START,
} from './row'
import {
  alphanumericEnd,
  byteAt,
  copyText,
  digitsEnd,
  domainStart,
  fieldEnd,
  find,
  isAscii,
  isLower,
  isOneLine,
  isSame,
  isUpper,
  isWordByte,
  LONGEST,
  NOTHING,
  readAddress,
  smallNumber,
  startsWith,
  wordEnd,
} from './text'

const ID_MIN: usize = 5
const ID_MAX: usize = 24

/** Rows with the same number have the same host; the last one is at HOST_AT. */
export let hostNumber: u32 = 0
/** With the space behind it. */
export let hostLength: usize = 0

/** "host tag[pid]: message", behind the stamp, fields into `row` -> the kind of the line. */
export function scanSyslog(row: usize, at: usize, end: usize): u32 {
  if (!readHost(at, end)) return OTHER
  const tag = at + hostLength
  const tagEnd = wordEnd(tag, end)
  if (tagEnd + 1 >= end || byteAt(tagEnd - 1) !== 58) return OTHER
  // "exim[1]: "; two spaces; "[ID 197553 mail.info]"; "message repeated 2 times".
  const message = tagEnd + 1
  const first = byteAt(message)
  if (byteAt(tag) === 101 && load<u32>(tag) === 0x6d697865) return OTHER
  if (first === 32 || first === 91 || (first === 109 && load<u64>(message) === 0x206567617373656d))
    return OTHER
  if (byteAt(message + 6) === 45) return OTHER
  // A tag without "[pid]" may be a queue id: then no tag was written.
  if (byteAt(tagEnd - 2) !== 93 && idEnd(tag, end) === tagEnd - 1 && isKeyword(message, end)) return OTHER
  return scanMessage(row, message, end)
}

/** Line after line it is the same. */
@inline
function readHost(at: usize, end: usize): bool {
  if (hostLength !== 0 && at + hostLength <= end && isSame(at, HOST_AT, hostLength)) return true
  const hostEnd = wordEnd(at, end)
  const length = hostEnd - at
  if (hostEnd === end || length > HOST_MAX || !isPlainHost(at, hostEnd)) return false
  hostLength = length + 1
  copyText(HOST_AT, at, hostLength)
  hostNumber++
  setHostHash(at, hostEnd)
  return true
}

/** A host name; no severity, no number of a year. */
function isPlainHost(from: usize, to: usize): bool {
  const first = byteAt(from)
  const last = byteAt(to - 1)
  if (to === from || !isWordByte(first) || last === 58 || last === 93) return false
  if (first < 58) return !isYear(from, to)
  for (let p = from; p < to; p++) if (!isUpper(byteAt(p))) return true
  return false
}

function isYear(from: usize, to: usize): bool {
  return to - from === 4 || (to - from > 4 && byteAt(from + 4) === 45)
}

/** Where the queue id that begins at `at` ends with a colon; 0 if there is none. */
function idEnd(at: usize, end: usize): usize {
  const p = alphanumericEnd(at)
  const length = p - at
  return length >= ID_MIN && length < ID_MAX && p < end && byteAt(p) === 58 ? p : 0
}

/** What may follow a queue id: "name=", "removed", "reject". */
function isKeyword(at: usize, end: usize): bool {
  let p = at
  while (p < end && (isLower(byteAt(p)) || byteAt(p) === 95 || byteAt(p) === 45)) p++
  return byteAt(p) === 61 || byteAt(at) === 114
}

function scanMessage(row: usize, at: usize, end: usize): u32 {
  const colon = idEnd(at, end)
  if (colon === 0) return NOTHING
  const word = colon + 2
  if (byteAt(colon + 1) !== 32 || word + 3 > end) return OTHER
  const kind = scanKeyword(row, word, end)
  if (kind === NOTHING || kind === OTHER) return kind
  store<u32>(row, <u32>at, ID_START)
  store<u32>(row, <u32>colon, ID_END)
  store<u64>(row, hashBytes(at, colon), ID_HI)
  return kind
}

function scanKeyword(row: usize, at: usize, end: usize): u32 {
  const first = byteAt(at)
  // "to=<"
  if (first === 116) return byteAt(at + 2) === 61 ? scanResult(row, at + 3, end) : NOTHING
  // "from=<"
  if (first === 102) return load<u16>(at + 4) === 0x3c3d ? scanSender(row, at + 6, end) : NOTHING
  // "message-id=", "milter-reject: …"
  if (first === 109) {
    if (byteAt(at + 10) !== 61 || at + 11 > end) return NOTHING
    store<u32>(row, <u32>(at + 11), VALUE_START)
    store<u32>(row, <u32>end, VALUE_END)
    return POSTFIX_MESSAGE_ID
  }
  // "removed"
  if (first === 114) return at + 7 === end && byteAt(at + 2) === 109 ? POSTFIX_REMOVED : NOTHING
  return first === 115 ? scanNotification(row, at, end) : NOTHING
}

/** "sender non-delivery notification: 1DF35917", "sender delay notification: 1DF35917". */
function scanNotification(row: usize, at: usize, end: usize): u32 {
  if (!startsWith(at, end, 'sender ')) return OTHER
  let id = end
  while (id > at && isWordByte(byteAt(id - 1))) id--
  if (id === end || id - at > 40 || !startsWith(id - 15, end, ' notification: ')) return OTHER
  store<u32>(row, <u32>id, VALUE_START)
  store<u32>(row, <u32>end, VALUE_END)
  return POSTFIX_NOTIFICATION
}

/** Behind "from=<": "sender>, size=376, nrcpt=1 (queue active)", "sender>, status=expired, returned to sender". */
function scanSender(row: usize, at: usize, end: usize): u32 {
  let close = at
  if (byteAt(at) === 62) {
    store<u64>(row, 0, DOMAIN_HI)
  } else {
    close = readAddress(at, end, 62)
    store<u64>(row, hashBytes(domainStart, close), DOMAIN_HI)
  }
  // ">, size=", ">, statu"
  const next = close === 0 ? 0 : load<u64>(close)
  const isExpired = next === 0x7574617473202c3e && startsWith(close + 8, end, 's=expired, ')
  if (next !== 0x3d657a6973202c3e && !isExpired) return OTHER
  store<u32>(row, <u32>at, VALUE_START)
  store<u32>(row, <u32>close, VALUE_END)
  return isExpired ? POSTFIX_EXPIRED : POSTFIX_SENDER
}

/** Behind "to=": "<recipient>, orig_to=<…>, relay=…, delay=…, dsn=…, status=sent (…)". */
export function scanResult(row: usize, at: usize, end: usize): u32 {
  const recipient = at + 1
  const close = byteAt(at) === 60 ? readAddress(recipient, end, 62) : 0
  if (close === 0 || load<u16>(close + 1) !== 0x202c) return OTHER
  storeRecipient(row, recipient, close)
  relayStart = relayEnd = delayStart = delayEnd = dsnStart = 0
  const status = scanFields(close + 3, end)
  if (status === 0) return OTHER
  // "sent ("; "(forwarded as …" is delivered under another id.
  if (load<u32>(status) === 0x746e6573) {
    if (load<u16>(status + 4) !== 0x2820 || byteAt(status + 6) === 102) return OTHER
    return scanNextHop(row, status, end)
  }
  // "bounced (", "deferred ("
  const word = load<u64>(status)
  if (word === 0x206465636e756f62) return scanFailure(row, status + 8, end) ? POSTFIX_BOUNCED : OTHER
  if (word === 0x6465727265666564 && byteAt(status + 8) === 32)
    return scanFailure(row, status + 9, end) ? POSTFIX_DEFERRED : OTHER
  return OTHER
}

let relayStart: usize = 0
let relayEnd: usize = 0
let delayStart: usize = 0
let delayEnd: usize = 0
let dsnStart: usize = 0
/** Another address stood before the one that was tried. */
let hasOriginal: bool = false

/** "relay", "orig_to": up to sixteen letters at once, and no name has more. */
@inline
function nameEnd(at: usize): usize {
  const bytes = v128.load(at)
  const letters = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(97)), i8x16.splat(26))
  return at + <usize>ctz(~i8x16.bitmask(v128.or(letters, i8x16.eq(bytes, i8x16.splat(95)))))
}

/** "name=value, …" up to the status -> where its word begins; 0 for a form that is not plain. */
function scanFields(at: usize, end: usize): usize {
  let p = at
  hasOriginal = false
  while (p < end) {
    const name = p
    p = nameEnd(p)
    const length = p - name
    if (length === 0 || byteAt(p) !== 61) return 0
    const value = p + 1
    const first = byteAt(name)
    if (first === 115 && length === 6) return value
    if (first === 111 && length === 7) {
      hasOriginal = true
      p = originalEnd(value, end)
      if (p === 0) return 0
    } else {
      p = fieldEnd(value, end)
      if (first === 114 && length === 5) {
        relayStart = value
        relayEnd = p
      } else if (first === 100) {
        if (length === 5) {
          delayStart = value
          delayEnd = p
        } else if (length === 3) dsnStart = value
      }
    }
    if (load<u16>(p) !== 0x202c) return 0
    p += 2
  }
  return 0
}

/** "(text)" at the end of the line. */
function scanFailure(row: usize, at: usize, end: usize): bool {
  if (hasOriginal || byteAt(at) !== 40 || byteAt(end - 1) !== 41 || !isOneLine(at, end)) return false
  if (!storeRelay(row, relayStart, relayEnd)) return false
  store<u32>(row, <u32>delayStart, DELAY_START)
  store<u32>(row, <u32>delayEnd, DELAY_END)
  store<u32>(row, dsnStart === 0 ? 0 : codeAt(dsnStart), DSN)
  store<u32>(row, <u32>(at + 1), TEXT_START)
  store<u32>(row, <u32>(end - 1), TEXT_END)
  return true
}

/** "5.1.1," as a number; 0 if it is no enhanced code (RFC 3463 §2). */
function codeAt(at: usize): u32 {
  const first = byteAt(at) - 48
  if (byteAt(at + 1) !== 46 || (first !== 2 && first !== 4 && first !== 5)) return 0
  const subject = smallNumber(at + 2)
  if (subject > 999 || byteAt(digitsEnd) !== 46) return 0
  const detail = smallNumber(digitsEnd + 1)
  return detail > 999 || byteAt(digitsEnd) !== 44 ? 0 : (first * 1000 + subject) * 1000 + detail
}

/** Behind "orig_to=": "<address>" without quotes. */
function originalEnd(at: usize, end: usize): usize {
  if (byteAt(at) !== 60) return 0
  let p = at + 1
  for (; p < end; p++) {
    const byte = byteAt(p)
    if (byte === 62) return p + 1
    if (byte <= 32 || byte === 34) return 0
  }
  return 0
}

/** The name in "mx.example.net[192.0.2.7]:25", "local", "none", of a line whose status is "sent". */
function scanNextHop(row: usize, status: usize, end: usize): u32 {
  let p = find(relayStart, relayEnd, 91)
  let isLoopback = false
  if (p < relayEnd) {
    const ip = byteAt(p + 1)
    // "[::1", "[IPv6:", "[127."
    if (ip === 58 || ip === 73) return OTHER
    isLoopback = load<u32>(p + 1) === 0x2e373231
    if (find(p, relayEnd, 93) === relayEnd) return OTHER
  } else if (p - relayStart === 4 && load<u32>(relayStart) === 0x656e6f6e) p = relayStart
  if (!storeRelay(row, relayStart, p)) return OTHER
  return isLoopback && isQueuedAgain(status, end) ? POSTFIX_HANDED_OVER : POSTFIX_SENT
}

/** "queued as" stands in the text: of a content filter. */
function isQueuedAgain(from: usize, end: usize): bool {
  for (let p = from; p + 9 <= end; p++)
    if (load<u64>(p) === 0x6120646575657571 && byteAt(p + 8) === 115) return true
  return false
}

/** The address that was read last, and its domain. */
export function storeRecipient(row: usize, from: usize, to: usize): void {
  store<u32>(row, <u32>from, VALUE_START)
  store<u32>(row, <u32>to, VALUE_END)
  const domain = hashBytes(domainStart, to)
  store<u64>(row, hashAddress(from, domainStart - 1, domain), VALUE_HI)
  store<u32>(row, <u32>domainStart, DOMAIN_START)
  store<u64>(row, domain, DOMAIN_HI)
}

/** The next hop's name; false if it has to be decoded. */
export function storeRelay(row: usize, from: usize, to: usize): bool {
  if (to - from > LONGEST || !isAscii(from, to)) return false
  store<u32>(row, <u32>from, RELAY_START)
  store<u32>(row, <u32>to, RELAY_END)
  store<u64>(row, hashBytes(from, to), RELAY_HI)
  return true
}
