/**
 * The header of a log line, behind its time stamp: host, program, and where the message begins.
 *
 * In:     "host tag[1]: message" of RFC 3164 and its kin, RFC 5424 fields, Solaris `[ID 1 mail.info]`, severities
 * Out:    state.host; the message goes to postfix.ts or exim.ts
 * Errors: none. A line without a tag is not ours
 * Spec:   RFC 3164 §4.1, RFC 5424 §6, rsyslog RepeatedMsgReduction
 */
import { own } from '../text.ts'
import { eximIdLength, readEximLine } from './exim.ts'
import { isPostfixMessage, readPostfixMessage } from './postfix.ts'
import { type LogState, setHost } from './state.ts'

/**
 * "host tag[pid]: message", from behind the stamp. The tag is the first word that ends with a colon; host,
 * severity ("INFO", "mail.info") and RFC 5424's fields may stand before it, or nothing.
 */
export function readHeader(state: LogState, text: string, at: number, end: number): void {
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
export function readMessage(state: LogState, text: string, tag: number, tagEnd: number, end: number): void {
  let at = skipSpaces(text, tagEnd, end)
  // A tag without a colon: what looks like the tag is the queue id.
  if (
    text.charCodeAt(tagEnd - 2) !== 93 &&
    text.charCodeAt(tagEnd - 1) === 58 &&
    isPostfixMessage(text, tag, end)
  )
    at = tag
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
export function dispatch(state: LogState, text: string, tag: number, at: number, end: number): void {
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

export function skipSpaces(text: string, at: number, end: number): number {
  while (at < end && text.charCodeAt(at) === 32) at++
  return at
}

function behind(text: string, mark: string, at: number, end: number): number {
  const found = text.indexOf(mark, at)
  return found === -1 || found >= end ? at : found + mark.length
}
