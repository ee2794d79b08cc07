/**
 * Adds up: the only place where events, deliveries and notices become totals.
 *
 * In:     events, deliveries and notices, in any order
 * Out:    Totals: plain data, so that worker threads can each fill one; merging the totals of the parts gives
 *         the totals of the whole, in any order and grouping
 * Errors: none
 */
import type { Delivery, DeliveryEvent, Notice, Outcome, Result } from '../types.ts'
import { type Dictionary, idOf, mergeDictionary, newDictionary } from './dictionary.ts'
import { addDistinct, type DistinctSet, mergeDistinct, newDistinct } from './distinct.ts'
import {
  addFact,
  columnOf,
  DIMENSIONS,
  type Dimension,
  FACT,
  FACT_SIZE,
  type Facts,
  FLAG,
  newFacts,
  setTime,
} from './facts.ts'
import { combineHashes, type Hash, hashText, newHash } from './hash.ts'
import { templateOf } from './template.ts'

export { type SummaryContext, summarize } from './summarize.ts'

export interface Totals {
  bucket: 'hour' | 'day'
  delivered: number
  handedOver: number
  /** Results that were the first of their message. */
  messages: number
  firstTime: string | null
  lastTime: string | null
  /** Addresses that something was delivered to (those of failures stand in the facts). */
  addresses: DistinctSet
  /** Pairs of message and recipient that were delivered. */
  deliveredPairs: DistinctSet
  facts: Facts
  dictionaries: Record<Dimension, Dictionary>
  /** By number of the template: the earliest failure that had it. */
  examples: Map<number, Example>
  notices: Map<string, number>
}

/** A reply in full, and where it stands: the earliest is shown, whatever the order of counting. */
export interface Example {
  diagnostic: string
  time: string | null
  file: string
  line: number
}

export function newTotals(options: { bucket?: 'hour' | 'day' } = {}): Totals {
  return {
    bucket: options.bucket ?? 'day',
    delivered: 0,
    handedOver: 0,
    messages: 0,
    firstTime: null,
    lastTime: null,
    addresses: newDistinct(),
    deliveredPairs: newDistinct(),
    facts: newFacts(),
    dictionaries: newDictionaries(),
    examples: new Map(),
    notices: new Map(),
  }
}

function newDictionaries(): Record<Dimension, Dictionary> {
  const entries = DIMENSIONS.map(dimension => [dimension, newDictionary()])
  // Object.fromEntries forgets the keys, which are exactly DIMENSIONS.
  return Object.fromEntries(entries) as Record<Dimension, Dictionary>
}

const recipientHash = newHash()
const messageHash = newHash()
const pairHash = newHash()
const keyHash = newHash()

export function countDelivery(totals: Totals, delivery: Delivery, provider: string | null): void {
  if (delivery.outcome === 'handedOver') {
    totals.handedOver++
    return
  }
  totals.delivered++
  if (delivery.firstOfMessage) totals.messages++
  countTime(totals, delivery.time)
  hashRecipient(delivery.recipient)
  if (delivery.recipient !== null) addDistinct(totals.addresses, recipientHash)
  hashMessage(delivery, messageHash)
  combineHashes(messageHash, recipientHash, pairHash)
  addDistinct(totals.deliveredPairs, pairHash)
  const { dictionaries } = totals
  addDelivered(dictionaries.domain, domainOf(delivery.recipient))
  addDelivered(dictionaries.provider, provider)
  addDelivered(dictionaries.senderDomain, domainOf(delivery.sender))
  addDelivered(dictionaries.relay, delivery.relay)
  addDelivered(dictionaries.host, delivery.host)
  addDelivered(dictionaries.time, bucketOf(delivery.time, totals.bucket))
}

function addDelivered(dictionary: Dictionary, name: string | null): void {
  const id = idOf(dictionary, name)
  dictionary.delivered[id] = (dictionary.delivered[id] ?? 0) + 1
}

export function countEvent(totals: Totals, event: DeliveryEvent): void {
  if (event.firstOfMessage) totals.messages++
  countTime(totals, event.time)
  const { facts } = totals
  const start = addFact(facts)
  const { cells } = facts
  setTime(cells, start, event.time === null ? Number.NaN : Date.parse(event.time))
  cells[start + FACT.flags] =
    (event.source === 'dsn' ? FLAG.fromDsn : 0) |
    (event.firstOfMessage ? FLAG.firstOfMessage : 0) |
    (event.conflict ? FLAG.conflict : 0) |
    (event.listQuality ? FLAG.listQuality : 0) |
    (event.rule === 'unknown.unmatched' ? FLAG.unmatched : 0)
  setHashes(cells, start, event)
  setDimensions(totals, cells, start, event)
}

export function countNotice(totals: Totals, notice: Notice): void {
  totals.notices.set(notice.kind, (totals.notices.get(notice.kind) ?? 0) + 1)
}

/** 0/0 where the input names no recipient: counted as no address. */
function hashRecipient(recipient: string | null): void {
  if (recipient !== null) hashText(recipient, recipientHash)
  else {
    recipientHash.hi = 0
    recipientHash.lo = 0
  }
}

