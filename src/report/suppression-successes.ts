/**
 * When a delivery to an address or domain last succeeded: for every address of the input, in 24 bytes each.
 *
 * In:     a key, a time in epoch seconds, and the hash of the message (0: not known)
 * Out:    the time that clears older failures
 * Errors: none. Two keys with one 64-bit hash share their successes, which can only keep an address that was to go
 *
 * Two successes are kept, since the latest may yet be taken back: a relay said 250 and bounced the message later.
 */

import { hashText, newHash } from '../hash.ts'

/** What a key names; `contact` is a domain that answered, if only with a refusal. */
export type SuccessKind = 'address' | 'domain' | 'contact'

export interface Successes {
  /** Per slot: hash (two numbers), latest time and message, the one before and its message. */
  slots: Uint32Array
  used: number
}

const WIDTH = 6
/** One name may be a domain and an address: the kind is mixed into its hash. */
const KINDS: { readonly [kind in SuccessKind]: number } = {
  address: 0,
  domain: 0x55555555,
  contact: 0x33333333,
}

/** One object for all calls: half of a run's successes would be garbage else. */
const scratch = newHash()

export function newSuccesses(capacity = 4096): Successes {
  return { slots: new Uint32Array(capacity * WIDTH), used: 0 }
}

export function countSuccessAt(
  successes: Successes,
  kind: SuccessKind,
  key: string,
  at: number,
  message: number,
): void {
  if (at <= 0) return
  const capacity = successes.slots.length / WIDTH
  if (successes.used > capacity * 0.7) grow(successes)
  const { slots } = successes
  hashKey(kind, key)
  const slot = findSlot(slots, scratch.lo, scratch.hi)
  if (slots[slot + 1] === 0) successes.used++
  slots[slot] = scratch.lo
  slots[slot + 1] = scratch.hi
  remember(slots, slot, at, message)
}

/** Into `scratch`; `hi` is never 0, so that 0 marks a free slot. */
function hashKey(kind: SuccessKind, key: string): void {
  hashText(key, scratch)
  scratch.hi = (scratch.hi ^ KINDS[kind]) >>> 0 || 1
}

export interface LastSuccess {
  /** Failures up to this time (epoch seconds) are cleared; 0: no success is known. */
  clears: number
  /** The last success that nothing refutes; 0 if there is none, or if it is no longer known. */
  at: number
}

/** `refuted`: messages that failed after all, and until when (epoch seconds) a success of theirs is none. */
export function lastSuccessOf(
  successes: Successes,
  kind: SuccessKind,
  key: string,
  refuted: ReadonlyMap<number, number>,
): LastSuccess {
  const { slots } = successes
  hashKey(kind, key)
  const slot = findSlot(slots, scratch.lo, scratch.hi)
  const [latest = 0, latestMessage = 0, before = 0, beforeMessage = 0] = slots.subarray(slot + 2, slot + 6)
  const isRefuted = (at: number, message: number): boolean =>
    message !== 0 && (refuted.get(message) ?? 0) >= at
  if (!isRefuted(latest, latestMessage)) return { clears: latest, at: latest }
  // Where both are refuted, an older success may stand that is not kept: the second clears in its place.
  return { clears: before, at: isRefuted(before, beforeMessage) ? 0 : before }
}

/** 0 only for a message that is not known. */
export function messageHash(id: string | null): number {
  if (id === null) return 0
  hashText(id, scratch)
  return scratch.lo || 1
}

/** Keeps the two latest, one for each message. No objects: this is asked for every delivery. */
function remember(slots: Uint32Array, slot: number, at: number, message: number): void {
  const latest = slots[slot + 2] ?? 0
  const latestMessage = slots[slot + 3] ?? 0
  const before = slots[slot + 4] ?? 0
  const beforeMessage = slots[slot + 5] ?? 0
  if (message !== 0 && message === latestMessage) {
    if (at > latest) slots[slot + 2] = at
  } else if (at > latest || (at === latest && message > latestMessage)) {
    slots[slot + 4] = latest
    slots[slot + 5] = latestMessage
    slots[slot + 2] = at
    slots[slot + 3] = message
  } else if (at > before || (at === before && message > beforeMessage)) {
    slots[slot + 4] = at
    slots[slot + 5] = message
  }
}

/** The slot of this hash, or the free one where it belongs. */
function findSlot(slots: Uint32Array, low: number, high: number): number {
  const capacity = slots.length / WIDTH
  let index = low % capacity
  for (;;) {
    const at = index * WIDTH
    if (slots[at + 1] === 0 || (slots[at] === low && slots[at + 1] === high)) return at
    index = index + 1 === capacity ? 0 : index + 1
  }
}

function grow(successes: Successes): void {
  const { slots } = successes
  const wider = new Uint32Array(slots.length * 2)
  for (let at = 0; at < slots.length; at += WIDTH) {
    if (slots[at + 1] === 0) continue
    wider.set(slots.subarray(at, at + WIDTH), findSlot(wider, slots[at] ?? 0, slots[at + 1] ?? 0))
  }
  successes.slots = wider
}
