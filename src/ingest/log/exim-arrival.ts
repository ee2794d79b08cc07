/**
 * Exim's "<=" line (a message came) -> sender, Message-ID and arrival in the queue.
 *
 * In:     the block and where the text behind the flag stands
 * Spec:   Exim receive.c; log_selector may put host, protocol, subject and recipients around the Message-ID
 *
 * Hot: every message has one. No expression, one copy of what is kept.
 */
import { own } from '../text.ts'
import { addressAt, fieldAt } from './exim-address.ts'
import { noteEximArrival, senderOf } from './facts.ts'
import { type LogState, messageKey } from './state.ts'
import { millisOf } from './time.ts'

/** "ada@example.com H=mx.example.com [192.0.2.1] P=esmtp S=1234 id=1@example.com" */
export function readEximArrival(
  state: LogState,
  queueId: string,
  text: string,
  at: number,
  end: number,
): void {
  const after = senderEnd(text, at, end)
  let mark = lastFieldMark(text, after, end)
  let markEnd = end
  if (mark === -1) {
    mark = messageIdMark(text, after, end)
    markEnd = mark === -1 ? after : messageIdEnd(text, mark, end)
  }
  // One copy for both: what is cut from it holds no more than it.
  const kept = own(text.slice(at, markEnd))
  const messageId = mark === -1 ? null : fieldAt(kept, mark - at, kept.length)
  const millis = millisOf(state.clock)
  const arrival = Number.isNaN(millis) ? null : millis
  const key = messageKey(state, queueId)
  noteEximArrival(state.queue, key, senderOf(senderIn(kept, after - at)), messageId, arrival)
}

/** Behind "id=", if that is the last field, as nearly always; -1 if not. */
function lastFieldMark(text: string, at: number, end: number): number {
  // A subject may say " id=" too.
  if (text.charCodeAt(end - 1) === 34) return -1
  let word = end - 1
  while (word > at && text.charCodeAt(word) !== 32) word--
  const isMark = text.charCodeAt(word + 1) === 105 && text.charCodeAt(word + 2) === 100
  return isMark && text.charCodeAt(word + 3) === 61 ? word + 4 : -1
}

function senderIn(text: string, end: number): string {
  return end === 2 && text.startsWith('<>') ? '' : addressAt(text, 0, end)
}

/** A sender may be `"odd, <sender>"@example.com`. */
function senderEnd(text: string, at: number, end: number): number {
  let p = at
  if (text.charCodeAt(p) === 34) {
    for (p++; p < end && text.charCodeAt(p) !== 34; p++) if (text.charCodeAt(p) === 92) p++
  }
  while (p < end && text.charCodeAt(p) !== 32) p++
  return Math.min(p, end)
}

/** Behind " id=" or " id*=" (Exim made it itself), not inside a subject (T="…"); -1 without one. */
function messageIdMark(text: string, at: number, end: number): number {
  const rest = text.slice(at, end)
  const subject = rest.indexOf(' T="')
  const last = subject === -1 ? rest.length : subject
  const plain = rest.lastIndexOf(' id=', last)
  if (plain !== -1) return at + plain + 4
  const made = rest.lastIndexOf(' id*=', last)
  return made === -1 ? -1 : at + made + 5
}

function messageIdEnd(text: string, at: number, end: number): number {
  let p = at
  let hasAt = false
  for (; p < end; p++) {
    const code = text.charCodeAt(p)
    if (code === 64) hasAt = true
    // `a b, c=<d>"@x`: what was quoted is written without its first quote, and may hold spaces.
    else if (code === 32 && (hasAt || isMarkBehindId(text, p))) break
  }
  return p
}

function isMarkBehindId(text: string, at: number): boolean {
  return text.startsWith(' T="', at) || text.startsWith(' from <', at) || text.startsWith(' for ', at)
}
