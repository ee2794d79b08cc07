/**
 * What lines tell of a message's way, into the queue: the same for a line that the scanner cut and for one that the reader
 * took apart.
 *
 * In:     the message's key (state.ts: messageKey), and what the line says; texts that may be kept as they are
 */
import { type Hash, hashAddress, newHash } from '../../hash.ts'
import { beginLate, beginMessage, findMessage, openMessage, type Queue, type QueuedMessage } from './queue.ts'

/** A sender and the hash of its domain; a sender without one has 0/0. */
export interface Sender {
  name: string
  domain: Hash
}

const sender: Sender = { name: '', domain: newHash() }
const whole = newHash()

/** To be used at once: the next call writes over it. */
export function senderOf(name: string): Sender {
  sender.name = name
  if (name.includes('@')) hashAddress(name, whole, sender.domain)
  else {
    sender.domain.hi = 0
    sender.domain.lo = 0
  }
  return sender
}

function setSender(message: QueuedMessage, { name, domain }: Sender): void {
  message.sender = name
  message.senderDomainHi = domain.hi | 0
  message.senderDomainLo = domain.lo | 0
}

/** Postfix qmgr: "from=<sender>, size=376, nrcpt=1 (queue active)". */
export function notePostfixSender(queue: Queue, key: Hash, sender: Sender): void {
  const message = openMessage(queue, key)
  if (message.sender === sender.name) return
  // The id has another sender: it is used again, and `removed` was not in the log.
  const its = message.sender === null ? message : beginMessage(queue, key)
  setSender(its, sender)
}

/** Postfix cleanup(8) writes it once for each message, at its arrival; '' for a message that has none. */
export function notePostfixMessageId(queue: Queue, key: Hash, messageId: string): void {
  const known = findMessage(queue, key)
  const isUsedAgain = known === undefined || known.hasResult || known.sender !== null
  const message = isUsedAgain ? beginMessage(queue, key) : openMessage(queue, key)
  if (messageId !== '') message.messageId = messageId
}

/** Exim: "<= sender … id=messageId". */
export function noteEximArrival(
  queue: Queue,
  key: Hash,
  sender: Sender,
  messageId: string | null,
  arrival: number | null,
): void {
  const known = findMessage(queue, key)
  const message = known === undefined || known.begun ? beginMessage(queue, key) : openMessage(queue, key)
  // A delivery while the message came (">>") is logged before its "<=" line.
  beginLate(queue, message)
  message.arrival = arrival
  setSender(message, sender)
  if (messageId !== null) message.messageId = messageId
}
