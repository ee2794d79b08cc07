/**
 * When a delivery to an address or domain last succeeded: for every address of the input, in 24 bytes each.
 *
 * In:     a key, a time in epoch seconds, and the hash of the message (0: not known)
 * Out:    the time that clears older failures
 * Errors: none. Two keys with one 64-bit hash share their successes, which can only keep an address that was to go
 *
 * Two successes are kept, since the latest may yet be taken back: a relay said 250 and bounced the message later.
 */

/** What a key names; `contact` is a domain that answered, if only with a refusal. */
export type SuccessKind = 'address' | 'domain' | 'contact'

export interface Successes {
  /** Per slot: hash (two numbers), latest time and message, the one before and its message. */
  slots: Uint32Array
  used: number
}

const WIDTH = 6
const SEEDS: { readonly [kind in SuccessKind]: number } = { address: 1, domain: 2, contact: 3 }

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
  const slot = slotOf(successes.slots, hash(key, SEEDS[kind]), hash(key, SEEDS[kind] + 16) || 1)
  if (slot.isNew) successes.used++
  remember(successes.slots, slot.at, at, message)
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
  const slot = findSlot(slots, hash(key, SEEDS[kind]), hash(key, SEEDS[kind] + 16) || 1)
  const [latest = 0, latestMessage = 0, before = 0, beforeMessage = 0] = slots.subarray(slot + 2, slot + 6)
  const isRefuted = (at: number, message: number): boolean =>
    message !== 0 && (refuted.get(message) ?? 0) >= at
  if (!isRefuted(latest, latestMessage)) return { clears: latest, at: latest }
  // Where both are refuted, an older success may stand that is not kept: the second clears in its place.
  return { clears: before, at: isRefuted(before, beforeMessage) ? 0 : before }
}

/** FNV-1a over UTF-16 units, finished with an avalanche; never 0 for a message. */
export function messageHash(id: string | null): number {
  return id === null ? 0 : hash(id, 0) || 1
}

function hash(text: string, seed: number): number {
  let value = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1)
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}

/** Keeps the two latest, one for each message. */
function remember(slots: Uint32Array, slot: number, at: number, message: number): void {
  const [latest = 0, latestMessage = 0, before = 0, beforeMessage = 0] = slots.subarray(slot + 2, slot + 6)
  const successes = [
    { at: latest, message: latestMessage },
    { at: before, message: beforeMessage },
    { at, message },
  ].sort((a, b) => b.at - a.at || b.message - a.message)
  const [first = successes[0], ...rest] = successes
  const second = rest.find(success => success.message === 0 || success.message !== first?.message)
  slots.set([first?.at ?? 0, first?.message ?? 0, second?.at ?? 0, second?.message ?? 0], slot + 2)
}

/** The slot of this hash, or the free one where it belongs. */
function findSlot(slots: Uint32Array, low: number, high: number): number {
  const capacity = slots.length / WIDTH
  let index = low % capacity
  for (;;) {
    const at = index * WIDTH
    // `high` is never 0, so that 0 marks a free slot.
    if (slots[at + 1] === 0 || (slots[at] === low && slots[at + 1] === high)) return at
    index = index + 1 === capacity ? 0 : index + 1
  }
}

function slotOf(slots: Uint32Array, low: number, high: number): { at: number; isNew: boolean } {
  const at = findSlot(slots, low, high)
  const isNew = slots[at + 1] === 0
  slots[at] = low
  slots[at + 1] = high
  return { at, isNew }
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
