/**
 * What a word of a reply is, told by its characters: an address of a party, a host name, an IPv4 address.
 *
 * In:     the characters of a text and where the word stands in it. Hot, like mask.ts: no string is cut, no
 *         expression run
 * Out:    yes or no. Case is that of toLowerCase: where a character is not ASCII, it is asked itself
 */

/** The characters of a text: bytes if all of it is ASCII. */
export type Codes = Uint8Array | Uint16Array

/** The last label of a host name is of one case: RESOLVER.ADR.RecipNotFound is none. */
const [LOWER, UPPER, DIGIT, OTHER] = [1, 2, 4, 8]
const LABEL_SIGNS = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code >= 97 && code <= 122) return LOWER
  if (code >= 65 && code <= 90) return UPPER
  if (code >= 48 && code <= 57) return DIGIT
  return code === 45 || code === 95 ? OTHER : 0
})
const LONGEST_LABEL = 63
const MOST_LABELS = 22
const LONGEST_TOP_LEVEL = 24
const FURTHEST_SIGN = 40

/** 192.0.2.1: four groups of one to three digits. */
export function isIpv4(codes: Codes, start: number, end: number): boolean {
  if (end - start < 7 || end - start > 15) return false
  let digits = 0
  let dots = 0
  for (let at = start; at < end; at++) {
    const code = codes[at] ?? 0
    if (code === 46) {
      if (digits === 0) return false
      dots++
      digits = 0
    } else if (code < 48 || code > 57 || ++digits > 3) return false
  }
  return dots === 3 && digits > 0
}

/** Behind the first of "=/#!?*&", if it stands near the start: "ip=192.0.2.1", "see/example.org". */
export function nameAt(codes: Codes, start: number, end: number): number {
  const last = Math.min(end - 1, start + FURTHEST_SIGN)
  for (let at = start; at <= last; at++) {
    const code = codes[at] ?? 0
    if (code === 61 || code === 47 || code === 35 || code === 33 || code === 63 || code === 42 || code === 38)
      return at + 1
  }
  return start
}

/** Labels of letters, digits, "-" and "_", and at last one that can be a top-level domain. */
export function isHost(codes: Codes, start: number, end: number): boolean {
  let labels = 1
  let label = start
  let kinds = 0
  for (let at = start; at < end; at++) {
    const code = codes[at] ?? 0
    if (code === 46) {
      if (at === label || at - label > LONGEST_LABEL || ++labels > MOST_LABELS) return false
      label = at + 1
      kinds = 0
      continue
    }
    const kind = code < 128 ? (LABEL_SIGNS[code] ?? 0) : 0
    if (kind === 0) return false
    kinds |= kind
  }
  const length = end - label
  if (labels < 2) return false
  if (kinds === LOWER || kinds === UPPER) {
    if (length >= 2 && length <= LONGEST_TOP_LEVEL) return true
  }
  return isALabel(codes, label, length)
}

/** "xn--" in any case and what may follow it; an underscore may not. */
function isALabel(codes: Codes, label: number, length: number): boolean {
  if (length < 5 || length > LONGEST_LABEL || codes[label + 2] !== 45) return false
  return /^xn--[a-z\d-]{1,59}$/i.test(textBetween(codes, label, label + length))
}

/** The word is this address, whatever the case. `wide`: it has characters that are not ASCII. */
export function isText(codes: Codes, start: number, end: number, address: string | null, wide: boolean) {
  if (address === null) return false
  if (wide) return textBetween(codes, start, end).toLowerCase() === address.toLowerCase()
  return address.length === end - start && isAlike(codes, start, address, 0)
}

/** The word is what stands behind an "@" at the end of this address. */
export function isTail(codes: Codes, start: number, end: number, address: string | null, wide: boolean) {
  if (address === null) return false
  if (wide) return address.toLowerCase().endsWith(`@${textBetween(codes, start, end).toLowerCase()}`)
  const at = address.length - (end - start) - 1
  return at >= 0 && address.charCodeAt(at) === 64 && isAlike(codes, start, address, at + 1)
}

/** What stands in the text from `start` on is `address` from `from` on. The text is ASCII there. */
function isAlike(codes: Codes, start: number, address: string, from: number): boolean {
  for (let at = from; at < address.length; at++) {
    const a = codes[start + at - from] ?? 0
    const b = address.charCodeAt(at)
    if (a === b) continue
    // The Kelvin sign is the one character beyond ASCII whose lower case is ASCII.
    const lower = b === 0x212a ? 107 : b >= 65 && b <= 90 ? b + 32 : b
    if (lower !== (a >= 65 && a <= 90 ? a + 32 : a)) return false
  }
  return true
}

function textBetween(codes: Codes, start: number, end: number): string {
  return Reflect.apply(String.fromCharCode, null, codes.subarray(start, end))
}
