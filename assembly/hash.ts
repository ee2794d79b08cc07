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

let runHi: u32 = 0
let runLo: u32 = 0

function runOver(from: usize, to: usize): void {
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
  runHi = hi
  runLo = lo
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

/** A hash of words that are given one by one, from a start that nobody outside this process knows: it can't be aimed at. */
let seedHi: u32 = 0
let seedLo: u32 = 0

export function seedRuns(hi: u32, lo: u32): void {
  seedHi = hi
  seedLo = lo
}

export function startRun(): void {
  runHi = seedHi
  runLo = seedLo
}

@inline
export function mixIntoRun(word: u32): void {
  runHi = (runHi ^ word) * FACTOR_HI
  runHi ^= runHi >> 15
  runLo = (runLo ^ word) * FACTOR_LO
  runLo ^= runLo >> 13
}

export function finishRun(): void {
  finish(runHi, runLo)
}

/** Hashes the bytes [from, to): `hashText`. */
export function hashBytes(from: usize, to: usize): void {
  runOver(from, to)
  finish(runHi, runLo)
}

/** Hashes an address with the sign @ at `at`: `hashAddress`. */
export function hashAddress(from: usize, at: usize, to: usize): void {
  hashBytes(at + 1, to)
  domainHi = hashHi
  domainLo = hashLo
  runOver(from, at)
  finish(runHi ^ domainLo, runLo ^ domainHi)
}

/** Of the host whose lines are read; of the log, for lines that name no host. */
let hostHi: u32 = 0
let hostLo: u32 = 0
let logHi: u32 = 0
let logLo: u32 = 0
/** What the functions below made. */
export let keyHi: u32 = 0
export let keyLo: u32 = 0

export function setHostHash(from: usize, to: usize): void {
  hashBytes(from, to)
  hostHi = hashHi
  hostLo = hashLo
}

export function setLogHash(hi: u32, lo: u32): void {
  logHi = hi
  logLo = lo
}

/** `combineHashes` of the host, or for 0 of the log, and an id. */
export function combineWithHost(host: u32, idHi: u32, idLo: u32): void {
  combineHashes(host === 0 ? logHi : hostHi, host === 0 ? logLo : hostLo, idHi, idLo)
}

/** The same as the report knows a message: for a line that names no host, by the hash of the empty name. */
export function combineWithName(host: u32, idHi: u32, idLo: u32): void {
  let hi = hostHi
  let lo = hostLo
  if (host === 0) {
    hashBytes(0, 0)
    hi = hashHi
    lo = hashLo
  }
  combineHashes(hi, lo, idHi, idLo)
}

export function combineHashes(hi: u32, lo: u32, otherHi: u32, otherLo: u32): void {
  finish((hi * FACTOR_HI) ^ otherLo, (lo * FACTOR_LO) ^ otherHi)
  keyHi = hashHi
  keyLo = hashLo
}
