/**
 * Counts what the readers in another thread tell (telling.ts).
 *
 * In:     their messages, in order
 * Out:    the totals, as if the readers had counted into them
 * Errors: none
 */
import { type Counting, counterFor, deliveryCounter } from '../judging.ts'
import { KNOWN, type KnownFailures, NAME_DIMENSIONS, timeOf } from '../known-failures.ts'
import type { DeliveryTally, NameDimension } from '../plain-results.ts'
import { newTotals, type Totals } from '../report/aggregate.ts'
import { OTHER_ID, UNKNOWN_ID } from '../report/dictionary.ts'
import type { FailureSink } from '../report/known-texts.ts'
import type { Call, Told, ToldDelivery } from './telling.ts'

export interface Listener {
  totals: Totals
  hear(told: Told): void
}

/** Names of a dimension by the teller's numbers, and what numbers the totals have for them. */
interface Names {
  names: (string | null)[]
  ids: number[]
}

export function newListener(settings: Counting): Listener {
  const totals = newTotals({ bucket: settings.bucket })
  const counter = counterFor(settings)
  const sink = counter.sinkFor(totals)
  const deliveries = deliveryCounter(totals)
  const names = { domain: newNames(), senderDomain: newNames(), relay: newNames(), host: newNames() }

  function call(one: Call): void {
    switch (one.kind) {
      case 'learn':
        sink.learn(one.attempt, one.text)
        break
      case 'meet':
        sink.meet(one.operator, one.relay)
        break
      case 'delivery':
        deliveries.count(deliveryOf(one.delivery))
        break
      case 'deliveries':
        deliveries.tally.deliveries(one.first, one.last, one.count, one.firsts)
        break
      case 'handedOver':
        deliveries.tally.handedOver(one.count)
        break
      case 'recipients':
        deliveries.tally.recipients(one.cells)
        break
      case 'pairs':
        deliveries.tally.pairs(one.cells)
        break
      case 'name':
        deliveries.tally.name(one.dimension, one.name, one.count)
        break
      case 'findings':
        counter.count(totals, one.findings)
        break
    }
  }

  return {
    totals,
    hear(told) {
      for (const dimension of NAME_DIMENSIONS)
        for (const name of told.names[dimension]) {
          names[dimension].names.push(name)
          names[dimension].ids.push(sink.numberOf(dimension, name))
        }
      for (const one of told.calls) call(one)
      countFailures(told.failures, names, sink)
      countDeliveries(told.deliveries, names, deliveries.tally)
      for (let at = 0; at < told.delivered.length; at += 3) {
        const [place = 0, number = 0, count = 0] = told.delivered.subarray(at, at + 3)
        const dimension = NAME_DIMENSIONS[place] ?? 'domain'
        deliveries.tally.name(dimension, names[dimension].names[number] ?? null, count)
      }
    },
  }
}

/** As a new Dictionary. */
function newNames(): Names {
  return { names: [null, null], ids: [UNKNOWN_ID, OTHER_ID] }
}

function deliveryOf({ recipientName, domainName, relayName, ...delivery }: ToldDelivery) {
  return {
    ...delivery,
    recipientName: () => recipientName,
    domainName: () => domainName,
    relayName: () => relayName,
  }
}

/** Their names have the teller's numbers. */
function countFailures(
  failures: KnownFailures,
  names: Readonly<Record<NameDimension, Names>>,
  sink: FailureSink,
): void {
  const { cells, room, count } = failures
  for (const dimension of NAME_DIMENSIONS) {
    const { ids } = names[dimension]
    const column = KNOWN[dimension] * room
    for (let at = column; at < column + count; at++) cells[at] = ids[cells[at] ?? 0] ?? UNKNOWN_ID
  }
  sink.count(failures)
}

/** Plain deliveries that were told one by one. */
function countDeliveries(
  { cells, room, count }: KnownFailures,
  names: Readonly<Record<NameDimension, Names>>,
  tally: DeliveryTally,
): void {
  const recipients = new Uint32Array(count * 2)
  const pairs: number[] = []
  for (let row = 0; row < count; row++) {
    const at = (column: number): number => cells[column * room + row] ?? 0
    const time = timeOf(at(KNOWN.time), at(KNOWN.time + 1))
    const isFirst = at(KNOWN.said) % 2 === 1
    tally.deliveries(time, time, 1, isFirst ? 1 : 0)
    for (const dimension of NAME_DIMENSIONS)
      tally.name(dimension, names[dimension].names[at(KNOWN[dimension])] ?? null, 1)
    recipients[row * 2] = at(KNOWN.recipient)
    recipients[row * 2 + 1] = at(KNOWN.recipient + 1)
    if (!isFirst) pairs.push(at(KNOWN.pair), at(KNOWN.pair + 1))
  }
  tally.recipients(recipients)
  if (pairs.length > 0) tally.pairs(Uint32Array.from(pairs))
}
