/**
 * What stands before a log line's header: its time stamp, and what collectors put before that.
 *
 * In:     a line whose stamp begins it, or stands behind what grep, docker, Kubernetes or journalctl put first; JSON
 *         records that hold a line; lines without a stamp
 * Out:    the clock's stamp; the header goes to syslog.ts, a plain Exim line to exim.ts
 * Errors: none. A line without an envelope or a mail message is not ours; JSON that is cut is a problem
 * Spec:   RFC 3164 §4.1, RFC 5424 §6, Exim spec 53.4 (main log)
 */
import { eximIdLength, readEximLine, readPlainEximLine } from './exim.ts'
import { parseJsonLine } from './json-line.ts'
import { isPostfixMessage } from './postfix.ts'
import { skipYear } from './stamp.ts'
import { countProblem, type LogState, setHost } from './state.ts'
import { dispatch, readHeader, readMessage, skipSpaces } from './syslog.ts'
import { noteNoStamp, noteShortStamp, noteStamp, noteTime, utcMillisOf } from './time.ts'

/** How far a line is searched for its stamp behind what grep, docker or kubectl put before it. */
const PREFIX_LIMIT = 160

/** One line of a log; end excludes the line feed. */
export function readLine(state: LogState, text: string, start: number, end: number): void {
  if (text.charCodeAt(end - 1) === 13) end--
  if (end - start < 16) return
  state.times = 1
  // "Oct 14 13:18:19 host tag[1]: message", by far the commonest: no call, no allocation.
  if (
    text.charCodeAt(start + 3) === 32 &&
    text.charCodeAt(start + 6) === 32 &&
    text.charCodeAt(start + 9) === 58 &&
    text.charCodeAt(start + 12) === 58 &&
    text.charCodeAt(start + 15) === 32
  ) {
    noteShortStamp(state.clock, text, start)
    readHeader(state, text, skipYear(text, start + 16), end)
    return
  }
  if (text.charCodeAt(start + 10) === 32 && readPlainEximLine(state, text, start, end)) return
  if (text.charCodeAt(start) === 123) {
    noteNoStamp(state.clock)
    readJsonLine(state, text, start, end)
  } else readAnyPrefix(state, text, start, end)
}

/** A line whose stamp is not the commonest one, does not begin it, or that has none. */
function readAnyPrefix(state: LogState, text: string, start: number, end: number): void {
  if (!readStamped(state, text, start, end)) readWithoutStamp(state, text, start, end)
}

/** Seeks the stamp, reads what is behind it; false if there is none. */
function readStamped(state: LogState, text: string, start: number, end: number): boolean {
  const limit = Math.min(end - 15, start + PREFIX_LIMIT)
  for (let at = start; at < limit; at++) {
    if (at > start && !canPrecedeStamp(text.charCodeAt(at - 1))) continue
    const behind = noteStamp(state.clock, text, at, end)
    if (behind === -1) continue
    readBehindStamp(state, text, at, behind, end)
    return true
  }
  return false
}

/**
 * "journalctl -o cat" and some containers write no time: "postfix/smtp[12]: 9B1C: to=…" or only "9B1C: to=…". It
 * must begin the line, or a header line in an Exim reject log could be taken for a result.
 */
function readWithoutStamp(state: LogState, text: string, start: number, end: number): void {
  const bar = text.indexOf(' | ', start)
  const at = bar === -1 || bar > start + 80 ? start : skipSpaces(text, bar + 3, end)
  const tagEnd = text.indexOf(' ', at)
  const isTagged = text.charCodeAt(tagEnd - 1) === 58 && text.charCodeAt(tagEnd - 2) === 93
  if (!isTagged && !isPostfixMessage(text, at, end) && eximIdLength(text, at) === 0) return
  noteNoStamp(state.clock)
  setHost(state, null)
  if (isTagged) readMessage(state, text, at, tagEnd, end)
  else dispatch(state, text, at, at, end)
}

/** "mail.log:", "mail.log-", "mail-1  | ", "[pod/mail-0] ", "[" of "[2026-…]", "<22>", "Mon ", TAB. */
function canPrecedeStamp(code: number): boolean {
  return (
    code === 32 ||
    code === 58 ||
    code === 45 ||
    code === 124 ||
    code === 62 ||
    code === 91 ||
    code === 93 ||
    code === 9
  )
}

