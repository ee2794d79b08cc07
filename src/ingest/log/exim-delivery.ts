/**
 * Exim's "=>", "->" and ">>" lines -> deliveries.
 *
 * In:     the block and where the text behind the flag stands
 * Out:    a Delivery in state.found
 * Spec:   Exim deliver.c delivery_log, redirect.c and receive.c (what was thrown away)
 *
 * Hot: no expression and no copy but what is kept; only unusual addresses take the way of failures.
 */
import type { Delivery } from '../../types.ts'
import { addressAt, fieldAt, parseEximAddress } from './exim-address.ts'
import { type EximFields, parseEximFields } from './exim-fields.ts'
import { countLastAttempt, openMessage, type QueuedMessage, takeFirst } from './queue.ts'
import { countProblem, type LogState, messageKey, timeOfLine } from './state.ts'

/** What one delivery line says. */
interface Delivered {
  sender: string | null
  recipient: string | null
  originalRecipient: string | null
  relay: string | null
  relayIp: string | null
  relayPort: number | null
  /** Where the fields behind H= begin. */
  after: number
}

export function readEximDelivery(
  state: LogState,
  queueId: string,
  text: string,
  at: number,
  end: number,
): void {
  const delivered = parseDelivered(text, at, end)
  if (delivered === null) {
    countProblem(state, 'no address found in an Exim delivery, left out', text, at, end)
    return
  }
  const message = openMessage(state.queue, messageKey(state, queueId))
  for (let times = state.times; times > 0; times--) {
    state.found.push(deliveryOf(state, queueId, message, delivered, text, end))
  }
}

function deliveryOf(
  state: LogState,
  queueId: string,
  message: QueuedMessage,
  delivered: Delivered,
  text: string,
  end: number,
): Delivery {
  return {
    kind: 'delivery',
    time: timeOfLine(state),
    source: 'exim',
    file: state.file,
    line: state.line,
    host: state.host,
    queueId,
    messageId: message.messageId,
    sender: delivered.sender ?? message.sender,
    recipient: delivered.recipient,
    originalRecipient: delivered.originalRecipient,
    relay: delivered.relay,
    relayIp: delivered.relayIp,
    relayPort: delivered.relayPort,
    outcome: isHandOver(delivered, text, end) ? 'handedOver' : 'delivered',
    attempts: countLastAttempt(message, delivered.recipient),
    firstOfMessage: takeFirst(message),
  }
}

