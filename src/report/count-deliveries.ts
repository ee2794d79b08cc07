/**
 * Counts successful deliveries into the totals: from a finding, or from a line's hashes alone.
 *
 * Hot: this runs for every mail that arrived. No string is made but for names that were not met before.
 */
import type { DeliveryTally, PlainDelivery } from '../plain-results.ts'
import type { Delivery } from '../types.ts'
import { countTime, type Totals } from './aggregate.ts'
import { type Dictionary, idOf, UNKNOWN_ID } from './dictionary.ts'
import { addDistinct, addMany } from './distinct.ts'
import { parseTime } from './facts.ts'
import { hashDelivery, hashHost, hashRecipient, pairHash, pairHashOf, recipientHash } from './result-hash.ts'
import {
  bucketId,
  bucketIdAt,
  domainOf,
  hashedId,
  plainSenderDomainId,
  recipientDomainId,
  relayId,
} from './value-ids.ts'

export function countDelivery(totals: Totals, delivery: Delivery, provider: string | null): void {
  if (delivery.outcome === 'handedOver') {
    totals.handedOver++
    return
  }
  totals.delivered++
  countTime(totals, delivery.time === null ? Number.NaN : parseTime(delivery.time))
  hashRecipient(delivery.recipient)
  if (delivery.recipient !== null) addDistinct(totals.addresses, recipientHash)
  if (delivery.firstOfMessage) {
    totals.messages++
    totals.deliveredFirst++
  } else {
    // Only these may have failed before; of all others no failure can be in the input.
    hashDelivery(delivery)
    addDistinct(totals.deliveredPairs, pairHash)
  }
  const { dictionaries } = totals
  addDelivered(dictionaries.domain, recipientDomainId(dictionaries.domain, delivery.recipient))
  addDelivered(dictionaries.provider, idOf(dictionaries.provider, provider))
  addDelivered(dictionaries.senderDomain, idOf(dictionaries.senderDomain, domainOf(delivery.sender)))
  addDelivered(dictionaries.relay, relayId(dictionaries.relay, delivery.relay))
  addDelivered(dictionaries.host, idOf(dictionaries.host, delivery.host))
  addDelivered(dictionaries.time, bucketId(totals, delivery.time))
}

/** The same for a delivery that is told in hashes. `providerOf` is asked for a next hop that was not met lately. */
export function countPlainDelivery(
  totals: Totals,
  delivery: PlainDelivery,
  providerOf: (relay: string) => string | null,
): void {
  totals.delivered++
  countTime(totals, delivery.time)
  addDistinct(totals.addresses, delivery.recipient)
  if (delivery.firstOfMessage) {
    totals.messages++
    totals.deliveredFirst++
  } else
    addDistinct(
      totals.deliveredPairs,
      pairHashOf(hashHost(delivery.host), delivery.queueId, delivery.recipient),
    )
  const { dictionaries } = totals
  addDelivered(dictionaries.domain, hashedId(dictionaries.domain, delivery.domain, delivery.domainName))
  addDelivered(dictionaries.senderDomain, plainSenderDomainId(dictionaries.senderDomain, delivery))
  addDelivered(dictionaries.host, idOf(dictionaries.host, delivery.host))
  addDelivered(dictionaries.time, bucketIdAt(totals, delivery.time))
  if (delivery.isLocal) {
    addDelivered(dictionaries.relay, UNKNOWN_ID)
    addDelivered(dictionaries.provider, UNKNOWN_ID)
    return
  }
  const { relay, relayName } = delivery
  const provider = (): string | null => providerOf(relayName())
  addDelivered(dictionaries.relay, hashedId(dictionaries.relay, relay, relayName))
  addDelivered(dictionaries.provider, hashedId(dictionaries.provider, relay, provider))
}

/** The same for deliveries that were added up on the way. */
export function tallyInto(totals: Totals, providerOf: (relay: string) => string | null): DeliveryTally {
  const { dictionaries } = totals
  return {
    deliveries(first, last, count, firsts) {
      totals.delivered += count
      totals.messages += firsts
      totals.deliveredFirst += firsts
      countTime(totals, first)
      countTime(totals, last)
      addDelivered(dictionaries.time, bucketIdAt(totals, first), count)
    },
    handedOver(count) {
      totals.handedOver += count
    },
    recipients: cells => addMany(totals.addresses, cells),
    pairs: cells => addMany(totals.deliveredPairs, cells),
    name(dimension, name, count) {
      addDelivered(dictionaries[dimension], idOf(dictionaries[dimension], name), count)
      if (dimension !== 'relay') return
      const provider = name === null ? null : providerOf(name)
      addDelivered(dictionaries.provider, idOf(dictionaries.provider, provider), count)
    },
  }
}

function addDelivered(dictionary: Dictionary, id: number, count = 1): void {
  dictionary.delivered[id] = (dictionary.delivered[id] ?? 0) + count
}
