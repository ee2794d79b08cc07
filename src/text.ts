/** Strings that outlive the bytes they were cut from. */

/**
 * A copy that does not keep its parent alive. V8 keeps the whole 64 KiB chunk for a string that was cut
 * from it, so that everything that outlives its batch is owned (12 characters and fewer are copies anyway).
 */
export function own(text: string): string {
  if (text.length < 13) return text
  return isLatin1(text) ? Buffer.from(text, 'latin1').toString('latin1') : Buffer.from(text).toString('utf8')
}

function isLatin1(text: string): boolean {
  return !/[^\x00-\xff]/.test(text)
}
