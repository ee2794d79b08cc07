/**
 * One part of a mail, as the rest of the reader sees it, whoever took the mail apart.
 *
 * Its body is kept as it came; `bytesOf` and `textOf` undo the transfer encoding and the charset on demand.
 * Spec: RFC 2045 §5 (Content-Type), §6 (transfer encodings).
 */
import { own } from '../../text.ts'
import { decodeText, knowsCharset } from './charset.ts'
import { type Field, rawFieldOf } from './fields.ts'

export type Encoding = 'none' | 'quoted-printable' | 'base64'

export interface Part {
  fields: Field[]
  /** Lower case, "text/plain" if none is declared. */
  type: string
  charset: string | null
  encoding: Encoding
  /** Still transfer-encoded; a latin1 string. */
  body: string
  /** Parts of a multipart; a message/rfc822 is a leaf: what it holds is another message. */
  parts: Part[]
}

export interface Mail {
  fields: Field[]
  /** The leaves in their order. */
  parts: Part[]
}

export interface ContentType {
  type: string
  parameters: ReadonlyMap<string, string>
}

const TYPE = /^\s{0,9}([\w!#$&^.+-]{1,99}\/[\w!#$&^.+-]{1,99})/
const PARAMETER = /;\s{0,99}([\w!#$&^.+-]{1,76}\*?)\s{0,9}=\s{0,9}(?:"([^"]{0,998})"|([^\s;"]{0,998}))/g

/** A Content-Type value -> type and parameters; an unreadable one is text/plain (RFC 2045 §5.2). */
export function parseContentType(value: string | null): ContentType {
  if (value === null) return PLAIN
  const known = types.get(value)
  if (known !== undefined) return known
  const content = contentTypeOf(value)
  // A boundary is another one in each mail; what has none repeats from part to part.
  if (!content.parameters.has('boundary') && value.length < 200 && types.size < 500) {
    const kept = own(value)
    types.set(kept, contentTypeOf(kept))
  }
  return content
}

const PLAIN: ContentType = { type: 'text/plain', parameters: new Map() }
const types = new Map<string, ContentType>()

function contentTypeOf(value: string): ContentType {
  const parameters = new Map<string, string>()
  const type = TYPE.exec(value)?.[1]?.toLowerCase() ?? 'text/plain'
  PARAMETER.lastIndex = 0
  for (let found = PARAMETER.exec(value); found !== null; found = PARAMETER.exec(value)) {
    const [, name = '', quoted, token] = found
    const key = name.toLowerCase()
    if (!parameters.has(key)) parameters.set(key, quoted ?? token ?? '')
  }
  return { type, parameters }
}

/** Content-Transfer-Encoding -> encoding; null for one that this reader does not know. */
export function encodingOf(fields: readonly Field[]): Encoding | null {
  const value = rawFieldOf(fields, 'content-transfer-encoding')
  if (value === null || value === '7bit' || value === '8bit') return 'none'
  const name = (value.split(/[;(]/, 1)[0] ?? '').replaceAll('"', '').trim().toLowerCase()
  if (name === 'base64' || name === 'quoted-printable') return name
  return /^(?:|7-?bits?|8-?bits?|binary|none)$/.test(name) ? 'none' : null
}

/** The part without its transfer encoding, LF line ends; still bytes in a latin1 string. */
export function bytesOf(part: Part): string {
  if (part.encoding === 'none') return part.body
  if (part.encoding === 'quoted-printable') return decodeQuotedPrintable(part.body)
  return decodeBase64(part.body)
}

/** The part as text: charset decoded, LF line ends. */
export function textOf(part: Part): string {
  const charset = knowsCharset(part.charset) ? part.charset : null
  return decodeText(bytesOf(part), charset)
}

function decodeQuotedPrintable(body: string): string {
  if (!body.includes('=')) return body
  const text = decodeEscapes(body.replace(/=[ \t]{0,9}\n/g, ''))
  return text.includes('\r') ? text.replace(/\r{1,9}\n/g, '\n') : text
}

/** "=E4" -> the byte. In place, byte by byte: a callback for each escape costs three times as much. */
function decodeEscapes(text: string): string {
  const bytes = Buffer.from(text, 'latin1')
  let to = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    const high = byte === 61 ? hexDigit(bytes[at + 1]) : -1
    const low = high < 0 ? -1 : hexDigit(bytes[at + 2])
    if (low < 0) bytes[to++] = byte
    else {
      bytes[to++] = high * 16 + low
      at += 2
    }
  }
  return bytes.toString('latin1', 0, to)
}

/** -1 for what is none. */
function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 48 && byte <= 57) return byte - 48
  const letter = byte | 32
  return letter >= 97 && letter <= 102 ? letter - 87 : -1
}

/** Some gateways label plain text as base64: text with a blank between words is no base64 and stays as it is. */
function decodeBase64(body: string): string {
  if (/[^A-Za-z0-9+/=\s]/.test(body.slice(0, 400))) return body
  return Buffer.from(body, 'base64')
    .toString('latin1')
    .replace(/\r{1,9}\n/g, '\n')
}
