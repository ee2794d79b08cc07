/**
 * One Exim main or reject log line -> findings and queue facts.
 *
 * In:     text[start, end): from Exim's own time stamp (plain log), or the message behind a syslog prefix, which
 *         may begin with Exim's own stamp again; the clock has noted the outer stamp already
 * Out:    appends to state.found
 * Errors: a result that cannot be read is counted as a problem
 * Spec:   Exim specification, chapter "Log files" (flags, +pid, +millisec); log.c (long lines over syslog)
 *
 * Hot: a line is told by its id and the two letters behind it; only results and arrivals are looked at further.
 */
import { readEximArrival } from './exim-arrival.ts'
import { readEximDelivery } from './exim-delivery.ts'
import { readEximFailure } from './exim-failure.ts'
import { readEximRejection } from './exim-rejection.ts'
import { closeMessage } from './queue.ts'
import { type LogState, messageKey, setHost } from './state.ts'
import { lacksYear, noteLongStamp, noteNoStamp, noteStamp } from './time.ts'

/**
 * "2026-10-14 13:18:19 1xVcx9-00000s-2w => …", Exim's own log: two thirds of the time of the general way. False:
 * the line is of another shape, and nothing was done. What stands at fixed places tells it.
 */
export function readPlainEximLine(state: LogState, text: string, start: number, end: number): boolean {
  if (text.charCodeAt(start + 13) !== 58 || text.charCodeAt(start + 16) !== 58) return false
  const id = behindPlainStamp(text, start, end)
  if (text.charCodeAt(id + 6) !== 45) return state.rejected === 'ignored' && isHostLine(text, start, id)
  let flag = id + 17
  if (text.charCodeAt(id + 13) !== 45 || text.charCodeAt(id + 16) !== 32) {
    if (text.charCodeAt(id + 18) !== 45 || text.charCodeAt(id + 23) !== 32) return false
    flag = id + 24
  }
  if (flag + 3 > end) return false
  if (text.charCodeAt(flag + 2) !== 32) {
    if (!isCompleted(text, flag)) return false
    setHost(state, null)
    closeMessage(state.queue, messageKey(state, text.slice(id, flag - 1)))
    return true
  }
  setHost(state, null)
  if (id === start + 20) noteLongStamp(state.clock, text, start)
  else if (noteStamp(state.clock, text, start, end) === -1) noteNoStamp(state.clock)
  readFlagged(state, text, id, flag, end)
  return true
}

/** Behind the stamp, and the milliseconds, the zone and the process id that log_selector puts there. */
function behindPlainStamp(text: string, start: number, end: number): number {
  let at = start + (text.charCodeAt(start + 19) === 46 ? 24 : 20)
  const sign = text.charCodeAt(at)
  if ((sign === 43 || sign === 45) && text.charCodeAt(at + 5) === 32) at += 6
  return text.charCodeAt(at) === 91 ? behindProcessId(text, at, end) : at
}

export function readEximLine(state: LogState, text: string, start: number, end: number, _line: number): void {
  let at = start
  // Over syslog a long line comes in parts: "[1/2] …", "[2/2] …". What counts stands in the first.
  if (text.charCodeAt(at) === 91 && isPart(text, at, end)) {
    if (text.charCodeAt(at + 1) !== 49) return
    at = text.indexOf(']', at) + 2
  }
  at = behindOwnStamp(state, text, at, end)
  if (text.charCodeAt(at) === 91) at = behindProcessId(text, at, end)
  const length = eximIdLength(text, at)
  const flag = at + length + 1
  if (length === 0 || flag + 3 > end) {
    if (state.rejected === 'found') readEximRejection(state, null, text.slice(at, end))
    return
  }
  if (text.charCodeAt(flag + 2) === 32) readFlagged(state, text, at, flag, end)
  else if (isCompleted(text, flag)) {
    closeMessage(state.queue, messageKey(state, text.slice(at, at + length)))
  } else if (state.rejected === 'found') {
    readEximRejection(state, text.slice(at, at + length), text.slice(flag, end))
  }
}

