/**
 * The message that bounced, as far as the report returns it: who sent it, its Message-ID, its subject.
 *
 * In:     a message/rfc822 or text/rfc822-headers part, or the lines of a notice where a header is copied
 * Out:    the fields that identify it; null where they are missing
 * Spec:   RFC 3462 §2, RFC 6522 §3 (returned content), RFC 5322 §3.6.4 (Message-ID)
 */
import { cleanAddress } from './delivery-status.ts'
import { decodeWords, type Field, parseHeader, rawFieldOf } from './fields.ts'
import { bytesOf, type Mail, type Part } from './part.ts'

export interface Original {
  fields: Field[]
}

const RETURNED =
  /^(?:message\/(?:rfc822|global|partial|rfc822-headers|global-headers)|text\/(?:rfc822|rfc822-headers|x-rfc822-headers))$/

/** Whether the part returns the message: everything in it is the message's, nothing is the notice's. */
export function isReturned(part: Part): boolean {
  if (RETURNED.test(part.type)) return true
  // A part of a multipart that begins with the message's own header instead of a part's (Mail2000).
  return part.fields.some(field => field.name === 'received' || field.name === 'return-path')
}

/** The first returned message of the mail. */
export function originalOf(mail: Mail): Original | null {
  const part = mail.parts.find(isReturned)
  if (part === undefined) return null
  if (!RETURNED.test(part.type)) return { fields: part.fields }
  const bytes = bytesOf(part)
  const { fields } = parseHeader(bytes, 0, bytes.length)
  return fields.length === 0 ? null : { fields }
}

/** The first copied header in a text: at least two fields, one of which only messages have. */
export function originalIn(text: string): Original | null {
  const start = findHeader(text)
  if (start < 0) return null
  const { fields } = parseHeader(text, start, text.length)
  return { fields }
}

const TELLING =
  /(?:^|\n)(?:Return-Path|Received|Message-ID|MIME-Version|DKIM-Signature|From|Date|Subject|To)[ \t]{0,3}:/gi

/** Where in a notice a copied header begins; -1 if none does. */
export function findHeader(text: string): number {
  TELLING.lastIndex = 0
  for (let match = TELLING.exec(text); match !== null; match = TELLING.exec(text)) {
    const start = match[0].startsWith('\n') ? match.index + 1 : match.index
    const { fields, end } = parseHeader(text, start, Math.min(text.length, start + 4000))
    const names = new Set(fields.map(field => field.name))
    if (names.has('received') || names.has('message-id') || names.has('return-path')) {
      if (names.size > 1) return start
    }
    if (names.has('from') && names.has('date') && (names.has('to') || names.has('subject'))) return start
    // What this block holds cannot be a header of its own; so that no text is read twice.
    TELLING.lastIndex = Math.max(TELLING.lastIndex, end - 1)
  }
  return -1
}

/** Message-ID without angle brackets. */
export function messageIdOf(fields: readonly Field[]): string | null {
  const value = rawFieldOf(fields, 'message-id')
  if (value === null) return null
  const inner = /<([^<>]{1,998})>/.exec(value)?.[1] ?? value
  return inner.trim() === '' ? null : inner.trim()
}

/** Envelope sender: Return-Path if the original has one, else its Sender or From. */
export function senderOf(fields: readonly Field[]): string | null {
  const path = rawFieldOf(fields, 'return-path')
  if (path !== null) {
    if (path.trim() === '<>') return ''
    const address = cleanAddress(path)
    if (address?.includes('@') === true) return address
  }
  const from = rawFieldOf(fields, 'from') ?? rawFieldOf(fields, 'sender')
  return from === null ? null : firstAddress(decodeWords(from))
}

/** The first address in an address list. */
export function firstAddress(list: string): string | null {
  const angle = /<([^<>\s]{1,320}@[^<>\s]{1,255})>/.exec(list)
  if (angle?.[1] !== undefined) return cleanAddress(angle[1])
  const bare = /[^\s<>,;:"'()]{1,64}@[^\s<>,;:"'()]{1,255}/.exec(list)
  return bare === null ? null : cleanAddress(bare[0])
}

/** The queue id that the reporting host gave to the message: in the Received field that it wrote. */
export function queueIdOf(fields: readonly Field[], host: string | null): string | null {
  for (const field of fields) {
    if (field.name !== 'received') continue
    const by = /\bby ([^\s;()]{1,255})/.exec(field.value)?.[1]
    if (by === undefined || host === null || by.toLowerCase() !== host.toLowerCase()) return null
    return /\bid ([\w-]{5,64})/.exec(field.value)?.[1] ?? null
  }
  return null
}
