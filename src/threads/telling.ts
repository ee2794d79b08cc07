/**
 * What the readers of logs count, told to another thread.
 *
 * In:     plain results and findings, as the readers give them
 * Out:    messages that can be handed to a thread; counting.ts counts what they tell
 * Errors: none
 */
import type { Hash } from '../hash.ts'
import type { DeliveryCounter, NameDimension, PlainDelivery } from '../plain-results.ts'
import { type Dictionary, idOf, newDictionary, OTHER_ID, UNKNOWN_ID } from '../report/dictionary.ts'
import type { FailureSink } from '../report/known-texts.ts'
import { hashedId, plainSenderDomainId } from '../report/value-ids.ts'
import type { Attempt, Finding } from '../types.ts'

/** A delivery with its names. */
export interface ToldDelivery extends Omit<PlainDelivery, 'domainName' | 'relayName'> {
  domainName: string
  relayName: string
}

export type Call =
  | { kind: 'learn'; attempt: Attempt; text: number | null }
  | { kind: 'meet'; operator: number; relay: string | null }
  | { kind: 'delivery'; delivery: ToldDelivery }
  | { kind: 'deliveries'; first: number; last: number; count: number; firsts: number }
  | { kind: 'handedOver'; count: number }
  | { kind: 'recipients' | 'pairs'; cells: Uint32Array<ArrayBuffer>; count: number }
  /** Of a name that found no number. */
  | { kind: 'name'; dimension: NameDimension; name: string | null; count: number }
  | { kind: 'findings'; findings: Finding[] }

export interface Told {
  calls: Call[]
  /** Names that were not told before: those of each dimension are numbered as a Dictionary does. */
  names: Record<NameDimension, string[]>
  /** Failures whose texts were learned, FACT_CELLS cells each; they come after the calls. */
  facts: Uint32Array<ArrayBuffer>
  /** Plain deliveries, FACT_CELLS cells each, of which `said` means nothing and those of the keys are not written. */
  deliveries: Uint32Array<ArrayBuffer>
  /** Deliveries by name: of each the place of its dimension among DIMENSIONS, its number, and how many. */
  delivered: Float64Array
}

export const DIMENSIONS = ['domain', 'senderDomain', 'relay', 'host'] as const satisfies NameDimension[]

/** Places in the cells of a fact; those of 64 bits have two cells. */
export const CELL = {
  said: 0,
  isFirst: 1,
  /** As a Float64Array sees it. */
  time: 2,
  recipient: 4,
  recipientKey: 6,
  queueId: 8,
  messageId: 10,
  domain: 12,
  senderDomain: 13,
  relay: 14,
  host: 15,
} as const
export const FACT_CELLS = 16

/** A message has so many facts, or calls, at most. */
const FACTS = 1024
const CALLS = 256

export interface Teller {
  deliveries: DeliveryCounter
  sink: FailureSink
  count(findings: Finding[]): void
  /** Tells what waits for more to be told with it. */
  flush(): void
}