/** A line with an id and two letters behind it: "<=", "=>", "**" … */
function readFlagged(state: LogState, text: string, id: number, flag: number, end: number): void {
  const first = text.charCodeAt(flag)
  const second = text.charCodeAt(flag + 1)
  const queueId = text.slice(id, flag - 1)
  if (second === 61) {
    // "<=", and "(=" for a message that was refused in pretence and kept; "==".
    if (first === 60 || first === 40) readEximArrival(state, queueId, text, flag + 3, end)
    else if (first === 61) readEximFailure(state, 'deferred', queueId, text.slice(flag + 3, end))
  } else if (second === 62) {
    // "=>", "->", ">>"; "*>" is a delivery that -N left out.
    if (first === 61 || first === 45 || first === 62) readEximDelivery(state, queueId, text, flag + 3, end)
  } else if (first === 42 && second === 42) {
    readEximFailure(state, 'bounced', queueId, text.slice(flag + 3, end))
  } else if (state.rejected === 'found') {
    readEximRejection(state, queueId, text.slice(flag, end))
  }
}

/** "2026-10-14 13:18:19 H=…": what a client did; of use only for rejections. */
function isHostLine(text: string, start: number, at: number): boolean {
  return text.charCodeAt(at) === 72 && text.charCodeAt(at + 1) === 61 && text.charCodeAt(start + 4) === 45
}

/** "Completed", also "Completed QT=3s". */
function isCompleted(text: string, flag: number): boolean {
  return text.charCodeAt(flag) === 67 && text.startsWith('Completed', flag)
}

/** "[1/2] " or, where the line was cut at a line break, "[1\2] ". */
function isPart(text: string, at: number, end: number): boolean {
  let p = at + 1
  while (p < end && isDigit(text.charCodeAt(p))) p++
  const mark = text.charCodeAt(p)
  return p > at + 1 && (mark === 47 || mark === 92) && isDigit(text.charCodeAt(p + 1))
}

/** Behind "2026-10-14 13:18:19.123 +0200 ", if that stands here. */
function behindOwnStamp(state: LogState, text: string, at: number, end: number): number {
  if (text.charCodeAt(at + 4) !== 45 || text.charCodeAt(at + 7) !== 45) return at
  if (text.charCodeAt(at + 10) !== 32 || text.charCodeAt(at + 13) !== 58 || at + 20 > end) return at
  // Behind a syslog stamp without a year, Exim's own is the better one.
  if (lacksYear(state.clock)) noteStamp(state.clock, text, at, end)
  let p = at + 19
  if (text.charCodeAt(p) === 46) {
    p++
    while (isDigit(text.charCodeAt(p))) p++
  }
  const sign = text.charCodeAt(p + 1)
  return (sign === 43 || sign === 45) && text.charCodeAt(p + 6) === 32 ? p + 7 : p + 1
}

/** Behind "[1234] ", log_selector +pid. */
function behindProcessId(text: string, at: number, end: number): number {
  let p = at + 1
  while (p < end && isDigit(text.charCodeAt(p))) p++
  return p > at + 1 && text.charCodeAt(p) === 93 ? p + 2 : at
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** The length of the message id at `at`: 16 (before 4.97), 23, or 0. */
export function eximIdLength(text: string, at: number): number {
  if (text.charCodeAt(at + 6) !== 45) return 0
  if (text.charCodeAt(at + 13) === 45) return isWord(text, at, 16, 6, 13) ? 16 : 0
  return text.charCodeAt(at + 18) === 45 && isWord(text, at, 23, 6, 18) ? 23 : 0
}

function isWord(text: string, at: number, length: number, dash1: number, dash2: number): boolean {
  for (let i = 0; i < length; i++) {
    if (i !== dash1 && i !== dash2 && !isAlnum(text.charCodeAt(at + i))) return false
  }
  return !isAlnum(text.charCodeAt(at + length))
}

function isAlnum(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
}
