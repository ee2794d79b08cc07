/**
 * Strings from hostile bytes: unfolded to one line, decoded once, owned.
 *
 * Logs are read as latin1 (one byte, one character: the fastest decoding, and lossless), so that only
 * the fields that hold a byte above 0x7F need a second look: `decodeField`.
 */
export { own } from '../text.ts'

/** Every run of white space and control characters becomes one space; none is left at the ends. */
export function toOneLine(text: string): string {
  // The common case is clean already: found out without an allocation, and by hand in a third of an expression's time.
  if (isOneLine(text)) return text
  // A single space stays, so that most of a text is no match: a third of the time of /[\x00-\x20\x7f]+/g.
  return text.replace(/[\x00-\x1f\x7f][\x00-\x20\x7f]*| [\x00-\x20\x7f]+/g, ' ').trim()
}

function isOneLine(text: string): boolean {
  const last = text.length - 1
  for (let at = 0; at <= last; at++) {
    const code = text.charCodeAt(at)
    if (code > 32 && code !== 127) continue
    if (code !== 32 || at === 0 || at === last || text.charCodeAt(at + 1) === 32) return false
  }
  return true
}

/** A field of a line that was read as latin1, as its writer meant it: UTF-8 if it is valid UTF-8, else latin1. */
export function decodeField(field: string): string {
  if (!/[\x80-\xff]/.test(field)) return field
  const decoded = Buffer.from(field, 'latin1').toString('utf8')
  return decoded.includes('\ufffd') ? field : decoded
}
