/**
 * 64-bit hashes of strings as two unsigned 32-bit numbers, for counting distinct values without keeping them.
 *
 * Two multiplicative hashes run over the UTF-16 code units in one pass and are mixed at the end (MurmurHash3's
 * finalizer). Not a cryptographic hash. With n distinct values the chance that any two collide (and the count
 * is one too low) is below n² / 2^65: 20 million values, 1 in 90,000.
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

/** Writes the hash of `text` into `out`. */
export function hashText(text: string, out: Hash): void {
  let hi = SEED_HI
  let lo = SEED_LO
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    hi = Math.imul(hi ^ unit, 0x9e3779b1)
    lo = Math.imul(lo ^ unit, 0x5f356495)
  }
  finish(hi, lo, out)
}

/** Writes the hash of a whole address into `out` and that of its domain into `domain`: one pass over the letters. */
export function hashAddress(address: string, out: Hash, domain: Hash): void {
  let hi = SEED_HI
  let lo = SEED_LO
  let [localHi, localLo] = [0, 0]
  for (let index = 0; index < address.length; index++) {
    const unit = address.charCodeAt(index)
    if (unit === AT) {
      // Begun anew at each @: the domain is what follows the last one.
      localHi = Math.imul(localHi ^ hi, 0x9e3779b1)
      localLo = Math.imul(localLo ^ lo, 0x5f356495)
      hi = SEED_HI
      lo = SEED_LO
    } else {
      hi = Math.imul(hi ^ unit, 0x9e3779b1)
      lo = Math.imul(lo ^ unit, 0x5f356495)
    }
  }
  finish(hi, lo, domain)
  finish(localHi ^ domain.lo, localLo ^ domain.hi, out)
}

const AT = 64

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
