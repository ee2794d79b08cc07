/**
 * Text of others on a terminal: made harmless, measured in columns, cut and padded to them.
 *
 * In:   any string, hostile ones too
 * Out:  text without control characters and without marks that turn the direction of writing
 * Spec: UAX #11 (East Asian Width): wide and full-width characters and emoji take two columns, marks none
 */

/** Ranges of code points that take two columns: the blocks of UAX #11 class W and F that occur in practice. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x23e9, 0x23ec],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1faff],
  [0x20000, 0x3fffd],
]

const ASCII = /^[\x20-\x7e]*$/
const HARMFUL = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u

/** Control characters (an escape sequence begins with one) and direction marks become U+FFFD. */
export function printable(text: string): string {
  return ASCII.test(text) ? text : text.replace(HARMFUL, '\ufffd')
}

export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}

function characterWidth(character: string): number {
  const point = character.codePointAt(0) ?? 0
  if (point < 0x300) return 1
  if (NO_WIDTH.test(character)) return 0
  return WIDE.some(([first, last]) => point >= first && point <= last) ? 2 : 1
}

/** At most `width` columns; what is cut off shows as an ellipsis. */
export function cutTo(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let result = ''
  let used = 0
  for (const character of text) {
    const next = characterWidth(character)
    if (used + next > width - 1) break
    result += character
    used += next
  }
  return `${result}…`
}

/** Cut or filled up to exactly `width` columns, the text at the left. */
export function padEndTo(text: string, width: number): string {
  const cut = cutTo(text, width)
  return cut + ' '.repeat(Math.max(0, width - displayWidth(cut)))
}

/** The same with the text at the right: numbers. */
export function padStartTo(text: string, width: number): string {
  const cut = cutTo(text, width)
  return ' '.repeat(Math.max(0, width - displayWidth(cut))) + cut
}
