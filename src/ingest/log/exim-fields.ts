/**
 * The fields of an Exim result between its address and its text: "F=<…> R=… T=… H=host [ip]:port … defer (-44)".
 *
 * In:     a line's text behind the flag, and where the address ends
 * Out:    sender, relay, error number, and the text that follows the fields, without Exim's time suffixes
 * Spec:   Exim deliver.c failure_log, deferral_log, d_hostlog: the text is behind ": ", since 4.99 " : " on "**"
 *         lines; a system error stands between "defer (n): " and H=
 */
import { isIP } from 'node:net'
import { normalizeAddress } from '../../address.ts'
import { decodeField } from '../text.ts'

export interface EximFields {
  /** From F=; null without one. */
  sender: string | null
  relay: string | null
  relayIp: string | null
  relayPort: number | null
  /** "-44", "110"; null on lines that are no deferral. */
  errorNumber: string | null
  /** The system's words for a positive error number, where they stand apart from the text. */
  systemError: string | null
  text: string
}

const SENDER = / (F|P|SRS)=<((?:"(?:[^"\\]|\\.)*"|[^<>"])*)>/y
const HOST = / H=(\S{1,300})(?: DS)? \[([^\]\s]{0,60})\](?::(\w{1,9}))?\*?/y
const VALUE = / ([A-Za-z][A-Za-z0-9]{0,9})\*?=("(?:[^"\\]|\\.)*"|\[[^\]\s]*\](?::\w+)?\*?|[^\s"[]\S*|)/y
const MARK = / (?:PRDR|TFO\*?|K|L\*?|DS|\*)(?=[ :]|$)/y
const DEFER = / (?:(?:routing|transporting) )?defer \(([^()\s]{0,12})\)/y
/** log_selector +deliver_time, +queue_time: behind the text of "**" lines. */
const TIMES = /(?: (?:DT|QT)=[\dwdhms.]{1,24}){1,2}$/

export function parseEximFields(line: string, from: number): EximFields {
  const fields: EximFields = {
    sender: null,
    relay: null,
    relayIp: null,
    relayPort: null,
    errorNumber: null,
    systemError: null,
    text: '',
  }
  let at = from
  for (;;) {
    const next = readField(fields, line, at)
    if (next === -1) break
    at = next
    // "R=router: text": the colon ended the value.
    if (line[at] === ':' && isTextMark(line, at)) break
  }
  fields.text = textFrom(line, at)
  if (fields.errorNumber !== null && /^[^-0]/.test(fields.errorNumber)) splitSystemError(fields)
  if (fields.errorNumber === null) fields.text = fields.text.replace(TIMES, '')
  return fields
}

/** Reads one field into `fields` -> the index behind it, or -1 if none stands at `at`. */
function readField(fields: EximFields, line: string, at: number): number {
  if (line.charCodeAt(at) !== 32) return -1
  const first = line.charCodeAt(at + 1)
  // "defer (-44)", "routing defer (-52)"
  if (first >= 97) return readDefer(fields, line, at)
  if (line.charCodeAt(at + 2) === 61) {
    if (first === 72) return readHost(fields, line, at)
    if (first === 70 || first === 80) return readSender(fields, line, at)
  } else if (first === 83 && line.startsWith(' SRS=<', at)) return readSender(fields, line, at)
  return readValue(line, at)
}

function readDefer(fields: EximFields, line: string, at: number): number {
  DEFER.lastIndex = at
  const defer = DEFER.exec(line)
  if (defer === null) return readValue(line, at)
  fields.errorNumber = defer[1] ?? ''
  return DEFER.lastIndex
}

function readSender(fields: EximFields, line: string, at: number): number {
  SENDER.lastIndex = at
  const sender = SENDER.exec(line)
  if (sender === null) return readValue(line, at)
  if (sender[1] === 'F') fields.sender = normalizeAddress(decodeField(sender[2] ?? ''))
  return SENDER.lastIndex
}

function readHost(fields: EximFields, line: string, at: number): number {
  HOST.lastIndex = at
  const host = HOST.exec(line)
  // A local transport's H= has no address.
  if (host === null) return readValue(line, at)
  setRelay(fields, host[1] ?? '', host[2] ?? '', host[3] ?? '')
  return HOST.lastIndex
}

function readValue(line: string, at: number): number {
  VALUE.lastIndex = at
  const value = VALUE.exec(line)
  if (value === null) {
    MARK.lastIndex = at
    return MARK.test(line) ? MARK.lastIndex : -1
  }
  const after = VALUE.lastIndex
  const glued = line.charCodeAt(after - 1) === 58 && (after === line.length || line.charCodeAt(after) === 32)
  return glued ? after - 1 : after
}

function setRelay(fields: EximFields, name: string, address: string, port: string): void {
  fields.relay = decodeField(name)
  fields.relayIp = isIP(address) === 0 ? null : address
  fields.relayPort = /^\d{1,5}$/.test(port) ? Number(port) : null
}

function isTextMark(line: string, at: number): boolean {
  return at + 1 === line.length || line[at + 1] === ' '
}

function textFrom(line: string, at: number): string {
  if (line.startsWith(' : ', at)) return line.slice(at + 3)
  if (line.startsWith(': ', at)) return line.slice(at + 2)
  return line[at] === ':' && at + 1 === line.length ? '' : line.slice(at).trim()
}

/** "Connection timed out H=host [ip]: SMTP timeout after …", "Permission denied: creating …" */
function splitSystemError(fields: EximFields): void {
  const { text } = fields
  const host = text.indexOf(' H=')
  const colon = text.indexOf(': ')
  if (host !== -1 && (colon === -1 || host < colon)) {
    const rest = parseEximFields(text, host)
    fields.systemError = text.slice(0, host)
    fields.relay = rest.relay
    fields.relayIp = rest.relayIp
    fields.relayPort = rest.relayPort
    fields.text = rest.text
  } else if (colon !== -1) {
    fields.systemError = text.slice(0, colon)
    fields.text = text.slice(colon + 2)
  } else {
    fields.systemError = text.replace(TIMES, '')
    fields.text = ''
  }
}
