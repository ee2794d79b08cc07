/**
 * Header fields: of a message, of a part, of a group of delivery-status fields.
 *
 * In:     text with LF line ends; bytes are characters (latin1), as the rest of the mail reader has them
 * Out:    fields in their order, doubled ones kept, names in lower case, values unfolded
 * Errors: none. A line that is no field ends the block (a header) or belongs to the field before (a group)
 * Spec:   RFC 5322 §2.2, RFC 2047 (encoded words)
 */
import { own } from '../../text.ts'
import { decodeText } from './charset.ts'

export interface Field {
  name: string
  /** Unfolded; still bytes. */
  value: string
}

export interface Block {
  fields: Field[]
  /** Where the text behind the block begins. */
  end: number
}

const LONGEST_NAME = 76
const MOST_BLANKS = 8

/** The header that begins at `start`: up to the blank line, or up to the first line that can't be a field. */
export function parseHeader(text: string, start: number, stop: number): Block {
  const fields: Field[] = []
  let at = skipBeforeHeader(text, start, stop)
  while (at < stop) {
    const end = lineEnd(text, at, stop)
    if (end === at) return { fields, end: Math.min(end + 1, stop) }
    const first = text.charCodeAt(at)
    const last = fields.at(-1)
    if (first === 32 || first === 9) {
      const more = text.slice(at, end).trim()
      if (more === '') return { fields, end: Math.min(end + 1, stop) }
      if (last !== undefined) last.value = last.value === '' ? more : `${last.value} ${more}`
    } else {
      const field = fieldAt(text, at, end)
      // A line that is no field ends the header, unless the header goes on behind it (a damaged or quoted line).
      if (field !== null) fields.push(field)
      else if (!continuesWithField(text, end + 1, stop)) return { fields, end: at }
    }
    at = end + 1
  }
  return { fields, end: stop }
}

function continuesWithField(text: string, at: number, stop: number): boolean {
  if (at >= stop) return false
  const first = text.charCodeAt(at)
  return first === 32 || first === 9 || colonOf(text, at, lineEnd(text, at, stop)) >= 0
}

/** The header of a part of a multipart: unlike a message's, it may be empty. */
export function parsePartHeader(text: string, start: number, stop: number): Block {
  if (text.charCodeAt(start) === 10) return { fields: [], end: Math.min(start + 1, stop) }
  return parseHeader(text, start, stop)
}

/**
 * "Name: value" -> a field; null for anything else. By hand: an expression on each line of a header was a tenth of the
 * whole time of a mail.
 */
export function fieldAt(text: string, start: number, end: number): Field | null {
  const colon = colonOf(text, start, end)
  return colon < 0 ? null : { name: nameAt(text, start), value: text.slice(colon + 1, end).trim() }
}

/** Where the colon behind a field's name stands; -1 if the line begins with no name. */
function colonOf(text: string, start: number, end: number): number {
  const stop = nameEnd(text, start, end)
  if (stop === start || stop - start > LONGEST_NAME) return -1
  let at = stop
  while (at < end && at - stop < MOST_BLANKS && isBlank(text.charCodeAt(at))) at++
  return at < end && text.charCodeAt(at) === 58 ? at : -1
}

/** RFC 5322 §2.2: printable ASCII but the colon. */
function nameEnd(text: string, start: number, end: number): number {
  let at = start
  while (at < end) {
    const code = text.charCodeAt(at)
    if (code < 33 || code > 126 || code === 58) return at
    at++
  }
  return at
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9
}

interface Name {
  written: string
  lower: string
}

/** Names by a hash of how they were written. A hostile mail can at most drive others out. */
const names: (Name | undefined)[] = new Array(1024).fill(undefined)

/**
 * The name that ends at the first character that is none of a name, in lower case. One string for each name, so
 * that to compare it is to compare a pointer; found without a slice: 30 ns, a Map of slices 85.
 */
function nameAt(text: string, start: number): string {
  let hash = 0
  let at = start
  for (; ; at++) {
    const code = text.charCodeAt(at)
    if (code < 33 || code > 126 || code === 58) break
    hash = (hash * 31 + code) & 0xffffff
  }
  const slot = (hash ^ (hash >>> 10)) & 1023
  const known = names[slot]
  if (known !== undefined && known.written.length === at - start && text.startsWith(known.written, start))
    return known.lower
  const written = own(text.slice(start, at))
  const lower = own(written.toLowerCase())
  names[slot] = { written, lower }
  return lower
}

/** The first field of this name, with its encoded words decoded. */
export function fieldOf(fields: readonly Field[], name: string): string | null {
  const value = rawFieldOf(fields, name)
  return value === null ? null : decodeWords(value)
}

/** The first field of this name, as it came. */
export function rawFieldOf(fields: readonly Field[], name: string): string | null {
  for (const field of fields) if (field.name === name) return field.value
  return null
}

const WORD = /=\?([^?\s]{1,40})\?([bq])\?([^?]*)\?=/gi

/** RFC 2047: encoded words become text; anything else is read as UTF-8 or latin1. */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return decodeText(value, null)
  const joined = value.replace(/\?=\s{1,4}(?==\?)/g, '?=')
  let out = ''
  let from = 0
  for (const match of joined.matchAll(WORD)) {
    const [whole, charset = '', encoding = '', text = ''] = match
    out += decodeText(joined.slice(from, match.index), null)
    const bytes =
      encoding.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('latin1')
        : decodeQ(text.replaceAll('_', ' '))
    out += decodeText(bytes, charset.split('*', 1)[0] ?? '')
    from = match.index + whole.length
  }
  return out + decodeText(joined.slice(from), null)
}

function decodeQ(text: string): string {
  return text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** The mbox separator and blank lines that stand before a header. */
function skipBeforeHeader(text: string, start: number, stop: number): number {
  let at = start
  while (at < stop && text.charCodeAt(at) === 10) at++
  if (text.startsWith('From ', at)) at = lineEnd(text, at, stop) + 1
  return at
}

function lineEnd(text: string, at: number, stop: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 || end > stop ? stop : end
}
