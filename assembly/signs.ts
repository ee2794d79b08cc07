/** Sets of words of 32 bits that may hold more than was added, never less: two bits for each word, in 4 KiB. */

const SIGN_BITS: u32 = 15
export const SIGNS_BYTES: usize = 1 << (SIGN_BITS - 3)

@inline
function mixed(word: u32): u32 {
  return word * 0x9e3779b1
}

/** The number of each of the two bits, from what `mixed` gives. */
@inline
function firstBit(mix: u32): u32 {
  return mix >> (32 - SIGN_BITS)
}

@inline
function secondBit(mix: u32): u32 {
  return (mix * 0x85ebca6b) >> (32 - SIGN_BITS)
}

export function addTo(set: usize, word: u32): void {
  const mix = mixed(word)
  setBit(set, firstBit(mix))
  setBit(set, secondBit(mix))
}

function setBit(set: usize, bit: u32): void {
  const at = set + <usize>(bit >> 3)
  store<u8>(at, load<u8>(at) | <u8>(<u32>1 << (bit & 7)))
}

export function mayHold(set: usize, word: u32): bool {
  const mix = mixed(word)
  return hasBit(set, firstBit(mix)) && hasBit(set, secondBit(mix))
}

@inline
function hasBit(set: usize, bit: u32): bool {
  return ((load<u8>(set + <usize>(bit >> 3)) >> (bit & 7)) & 1) !== 0
}
