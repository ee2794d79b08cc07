/**
 * What is known of a queue id: sender, Message-ID, arrival, attempts of each recipient. Kept by host and id,
 * since two hosts may use the same id; bounded, since a log may be cut before `removed`/`Completed`. Plain
 * data, so that a worker thread can hand its queue to the next one.
 *
 * A message is found by the hash of its host and id: neither is kept, and a line that is cut by the scanner needs no
 * string. With the 400,000 messages that a queue holds at most, one look-up in 4e13 finds another message's entry.
 */
import type { Hash } from '../../hash.ts'
import { findEntry, type HashTable, newHashTable, putEntry, takeEntry, valuesOf } from '../../hash-table.ts'
import type { Attempt } from '../../types.ts'
import { own } from '../text.ts'
import { emptyFront, holdInFront, releaseInFront, takeFromFront } from './front.ts'
import type { PlainMessage } from './plain-message.ts'

/** `begun`: its arrival stands in what this queue has read; if not, sender, attempts and pending may stand before. */
export interface QueuedMessage extends Omit<PlainMessage, 'pending'> {
  /** The recipient of the first attempt that failed; null until there was one. */
  first: QueuedRecipient | null
  /** All others. Few messages have any: a Map for each would hold three times the memory. */
  others: Map<string, QueuedRecipient> | null
}

export interface QueuedRecipient {
  address: string
  attempts: number
  /**
   * The last deferral, for an expiry line that names no recipient or no cause, or the line that tells of it; null once
   * delivered or bounced.
   */
  pending: Attempt | string | null
}

/**
 * Two generations: when the young one is full it becomes the old one and a new one begins. (Deleting the oldest entry one
 * by one costs 13 us each in a Map of 20,000; this costs 0.2 us.)
 */
export interface Queue {
  young: HashTable<QueuedMessage>
  old: HashTable<QueuedMessage>
  /** Messages in one generation, at most. */
  capacity: number
  /** Hashes of the rejections of Exim's main or reject logs, each with their number: the other log repeats them. */
  rejections: Map<number, number>
  /** From its start, or from somewhere in the middle: then of a message that is not `begun` too little is known. */
  reads: 'all' | 'part'
  /** How often a message was asked for that had not begun in what this queue has read. */
  strangers: number
}

export function newQueue(capacity = 200_000, reads: 'all' | 'part' = 'all'): Queue {
  const [young, old] = [newHashTable<QueuedMessage>(), newHashTable<QueuedMessage>()]
  return { young, old, capacity, rejections: new Map(), reads, strangers: 0 }
}

/** The message of this host and queue id, if it is known. */
export function findMessage(queue: Queue, { hi, lo }: Hash): QueuedMessage | undefined {
  const { young, old } = queue
  return (
    takeOver(queue, hi, lo) ??
    findEntry(young, hi, lo) ??
    (old.size === 0 ? undefined : findEntry(old, hi, lo))
  )
}

/** The message as the scanner knows it, which follows it no longer. */
function takeOver(queue: Queue, hi: number, lo: number): QueuedMessage | undefined {
  const plain = takeFromFront(queue, hi, lo)
  return plain === undefined ? undefined : keepPlain(queue, hi, lo, plain)
}

function keepPlain(queue: Queue, hi: number, lo: number, plain: PlainMessage): QueuedMessage {
  // Field by field: a spread costs 3 us.
  const message: QueuedMessage = {
    sender: plain.sender,
    senderDomainHi: plain.senderDomainHi,
    senderDomainLo: plain.senderDomainLo,
    messageId: plain.messageId,
    arrival: plain.arrival,
    begun: plain.begun,
    hasResult: plain.hasResult,
    first: null,
    others: null,
  }
  for (const { line, attempts, isSettled } of plain.pending) {
    const entry = recipientOf(message, addressIn(line))
    entry.attempts = attempts
    if (!isSettled) entry.pending = line
  }
  if (queue.old.size > 0) takeEntry(queue.old, hi, lo)
  keep(queue, hi, lo, message)
  return message
}

/** The recipient with whom a line of a deferral begins: "<ada@example.net>, relay=…", "ada@example.net R=…". */
function addressIn(line: string): string {
  return line.startsWith('<') ? line.slice(1, line.indexOf('>')) : line.slice(0, line.indexOf(' '))
}

/** All messages of this queue that the scanner follows. */
export function takeOverMessages(queue: Queue): void {
  for (const { hi, lo, message } of emptyFront(queue)) keepPlain(queue, hi, lo, message)
}

/** The hashes of all messages that the queue itself knows. */
export function* heldMessages({ young, old }: Queue): Generator<Hash> {
  yield* valuesOf(young)
  yield* valuesOf(old)
}

