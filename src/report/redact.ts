/**
 * Findings that can be shown to others: local parts, and on request domains, become keyed hashes.
 *
 * In:     a key and what is to be hidden
 * Out:    the same findings; equal names have equal hashes under one key, in every field and in every text
 * Errors: none
 *
 * Hidden: local parts of all addresses, also quoted ones, VERP (ada=example.com), %40 and =40; left parts of
 * Message-IDs; bare mentions of the finding's own local parts ("user ada unknown"). Not known, and so not hidden:
 * names of people in free text, IP addresses, and hosts outside the finding's own domains.
 */
import { createHmac } from 'node:crypto'
import type { Delivery, DeliveryEvent, Notice } from '../types.ts'

export interface RedactOptions {
  /** The same key gives the same hashes in another run. */
  key: string | Uint8Array
  hide: 'local-parts' | 'domains'
}

type Judged = DeliveryEvent | Notice | Delivery

export interface Redaction extends RedactOptions {
  /** Hashes made lately: the same few domains and senders come again and again. */
  known: Map<string, string>
}

const CACHE_LIMIT = 50_000

export function newRedaction(options: RedactOptions): Redaction {
  return { ...options, known: new Map() }
}

export function createRedactor(options: RedactOptions): (finding: Judged) => Judged {
  const redaction = newRedaction(options)
  return finding => redactFinding(redaction, finding)
}

export function redactFinding(redaction: Redaction, finding: Judged): Judged {
  const names = namesOf(finding)
  const text = (value: string): string => redactText(redaction, value, names)
  const host = (value: string | null): string | null =>
    value === null || redaction.hide !== 'domains' ? value : hideDomains(redaction, value, names.domains)
  const address = (value: string | null): string | null =>
    value === null ? null : redactAddress(redaction, value)
  const common = {
    file: text(finding.file),
    host: host(finding.host),
    relay: host(finding.relay),
    messageId: address(finding.messageId),
    sender: address(finding.sender),
    recipient: address(finding.recipient),
    originalRecipient: address(finding.originalRecipient),
  }
  if (finding.kind === 'delivery') return { ...finding, ...common }
  const diagnostic = text(finding.diagnostic)
  if (finding.kind !== 'failure') return { ...finding, ...common, diagnostic }
  const domain = finding.domain === null ? null : redactDomain(redaction, finding.domain)
  const notice = finding.notice === null ? null : text(finding.notice)
  return { ...finding, ...common, diagnostic, domain, notice }
}

/** What a finding's own texts may mention without an @. */
interface Names {
  /** Lower case, the longest first. */
  localParts: readonly string[]
  domains: readonly string[]
}

const NO_NAMES: Names = { localParts: [], domains: [] }

function namesOf({ sender, recipient, originalRecipient }: Judged): Names {
  const localParts = new Set<string>()
  const domains = new Set<string>()
  for (const address of [recipient, originalRecipient, sender]) {
    if (address === null) continue
    const at = address.lastIndexOf('@')
    const localPart = (at < 0 ? address : address.slice(0, at)).toLowerCase()
    // One letter alone is a word of any text.
    if (localPart.length > 1) localParts.add(localPart)
    if (at >= 0 && at + 1 < address.length) domains.add(address.slice(at + 1).toLowerCase())
  }
  return { localParts: longestFirst(localParts), domains: longestFirst(domains) }
}

function longestFirst(names: ReadonlySet<string>): string[] {
  return [...names].sort((a, b) => b.length - a.length)
}

/** A text with addresses anywhere in it. */
export function redactText(redaction: Redaction, text: string, names: Names = NO_NAMES): string {
  let result = ''
  let done = 0
  for (const found of addressesIn(text)) {
    result += hideNames(redaction, text.slice(done, found.start), names)
    result += hashOf(redaction, 'u', found.localPart)
    const domain = text.slice(found.domain, found.end)
    result += text.slice(found.sign, found.domain) + (domain === '' ? '' : redactDomain(redaction, domain))
    done = found.end
  }
  return result + hideNames(redaction, text.slice(done), names)
}

/** A field that holds one address, or a Message-ID. */
function redactAddress(redaction: Redaction, address: string): string {
  if (address === '') return ''
  const at = address.lastIndexOf('@')
  if (at < 0) return hashOf(redaction, 'u', address)
  const domain = address.slice(at + 1)
  const localPart = hashOf(redaction, 'u', address.slice(0, at))
  return `${localPart}@${domain === '' ? '' : redactDomain(redaction, domain)}`
}

function redactDomain(redaction: Redaction, domain: string): string {
  return redaction.hide === 'domains' ? `${hashOf(redaction, 'd', domain)}.invalid` : domain
}

