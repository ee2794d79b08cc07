/**
 * Adds up: the only place where events, deliveries and notices become totals.
 *
 * In:     events, deliveries and notices, in any order
 * Out:    Totals: plain data, so that worker threads can each fill one; merging the totals of the parts gives
 *         the totals of the whole, in any order and grouping
 * Errors: none
 */

import { hashText, newHash } from '../hash.ts'
import { own } from '../text.ts'
import type { Attempt, DeliveryEvent, Notice, Verdict } from '../types.ts'
import {
  DICTIONARY_LIMIT,
  type Dictionary,
  FIRST_ID,
  idOf,
  mergeDictionary,
  newDictionary,
  UNKNOWN_ID,
} from './dictionary.ts'
import { addDistinct, type DistinctSet, mergeDistinct, newDistinct } from './distinct.ts'
import {
  addFact,
  COLUMN,
  DIMENSIONS,
  type Dimension,
  FACT,
  type Facts,
  mergeFacts,
  newFacts,
  PLACE_DIMENSIONS,
  parseTime,
  setHash,
  setTime,
} from './facts.ts'
import { FLAG, type Kinds, mergeKinds, newKinds } from './kinds.ts'
import {
  hashDelivery,
  hashRecipient,
  messageHash,
  pairHash,
  recipientHash,
  recipientKeyOf,
  reportKeyOf,
} from './result-hash.ts'
import { templateOf } from './template.ts'
import { bucketId, domainOf, relayId } from './value-ids.ts'
import { kindOf } from './verdict-ids.ts'

export { countDelivery, countPlainDelivery, tallyInto } from './count-deliveries.ts'
export { newFailureSinks } from './count-failures.ts'
export { type SummaryContext, summarize } from './summarize.ts'

export interface Totals {
  bucket: 'hour' | 'day'
  delivered: number
  handedOver: number
  /** Results that were the first of their message. */
  messages: number
  /** Epoch milliseconds; infinite where no time is known. */
  firstTime: number
  lastTime: number
  /** Addresses that mail was tried for. */
  addresses: DistinctSet
  /** Deliveries that were the first result of their message. */
  deliveredFirst: number
  /** Pairs of message and recipient that were delivered after another result of the message. */
  deliveredPairs: DistinctSet
  facts: Facts
  kinds: Kinds
  dictionaries: Record<Dimension, Dictionary>
  /** By number of the template: the earliest failure that had it. */
  examples: Map<number, Example>
  notices: Map<string, number>
  /** The hour or day counted last: its begin and length in milliseconds, and its number. */
  lastBucket: { start: number; length: number; id: number }
}

/** A reply in full, and where it stands: the earliest is shown, whatever the order of counting. */
export interface Example {
  diagnostic: string
  /** Epoch milliseconds; infinite where no time is known. */
  at: number
  file: string
  line: number
}

/** 780,000 addresses in 8 MiB; beyond it they are counted on disk. */
const ADDRESS_SLOTS = 2 ** 20
/** 190,000 pairs in 2 MiB, likewise. */
const PAIR_SLOTS = 2 ** 18

export function newTotals(options: { bucket?: 'hour' | 'day' } = {}): Totals {
  return {
    bucket: options.bucket ?? 'day',
    delivered: 0,
    handedOver: 0,
    messages: 0,
    firstTime: Number.POSITIVE_INFINITY,
    lastTime: Number.NEGATIVE_INFINITY,
    addresses: newDistinct(ADDRESS_SLOTS),
    deliveredFirst: 0,
    deliveredPairs: newDistinct(PAIR_SLOTS),
    facts: newFacts(),
    kinds: newKinds(),
    dictionaries: eachDimension(name => newDictionary(limitOf(name))),
    examples: new Map(),
    notices: new Map(),
    lastBucket: { start: 0, length: 0, id: UNKNOWN_ID },
  }
}

/** Wordings are long, and each keeps an example. */
const TEMPLATE_LIMIT = 20_000

function limitOf(dimension: Dimension): number {
  return dimension === 'template' ? TEMPLATE_LIMIT : DICTIONARY_LIMIT
}

/** A failure; `verdict` is what the classifier says of it, or the failure itself where it brings one along. */
export function countFailure(totals: Totals, attempt: Attempt, verdict: Verdict): void {
  if (attempt.firstOfMessage) totals.messages++
  const time = attempt.time === null ? Number.NaN : parseTime(attempt.time)
  countTime(totals, time)
  const wording = attempt.diagnostic === '' ? null : templateOf(attempt.diagnostic)
  const template = idOf(totals.dictionaries.template, wording)
  if (wording !== null) keepExample(totals.examples, template, attempt)
  const flags =
    (attempt.source === 'dsn' ? FLAG.fromDsn : 0) | (attempt.firstOfMessage ? FLAG.firstOfMessage : 0)
  const { facts } = totals
  const start = addFact(facts)
  const { cells } = facts
  setTime(cells, start, time)
  cells[start + FACT.kind] = kindOf(totals, verdict, attempt, template, flags)
  setHashes(totals, cells, start, attempt)
  setPlace(totals, cells, start, attempt)
}

