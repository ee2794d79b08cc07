/**
 * The numbers of a result's values in their dictionaries, with as few looks at the letters as can be: this runs for
 * each line of a log that reports a delivery. Lines that follow each other have sender, host and hour in common.
 */
import type { Totals } from './aggregate.ts'
import { type Dictionary, idOf, recentId, rememberId } from './dictionary.ts'
import { hashText, newHash } from './hash.ts'
import { domainHash } from './result-hash.ts'

const relayHash = newHash()

/** Of the recipient that was hashed last. */
export function recipientDomainId(dictionary: Dictionary, recipient: string | null): number {
  if (recipient === null) return idOf(dictionary, null)
  const known = recentId(dictionary, domainHash)
  if (known !== -1) return known
  const id = idOf(dictionary, domainOf(recipient))
  rememberId(dictionary, domainHash, id)
  return id
}

export function relayId(dictionary: Dictionary, relay: string | null): number {
  if (relay === null || relay === dictionary.lastName) return idOf(dictionary, relay)
  hashText(relay, relayHash)
  const known = recentId(dictionary, relayHash)
  if (known !== -1) return known
  const id = idOf(dictionary, relay)
  rememberId(dictionary, relayHash, id)
  return id
}

/** Most of a log has few senders; a mailing has one. */
export function senderDomainId(totals: Totals, sender: string | null): number {
  if (sender !== totals.lastSender) {
    totals.lastSender = sender
    totals.lastSenderId = idOf(totals.dictionaries.senderDomain, domainOf(sender))
  }
  return totals.lastSenderId
}

export function bucketId({ dictionaries, bucket }: Totals, time: string | null): number {
  const { lastName, lastId } = dictionaries.time
  if (time !== null && lastName !== null && time.startsWith(lastName)) return lastId
  return idOf(dictionaries.time, bucketOf(time, bucket))
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