/** HMAC-SHA-256 in base32, 60 bits of it: ten million names, and two are mistaken once in 20,000 runs. */
function hashOf({ key, known }: Redaction, kind: 'u' | 'd', name: string): string {
  const plain = `${kind}-${name.toLowerCase()}`
  const cached = known.get(plain)
  if (cached !== undefined) return cached
  const digest = createHmac('sha256', key).update(plain).digest()
  const hash = `${kind}-${base32(digest, DIGITS)}`
  if (known.size >= CACHE_LIMIT) known.clear()
  known.set(plain, hash)
  return hash
}

const DIGITS = 12
/** RFC 4648 §6, lower case. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** Its first digits. */
function base32(bytes: Buffer, digits: number): string {
  let text = ''
  for (let digit = 0; digit < digits; digit++) {
    const bit = digit * 5
    const pair = ((bytes[bit >>> 3] ?? 0) << 8) | (bytes[(bit >>> 3) + 1] ?? 0)
    text += ALPHABET[(pair >>> (11 - (bit & 7))) & 31]
  }
  return text
}

interface FoundAddress {
  start: number
  localPart: string
  /** Where the sign between the parts begins, where the domain does, and where it ends. */
  sign: number
  domain: number
  end: number
}

const SIGN = /@|%40|[=+]40(?=[A-Za-z0-9])/g
const LOCAL = /[^\s"(),:;<>@[\\\]\x00-\x1f\x7f]/
const DOMAIN = /[A-Za-z0-9.\-\x80-\uffff]/
/** RFC 5321 allows 64 and 255; VERP is longer. */
const LOCAL_LIMIT = 320
/** "to=ada@example.com": the word before is none of the address. */
const KEYWORD = /^(?:to|from|rcpt|rcpt_to|orig_to|user|sender|recipient|mail|email|address)=/i

function* addressesIn(text: string): Generator<FoundAddress> {
  let done = 0
  for (const { 0: sign, index } of text.matchAll(SIGN)) {
    if (index < done) continue
    const domain = index + sign.length
    const end = endOfDomain(text, domain)
    // ada=40example.com@list.example: the parts before the @ are one local part.
    if (sign !== '@' && (text[end] === '@' || !text.slice(domain, end).includes('.'))) continue
    const start = startOfLocalPart(text, index, done)
    if (start === index) continue
    yield { start, localPart: text.slice(start, index), sign: index, domain, end }
    done = end
  }
}

function startOfLocalPart(text: string, sign: number, floor: number): number {
  const least = Math.max(floor, sign - LOCAL_LIMIT)
  if (text[sign - 1] === '"') {
    let start = sign - 2
    while (start >= least && (text[start] !== '"' || text[start - 1] === '\\')) start--
    return start >= least ? start : sign
  }
  let start = sign
  while (start > least && LOCAL.test(text[start - 1] ?? '')) start--
  const keyword = KEYWORD.exec(text.slice(start, sign))
  if (keyword !== null) start += keyword[0].length
  while (start < sign && (text[start] === "'" || text[start] === '`')) start++
  return start
}

function endOfDomain(text: string, domain: number): number {
  let end = domain
  while (end < text.length && DOMAIN.test(text[end] ?? '')) end++
  while (end > domain && (text[end - 1] === '.' || text[end - 1] === '-')) end--
  return end
}

function hideNames(redaction: Redaction, text: string, { localParts, domains }: Names): string {
  if (text === '') return text
  const hidden = localParts.reduce(
    (rest, name) => replaceWord(rest, { name, by: () => hashOf(redaction, 'u', name), joins: JOINS_WORD }),
    text,
  )
  return redaction.hide === 'domains' ? hideDomains(redaction, hidden, domains) : hidden
}

/** A domain and the hosts in it: mx1.example.com keeps its mx1. */
function hideDomains(redaction: Redaction, text: string, domains: readonly string[]): string {
  return domains.reduce(
    (rest, name) => replaceWord(rest, { name, by: () => redactDomain(redaction, name), joins: JOINS_HOST }),
    text,
  )
}

const JOINS_WORD = /[A-Za-z0-9_\x80-\uffff]/
const JOINS_HOST = /[A-Za-z0-9\-\x80-\uffff]/

interface Replacement {
  /** Lower case. */
  name: string
  /** Asked where the name stands: few do. */
  by: () => string
  /** Beside such a character it is part of a longer word. */
  joins: RegExp
}

function replaceWord(text: string, { name, by, joins }: Replacement): string {
  const lower = text.toLowerCase()
  // Where lower case has another length (İ), places in the two would differ.
  if (lower.length !== text.length) return text
  let result = ''
  let done = 0
  for (let at = lower.indexOf(name); at >= 0; at = lower.indexOf(name, at + name.length)) {
    if (joins.test(text[at - 1] ?? ' ') || joins.test(text[at + name.length] ?? ' ')) continue
    result += text.slice(done, at) + by()
    done = at + name.length
  }
  return result + text.slice(done)
}
