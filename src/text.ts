/** Strings that outlive the bytes they were cut from. */

/**
 * A copy that does not keep its parent alive. V8 keeps the whole 64 KiB chunk for a string that was cut
 * from it, so that everything that outlives its batch is owned (12 characters and fewer are copies anyway).
 * To cut a string that was just joined, V8 must write it out first: 63 ns; by way of a Buffer 180 ns.
 */
export function own(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1)
}