function setHashes(cells: Uint32Array, start: number, event: DeliveryEvent): void {
  hashRecipient(event.recipient)
  hashMessage(event, messageHash)
  combineHashes(messageHash, recipientHash, pairHash)
  setHash(cells, start + FACT.recipientHi, recipientHash)
  setHash(cells, start + FACT.messageHi, messageHash)
  setHash(cells, start + FACT.pairHi, pairHash)
  // A delay notice repeats a deferral, a failure notice a bounce: never one the other.
  const stage = isFinal(event.outcome) ? 'final' : 'temporary'
  const recipient = (event.recipient ?? '').toLowerCase()
  if (event.messageId !== null) {
    hashText(`${stage} ${event.messageId} ${recipient}`, keyHash)
    setHash(cells, start + FACT.idKeyHi, keyHash)
  }
  if (event.queueId !== null) {
    hashText(`${stage} ${event.queueId} ${recipient}`, keyHash)
    setHash(cells, start + FACT.queueKeyHi, keyHash)
  }
}

function setHash(cells: Uint32Array, at: number, hash: Hash): void {
  cells[at] = hash.hi
  cells[at + 1] = hash.lo
}

function isFinal(outcome: Outcome): boolean {
  return outcome === 'bounced' || outcome === 'expired'
}

/** A message as the reporting MTA knows it: by host and queue id, else by Message-ID, else by where it stands. */
function hashMessage(result: Result, out: Hash): void {
  if (result.queueId !== null) {
    hashText(result.host ?? '', keyHash)
    hashText(result.queueId, out)
    combineHashes(keyHash, out, out)
  } else hashText(result.messageId ?? `${result.file}\n${result.line}`, out)
}

function setDimensions(totals: Totals, cells: Uint32Array, start: number, event: DeliveryEvent): void {
  const { dictionaries } = totals
  const template = event.diagnostic === '' ? null : templateOf(event.diagnostic)
  const values: Record<Dimension, string | null> = {
    outcome: event.outcome,
    permanence: event.permanence,
    subject: event.subject,
    reason: event.reason,
    action: event.action,
    enhancedCode: event.enhancedCode,
    replyCode: event.replyCode === null ? null : String(event.replyCode),
    domain: event.domain,
    provider: event.provider,
    senderDomain: domainOf(event.sender),
    relay: event.relay,
    host: event.host,
    time: bucketOf(event.time, totals.bucket),
    blocklist: event.blocklist,
    template,
  }
  for (let index = 0; index < DIMENSIONS.length; index++) {
    // The index runs over DIMENSIONS itself.
    const dimension = DIMENSIONS[index] as Dimension
    cells[start + FACT.dimensions + index] = idOf(dictionaries[dimension], values[dimension])
  }
  if (template !== null) keepExample(totals.examples, cells[start + TEMPLATE] ?? 0, event)
}

const TEMPLATE = columnOf('template')

function keepExample(examples: Map<number, Example>, template: number, found: Example): void {
  const kept = examples.get(template)
  if (kept !== undefined && !isEarlier(found, kept)) return
  const { diagnostic, time, file, line } = found
  examples.set(template, { diagnostic: diagnostic.slice(0, 500), time, file, line })
}

/** A total order, so that every way of merging keeps the same example. A time that is not known is last. */
function isEarlier(one: Example, other: Example): boolean {
  const oneTime = one.time ?? '~'
  const otherTime = other.time ?? '~'
  if (oneTime !== otherTime) return oneTime < otherTime
  if (one.file !== other.file) return one.file < other.file
  if (one.line !== other.line) return one.line < other.line
  return one.diagnostic < other.diagnostic
}

function countTime(totals: Totals, time: string | null): void {
  if (time === null) return
  if (totals.firstTime === null || time < totals.firstTime) totals.firstTime = time
  if (totals.lastTime === null || time > totals.lastTime) totals.lastTime = time
}

/** `''` for the null sender; null if there is no address or no domain in it. */
function domainOf(address: string | null): string | null {
  if (address === null || address === '') return address
  const at = address.lastIndexOf('@')
  return at === -1 ? null : address.slice(at + 1)
}

function bucketOf(time: string | null, bucket: 'hour' | 'day'): string | null {
  return time === null ? null : time.slice(0, bucket === 'hour' ? 13 : 10)
}

export function mergeTotals(into: Totals, from: Totals): void {
  into.delivered += from.delivered
  into.handedOver += from.handedOver
  into.messages += from.messages
  countTime(into, from.firstTime)
  countTime(into, from.lastTime)
  mergeDistinct(into.addresses, from.addresses)
  mergeDistinct(into.deliveredPairs, from.deliveredPairs)
  for (const [kind, count] of from.notices) into.notices.set(kind, (into.notices.get(kind) ?? 0) + count)
  const translations = DIMENSIONS.map(name =>
    mergeDictionary(into.dictionaries[name], from.dictionaries[name]),
  )
  mergeFacts(into.facts, from.facts, translations)
  const templates = translations[DIMENSIONS.indexOf('template')] ?? new Uint32Array()
  for (const [id, example] of from.examples) keepExample(into.examples, templates[id] ?? 0, example)
}

function mergeFacts(into: Facts, from: Facts, translations: readonly Uint32Array[]): void {
  for (let row = 0; row < from.count; row++) {
    const source = row * FACT_SIZE
    const target = addFact(into)
    for (let cell = 0; cell < FACT.dimensions; cell++)
      into.cells[target + cell] = from.cells[source + cell] ?? 0
    for (let index = 0; index < translations.length; index++) {
      const cell = FACT.dimensions + index
      into.cells[target + cell] = translations[index]?.[from.cells[source + cell] ?? 0] ?? 0
    }
  }
}
