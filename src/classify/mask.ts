/**
 * A reply as the rules see it: lower case, and a placeholder for whatever differs from mail to mail.
 *
 * `{sender}` `{recipient}` `{address}` `{sender-domain}` `{recipient-domain}` `{host}` `{ip}` `{url}` `{id}`.
 * So a host called blocked.example blocks nobody, a rule can tell whose address a text names, and two
 * replies that differ in these things only are one template. URLs and host names themselves are in
 * `links`, for the rules that look for a vendor's mark in them.
 *
 * Hot: one walk that writes characters, not strings. Most replies are of a template that was judged before, so
 * that no string is ever made of them (verdict-cache.ts): 0.85 µs a text, on a busy machine; 1.5 with strings.
 */
import { type Codes, isHost, isIpv4, isTail, isText, nameAt } from './mask-words.ts'

export interface Masked {
  words: string
  links: string
}

export interface Parties {
  sender: string | null
  recipient: string | null
}

/** A masked text, character by character: ASCII in lower case, all else as it stands in the text. */
export interface Mask {
  words: Uint16Array
  /** Characters of `words`. */
  length: number
  links: Uint16Array
  linksLength: number
  /** The links have characters that are not ASCII. */
  wideLinks: boolean
}

/** More than this of one text is not read: no server says its reason behind 16,000 characters. */
export const LIMIT = 16_000
/** Characters that a placeholder may take for one of the text: "@a.bc" becomes "@{recipient-domain}". */
const GROWTH = 5
const DOT = 46
const SLASH = 47
const COLON = 58
const WIDE_FROM = 128
/** Marks of a character, and of the word that has it. A digit is 1, so that they are counted by adding. */
const DIGIT = 1
const HAS_DOT = 2
const HAS_AT = 4
const HAS_WIDE = 8
const ENDS_WORD = 16
const MARKS = marksOfCodes()
/** ASCII in lower case; braces as parentheses, for braces are ours. */
const FOLD = foldedCodes()
const IPV6 = /(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}){0,7}(?:\.\d{1,3}){0,3}/iy
const URL_END = /[\s<>"'`)\]}|,]/g

/** Room for one text: made once, written again and again. */
export function newMask(): Mask {
  return {
    words: new Uint16Array(LIMIT * GROWTH),
    length: 0,
    links: new Uint16Array(LIMIT * 2),
    linksLength: 0,
    wideLinks: false,
  }
}

const scratch = newMask()
/** The text to be masked, as bytes: a character of a string that was cut from another costs three times as much. */
const bytes = new Uint8Array(LIMIT * 3)
const encoder = new TextEncoder()

export function maskText(said: string, parties: Parties): Masked {
  maskInto(scratch, said, parties)
  return maskedOf(scratch)
}

export function maskedOf({ words, length, links, linksLength }: Mask): Masked {
  return { words: textOf(words, length).toLowerCase(), links: textOf(links, linksLength).toLowerCase() }
}

/** Characters as a string, as they are. */
export function textOf(codes: Uint16Array, length: number): string {
  let text = ''
  // No more at once than the stack holds.
  for (let at = 0; at < length; at += 4096)
    text += Reflect.apply(String.fromCharCode, null, codes.subarray(at, Math.min(at + 4096, length)))
  return text
}

export function maskInto(mask: Mask, said: string, parties: Parties): void {
  const text = said.length > LIMIT ? said.slice(0, LIMIT) : said
  const codes = codesOf(text)
  const { words } = mask
  mask.linksLength = 0
  mask.wideLinks = false
  let to = 0
  for (let at = 0; at < text.length; at++) {
    const start = at
    const wordTo = to
    let marks = 0
    let digits = 0
    for (; at < text.length; at++) {
      const code = codes[at] ?? 0
      const mark = code < WIDE_FROM ? (MARKS[code] ?? 0) : HAS_WIDE
      // "user@example.com..." and "denied...3f0a" end at the dots.
      if (mark >= ENDS_WORD || (mark === HAS_DOT && codes[at + 1] === DOT && at + 1 < text.length)) break
      marks |= mark
      digits += mark & DIGIT
      words[to++] = code < WIDE_FROM ? (FOLD[code] ?? code) : code
    }
    if (at > start) {
      const long = codes[at] === COLON && at < text.length ? endOfLong(text, start, at) : at
      if (long > at) {
        to = maskLong(mask, { codes, start, end: long, marks, digits, wordTo, to }, at)
        at = long - 1
        continue
      }
      if ((marks & (HAS_DOT | HAS_AT)) !== 0 || digits > 3)
        to = maskWord(mask, { codes, start, end: at, marks, digits, wordTo, to }, parties)
    }
    if (at < text.length) words[to++] = FOLD[codes[at] ?? 0] ?? 0
  }
  mask.length = to
}

function codesOf(text: string): Codes {
  if (encoder.encodeInto(text, bytes).written === text.length) return bytes
  const codes = new Uint16Array(text.length)
  for (let at = 0; at < text.length; at++) codes[at] = text.charCodeAt(at)
  return codes
}

function maskLong(mask: Mask, { codes, start, end, wordTo }: Word, colon: number): number {
  if (end === colon + 1 || codes[colon + 1] !== SLASH) return write(mask.words, wordTo, '{ip}')
  addLink(mask, codes, start, end)
  return write(mask.words, wordTo, '{url}')
}

/** A word of the text, and where it was written. */
interface Word {
  codes: Codes
  start: number
  end: number
  marks: number
  digits: number
  wordTo: number
  to: number
}

/** Where the words go on: behind the word as it was written, or behind its placeholder. */
function maskWord(mask: Mask, word: Word, parties: Parties): number {
  const { codes, start } = word
  let end = word.end
  while (end > start && codes[end - 1] === DOT) end--
  let to = placeholderOf(mask, { ...word, end }, parties)
  if (to < 0) return word.to
  for (let dot = end; dot < word.end; dot++) mask.words[to++] = DOT
  return to
}

/** Writes the word's placeholder; -1 if it has none. */
function placeholderOf(mask: Mask, word: Word, parties: Parties): number {
  const { codes, start, end, marks, digits, wordTo } = word
  const { words } = mask
  if ((marks & HAS_AT) !== 0) return maskAddress(mask, word, parties)
  if ((marks & HAS_DOT) !== 0) {
    if (isIpv4(codes, start, end)) return write(words, wordTo, '{ip}')
    // "name=example.org", "ip=192.0.2.1", "see/example.org"
    const name = nameAt(codes, start, end)
    const behind = wordTo + name - start
    if (name > start && isIpv4(codes, name, end)) return write(words, behind, '{ip}')
    if (isHost(codes, name, end)) return maskHost(mask, word, name, behind, parties)
  }
  const length = end - start
  if ((digits > 6 && length === digits) || (digits > 3 && length > 15)) return write(words, wordTo, '{id}')
  return -1
}

function maskAddress(mask: Mask, word: Word, parties: Parties): number {
  const { codes, start, end, marks, wordTo } = word
  const { words } = mask
  let at = end - 1
  while (codes[at] !== 64) at--
  if (at === start) {
    return codes.subarray(at, end).includes(DOT) ? maskHost(mask, word, at + 1, wordTo + 1, parties) : -1
  }
  if (at === end - 1) return -1
  const wide = (marks & HAS_WIDE) !== 0
  if (isText(codes, start, end, parties.recipient, wide)) return write(words, wordTo, '{recipient}')
  if (isText(codes, start, end, parties.sender, wide)) return write(words, wordTo, '{sender}')
  const whose = ownerOf(codes, at + 1, end, wide, parties)
  return write(words, wordTo, whose === 'sender' ? '{sender}' : '{address}')
}

function maskHost(mask: Mask, word: Word, start: number, to: number, parties: Parties): number {
  addLink(mask, word.codes, start, word.end)
  const owner = ownerOf(word.codes, start, word.end, (word.marks & HAS_WIDE) !== 0, parties)
  if (owner === null) return write(mask.words, to, '{host}')
  return write(mask.words, to, owner === 'sender' ? '{sender-domain}' : '{recipient-domain}')
}

/** Whose domain this is; null if nobody's, or of both. */
function ownerOf(codes: Codes, start: number, end: number, wide: boolean, parties: Parties) {
  const ofSender = isTail(codes, start, end, parties.sender, wide)
  const ofRecipient = isTail(codes, start, end, parties.recipient, wide)
  if (ofSender === ofRecipient) return null
  return ofSender ? 'sender' : 'recipient'
}

/** Where a URL or an IPv6 address ends whose first word stands before this colon; else the colon itself. */
function endOfLong(text: string, start: number, colon: number): number {
  const next = text.charCodeAt(colon + 1)
  if (next === SLASH && text.charCodeAt(colon + 2) === SLASH) {
    URL_END.lastIndex = colon
    const found = URL_END.exec(text)
    let end = found === null ? text.length : found.index
    while (end > colon && text.charCodeAt(end - 1) === DOT) end--
    return end
  }
  // As nearly always a space follows: no group of an address begins there.
  if (colon - start > 4 || next === 32) return colon
  IPV6.lastIndex = start
  const found = IPV6.exec(text)
  return found === null ? colon : Math.max(colon, start + found[0].length)
}

function addLink(mask: Mask, codes: Codes, start: number, end: number): void {
  const { links } = mask
  let to = mask.linksLength
  links[to++] = 32
  for (let at = start; at < end; at++) {
    const code = codes[at] ?? 0
    if (code >= WIDE_FROM) mask.wideLinks = true
    links[to++] = code >= 65 && code <= 90 ? code + 32 : code
  }
  mask.linksLength = to
}

function write(words: Uint16Array, at: number, placeholder: string): number {
  for (let i = 0; i < placeholder.length; i++) words[at + i] = placeholder.charCodeAt(i)
  return at + placeholder.length
}

function marksOfCodes(): Uint8Array {
  const marks = new Uint8Array(WIDE_FROM)
  marks.fill(ENDS_WORD, 0, 33)
  for (const sign of '<>()[]"\',;:`|{}') marks[sign.charCodeAt(0)] = ENDS_WORD
  marks.fill(DIGIT, 48, 58)
  marks[DOT] = HAS_DOT
  marks[64] = HAS_AT
  return marks
}

function foldedCodes(): Uint8Array {
  const codes = Uint8Array.from({ length: WIDE_FROM }, (_, code) =>
    code >= 65 && code <= 90 ? code + 32 : code,
  )
  codes[123] = 40
  codes[125] = 41
  return codes
}
