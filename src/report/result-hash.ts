/**
 * Hashes of a result: of its recipient, its message, and both together.
 *
 * Out: written into the hashes below, which are used at once and never kept: the hot path allocates nothing
 */

import { combineHashes, type Hash, hashAddress, hashText, newHash } from '../hash.ts'
import type { Outcome, Result } from '../types.ts'

export const recipientHash = newHash()
export const domainHash = newHash()
export const messageHash = newHash()
/** This message to this recipient. */
export const pairHash = newHash()

/** Fills the first two. */
export function hashRecipient(recipient: string | null): void {
  if (recipient !== null) hashAddress(recipient, recipientHash, domainHash)
  else {
    // Counted as no address.
    recipientHash.hi = 0
    recipientHash.lo = 0
  }
}

/** Fills the last two; the recipient was hashed before. */
export function hashDelivery(result: Result): void {
  hashMessage(result)
  combineHashes(messageHash, recipientHash, pairHash)
}

/** The host hashed last: a log is of one host, most of them. */
let hashedHost: string | null = null
const hostHash = newHash()
hashText('', hostHash)

/** To be used at once. */
export function hashHost(host: string | null): Hash {
  if (host !== hashedHost) {
    hashedHost = host
    hashText(host ?? '', hostHash)
  }
  return hostHash
}

/** Fills them for a result that is told in hashes -> the pair. */
export function pairHashOf(host: Hash, queueId: Hash, recipient: Hash): Hash {
  combineHashes(host, queueId, messageHash)
  combineHashes(messageHash, recipient, pairHash)
  return pairHash
}

const FINAL = newHash()
const TEMPORARY = newHash()
hashText('final', FINAL)
hashText('temporary', TEMPORARY)
const lowerHash = newHash()
const keyHash = newHash()

/** The hash of an address in lower case, of which `recipientHash` is the hash as it is. */
export function recipientKeyOf(recipient: string | null): Hash {
  const lower = (recipient ?? '').toLowerCase()
  if (lower === recipient) return recipientHash
  hashAddress(lower, lowerHash, keyHash)
  return lowerHash
}

/** By what a DSN finds its line in the log: the hashes of an id of the message, and of its recipient in lower case. */
export function reportKeyOf(outcome: Outcome, id: Hash, recipientKey: Hash): Hash {
  // A delay notice repeats a deferral, a failure notice a bounce: never one the other.
  const isFinal = outcome === 'bounced' || outcome === 'expired'
  combineHashes(isFinal ? FINAL : TEMPORARY, id, keyHash)
  combineHashes(keyHash, recipientKey, keyHash)
  return keyHash
}

/** A message as the reporting MTA knows it: by host and queue id, else by Message-ID, else by where it stands. */
function hashMessage(result: Result): void {
  if (result.queueId !== null) {
    hashHost(result.host)
    hashText(result.queueId, messageHash)
    combineHashes(hostHash, messageHash, messageHash)
  } else hashText(result.messageId ?? `${result.file}\n${result.line}`, messageHash)
}
