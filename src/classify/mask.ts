/**
 * A reply as the rules see it: lower case, and a placeholder for whatever differs from mail to mail.
 *
 * `{sender}` `{recipient}` `{address}` `{sender-domain}` `{recipient-domain}` `{host}` `{ip}` `{url}` `{id}`.
 * So a host called blocked.example blocks nobody, a rule can tell whose address a text names, and two
 * replies that differ in these things only are one template. URLs and host names themselves are in
 * `links`, for the rules that look for a vendor's mark in them. A hot file: one walk, no expression.
 */

export interface Masked {
  words: string
  links: string
}

export interface Parties {
  sender: string | null
  recipient: string | null
}

/** More than this of one text is not read: no server says its reason behind 16,000 characters. */
export const LIMIT = 16_000
/** 1: ends a word; 2: a brace, written as a parenthesis, for braces are ours. */
const DELIMITERS = delimiters()
const ADDRESS_SIGN = 64
const COLON = 58
const DOT = 46
const IPV6 = /(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}){0,7}(?:\.\d{1,3}){0,3}/iy
const URL_END = /[\s<>"'`)\]}|,]/g
const IPV4 = /^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$/
/** The last label of a host name: of one case (RESOLVER.ADR.RecipNotFound is none). */
const HOST = /^[a-z\d_-]{1,63}(?:\.[a-z\d_-]{1,63}){0,20}\.(?:[a-z]{2,24}|[A-Z]{2,24}|xn--[a-z\d-]{1,59})$/i
const AFTER_SIGN = /^[^=/#!?*&]{0,40}[=/#!?*&]/
const ONE_CASE = /\.(?:[a-z]{2,24}|[A-Z]{2,24}|[xX][nN]--[a-zA-Z\d-]{1,59})$/

export function maskText(said: string, parties: Parties): Masked {
  const text = said.length > LIMIT ? said.slice(0, LIMIT) : said
  const masked: Masked = { words: '', links: '' }
  let kept = 0
  let start = -1
  let marks = 0 // bit 0: has a dot, bit 1: has @
  let digits = 0
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 32
    // "user@example.com..." and "denied...3f0a" end at the dots.
    const dots = code === DOT && text.charCodeAt(at + 1) === DOT
    const kind = dots ? 1 : code < 128 ? (DELIMITERS[code] ?? 0) : 0
    if (kind === 0) {
      if (start < 0) {
        start = at
        marks = 0
        digits = 0
      }
      if (code === DOT) marks |= 1
      else if (code === ADDRESS_SIGN) marks |= 2
      else if (code >= 48 && code <= 57) digits++
      continue
    }
    let end = at
    let placeholder: string | null = null
    if (start >= 0) {
      if (code === COLON) {
        const long = endOfLong(text, start, at)
        if (long > at) {
          placeholder = text.charCodeAt(at + 1) === 47 ? '{url}' : '{ip}'
          if (placeholder === '{url}') masked.links += ` ${text.slice(start, long)}`
          end = long
        }
      }
      if (placeholder === null && (marks !== 0 || digits > 3)) {
        while (end > start && text.charCodeAt(end - 1) === DOT) end--
        placeholder = placeholderOf(text.slice(start, end), marks, digits, parties, masked)
      }
      if (placeholder !== null) {
        masked.words += text.slice(kept, start) + placeholder
        kept = end
      }
      start = -1
      if (end > at) {
        at = end - 1
        continue
      }
    }
    if (kind === 2) {
      masked.words += `${text.slice(kept, at)}${code === 123 ? '(' : ')'}`
      kept = at + 1
    }
  }
  masked.words = (kept === 0 ? text : masked.words + text.slice(kept)).toLowerCase()
  masked.links = masked.links.toLowerCase()
  return masked
}

/** Where a URL or an IPv6 address ends whose first word stands before this colon; else the colon itself. */
function endOfLong(text: string, start: number, colon: number): number {
  if (text.charCodeAt(colon + 1) === 47 && text.charCodeAt(colon + 2) === 47) {
    URL_END.lastIndex = colon
    const found = URL_END.exec(text)
    let end = found === null ? text.length : found.index
    while (end > colon && text.charCodeAt(end - 1) === DOT) end--
    return end
  }
  if (colon - start > 4) return colon
  IPV6.lastIndex = start
  const found = IPV6.exec(text)
  return found === null ? colon : Math.max(colon, start + found[0].length)
}

function placeholderOf(
  word: string,
  marks: number,
  digits: number,
  parties: Parties,
  masked: Masked,
): string | null {
  if ((marks & 2) !== 0) return addressPlaceholder(word, parties, masked)
  if ((marks & 1) !== 0) {
    if (IPV4.test(word)) return '{ip}'
    // "name=example.org", "ip=192.0.2.1", "see/example.org"
    const name = word.slice(AFTER_SIGN.exec(word)?.[0].length ?? 0)
    const label = word.slice(0, word.length - name.length)
    if (label !== '' && IPV4.test(name)) return `${label}{ip}`
    if (ONE_CASE.test(name) && HOST.test(name)) return label + hostPlaceholder(name, parties, masked)
  }
  if (digits > 6 && word.length === digits) return '{id}'
  return digits > 3 && word.length > 15 ? '{id}' : null
}

function addressPlaceholder(word: string, parties: Parties, masked: Masked): string | null {
  const at = word.lastIndexOf('@')
  const domain = word.slice(at + 1)
  if (at === 0) return domain.includes('.') ? `@${hostPlaceholder(domain, parties, masked)}` : null
  if (domain === '') return null
  const address = word.toLowerCase()
  if (parties.recipient !== null && address === parties.recipient.toLowerCase()) return '{recipient}'
  if (parties.sender !== null && address === parties.sender.toLowerCase()) return '{sender}'
  return whose(domain, parties) === 'sender' ? '{sender}' : '{address}'
}

function hostPlaceholder(host: string, parties: Parties, masked: Masked): string {
  masked.links += ` ${host}`
  const owner = whose(host, parties)
  return owner === null ? '{host}' : `{${owner}-domain}`
}

/** Whose domain this is; null if nobody's, or of both. */
function whose(domain: string, parties: Parties): 'sender' | 'recipient' | null {
  const name = domain.toLowerCase()
  const ofSender = parties.sender?.toLowerCase().endsWith(`@${name}`) === true
  const ofRecipient = parties.recipient?.toLowerCase().endsWith(`@${name}`) === true
  if (ofSender === ofRecipient) return null
  return ofSender ? 'sender' : 'recipient'
}

function delimiters(): Uint8Array {
  const kinds = new Uint8Array(128)
  for (let code = 0; code <= 32; code++) kinds[code] = 1
  for (const sign of '<>()[]"\',;:`|') kinds[sign.charCodeAt(0)] = 1
  kinds['{'.charCodeAt(0)] = 2
  kinds['}'.charCodeAt(0)] = 2
  return kinds
}
