/**
 * The envelope of a log line: time stamp, host, program, and where the message begins.
 *
 * In:     RFC 3164, RFC 5424 and ISO prefixes, with or without host and priority; Solaris `[ID 1 mail.info]`;
 *         prefixes of grep, docker, Kubernetes and journalctl before them
 * Out:    the clock's stamp, state.host; the message goes to postfix.ts or exim.ts
 * Errors: none. A line without an envelope or a mail message is not ours
 * Spec:   RFC 3164 §4.1, RFC 5424 §6, Exim spec 53.4 (main log), rsyslog RepeatedMsgReduction
 */
import { own } from '../text.ts'
import { eximIdLength, readEximLine, readPlainEximLine } from './exim.ts'
import { parseJsonLine } from './json-line.ts'
import { isPostfixMessage, readPostfixMessage } from './postfix.ts'
import { countProblem, type LogState, setHost } from './state.ts'
import { noteShortStamp, noteStamp, noteTime } from './time.ts'

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
    readHeader(state, text, start + 16, end)
    return
  }
  if (text.charCodeAt(start + 10) === 32 && readPlainEximLine(state, text, start, end)) return
  if (text.charCodeAt(start) === 123) readJsonLine(state, text, start, end)
  else readAnyPrefix(state, text, start, end)
}

/** A line whose stamp is not the commonest one, or does not begin it. */
function readAnyPrefix(state: LogState, text: string, start: number, end: number): void {
  const after = noteStamp(state.clock, text, start, end)
  if (after !== -1) {
    readBehindStamp(state, text, start, after, end)
    return
  }
  const limit = Math.min(end - 15, start + PREFIX_LIMIT)
  for (let at = start + 1; at < limit; at++) {
    if (!canPrecedeStamp(text.charCodeAt(at - 1))) continue
    const behind = noteStamp(state.clock, text, at, end)
    if (behind === -1) continue
    readBehindStamp(state, text, at, behind, end)
    return
  }
}

/** "mail.log:", "mail.log-", "mail-1  | ", "[pod/mail-0] ", "<22>", "Mon ", TAB. */
function canPrecedeStamp(code: number): boolean {
  return code === 32 || code === 58 || code === 45 || code === 124 || code === 62 || code === 93 || code === 9
}

