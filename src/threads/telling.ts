/**
 * What the readers of logs count, told to another thread.
 *
 * In:     plain results and findings, as the readers give them
 * Out:    messages that can be handed to a thread; counting.ts counts what they tell
 * Errors: none
 */
import {
  appendKnown,
  KNOWN,
  type KnownFailures,
  NAME_DIMENSIONS,
  newKnownFailures,
  putHash,
  putTime,
  takeKnown,
} from '../known-failures.ts'
import type { NameDimension, PlainDelivery, TallyingCounter } from '../plain-results.ts'
import { type Dictionary, idOf, newDictionary, OTHER_ID, UNKNOWN_ID } from '../report/dictionary.ts'
import type { FailureSink } from '../report/known-texts.ts'
import { hashHost, pairHashOf } from '../report/result-hash.ts'
import { hashedId, plainSenderDomainId } from '../report/value-ids.ts'
import type { Attempt, Finding } from '../types.ts'

/** A delivery with its names. */
export interface ToldDelivery extends Omit<PlainDelivery, 'recipientName' | 'domainName' | 'relayName'> {
  recipientName: string
  domainName: string
  relayName: string
}

export type Call =
  | { kind: 'learn'; attempt: Attempt; text: number | null }
  | { kind: 'meet'; operator: number; relay: string | null }
  | { kind: 'delivery'; delivery: ToldDelivery }
  | { kind: 'deliveries'; first: number; last: number; count: number; firsts: number }
  | { kind: 'handedOver'; count: number }
  | { kind: 'recipients' | 'pairs'; cells: Uint32Array<ArrayBuffer> }
  /** Of a name that found no number. */
  | { kind: 'name'; dimension: NameDimension; name: string | null; count: number }
  | { kind: 'findings'; findings: Finding[] }

export interface Told {
  calls: Call[]
  /** Names that were not told before: those of each dimension are numbered as a Dictionary does. */
  names: Record<NameDimension, string[]>
  /** Failures whose texts were learned; they come after the calls. */
  failures: KnownFailures
  /** Plain deliveries in the same columns, of which those of the keys are not written, and `said` tells only whether it is the first. */
  deliveries: KnownFailures
  /** Deliveries by name: of each the place of its dimension among NAME_DIMENSIONS, its number, and how many. */
  delivered: Float64Array
}

/** A message has so many failures, deliveries or calls at most. */
const RESULTS = 1024
const CALLS = 256

export interface Teller {
  deliveries: TallyingCounter
  sink: FailureSink
  count(findings: Finding[]): void
  /** Tells what waits for more to be told with it. */
  flush(): void
}

export function newTeller(tell: (told: Told) => void): Teller {
  const failures = newKnownFailures(RESULTS)
  const deliveries = newKnownFailures(RESULTS)
  const names: Record<NameDimension, Names> = {
    domain: newNames(),
    senderDomain: newNames(),
    relay: newNames(),
    host: newNames(),
  }
  let calls: Call[] = []
  let delivered: number[] = []

  function flush(): void {
    if (failures.count + deliveries.count + calls.length + delivered.length === 0) return
    tell({
      calls,
      names: {
        domain: takeNew(names.domain),
        senderDomain: takeNew(names.senderDomain),
        relay: takeNew(names.relay),
        host: takeNew(names.host),
      },
      failures: takeKnown(failures),
      deliveries: takeKnown(deliveries),
      delivered: Float64Array.from(delivered),
    })
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
        const row = deliveries.count++
        const { cells } = deliveries
        const set = (column: number, number: number): void => {
          cells[column * RESULTS + row] = number
        }
        set(KNOWN.said, delivery.firstOfMessage ? 1 : 0)
        putTime(deliveries, row, delivery.time)
        putHash(deliveries, KNOWN.recipient, row, delivery.recipient)
        const pair = pairHashOf(hashHost(delivery.host), delivery.queueId, delivery.recipient)
        putHash(deliveries, KNOWN.pair, row, pair)
        set(KNOWN.domain, domain)
        set(KNOWN.senderDomain, senderDomain)
        set(KNOWN.relay, relay)
        set(KNOWN.host, host)
        if (deliveries.count === RESULTS) flush()
      },
      tally: {
        deliveries: (first, last, count, firsts) => call({ kind: 'deliveries', first, last, count, firsts }),
        handedOver: count => call({ kind: 'handedOver', count }),
        recipients: hashes => call({ kind: 'recipients', cells: hashes.slice() }),
        pairs: hashes => call({ kind: 'pairs', cells: hashes.slice() }),
        name(dimension, name, count) {
          const number = numberOf(dimension, name)
          if (number === OTHER_ID) call({ kind: 'name', dimension, name, count })
          else delivered.push(NAME_DIMENSIONS.indexOf(dimension), number, count)
        },
      },
    },
    sink: {
      learn: (attempt, text) => call({ kind: 'learn', attempt, text }),
      meet: (operator, relay) => call({ kind: 'meet', operator, relay }),
      count(known) {
        for (let done = 0; done < known.count; ) {
          done += appendKnown(failures, known, done)
          if (failures.count === RESULTS) flush()
        }
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

function toldDelivery({ recipientName, domainName, relayName, ...delivery }: PlainDelivery): ToldDelivery {
  const { queueId, senderDomain, recipient, domain, relay } = delivery
  return {
    ...delivery,
    // The same object is filled for the next one.
    queueId: { ...queueId },
    senderDomain: { ...senderDomain },
    recipient: { ...recipient },
    domain: { ...domain },
    relay: { ...relay },
    recipientName: recipientName(),
    domainName: domainName(),
    relayName: relayName(),
  }
}
