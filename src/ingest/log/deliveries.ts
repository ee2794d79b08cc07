/** The one object that plain deliveries are told with: a new one for each would cost more than counting it. */
import { newHash } from '../../hash.ts'
import type { PlainDelivery } from '../../types.ts'

export function newPlainDelivery(domainName: () => string, relayName: () => string): PlainDelivery {
  return {
    time: Number.NaN,
    host: null,
    sender: null,
    firstOfMessage: false,
    queueId: newHash(),
    senderDomain: newHash(),
    recipient: newHash(),
    domain: newHash(),
    relay: newHash(),
    isLocal: false,
    domainName,
    relayName,
  }
}