/** The message of this host and queue id, begun if it is not known. */
export function openMessage(queue: Queue, key: Hash): QueuedMessage {
  const known = takeOver(queue, key.hi, key.lo) ?? findEntry(queue.young, key.hi, key.lo)
  if (known !== undefined) {
    if (!known.begun) queue.strangers++
    return known
  }
  // What is still spoken of moves to the young generation, so that only the forgotten leaves.
  const old = queue.old.size === 0 ? undefined : takeEntry(queue.old, key.hi, key.lo)
  const message = old ?? newMessage()
  if (!message.begun) queue.strangers++
  keep(queue, key.hi, key.lo, message)
  return message
}

/** A new message under this id, whatever was known of the id before (ids are used again). */
export function beginMessage(queue: Queue, key: Hash): QueuedMessage {
  releaseInFront(queue, key.hi, key.lo)
  if (queue.old.size > 0) takeEntry(queue.old, key.hi, key.lo)
  const message = newMessage()
  message.begun = true
  keep(queue, key.hi, key.lo, message)
  return message
}

/** A message of which a result was logged before its arrival (Exim's ">>") begins now. */
export function beginLate(queue: Queue, message: QueuedMessage): void {
  if (queue.reads === 'all') message.begun = true
}

/** The queue id is free again: Postfix `removed`, Exim `Completed`. */
export function closeMessage(queue: Queue, key: Hash): void {
  if (queue.reads === 'part' && findMessage(queue, key)?.begun !== true) queue.strangers++
  forget(queue, key.hi, key.lo)
}

function forget(queue: Queue, hi: number, lo: number): void {
  const { young, old } = queue
  releaseInFront(queue, hi, lo)
  // A message is in one generation only.
  if (takeEntry(young, hi, lo) === undefined && old.size > 0) takeEntry(old, hi, lo)
}

/** Takes over the messages that began in a part, when the queue stands where the part begins. */
export function mergeQueue(into: Queue, part: Queue): void {
  for (const generation of [part.old, part.young])
    for (const { hi, lo, value } of valuesOf(generation)) {
      if (!value.begun) continue
      releaseInFront(into, hi, lo)
      if (into.old.size > 0) takeEntry(into.old, hi, lo)
      keep(into, hi, lo, value)
    }
}

/** This is the first result of its message. Says so once. */
export function takeFirst(message: QueuedMessage): boolean {
  if (message.hasResult) return false
  message.hasResult = true
  return true
}

/** One more attempt for this recipient -> attempts so far. */
export function countAttempt(message: QueuedMessage, recipient: string | null): number {
  const entry = recipientOf(message, recipient)
  entry.attempts++
  return entry.attempts
}

/** The attempt that delivered or bounced: nothing is pending any more -> attempts so far. */
export function countLastAttempt(message: QueuedMessage, recipient: string | null): number {
  // Most messages get through at once: nothing is kept of their recipients.
  const entry = findRecipient(message, recipient)
  if (entry === undefined) return 1
  entry.pending = null
  entry.attempts++
  return entry.attempts
}

/** A line about this recipient that tells of no attempt -> attempts so far. */
export function attemptsSoFar(message: QueuedMessage, recipient: string | null): number {
  return findRecipient(message, recipient)?.attempts ?? 0
}

/** Remembers a deferral until the recipient is settled. */
export function keepPending(
  message: QueuedMessage,
  recipient: string | null,
  pending: Attempt | string,
): void {
  recipientOf(message, recipient).pending = pending
}

/** Delivered, bounced or expired: nothing is pending for this recipient. */
export function settleRecipient(message: QueuedMessage, recipient: string | null): void {
  const entry = findRecipient(message, recipient)
  if (entry !== undefined) entry.pending = null
}

function newMessage(): QueuedMessage {
  return {
    sender: null,
    senderDomainHi: 0,
    senderDomainLo: 0,
    messageId: null,
    arrival: null,
    begun: false,
    hasResult: false,
    first: null,
    others: null,
  }
}

function keep(queue: Queue, hi: number, lo: number, message: QueuedMessage): void {
  if (queue.young.size >= queue.capacity) {
    for (const forgotten of valuesOf(queue.old)) releaseInFront(queue, forgotten.hi, forgotten.lo)
    queue.old = queue.young
    queue.young = newHashTable()
  }
  putEntry(queue.young, hi, lo, message)
  holdInFront(queue, hi, lo)
}

function recipientOf(message: QueuedMessage, recipient: string | null): QueuedRecipient {
  const known = findRecipient(message, recipient)
  if (known !== undefined) return known
  const entry: QueuedRecipient = { address: own(recipient ?? ''), attempts: 0, pending: null }
  if (message.first === null) message.first = entry
  else {
    message.others ??= new Map()
    message.others.set(entry.address, entry)
  }
  return entry
}

/** The message's recipient of whom a failed attempt was seen. */
export function findRecipient(
  { first, others }: QueuedMessage,
  recipient: string | null,
): QueuedRecipient | undefined {
  if (first === null) return undefined
  return first.address === (recipient ?? '') ? first : others?.get(recipient ?? '')
}

/** All of them, in the order in which they were seen. */
export function* recipientsOf({ first, others }: QueuedMessage): Generator<QueuedRecipient> {
  if (first !== null) yield first
  if (others !== null) yield* others.values()
}
