/**
 * One part of a mail, as the rest of the reader sees it, whoever took the mail apart.
 *
 * Its body is kept as it came; `bytesOf` and `textOf` undo the transfer encoding and the charset on demand.
 * Spec: RFC 2045 §5 (Content-Type), §6 (transfer encodings).
 */
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
  parameters: Map<string, string>
}

const TYPE = /^\s{0,9}([\w!#$&^.+-]{1,99}\/[\w!#$&^.+-]{1,99})/
const PARAMETER = /;\s{0,99}([\w!#$&^.+-]{1,76}\*?)\s{0,9}=\s{0,9}(?:"([^"]{0,998})"|([^\s;"]{0,998}))/g

/** A Content-Type value -> type and parameters; an unreadable one is text/plain (RFC 2045 §5.2). */
export function parseContentType(value: string | null): ContentType {
  const parameters = new Map<string, string>()
  if (value === null) return { type: 'text/plain', parameters }
  const type = TYPE.exec(value)?.[1]?.toLowerCase() ?? 'text/plain'
  for (const [, name = '', quoted, token] of value.matchAll(PARAMETER)) {
    const key = name.toLowerCase()
    if (!parameters.has(key)) parameters.set(key, quoted ?? token ?? '')
  }
  return { type, parameters }
}

/** Content-Transfer-Encoding -> encoding; null for one that this reader does not know. */
export function encodingOf(fields: readonly Field[]): Encoding | null {
  const value = rawFieldOf(fields, 'content-transfer-encoding')
  const name = (value?.split(/[;(]/, 1)[0] ?? '').replaceAll('"', '').trim().toLowerCase()
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
  return body
    .replace(/=[ \t]{0,9}\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\r{1,9}\n/g, '\n')
}

/** Some gateways label plain text as base64: text with a blank between words is no base64 and stays as it is. */
function decodeBase64(body: string): string {
  if (/[^A-Za-z0-9+/=\s]/.test(body.slice(0, 400))) return body
  return Buffer.from(body, 'base64')
    .toString('latin1')
    .replace(/\r{1,9}\n/g, '\n')
}
