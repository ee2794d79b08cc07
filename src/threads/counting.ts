/**
 * Counts what the readers in another thread tell (telling.ts).
 *
 * In:     their messages, in order
 * Out:    the totals, as if the readers had counted into them
 * Errors: none
 */
import { newHash } from '../hash.ts'
import { type Counting, counterFor, deliveryCounter } from '../judging.ts'
import { CELL, CELLS, knownFailuresIn, NAME_DIMENSIONS, putHash, readHash } from '../known-failures.ts'
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

function deliveryOf({ domainName, relayName, ...delivery }: ToldDelivery) {
  return { ...delivery, domainName: () => domainName, relayName: () => relayName }
}

/** The cells have the teller's numbers of names. */
function countFailures(
  cells: Uint32Array<ArrayBuffer>,
  names: Readonly<Record<NameDimension, Names>>,
  sink: FailureSink,
): void {
  for (const dimension of NAME_DIMENSIONS) {
    const { ids } = names[dimension]
    for (let at: number = CELL[dimension]; at < cells.length; at += CELLS)
      cells[at] = ids[cells[at] ?? 0] ?? UNKNOWN_ID
  }
  sink.count(knownFailuresIn(cells, cells.length / CELLS))
}

const recipient = newHash()

/** Plain deliveries that were told one by one. */
function countDeliveries(
  cells: Uint32Array<ArrayBuffer>,
  names: Readonly<Record<NameDimension, Names>>,
  tally: DeliveryTally,
): void {
  const { times, count } = knownFailuresIn(cells, cells.length / CELLS)
  const recipients = new Uint32Array(count * 2)
  const pairs: number[] = []
  for (let at = 0; at < cells.length; at += CELLS) {
    const time = times[(at + CELL.time) / 2] ?? Number.NaN
    const isFirst = cells[at + CELL.isFirst] !== 0
    tally.deliveries(time, time, 1, isFirst ? 1 : 0)
    for (const dimension of NAME_DIMENSIONS)
      tally.name(dimension, names[dimension].names[cells[at + CELL[dimension]] ?? 0] ?? null, 1)
    readHash(cells, at + CELL.recipient, recipient)
    putHash(recipients, (at / CELLS) * 2, recipient)
    if (isFirst) continue
    pairs.push(cells[at + CELL.pair] ?? 0, cells[at + CELL.pair + 1] ?? 0)
  }
  tally.recipients(recipients)
  if (pairs.length > 0) tally.pairs(Uint32Array.from(pairs))
}
