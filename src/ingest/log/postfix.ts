/**
 * One Postfix message (what stands behind the syslog prefix) -> findings and queue facts.
 *
 * In:     "ID: to=<…>, …, status=…", "ID: from=<…>, …", "ID: message-id=…", "ID: removed", notifications and
 *         rejections; the program's name does not matter (syslog_name and service names are free)
 * Out:    appends to state.found, writes into state.queue
 * Errors: a result that can't be read is counted as a problem
 *
 * Hot: most lines are none of these and leave after a few character codes, without an allocation.
 */
import { own } from '../text.ts'
import { notePostfixMessageId, notePostfixSender, senderOf } from './facts.ts'
import { readExpiry } from './postfix-expiry.ts'
import { addressEnd, isFieldStart, readAddress } from './postfix-fields.ts'
import { readRejection } from './postfix-reject.ts'
import { readResult } from './postfix-result.ts'
import { closeMessage, openMessage } from './queue.ts'
import { type LogState, messageKey } from './state.ts'

/** Queue ids: 6 to 15 characters in the wild; longer ones come from very large inode numbers. */
const ID_MAX = 24
const ID_MIN = 5

export function readPostfixMessage(state: LogState, text: string, start: number, end: number): void {
  const colon = idEnd(text, start, end)
  if (colon === -1) {
    // The proxy filter's refusal comes before there is a queue id, and without NOQUEUE.
    if (state.rejected === 'found') readRejection(state, text, start, start, start, end)
    return
  }
  const at = text.charCodeAt(colon + 1) === 32 ? colon + 2 : colon + 1
  // Two codes tell the keyword: startsWith on every line of a queue id costs a tenth of the whole time.
  switch (text.charCodeAt(at)) {
    case 116: // "to="
      if (text.charCodeAt(at + 2) === 61) readResult(state, text, start, colon, at + 3, end)
      break
    case 102: // "from=<"
      if (text.charCodeAt(at + 4) === 61 && text.charCodeAt(at + 5) === 60) {
        readSender(state, text.slice(start, colon), text, at + 5, end)
      }
      break
    case 109: // "message-id=", "milter-reject: "
      if (text.charCodeAt(at + 10) === 61) {
        readMessageId(state, text.slice(start, colon), text, at + 11, end)
        break
      }
      if (state.rejected === 'found') readRejection(state, text, start, colon, at, end)
      break
    case 114: // "removed", "reject: "
      if (at + 7 === end && text.charCodeAt(at + 2) === 109) {
        closeMessage(state.queue, messageKey(state, text.slice(start, colon)))
        break
      }
      if (state.rejected === 'found') readRejection(state, text, start, colon, at, end)
      break
    case 112: // "proxy-reject: "
      if (state.rejected === 'found') readRejection(state, text, start, colon, at, end)
      break
    case 115: // "sender non-delivery notification: "
      readNotification(state, text, at, end)
      break
  }
}

/** A queue id, a colon and a word that Postfix writes behind one stand at `at`. */
export function isPostfixMessage(text: string, at: number, end: number): boolean {
  const colon = idEnd(text, at, end)
  if (colon === -1) return false
  const word = text.charCodeAt(colon + 1) === 32 ? colon + 2 : colon + 1
  return isFieldStart(text, word, end) || text.startsWith('removed', word) || text.startsWith('reject', word)
}

/** Where the queue id that begins at `start` ends with a colon; -1 if there is none. */
function idEnd(text: string, start: number, end: number): number {
  const limit = Math.min(end, start + ID_MAX)
  let at = start
  for (; at < limit; at++) {
    const code = text.charCodeAt(at)
    if (code === 58) break
    if (!((code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122))) return -1
  }
  return at - start >= ID_MIN && at < limit ? at : -1
}

/** "<sender>, size=376, nrcpt=1 (queue active)" or "<sender>, status=expired, returned to sender" */
function readSender(state: LogState, id: string, text: string, at: number, end: number): void {
  const close = addressEnd(text, at, end)
  if (close === -1) return
  const sender = readAddress(text, at, close)
  const field = close + 2
  if (text.startsWith('status=expired', field) || text.startsWith('status=force-expired', field)) {
    readExpiry(state, id, sender)
    return
  }
  notePostfixSender(state.queue, messageKey(state, id), senderOf(own(sender)))
}

function readMessageId(state: LogState, id: string, text: string, at: number, end: number): void {
  const bracketed = text.charCodeAt(at) === 60 && text.charCodeAt(end - 1) === 62
  const messageId = bracketed ? text.slice(at + 1, end - 1) : text.slice(at, end)
  notePostfixMessageId(state.queue, messageKey(state, id), own(messageId))
}

/** "sender non-delivery notification: 1DF35917": that message has the null sender. */
function readNotification(state: LogState, text: string, at: number, end: number): void {
  if (!text.startsWith('sender ', at)) return
  const mark = text.indexOf(' notification: ', at)
  if (mark === -1 || mark > at + 40) return
  openMessage(state.queue, messageKey(state, text.slice(mark + 15, end))).sender ??= ''
}