/** The stamp is text[stamp, after). */
function readBehindStamp(state: LogState, text: string, stamp: number, after: number, end: number): void {
  // "[2026-10-14T13:18:19Z] …", "2026-10-14T13:18:19Z: …"
  const close = text.charCodeAt(after) === 93 || text.charCodeAt(after) === 58 ? after + 1 : after
  const at = skipZoneName(state, text, stamp, skipSpaces(text, close, end), end)
  const containers = containerStreamEnd(text, at)
  if (containers !== -1) {
    readBehindContainer(state, text, containers, end)
    return
  }
  // "docker logs -t": Docker's own stamp before the line's.
  const second = noteStamp(state.clock, text, at, end)
  if (second !== -1) readBehindStamp(state, text, at, second, end)
  else if (text.charCodeAt(stamp + 10) === 32 && isPlainExim(text, at, end)) {
    setHost(state, null)
    readEximLine(state, text, stamp, end, state.line)
  } else readHeader(state, text, at, end)
}

const WEEKDAYS = new Set(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'])

/** "journalctl -o short-full": "Wed 2026-10-14 13:18:19 CEST host …"; only UTC tells more than the default zone. */
function skipZoneName(state: LogState, text: string, stamp: number, at: number, end: number): number {
  if (stamp < 4 || text.charCodeAt(stamp - 1) !== 32 || !WEEKDAYS.has(text.slice(stamp - 4, stamp - 1)))
    return at
  const name = /^(?:[A-Z]{2,5}|[+-]\d\d(?:\d\d)?)(?= )/.exec(text.slice(at, Math.min(end, at + 7)))?.[0]
  if (name === undefined) return at
  if (name === 'UTC' || name === 'GMT') noteTime(state.clock, utcMillisOf(state.clock))
  return skipSpaces(text, at + name.length, end)
}

/** "stdout F ", the CRI's mark between its stamp and the line -> the index behind it, or -1. */
function containerStreamEnd(text: string, at: number): number {
  if (!text.startsWith('stdout ', at) && !text.startsWith('stderr ', at)) return -1
  return text.charCodeAt(at + 8) === 32 ? at + 9 : -1
}

/** A container may write whole syslog lines, lines without a stamp, or bare messages. */
function readBehindContainer(state: LogState, text: string, at: number, end: number): void {
  const after = noteStamp(state.clock, text, at, end)
  if (text.charCodeAt(at) === 123) readJsonLine(state, text, at, end)
  else if (after === -1) {
    setHost(state, null)
    readUnstamped(state, '', text.slice(at, end))
  } else readBehindStamp(state, text, at, after, end)
}

/** Rejections of Exim that begin with neither H= nor U=. */
const REFUSALS = ['rejected ', 'refused connection from ', 'too many recipients: ']

/** Behind "2026-10-14 13:18:19": a message id, or "[1234] " and one. */
function isPlainExim(text: string, at: number, end: number): boolean {
  let p = at
  if (text.charCodeAt(p) === 91) {
    const close = text.indexOf('] ', p)
    if (close === -1 || close > p + 12) return false
    p = close + 2
  }
  if (eximIdLength(text, p) > 0) return true
  // Rejections have no id: "H=(helo) [192.0.2.1] … rejected RCPT", and no "tag:" of syslog before them.
  return (
    text.startsWith('H=', p) ||
    text.startsWith('U=', p) ||
    (end - p > 0 && REFUSALS.some(words => text.startsWith(words, p)))
  )
}

/** An envelope of JSON: what it holds is a line of its own, or a message whose stamp and program are fields. */
function readJsonLine(state: LogState, text: string, start: number, end: number): void {
  const wrapped = parseJsonLine(text.slice(start, end))
  if (wrapped === null) return
  if (wrapped === 'broken') {
    const status = text.indexOf('status=', start)
    if (status !== -1 && status < end) countProblem(state, 'not JSON, left out', text, start, end)
    return
  }
  const { line, program, host, time } = wrapped
  state.outerHost = host
  if (isBareMessage(line, program) || !readStamped(state, line, 0, line.length)) {
    // Without a time of its own the record keeps the stamp that stood before it (Kubernetes).
    if (!Number.isNaN(time)) noteTime(state.clock, time)
    setHost(state, null)
    readUnstamped(state, program, line)
  }
  state.outerHost = null
}

/** "postfix/smtp[211]: 9B1C2D3E4F: to=…", or only "9B1C2D3E4F: to=…". */
function readUnstamped(state: LogState, program: string, line: string): void {
  if (!isBareMessage(line, program)) {
    readHeader(state, line, 0, line.length)
    return
  }
  const whole = `${program} ${line}`
  dispatch(state, whole, 0, program.length + 1, whole.length)
}

/** Neither stamp nor tag: the envelope has them in fields of their own. */
function isBareMessage(line: string, program: string): boolean {
  return isPostfixMessage(line, 0, line.length) || eximIdLength(line, 0) > 0 || program.startsWith('exim')
}
