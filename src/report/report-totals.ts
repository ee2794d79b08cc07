/**
 * The totals of a report: attempts and deliveries with their rates, messages, addresses.
 *
 * In:  totals, their addresses as counted, their selection of facts, and arrays that may be written over
 * Out: ReportTotals. What pairs keep on disk is given back
 */
import type { Totals } from './aggregate.ts'
import { chainsOf, firstWith, LATER, NEXT } from './chains.ts'
import { distinctCount, eachValue } from './distinct.ts'
import { FACT } from './facts.ts'
import type { AttemptTotals, DeliveryTotals, Rates, ReportTotals } from './model.ts'
import { ACTION_COLUMNS, type Frame, OUTCOME_COLUMNS, PERMANENCE_COLUMNS, type Traits } from './rows.ts'
import { countDistinctBy, hashesOf, type Scratch } from './tally.ts'

export function reportTotals(
  totals: Totals,
  addresses: number,
  frame: Frame,
  scratch: Scratch,
): ReportTotals {
  const attempts = attemptTotals(totals, frame)
  const deliveries = deliveryTotals(totals, frame, scratch)
  const { selection } = frame
  return {
    failures: selection.count,
    duplicates: selection.duplicates,
    // A message that only a duplicate begins is known from the log already.
    messages: totals.messages - selection.duplicateMessages,
    addresses,
    addressesToSuppress: addressesToSuppress(frame),
    attempts,
    attemptRates: ratesOf(attempts, frame),
    deliveries,
    deliveryRates: ratesOf(deliveries, frame),
  }
}

function attemptTotals(totals: Totals, { selection, traits, attempted }: Frame): AttemptTotals {
  const { outcomes, apart } = traits
  const counts = OUTCOME_COLUMNS.map(() => 0)
  let suppressed = 0
  const rejected = OUTCOME_COLUMNS.indexOf('rejected')
  selection.failures.forEach((count, kind) => {
    const outcome = outcomes[kind] ?? 0
    if (apart[kind] === 1 && outcome !== rejected) suppressed += count
    else counts[outcome] = (counts[outcome] ?? 0) + count
  })
  const [bounced = 0, deferred = 0, expired = 0, delayed = 0, rejectedCount = 0] = counts
  const { delivered, handedOver } = totals
  return {
    attempted,
    delivered,
    bounced,
    deferred,
    expired,
    delayed,
    handedOver,
    rejected: rejectedCount,
    suppressed,
  }
}

const BOUNCED = 1
const EXPIRED = 2
const WAITING = 4

/** What each message came to for each recipient: delivered at last beats bounced, which beats expired. */
function deliveryTotals(totals: Totals, { selection, traits }: Frame, scratch: Scratch): DeliveryTotals {
  const pairs = chainsOf(hashesOf(selection, FACT.pair, scratch), scratch.slots)
  const delivered = new Uint8Array(selection.count)
  eachValue(totals.deliveredPairs, (high, low) => {
    const first = firstWith(pairs, high, low)
    if (first >= 0) delivered[first] = 1
  })
  const states = stateByKind(traits)
  let [bounced, expired, deferred] = [0, 0, 0]
  for (let first = 0; first < selection.count; first++) {
    if (delivered[first] === 1 || ((pairs.chains[first] ?? 0) & LATER) !== 0) continue
    let state = 0
    for (let fact = first; fact !== -1; fact = ((pairs.chains[fact] ?? 0) & NEXT) - 1)
      state |= states[selection.kinds[fact] ?? 0] ?? 0
    if ((state & BOUNCED) !== 0) bounced++
    else if ((state & EXPIRED) !== 0) expired++
    else if (state !== 0) deferred++
  }
  const count = totals.deliveredFirst + distinctCount(totals.deliveredPairs)
  return { attempted: count + bounced + expired + deferred, delivered: count, bounced, expired, deferred }
}

/** What a failure says of its message; 0 where it is no attempt in the rates. */
function stateByKind({ outcomes, apart }: Traits): Uint8Array {
  return Uint8Array.from(outcomes, (place, kind) => {
    if (apart[kind] === 1) return 0
    const outcome = OUTCOME_COLUMNS[place]
    return outcome === 'bounced' ? BOUNCED : outcome === 'expired' ? EXPIRED : WAITING
  })
}

function addressesToSuppress({ selection, traits }: Frame): number {
  const permanent = PERMANENCE_COLUMNS.indexOf('permanent')
  const suppress = ACTION_COLUMNS.indexOf('suppress')
  const groups = Int32Array.from(traits.permanences, (permanence, kind) =>
    permanence === permanent && traits.actions[kind] === suppress ? 0 : -1,
  )
  return countDistinctBy(selection.recipients, { values: selection.kinds, groups }, 1)[0] ?? 0
}

function ratesOf(counts: DeliveryTotals | AttemptTotals, { knowsDeliveries }: Frame): Rates {
  const { attempted } = counts
  const rate = (count: number) => (knowsDeliveries && attempted > 0 ? count / attempted : null)
  return {
    denominator: attempted,
    delivered: rate(counts.delivered),
    bounced: rate(counts.bounced),
    deferred: rate(counts.deferred),
    expired: rate(counts.expired),
  }
}
