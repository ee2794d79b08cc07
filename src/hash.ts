/**
 * 64-bit hashes of strings as two unsigned 32-bit numbers, for counting distinct values without keeping them.
 *
 * Two multiplicative hashes run over the UTF-16 code units, four at a time, and are mixed at the end (MurmurHash3's
 * finalizer). Not a cryptographic hash. With n distinct values the chance that any two collide (and the count is one too
 * low) is below n² / 2^65: 20 million values, 1 in 90,000. assembly/hash.ts does the same over bytes.
 */

/** Where a hash is written: one object reused, so that the hot path allocates nothing. */
export interface Hash {
  hi: number
  lo: number
}

export function newHash(): Hash {
  return { hi: 0, lo: 0 }
}

const SEED_HI = 0xdeadbeef
const SEED_LO = 0x41c6ce57

/** Of the text that was run over last, before it is mixed. */
let runHi = 0
let runLo = 0

function runOver(text: string, from: number, to: number): void {
  runHi = SEED_HI ^ (to - from)
  runLo = SEED_LO
  let at = from
  for (; at + 4 <= to; at += 4)
    step(text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2), text.charCodeAt(at + 3))
  if (at < to)
    step(
      text.charCodeAt(at),
      at + 1 < to ? text.charCodeAt(at + 1) : 0,
      at + 2 < to ? text.charCodeAt(at + 2) : 0,
      0,
    )
}

function step(a: number, b: number, c: number, d: number): void {
  mixIn((a & 255) | ((b & 255) << 8) | ((c & 255) << 16) | (d << 24))
  // Beyond latin1: what does not fit into one byte is a word of its own.
  if ((a | b | c | d) > 255) mixIn((a >>> 8) | ((b >>> 8) << 8) | ((c >>> 8) << 16) | ((d >>> 8) << 24))
}

function mixIn(word: number): void {
  runHi = Math.imul(runHi ^ word, 0x9e3779b1)
  runHi ^= runHi >>> 15
  runLo = Math.imul(runLo ^ word, 0x5f356495)
  runLo ^= runLo >>> 13
}

/** Writes the hash of `text` into `out`. */
export function hashText(text: string, out: Hash): void {
  runOver(text, 0, text.length)
  finish(runHi, runLo, out)
}

/** Writes the hash of a whole address into `out` and that of its domain, which is what follows the last @, into `domain`. */
export function hashAddress(address: string, out: Hash, domain: Hash): void {
  const at = address.lastIndexOf('@')
  runOver(address, at + 1, address.length)
  finish(runHi, runLo, domain)
  if (at < 0) {
    out.hi = domain.lo
    out.lo = domain.hi
    return
  }
  runOver(address, 0, at)
  finish(runHi ^ domain.lo, runLo ^ domain.hi, out)
}

/** The hash of two hashes in this order. `out` may be one of them. */
export function combineHashes(first: Hash, second: Hash, out: Hash): void {
  const hi = Math.imul(first.hi, 0x9e3779b1) ^ second.lo
  const lo = Math.imul(first.lo, 0x5f356495) ^ second.hi
  finish(hi, lo, out)
}

function finish(first: number, second: number, out: Hash): void {
  let hi = Math.imul(first ^ (first >>> 16), 0x85ebca6b)
  hi ^= Math.imul(second ^ (second >>> 13), 0xc2b2ae35)
  let lo = Math.imul(second ^ (second >>> 16), 0x85ebca6b)
  lo ^= Math.imul(first ^ (first >>> 13), 0xc2b2ae35)
  hi = Math.imul(hi ^ (hi >>> 15), 0x2c1b3c6d)
  lo = Math.imul(lo ^ (lo >>> 15), 0x297a2d39)
  out.hi = (hi ^ (hi >>> 16)) >>> 0
  out.lo = (lo ^ (lo >>> 16)) >>> 0
}
