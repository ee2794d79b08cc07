/** Sets of words of 32 bits that may hold more than was added, never less: a bit for the hash of each, in 4 KiB. */

const SIGN_BITS: u32 = 15
export const SIGNS_BYTES: usize = 1 << (SIGN_BITS - 3)

function signHash(word: u32): u32 {
  return (word * 0x9e3779b1) >> (32 - SIGN_BITS)
}

export function addTo(set: usize, word: u32): void {
  const hash = signHash(word)
  const at = set + <usize>(hash >> 3)
  store<u8>(at, load<u8>(at) | <u8>(<u32>1 << (hash & 7)))
}

export function mayHold(set: usize, word: u32): bool {
  const hash = signHash(word)
  return ((load<u8>(set + <usize>(hash >> 3)) >> (hash & 7)) & 1) !== 0
}
