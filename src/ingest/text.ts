/**
 * Strings from hostile bytes: unfolded to one line, decoded once, owned.
 *
 * Logs are read as latin1 (one byte, one character: the fastest decoding, and lossless), so that only
 * the fields that hold a byte above 0x7F need a second look: `decodeField`.
 */
export { own } from '../text.ts'

/** Every run of white space and control characters becomes one space; none is left at the ends. */
export function toOneLine(text: string): string {
  // The common case is clean already: find that out without an allocation.
  if (!/[\x00-\x1f\x7f]| {2}|^ | $/.test(text)) return text
  return text.replace(/[\x00-\x20\x7f]+/g, ' ').trim()
}

/** A field of a line that was read as latin1, as its writer meant it: UTF-8 if it is valid UTF-8, else latin1. */
export function decodeField(field: string): string {
  if (!/[\x80-\xff]/.test(field)) return field
  const decoded = Buffer.from(field, 'latin1').toString('utf8')
  return decoded.includes('\ufffd') ? field : decoded
}