export function countEvent(totals: Totals, event: DeliveryEvent): void {
  countFailure(totals, event, event)
}

export function countNotice(totals: Totals, notice: Notice): void {
  totals.notices.set(notice.kind, (totals.notices.get(notice.kind) ?? 0) + 1)
}

const idHash = newHash()

function setHashes(totals: Totals, cells: Uint32Array, start: number, attempt: Attempt): void {
  hashRecipient(attempt.recipient)
  if (attempt.recipient !== null) addDistinct(totals.addresses, recipientHash)
  hashDelivery(attempt)
  setHash(cells, start + FACT.recipient, recipientHash)
  setHash(cells, start + FACT.message, messageHash)
  setHash(cells, start + FACT.pair, pairHash)
  const { outcome, messageId, queueId } = attempt
  const recipientKey = recipientKeyOf(attempt.recipient)
  if (messageId !== null) {
    hashText(messageId, idHash)
    setHash(cells, start + FACT.idKey, reportKeyOf(outcome, idHash, recipientKey))
  }
  if (queueId !== null) {
    hashText(queueId, idHash)
    setHash(cells, start + FACT.queueKey, reportKeyOf(outcome, idHash, recipientKey))
  }
}

function setPlace(totals: Totals, cells: Uint32Array, start: number, attempt: Attempt): void {
  const { dictionaries } = totals
  cells[start + COLUMN.domain] = idOf(dictionaries.domain, attempt.domain)
  cells[start + COLUMN.senderDomain] = idOf(dictionaries.senderDomain, domainOf(attempt.sender))
  cells[start + COLUMN.relay] = relayId(dictionaries.relay, attempt.relay)
  cells[start + COLUMN.host] = idOf(dictionaries.host, attempt.host)
  cells[start + COLUMN.time] = bucketId(totals, attempt.time)
}

/** Of a reply that somebody made long. */
const LONGEST_EXAMPLE = 500

function keepExample(
  examples: Map<number, Example>,
  template: number,
  { diagnostic, time, file, line }: Pick<Attempt, 'diagnostic' | 'time' | 'file' | 'line'>,
): void {
  const at = time === null ? Number.POSITIVE_INFINITY : parseTime(time)
  addExample(examples, template, { diagnostic, at, file, line })
}

function addExample(examples: Map<number, Example>, template: number, found: Example): void {
  const kept = examples.get(template)
  if (kept !== undefined && !isEarlier(found, kept)) return
  const { diagnostic, at, file, line } = found
  examples.set(template, { diagnostic: own(diagnostic.slice(0, LONGEST_EXAMPLE)), at, file, line })
}

/** A total order, so that every way of merging keeps the same example. A time that is not known is last. */
function isEarlier(one: Example, other: Example): boolean {
  if (one.at !== other.at) return one.at < other.at
  if (one.file !== other.file) return one.file < other.file
  if (one.line !== other.line) return one.line < other.line
  return one.diagnostic < other.diagnostic
}

/** NaN is earlier and later than nothing. */
export function countTime(totals: Totals, time: number): void {
  if (time < totals.firstTime) totals.firstTime = time
  if (time > totals.lastTime) totals.lastTime = time
}

export function mergeTotals(into: Totals, from: Totals): void {
  if (isUntouched(into)) {
    Object.assign(into, from)
    return
  }
  into.delivered += from.delivered
  into.deliveredFirst += from.deliveredFirst
  into.handedOver += from.handedOver
  into.messages += from.messages
  into.firstTime = Math.min(into.firstTime, from.firstTime)
  into.lastTime = Math.max(into.lastTime, from.lastTime)
  mergeDistinct(into.addresses, from.addresses)
  mergeDistinct(into.deliveredPairs, from.deliveredPairs)
  for (const [kind, count] of from.notices) into.notices.set(kind, (into.notices.get(kind) ?? 0) + count)
  const translations = eachDimension(name =>
    mergeDictionary(into.dictionaries[name], from.dictionaries[name]),
  )
  const columns = PLACE_DIMENSIONS.map(name => [COLUMN[name], translations[name]] as const)
  const kinds = mergeKinds(into.kinds, from.kinds, translations)
  mergeFacts(into.facts, from.facts, new Map([[FACT.kind, kinds], ...columns]))
  for (const [id, example] of from.examples)
    addExample(into.examples, translations.template[id] ?? 0, example)
}

/** Nothing was counted, and no number was given to anything. */
function isUntouched({ delivered, handedOver, messages, notices, kinds, dictionaries }: Totals): boolean {
  const hasNames = DIMENSIONS.some(name => dictionaries[name].names.length > FIRST_ID)
  return delivered + handedOver + messages + notices.size + kinds.count === 0 && !hasNames
}

function eachDimension<Made>(make: (dimension: Dimension) => Made): Record<Dimension, Made> {
  // Object.fromEntries forgets the keys, which are exactly DIMENSIONS.
  return Object.fromEntries(DIMENSIONS.map(name => [name, make(name)])) as Record<Dimension, Made>
}
