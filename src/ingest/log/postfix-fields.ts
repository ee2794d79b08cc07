/**
 * The fields of a Postfix line: "to=<recipient>, relay=…, status=…".
 *
 * Spec: RFC 5321 §4.1.2 (quoted local parts may hold ">", ",", "=" and spaces), §4.1.1.3 (source routes)
 */
import { normalizeAddress } from '../../address.ts'
import { decodeField } from '../text.ts'

/** An address field begins at `at` -> the index behind it; -1 if it does not end. */
export function addressEnd(text: string, at: number, end: number): number {
  const first = text.charCodeAt(at) === 60 ? at + 1 : at
  if (text.charCodeAt(first) === 34) {
    const quoted = unquotedEnd(text, at, quoteEnd(text, first, end), end)
    if (quoted !== -1) return quoted
  }
  return unquotedEnd(text, at, first, end)
}

/** The first ">" or "," from `from` on that another field follows: before Postfix 3.5 quotes were not logged. */
function unquotedEnd(text: string, at: number, from: number, end: number): number {
  const bracketed = text.charCodeAt(at) === 60
  for (let i = from; i < end; i++) {
    const code = text.charCodeAt(i)
    if (bracketed) {
      if (code === 62 && (i + 1 === end || endsField(text, i + 1, end))) return i + 1
    } else if ((code === 44 || code === 32) && endsField(text, i, end)) return i
  }
  return -1
}

/** The quote at `open` -> its closing quote; `open` itself if there is none. */
function quoteEnd(text: string, open: number, end: number): number {
  for (let i = open + 1; i < end; i++) {
    const code = text.charCodeAt(i)
    if (code === 92) i++
    else if (code === 34) return i
  }
  return open
}

/** ", name=", or " name=" as older rejections have it. */
function endsField(text: string, at: number, end: number): boolean {
  const name = text.charCodeAt(at) === 44 ? at + 1 : at
  return text.charCodeAt(name) === 32 && isFieldStart(text, name + 1, end)
}

/** "name=" stands at `at`. */
export function isFieldStart(text: string, at: number, end: number): boolean {
  let i = at
  for (; i < end; i++) {
    const code = text.charCodeAt(i)
    if (code === 61) return i > at
    if (!((code >= 97 && code <= 122) || code === 95 || code === 45)) return false
  }
  return false
}

/** text[at, end), in angle brackets or not -> the address as events write it. */
export function readAddress(text: string, at: number, end: number): string {
  let from = at
  let to = end
  if (text.charCodeAt(from) === 60) {
    from++
    to--
  }
  if (text.charCodeAt(from) === 64) from = routeEnd(text, from, to)
  let special = 0
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i)
    if (code >= 128 || (code >= 65 && code <= 90)) special |= code >= 128 ? 2 : 1
  }
  const address = text.slice(from, to)
  if (special === 0) return address
  return normalizeAddress(special >= 2 ? decodeField(address) : address)
}

/** RFC 5321 appendix C: "@a.example,@b.example:user@example.net" -> where the mailbox begins. */
function routeEnd(text: string, at: number, end: number): number {
  const colon = text.indexOf(':', at)
  return colon === -1 || colon >= end ? at : colon + 1
}
