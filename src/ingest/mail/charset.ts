/**
 * Bytes of a mail -> text, by the charset that the mail names, or by the one that the bytes show.
 *
 * In:     bytes as a latin1 string (one byte, one character)
 * Out:    text; `knowsCharset` says beforehand whether this file can do it
 * Spec:   RFC 2045 §5.2 (charset), WHATWG Encoding (labels), RFC 1468 (ISO-2022-JP is 7-bit)
 */
import { TextDecoder } from 'node:util'
import { decodeField } from '../text.ts'
import { charsetAliases } from './charset-aliases.ts'

const decoders = new Map<string, TextDecoder | null>()

/** Whether text in this charset can be decoded here. Null (none named) can. */
export function knowsCharset(label: string | null): boolean {
  return label === null || namesNone(label) || isUtf7(label) || decoderOf(label) !== null
}

/** ASCII stays as it is; text without a (known) charset is UTF-8 if it is valid UTF-8, else what its bytes show. */
export function decodeText(bytes: string, label: string | null): string {
  if (label !== null && isUtf7(label)) return decodeUtf7(bytes)
  if (!/[^\x00-\x1a\x1c-\x7f]/.test(bytes)) return bytes
  const decoder = label === null || namesNone(label) ? null : decoderOf(label)
  if (decoder !== null) return decoder.decode(Buffer.from(bytes, 'latin1'))
  // Japanese mail without a MIME header: RFC 1468's escape sequences cannot be anything else.
  if (/\x1b\$[@B]/.test(bytes)) return decodeText(bytes, 'iso-2022-jp')
  return decodeField(bytes)
}

function isUtf7(label: string): boolean {
  return /^(?:unicode-1-1-)?utf-7$/i.test(label.trim())
}

/** RFC 2152, which the WHATWG table leaves out and Exchange still writes: "+" base64 of UTF-16BE "-". */
function decodeUtf7(bytes: string): string {
  return bytes.replace(/\+([A-Za-z0-9+/]{0,9999})-?/g, (_, encoded: string) => {
    if (encoded === '') return '+'
    const units = Buffer.from(encoded, 'base64')
    return units
      .subarray(0, units.length & ~1)
      .swap16()
      .toString('utf16le')
  })
}

function namesNone(label: string): boolean {
  return charsetAliases[label.trim().toLowerCase()] === ''
}

function decoderOf(label: string): TextDecoder | null {
  const key = label.trim().toLowerCase()
  const known = decoders.get(key)
  if (known !== undefined) return known
  const decoder = newDecoder(charsetAliases[key] ?? key)
  // Labels come from hostile mails: the table must not grow without end.
  if (decoders.size < 200) decoders.set(key, decoder)
  return decoder
}

function newDecoder(label: string): TextDecoder | null {
  try {
    return new TextDecoder(label)
  } catch {
    return null
  }
}