export function newTeller(tell: (told: Told) => void): Teller {
  const cells = new Uint32Array(FACTS * FACT_CELLS)
  const times = new Float64Array(cells.buffer)
  const names: Record<NameDimension, Names> = {
    domain: newNames(),
    senderDomain: newNames(),
    relay: newNames(),
    host: newNames(),
  }
  const deliveryCells = new Uint32Array(FACTS * FACT_CELLS)
  const deliveryTimes = new Float64Array(deliveryCells.buffer)
  let facts = 0
  let deliveries = 0
  let calls: Call[] = []
  let delivered: number[] = []

  function flush(): void {
    if (facts + deliveries + calls.length + delivered.length === 0) return
    tell({
      calls,
      names: {
        domain: takeNew(names.domain),
        senderDomain: takeNew(names.senderDomain),
        relay: takeNew(names.relay),
        host: takeNew(names.host),
      },
      facts: cells.slice(0, facts * FACT_CELLS),
      deliveries: deliveryCells.slice(0, deliveries * FACT_CELLS),
      delivered: Float64Array.from(delivered),
    })
    facts = 0
    deliveries = 0
    calls = []
    delivered = []
  }

  function numberOf(dimension: NameDimension, name: string | null): number {
    return idOf(names[dimension].dictionary, name)
  }

  function call(one: Call): void {
    calls.push(one)
    if (calls.length === CALLS) flush()
  }

  return {
    deliveries: {
      count(delivery) {
        const domain = hashedId(names.domain.dictionary, delivery.domain, delivery.domainName)
        const senderDomain = plainSenderDomainId(names.senderDomain.dictionary, delivery)
        const relay = delivery.isLocal
          ? UNKNOWN_ID
          : hashedId(names.relay.dictionary, delivery.relay, delivery.relayName)
        const host = numberOf('host', delivery.host)
        // One of the names found no number.
        if (domain === OTHER_ID || senderDomain === OTHER_ID || relay === OTHER_ID || host === OTHER_ID) {
          call({ kind: 'delivery', delivery: toldDelivery(delivery) })
          return
        }
        const at = deliveries * FACT_CELLS
        deliveryCells[at + CELL.isFirst] = delivery.firstOfMessage ? 1 : 0
        deliveryTimes[(at + CELL.time) / 2] = delivery.time
        setHash(deliveryCells, at + CELL.recipient, delivery.recipient)
        setHash(deliveryCells, at + CELL.queueId, delivery.queueId)
        deliveryCells[at + CELL.domain] = domain
        deliveryCells[at + CELL.senderDomain] = senderDomain
        deliveryCells[at + CELL.relay] = relay
        deliveryCells[at + CELL.host] = host
        if (++deliveries === FACTS) flush()
      },
      tally: {
        deliveries: (first, last, count, firsts) => call({ kind: 'deliveries', first, last, count, firsts }),
        handedOver: count => call({ kind: 'handedOver', count }),
        recipients: (hashes, count) => call({ kind: 'recipients', cells: hashes.slice(), count }),
        pairs: (hashes, count) => call({ kind: 'pairs', cells: hashes.slice(), count }),
        name(dimension, name, count) {
          const number = numberOf(dimension, name)
          if (number === OTHER_ID) call({ kind: 'name', dimension, name, count })
          else delivered.push(DIMENSIONS.indexOf(dimension), number, count)
        },
      },
    },
    sink: {
      learn: (attempt, text) => call({ kind: 'learn', attempt, text }),
      meet: (operator, relay) => call({ kind: 'meet', operator, relay }),
      count(failure, of, said) {
        const at = facts * FACT_CELLS
        cells[at + CELL.said] = said
        cells[at + CELL.isFirst] = failure.firstOfMessage ? 1 : 0
        times[(at + CELL.time) / 2] = failure.time
        setHash(cells, at + CELL.recipient, failure.recipient)
        setHash(cells, at + CELL.recipientKey, failure.recipientKey)
        setHash(cells, at + CELL.queueId, failure.queueId)
        setHash(cells, at + CELL.messageId, failure.messageId)
        cells[at + CELL.domain] = of.domain
        cells[at + CELL.senderDomain] = of.senderDomain
        cells[at + CELL.relay] = of.relay
        cells[at + CELL.host] = of.host
        if (++facts === FACTS) flush()
      },
      numberOf,
    },
    count(findings) {
      if (findings.length > 0) call({ kind: 'findings', findings })
    },
    flush,
  }
}

interface Names {
  dictionary: Dictionary
  /** So many were told. */
  told: number
}

function newNames(): Names {
  const dictionary = newDictionary()
  return { dictionary, told: dictionary.names.length }
}

function takeNew(names: Names): string[] {
  const { dictionary, told } = names
  names.told = dictionary.names.length
  return dictionary.names.slice(told)
}

function toldDelivery({ domainName, relayName, ...delivery }: PlainDelivery): ToldDelivery {
  const { queueId, senderDomain, recipient, domain, relay } = delivery
  return {
    ...delivery,
    // The same object is filled for the next one.
    queueId: { ...queueId },
    senderDomain: { ...senderDomain },
    recipient: { ...recipient },
    domain: { ...domain },
    relay: { ...relay },
    domainName: domainName(),
    relayName: relayName(),
  }
}

function setHash(cells: Uint32Array, at: number, { hi, lo }: Hash): void {
  cells[at] = hi
  cells[at + 1] = lo
}
