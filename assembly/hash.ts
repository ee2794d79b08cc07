/**
 * The hash of src/hash.ts over bytes, step by step the same: what is hashed here is looked up there.
 *
 * Out: two halves of 32 bits in globals, since a function here gives back one value
 */
const SEED_HI: u32 = 0xdeadbeef
const SEED_LO: u32 = 0x41c6ce57
const FACTOR_HI: u32 = 0x9e3779b1
const FACTOR_LO: u32 = 0x5f356495

export let hashHi: u32 = 0
export let hashLo: u32 = 0
/** Of the domain of the address that was hashed last. */
export let domainHi: u32 = 0
export let domainLo: u32 = 0

@inline
export function stepHi(hi: u32, byte: u32): u32 {
  return (hi ^ byte) * FACTOR_HI
}

@inline
export function stepLo(lo: u32, byte: u32): u32 {
  return (lo ^ byte) * FACTOR_LO
}

function finish(first: u32, second: u32): void {
  let hi = (first ^ (first >> 16)) * 0x85ebca6b
  hi ^= (second ^ (second >> 13)) * 0xc2b2ae35
  let lo = (second ^ (second >> 16)) * 0x85ebca6b
  lo ^= (first ^ (first >> 13)) * 0xc2b2ae35
  hi = (hi ^ (hi >> 15)) * 0x2c1b3c6d
  lo = (lo ^ (lo >> 15)) * 0x297a2d39
  hashHi = hi ^ (hi >> 16)
  hashLo = lo ^ (lo >> 16)
}

/** Hashes the bytes [from, to): `hashText`. */
export function hashBytes(from: usize, to: usize): void {
  let hi = SEED_HI
  let lo = SEED_LO
  for (let p = from; p < to; p++) {
    const byte = <u32>load<u8>(p)
    hi = stepHi(hi, byte)
    lo = stepLo(lo, byte)
  }
  finish(hi, lo)
}

/** Hashes an address with the sign @ at `at`: `hashAddress`. */
export function hashAddress(from: usize, at: usize, to: usize): void {
  let hi = SEED_HI
  let lo = SEED_LO
  for (let p = from; p < at; p++) {
    const byte = <u32>load<u8>(p)
    hi = stepHi(hi, byte)
    lo = stepLo(lo, byte)
  }
  hashBytes(at + 1, to)
  domainHi = hashHi
  domainLo = hashLo
  finish((hi * FACTOR_HI) ^ domainLo, (lo * FACTOR_LO) ^ domainHi)
}
