/**
 * The numbers of a result's values in their dictionaries, with as few looks at the letters as can be: this runs for
 * each line of a log that reports a delivery. Lines that follow each other have sender, host and hour in common.
 */

import { type Hash, hashText, newHash } from '../hash.ts'
import type { PlainDelivery } from '../plain-results.ts'
import type { Totals } from './aggregate.ts'
import { type Dictionary, idOf, UNKNOWN_ID } from './dictionary.ts'
import { knownId, rememberId } from './known-ids.ts'
import { domainHash } from './result-hash.ts'

const relayHash = newHash()

/** Of the recipient that was hashed last. */
export function recipientDomainId(dictionary: Dictionary, recipient: string | null): number {
  if (recipient === null) return idOf(dictionary, null)
  return hashedId(dictionary, domainHash, () => domainOf(recipient))
}

export function relayId(dictionary: Dictionary, relay: string | null): number {
  if (relay === null || relay === dictionary.lastName) return idOf(dictionary, relay)
  hashText(relay, relayHash)
  return hashedId(dictionary, relayHash, () => relay)
}

/** By the hash; the name is asked for only if the hash was not met before. */
export function hashedId(dictionary: Dictionary, hash: Hash, name: () => string | null): number {
  const known = knownId(dictionary.known, hash)
  if (known !== -1) return known
  const id = idOf(dictionary, name())
  rememberId(dictionary.known, hash, id)
  return id
}

const codeHash = newHash()

/** A reply code, by its number: its three digits are written out once. */
export function codeId(dictionary: Dictionary, code: number | null): number {
  if (code === null) return UNKNOWN_ID
  codeHash.lo = code
  return hashedId(dictionary, codeHash, () => String(code))
}

export function plainSenderDomainId(dictionary: Dictionary, { sender, senderDomain }: PlainDelivery): number {
  // No sender, the null sender, a sender without a domain.
  if (senderDomain.hi === 0 && senderDomain.lo === 0) return idOf(dictionary, domainOf(sender))
  return hashedId(dictionary, senderDomain, () => domainOf(sender))
}

export function bucketId({ dictionaries, bucket }: Totals, time: string | null): number {
  const { lastName, lastId } = dictionaries.time
  if (time !== null && lastName !== null && time.startsWith(lastName)) return lastId
  return idOf(dictionaries.time, bucketOf(time, bucket))
}

/** The same for epoch milliseconds; the last bucket is known by its begin. */
export function bucketIdAt(totals: Totals, time: number): number {
  if (Number.isNaN(time)) return UNKNOWN_ID
  const { lastBucket } = totals
  const within = time - lastBucket.start
  if (within >= 0 && within < lastBucket.length) return lastBucket.id
  const length = totals.bucket === 'hour' ? 3_600_000 : 86_400_000
  lastBucket.start = Math.floor(time / length) * length
  lastBucket.length = length
  lastBucket.id = idOf(totals.dictionaries.time, bucketOf(new Date(time).toISOString(), totals.bucket))
  return lastBucket.id
}

/** `''` for the null sender; null if there is no address or no domain in it. */
export function domainOf(address: string | null): string | null {
  if (address === null || address === '') return address
  const at = address.lastIndexOf('@')
  return at === -1 ? null : address.slice(at + 1)
}

export function bucketOf(time: string | null, bucket: 'hour' | 'day'): string | null {
  return time === null ? null : time.slice(0, bucket === 'hour' ? 13 : 10)
}
