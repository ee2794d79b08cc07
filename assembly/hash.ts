/**
 * The hash of src/hash.ts over bytes, step by step the same: what is hashed here is looked up there.
 *
 * Out: 64 bits in one number, the half that src/hash.ts calls `hi` in the lower 32, so that in memory it stands first
 */
const SEED_HI: u32 = 0xdeadbeef
const SEED_LO: u32 = 0x41c6ce57
const FACTOR_HI: u32 = 0x9e3779b1
const FACTOR_LO: u32 = 0x5f356495

@inline
export function newHash(hi: u32, lo: u32): u64 {
  return <u64>hi | ((<u64>lo) << 32)
}

@inline
export function hiOf(hash: u64): u32 {
  return <u32>hash
}

@inline
export function loOf(hash: u64): u32 {
  return <u32>(hash >> 32)
}

/** Both hashes, before they are mixed. */
@inline
function runOver(from: usize, to: usize): u64 {
  let hi = SEED_HI ^ <u32>(to - from)
  let lo = SEED_LO
  let p = from
  for (; p + 4 <= to; p += 4) {
    const word = load<u32>(p)
    hi = (hi ^ word) * FACTOR_HI
    hi ^= hi >> 15
    lo = (lo ^ word) * FACTOR_LO
    lo ^= lo >> 13
  }
  if (p < to) {
    const word = load<u32>(p) & ((1 << ((<u32>(to - p)) << 3)) - 1)
    hi = (hi ^ word) * FACTOR_HI
    hi ^= hi >> 15
    lo = (lo ^ word) * FACTOR_LO
    lo ^= lo >> 13
  }
  return newHash(hi, lo)
}

@inline
function finish(first: u32, second: u32): u64 {
  let hi = (first ^ (first >> 16)) * 0x85ebca6b
  hi ^= (second ^ (second >> 13)) * 0xc2b2ae35
  let lo = (second ^ (second >> 16)) * 0x85ebca6b
  lo ^= (first ^ (first >> 13)) * 0xc2b2ae35
  hi = (hi ^ (hi >> 15)) * 0x2c1b3c6d
  lo = (lo ^ (lo >> 15)) * 0x297a2d39
  return newHash(hi ^ (hi >> 16), lo ^ (lo >> 16))
}

/**
 * A hash of words that are given one by one, from a start that nobody outside this process knows: it can't be aimed at. What two
 * words hide from one of the two runs, the other one sees, as it shifts by another number of bits.
 */
const RUN_FACTOR: u64 = 0x9e3779b97f4a7c15
const OTHER_FACTOR: u64 = 0xd1342543de82ef95
let seed: u64 = 0
let run: u64 = 0
let otherRun: u64 = 0

export function seedRuns(hi: u32, lo: u32): void {
  seed = newHash(hi, lo)
}

export function startRun(): void {
  run = seed
  otherRun = ~seed
}

@inline
export function mixIntoRun(word: u64): void {
  run = (run ^ word) * RUN_FACTOR
  run ^= run >> 32
  otherRun = (otherRun ^ word) * OTHER_FACTOR
  otherRun ^= otherRun >> 27
}

export function finishRun(): u64 {
  return combineHashes(run, otherRun)
}

/** Hashes the bytes [from, to): `hashText`. */
export function hashBytes(from: usize, to: usize): u64 {
  const run = runOver(from, to)
  return finish(hiOf(run), loOf(run))
}

/** Hashes an address with the local part [from, at): `hashAddress`. */
export function hashAddress(from: usize, at: usize, domain: u64): u64 {
  const run = runOver(from, at)
  return finish(hiOf(run) ^ loOf(domain), loOf(run) ^ hiOf(domain))
}

/** Of the host whose lines are read; of the log, for lines that name no host. */
let hostHash: u64 = 0
let logHash: u64 = 0

export function setHostHash(from: usize, to: usize): void {
  hostHash = hashBytes(from, to)
}

export function setLogHash(hi: u32, lo: u32): void {
  logHash = newHash(hi, lo)
}

/** `combineHashes` of the host, or for 0 of the log, and an id. */
@inline
export function combineWithHost(host: u32, id: u64): u64 {
  return combineHashes(host === 0 ? logHash : hostHash, id)
}

/** The same as the report knows a message: for a line that names no host, by the hash of the empty name. */
export function combineWithName(host: u32, id: u64): u64 {
  return combineHashes(host === 0 ? hashBytes(0, 0) : hostHash, id)
}

export function combineHashes(one: u64, other: u64): u64 {
  return finish((hiOf(one) * FACTOR_HI) ^ loOf(other), (loOf(one) * FACTOR_LO) ^ hiOf(other))
}
