/**
 * Counts what the readers in another thread tell (telling.ts).
 *
 * In:     their messages, in order
 * Out:    the totals, as if the readers had counted into them
 * Errors: none
 */
import type { Hash } from '../hash.ts'
import { newHashedFailure } from '../ingest/log/front-facts.ts'
import { type Counting, counterFor, deliveryCounter } from '../judging.ts'
import type { DeliveryTally, KnownFailure, NameDimension } from '../plain-results.ts'
import { newTotals, type Totals } from '../report/aggregate.ts'
import { OTHER_ID, UNKNOWN_ID } from '../report/dictionary.ts'
import type { FailureSink } from '../report/known-texts.ts'
import { pairHashOf } from '../report/result-hash.ts'
import { type Call, CELL, DIMENSIONS, FACT_CELLS, type Told, type ToldDelivery } from './telling.ts'

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
        deliveries.tally.recipients(one.cells, one.count)
        break
      case 'pairs':
        deliveries.tally.pairs(one.cells, one.count)
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
      for (const dimension of DIMENSIONS)
        for (const name of told.names[dimension]) {
          names[dimension].names.push(name)
          names[dimension].ids.push(sink.numberOf(dimension, name))
        }
      for (const one of told.calls) call(one)
      countFacts(told.facts, names, sink)
      countDeliveries(told.deliveries, names, deliveries.tally)
      for (let at = 0; at < told.delivered.length; at += 3) {
        const [place = 0, number = 0, count = 0] = told.delivered.subarray(at, at + 3)
        const dimension = DIMENSIONS[place] ?? 'domain'
        deliveries.tally.name(dimension, names[dimension].names[number] ?? null, count)
      }
    },
  }
}

/** As a new Dictionary. */
function newNames(): Names {
  return { names: [null, null], ids: [UNKNOWN_ID, OTHER_ID] }
}

function deliveryOf({ domainName, relayName, ...delivery }: ToldDelivery) {
  return { ...delivery, domainName: () => domainName, relayName: () => relayName }
}

/** One object for all: a new one for each failure would cost more than counting it. */
const failure: KnownFailure = {
  ...newHashedFailure(),
  names: { domain: 0, senderDomain: 0, relay: 0, host: 0 },
}

function countFacts(
  cells: Uint32Array<ArrayBuffer>,
  names: Readonly<Record<NameDimension, Names>>,
  sink: FailureSink,
): void {
  const times = new Float64Array(cells.buffer)
  const { domain, senderDomain, relay, host } = names
  for (let at = 0; at < cells.length; at += FACT_CELLS) {
    const cellAt = (place: number): number => cells[at + place] ?? 0
    failure.firstOfMessage = cellAt(CELL.isFirst) !== 0
    failure.time = times[(at + CELL.time) / 2] ?? Number.NaN
    readHash(cells, at + CELL.recipient, failure.recipient)
    readHash(cells, at + CELL.recipientKey, failure.recipientKey)
    readHash(cells, at + CELL.queueId, failure.queueId)
    readHash(cells, at + CELL.messageId, failure.messageId)
    failure.host = host.names[cellAt(CELL.host)] ?? null
    failure.names.domain = domain.ids[cellAt(CELL.domain)] ?? 0
    failure.names.senderDomain = senderDomain.ids[cellAt(CELL.senderDomain)] ?? 0
    failure.names.relay = relay.ids[cellAt(CELL.relay)] ?? 0
    failure.names.host = host.ids[cellAt(CELL.host)] ?? 0
    sink.count(failure, failure.names, cellAt(CELL.said))
  }
}

/** Plain deliveries that were told one by one. */
function countDeliveries(
  cells: Uint32Array<ArrayBuffer>,
  names: Readonly<Record<NameDimension, Names>>,
  tally: DeliveryTally,
): void {
  const times = new Float64Array(cells.buffer)
  const recipients = new Uint32Array((cells.length / FACT_CELLS) * 2)
  const pairs: number[] = []
  for (let at = 0; at < cells.length; at += FACT_CELLS) {
    const cellAt = (place: number): number => cells[at + place] ?? 0
    const time = times[(at + CELL.time) / 2] ?? Number.NaN
    const isFirst = cellAt(CELL.isFirst) !== 0
    tally.deliveries(time, time, 1, isFirst ? 1 : 0)
    for (const dimension of DIMENSIONS)
      tally.name(dimension, names[dimension].names[cellAt(CELL[dimension])] ?? null, 1)
    readHash(cells, at + CELL.recipient, failure.recipient)
    recipients[(at / FACT_CELLS) * 2] = failure.recipient.hi
    recipients[(at / FACT_CELLS) * 2 + 1] = failure.recipient.lo
    if (isFirst) continue
    readHash(cells, at + CELL.queueId, failure.queueId)
    failure.host = names.host.names[cellAt(CELL.host)] ?? null
    const { hi, lo } = pairHashOf(failure)
    pairs.push(hi, lo)
  }
  tally.recipients(recipients, recipients.length / 2)
  if (pairs.length > 0) tally.pairs(Uint32Array.from(pairs), pairs.length / 2)
}

function readHash(cells: Uint32Array, at: number, hash: Hash): void {
  hash.hi = cells[at] ?? 0
  hash.lo = cells[at + 1] ?? 0
}