/** Given to a filter on loopback that queued it again, in the words of amavis, Postfix and Sendmail. */
function isHandOver(delivered: Delivered, text: string, end: number): boolean {
  const ip = delivered.relayIp
  if (ip === null || !(ip.startsWith('127.') || ip === '::1')) return false
  return /\bqueued as\b|\bfrom MTA\(/i.test(text.slice(delivered.after, end))
}

function parseDelivered(text: string, at: number, end: number): Delivered | null {
  const first = text.charCodeAt(at)
  let p = at
  let hasAt = false
  for (; p < end; p++) {
    const code = text.charCodeAt(p)
    if (code === 32) break
    if (code === 64) hasAt = true
  }
  // A pipe, a file, an autoreply, "save file": rare enough for the careful way.
  if (p >= end || first === 124 || first === 47 || first === 62 || first === 34)
    return parseUnusual(text, at, end)
  const next = text.charCodeAt(p + 1)
  if (next === 60) return parseWithTop(text, at, p, end, hasAt)
  if (hasAt && text.charCodeAt(p + 2) === 61) {
    return parseFieldsBehind(addressAt(text, at, p), null, text, p, end)
  }
  return parseUnusual(text, at, end)
}

/** "userx <userx@example.com>", "ada@example.net <list@example.com>", ":blackhole: <ada@example.com>" */
function parseWithTop(
  text: string,
  at: number,
  space: number,
  end: number,
  hasAt: boolean,
): Delivered | null {
  if (text.charCodeAt(space + 2) === 34) return parseUnusual(text, at, end)
  let close = space + 2
  while (close < end && text.charCodeAt(close) !== 62) close++
  if (close >= end) return parseUnusual(text, at, end)
  const top = addressAt(text, space + 2, close)
  if (!hasAt) return parseFieldsBehind(top, null, text, close + 1, end)
  const recipient = addressAt(text, at, space)
  return parseFieldsBehind(recipient, top === recipient ? null : top, text, close + 1, end)
}

/** F= and H= among the one-letter fields F, P, Q, R, S, T, in the order in which Exim writes them. */
function parseFieldsBehind(
  recipient: string,
  originalRecipient: string | null,
  text: string,
  from: number,
  end: number,
): Delivered {
  let sender: string | null = null
  let p = from
  while (p + 2 < end && text.charCodeAt(p + 2) === 61) {
    const name = text.charCodeAt(p + 1)
    if (name === 72) break
    if (name === 70 || name === 80) {
      // A quoted sender may hold spaces.
      if (text.charCodeAt(p + 4) === 34) return parseSlowly(recipient, originalRecipient, text, from, end)
      const close = spaceFrom(text, p + 1, end)
      if (name === 70) sender = addressAt(text, p + 4, close - 1)
      p = close
    } else if (name === 81 || name === 82 || name === 83 || name === 84) p = spaceFrom(text, p + 1, end)
    else break
  }
  const hasHost = text.charCodeAt(p + 1) === 72 && text.charCodeAt(p + 2) === 61 && p + 2 < end
  const isSrs = text.charCodeAt(p + 1) === 83 && text.charCodeAt(p + 2) === 82
  if (hasHost || isSrs) return parseHost(recipient, originalRecipient, sender, text, p, end)
  return { sender, recipient, originalRecipient, relay: null, relayIp: null, relayPort: null, after: p }
}

function spaceFrom(text: string, at: number, end: number): number {
  let p = at
  while (p < end && text.charCodeAt(p) !== 32) p++
  return p
}

/** " H=mx.example.com [192.0.2.1]:25 …" */
function parseHost(
  recipient: string,
  originalRecipient: string | null,
  sender: string | null,
  text: string,
  at: number,
  end: number,
): Delivered {
  const nameEnd = spaceFrom(text, at + 1, end)
  if (text.charCodeAt(at + 1) === 83 || text.charCodeAt(nameEnd + 1) !== 91) {
    const slow = parseSlowly(recipient, originalRecipient, text, at, end)
    return sender === null ? slow : { ...slow, sender }
  }
  let close = nameEnd + 2
  while (close < end && text.charCodeAt(close) !== 93) close++
  let port = 0
  let p = close + 1
  if (text.charCodeAt(p) === 58)
    for (p++; p < end && isDigit(text.charCodeAt(p)); p++) port = port * 10 + text.charCodeAt(p) - 48
  const relayIp = text.slice(nameEnd + 2, close)
  return {
    sender,
    recipient,
    originalRecipient,
    relay: fieldAt(text, at + 3, nameEnd),
    relayIp: isAddress(relayIp) ? relayIp : null,
    relayPort: port === 0 ? null : port,
    after: p,
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** Near enough: digits and dots, or a colon. Exim writes addresses only. */
function isAddress(text: string): boolean {
  return isDigit(text.charCodeAt(0)) || text.includes(':')
}

/** The way of failures, for quoted addresses, pipes, files and autoreplies. */
function parseUnusual(text: string, at: number, end: number): Delivered | null {
  const line = text.slice(at, end)
  // "=> blackhole (DATA ACL discarded recipients)", "=> discarded (system filter)": for all recipients.
  if (/^(?:blackhole|discarded) /.test(line)) return withFields(null, null, parseEximFields('', 0), at)
  const address = parseEximAddress(line)
  if (address === null) return null
  return withFields(address.recipient, address.originalRecipient, parseEximFields(line, address.after), at)
}

function parseSlowly(
  recipient: string,
  originalRecipient: string | null,
  text: string,
  at: number,
  end: number,
): Delivered {
  return withFields(recipient, originalRecipient, parseEximFields(text.slice(at, end), 0), at)
}

function withFields(
  recipient: string | null,
  originalRecipient: string | null,
  fields: EximFields,
  after: number,
): Delivered {
  const { sender, relay, relayIp, relayPort } = fields
  return { sender, recipient, originalRecipient, relay, relayIp, relayPort, after }
}