/** The stamp is text[stamp, after). */
function readBehindStamp(state: LogState, text: string, stamp: number, after: number, end: number): void {
  const at = skipSpaces(text, after, end)
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

/** "stdout F ", the CRI's mark between its stamp and the line -> the index behind it, or -1. */
function containerStreamEnd(text: string, at: number): number {
  if (!text.startsWith('stdout ', at) && !text.startsWith('stderr ', at)) return -1
  return text.charCodeAt(at + 8) === 32 ? at + 9 : -1
}

/** A container may write whole syslog lines, lines without a stamp, or bare messages. */
function readBehindContainer(state: LogState, text: string, at: number, end: number): void {
  const after = noteStamp(state.clock, text, at, end)
  if (text.charCodeAt(at) === 123) readJsonLine(state, text, at, end)
  else if (after === -1) readUnstamped(state, '', text.slice(at, end))
  else readBehindStamp(state, text, at, after, end)
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

/**
 * "host tag[pid]: message", from behind the stamp. The tag is the first word that ends with a colon; host,
 * severity ("INFO", "mail.info") and RFC 5424's fields may stand before it, or nothing.
 */
function readHeader(state: LogState, text: string, at: number, end: number): void {
  let wordStart = at
  let host = at
  let hostEnd = -1
  for (let words = 0; words < 5; words++) {
    let p = wordStart
    while (p < end && text.charCodeAt(p) !== 32) p++
    if (p >= end) return
    const last = text.charCodeAt(p - 1)
    if (last === 58 || (last === 93 && text.charCodeAt(wordStart) === 91)) {
      noteHost(state, text, host, hostEnd)
      readMessage(state, text, wordStart, p, end)
      return
    }
    if (words === 2 && isProcessId(text, wordStart, p)) {
      noteHost(state, text, host, hostEnd)
      readStructured(state, text, host, wordStart, end)
      return
    }
    if (hostEnd === -1 && !isSeverity(text, wordStart, p)) {
      host = wordStart
      hostEnd = p
    }
    wordStart = skipSpaces(text, p, end)
  }
}

/** The host is the first word before the tag that is no severity. */
function noteHost(state: LogState, text: string, start: number, end: number): void {
  if (end === -1) {
    setHost(state, null)
    return
  }
  const known = state.host
  if (known !== null && known.length === end - start) {
    // The same host line after line: comparing costs no allocation.
    let i = 0
    while (i < known.length && known.charCodeAt(i) === text.charCodeAt(start + i)) i++
    if (i === known.length) return
  }
  setHost(state, own(text.slice(start, end)))
}

const SEVERITIES = new Set('EMERG ALERT CRIT CRITICAL ERR ERROR WARNING WARN NOTICE INFO DEBUG'.split(' '))

/** "INFO" of rsyslog templates, "<mail.info>" of FreeBSD. */
function isSeverity(text: string, start: number, end: number): boolean {
  const first = text.charCodeAt(start)
  if (first === 60) return text.charCodeAt(end - 1) === 62
  return first >= 65 && first <= 90 && end - start <= 8 && SEVERITIES.has(text.slice(start, end))
}

/** A tag's word is text[tag, tagEnd); the message follows it. */
function readMessage(state: LogState, text: string, tag: number, tagEnd: number, end: number): void {
  let at = skipSpaces(text, tagEnd, end)
  // A tag without a colon: what looks like the tag is the queue id.
  if (text.charCodeAt(tagEnd - 1) === 58 && isPostfixMessage(text, tag, end)) at = tag
  if (text.charCodeAt(at) === 91 && text.startsWith('[ID ', at)) at = behind(text, '] ', at, end)
  if (text.charCodeAt(at) === 109 && text.startsWith('message repeated ', at))
    readRepeated(state, text, tag, at, end)
  else dispatch(state, text, tag, at, end)
}

/** "message repeated 2 times: [ message]" */
function readRepeated(state: LogState, text: string, tag: number, at: number, end: number): void {
  const times = Number.parseInt(text.slice(at + 17, at + 27), 10)
  const open = text.indexOf(': [', at)
  if (!(times > 0) || open === -1 || open > at + 40) return
  state.times = times
  const last = text.charCodeAt(end - 1) === 93 ? end - 1 : end
  dispatch(state, text, tag, skipSpaces(text, open + 3, end), last)
}

/** The program, or else the message's own shape, says whose line it is. */
function dispatch(state: LogState, text: string, tag: number, at: number, end: number): void {
  if (isExim(text, tag) || (text.charCodeAt(at + 6) === 45 && eximIdLength(text, at) > 0)) {
    readEximLine(state, text, at, end, state.line)
  } else readPostfixMessage(state, text, at, end)
}

function isExim(text: string, tag: number): boolean {
  return text.charCodeAt(tag) === 101 && text.startsWith('exim', tag)
}

/** RFC 5424 behind the host and program: PROCID MSGID STRUCTURED-DATA MSG. */
function readStructured(state: LogState, text: string, host: number, procId: number, end: number): void {
  const program = skipSpaces(text, text.indexOf(' ', host), end)
  let at = skipSpaces(text, text.indexOf(' ', procId), end)
  at = skipSpaces(text, text.indexOf(' ', at), end)
  at = text.charCodeAt(at) === 91 ? structuredDataEnd(text, at, end) : at + 1
  at = skipSpaces(text, at, end)
  // RFC 5424 §6.4: a byte order mark says that the message is UTF-8.
  if (text.startsWith('\xef\xbb\xbf', at)) at += 3
  if (at < end) dispatch(state, text, program, at, end)
}

/** Behind `[id a="b\]c"][id2]`. */
function structuredDataEnd(text: string, start: number, end: number): number {
  let quoted = false
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code === 92) at++
    else if (code === 34) quoted = !quoted
    else if (code === 93 && !quoted && text.charCodeAt(at + 1) !== 91) return at + 1
  }
  return end
}

/** A number, or "-" for none. */
function isProcessId(text: string, start: number, end: number): boolean {
  if (end - start === 1 && text.charCodeAt(start) === 45) return true
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code < 48 || code > 57) return false
  }
  return end > start
}

function skipSpaces(text: string, at: number, end: number): number {
  while (at < end && text.charCodeAt(at) === 32) at++
  return at
}

function behind(text: string, mark: string, at: number, end: number): number {
  const found = text.indexOf(mark, at)
  return found === -1 || found >= end ? at : found + mark.length
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
  const stamped = noteStamp(state.clock, line, 0, line.length)
  if (stamped !== -1) readBehindStamp(state, line, 0, stamped, line.length)
  else {
    noteTime(state.clock, time)
    setHost(state, null)
    readUnstamped(state, program, line)
  }
  state.outerHost = null
}

/** "postfix/smtp[211]: 9B1C: to=…", or only "9B1C: to=…". */
function readUnstamped(state: LogState, program: string, line: string): void {
  const end = line.length
  if (isPostfixMessage(line, 0, end) || eximIdLength(line, 0) > 0 || program.startsWith('exim')) {
    const whole = `${program} ${line}`
    dispatch(state, whole, 0, program.length + 1, whole.length)
  } else readHeader(state, line, 0, end)
}
