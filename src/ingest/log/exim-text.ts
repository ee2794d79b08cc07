/**
 * The text of an Exim failure -> who said it, to which command, and what, without Exim's framing.
 *
 * In:     "SMTP error from remote mail server after RCPT TO:<a@b>: 550 5.1.1 no such user", or Exim's own words
 * Out:    the cause; never null: what no frame fits is Exim's own words
 * Spec:   Exim transports/smtp.c and lmtp.c check_response. Before 4.88 the host stands in the text, since then in
 *         H=. A reply's line breaks are written as \n, its unprintable bytes as \ooo (string_printing)
 */
import { isIP } from 'node:net'
import type { Command, Origin } from '../../types.ts'
import { enhancedCodeIn, parseReply } from '../reply.ts'
import { decodeField, toOneLine } from '../text.ts'

export interface EximCause {
  replyCode: number | null
  enhancedCode: string | null
  origin: Origin
  command: Command | null
  diagnostic: string
  relay: string | null
  relayIp: string | null
  relayPort: number | null
}

/** An answer of the server follows. */
const ANSWER = /^(?:SMTP|LMTP|PRDR) error (?:from remote mail(?: server|er) )?after (?:pipelined )?/
/** No answer, or no readable one. */
const SILENCE =
  /^(?:(?:SMTP|LMTP) timeout (?:while connected to (\S{1,300}) \[([^\]\s]{0,60})\] )?after|LMTP connection closed after|Remote host (?:(\S{1,300}) \[([^\]\s]{0,60})\] )?closed connection in response to|Malformed (?:SMTP reply|LMTP response)(?: \(an empty line\))?(?: from (\S{1,300}) \[([^\]\s]{0,60})\])? (?:in response to|after)) (?:pipelined )?/
/** "host mx.example [192.0.2.1]:25: ", before 4.88. */
const TOLD_HOST = /^host (\S{1,300}) \[([^\]\s]{0,60})\](?::(\d{1,5}))?: /
const TLS_HOST =
  /^(?:a TLS session is required for|TLS error on connection to) (\S{1,300}) \[([^\]\s]{0,60})\]/
const SEND_HOST = /^(?:send\(\)|smtp send) to (\S{1,300}) \[([^\]\s]{0,60})\] failed/
const TLS_WORDS =
  /^(?:a TLS session is required|TLS (?:session|error)|bad first read from TLS|failure while setting up TLS session)/
/** The words of the system (Linux, BSD, Solaris) for a TCP connection that did not come about. */
const UNREACHED =
  /^(?:Connection (?:refused|timed out)|Operation timed out|No route to host|Network is (?:unreachable|down)|Host is (?:unreachable|down)|Can't assign requested address|Cannot assign requested address|Network Error)$/

/** `systemError` are the system's words that Exim put before the text; '' or null if there are none. */
export function parseEximText(text: string, systemError: string | null): EximCause {
  const framed = parseFramed(text, text, systemError)
  if (framed !== null) return framed
  // "**" lines have no error number: the system's words stand before the frame, "Connection timed out: SMTP timeout …".
  const mark = text.indexOf(': ')
  const inner = mark === -1 || mark > 60 ? null : parseFramed(text.slice(mark + 2), text, systemError)
  return inner ?? parseOwnWords(text, systemError)
}

function parseFramed(text: string, whole: string, systemError: string | null): EximCause | null {
  return parseAnswer(text) ?? parseSilence(text, whole, systemError)
}

function parseAnswer(text: string): EximCause | null {
  const frame = ANSWER.exec(text)
  if (frame === null) return null
  const start = frame[0].length
  const after = commandEnd(text, start)
  let rest = text.slice(after).replace(/^: ?/, '')
  const cause = newCause(commandOf(text.slice(start, after)))
  const host = TOLD_HOST.exec(rest)
  if (host !== null) {
    setHost(cause, host[1], host[2], host[3])
    rest = rest.slice(host[0].length)
  }
  const reply = parseReply(unescaped(rest))
  cause.replyCode = reply.replyCode
  cause.enhancedCode = reply.enhancedCode
  cause.diagnostic = reply.text
  cause.origin = 'remote'
  return cause
}

/** Where the command's text ends: before ": " and a reply. An address in it may hold the same. */
function commandEnd(text: string, start: number): number {
  const address = /^(?:MAIL FROM|RCPT TO):<(?:"(?:[^"\\]|\\.)*"|[^>"])*>/.exec(text.slice(start))
  const from = start + (address?.[0].length ?? 0)
  const reply = /: (?=\d{3}(?:[ \-\\]|$)|host \S{1,300} \[)/.exec(text.slice(from))
  if (reply !== null) return from + reply.index
  const colon = text.indexOf(': ', from)
  return colon === -1 ? text.length : colon
}

function parseSilence(text: string, whole: string, systemError: string | null): EximCause | null {
  const frame = SILENCE.exec(text)
  if (frame === null) return null
  const cause = newCause(commandOf(text.slice(frame[0].length)))
  setHost(cause, frame[1] ?? frame[3] ?? frame[5], frame[2] ?? frame[4] ?? frame[6], undefined)
  cause.diagnostic = wordsOf(whole, systemError)
  return cause
}

function parseOwnWords(text: string, systemError: string | null): EximCause {
  const cause = newCause(null)
  const host = TLS_HOST.exec(text) ?? SEND_HOST.exec(text)
  if (host !== null) setHost(cause, host[1], host[2], undefined)
  if (TLS_WORDS.test(text)) cause.command = 'STARTTLS'
  else if (text.startsWith('authentication required but')) cause.command = 'AUTH'
  else if (UNREACHED.test(text === '' ? (systemError ?? '') : text)) cause.command = 'CONNECT'
  cause.diagnostic = wordsOf(text, systemError)
  // A router may be told to fail an address with a code of its own: ":fail: 550 5.1.1 no such user".
  if (/^[245](?:\d\d |\.\d)/.test(text)) cause.enhancedCode = enhancedCodeIn(text)
  return cause
}

function newCause(command: Command | null): EximCause {
  return {
    replyCode: null,
    enhancedCode: null,
    origin: 'local',
    command,
    diagnostic: '',
    relay: null,
    relayIp: null,
    relayPort: null,
  }
}

function setHost(cause: EximCause, name: string | undefined, address = '', port = ''): void {
  if (name === undefined) return
  cause.relay = decodeField(name)
  cause.relayIp = isIP(address) === 0 ? null : address
  cause.relayPort = port === '' ? null : Number(port)
}

function wordsOf(text: string, systemError: string | null): string {
  const words =
    systemError === null || systemError === '' ? text : text === '' ? systemError : `${systemError}: ${text}`
  return toOneLine(unescaped(words))
}

function commandOf(text: string): Command | null {
  switch (/^[A-Za-z]+/.exec(text)?.[0]) {
    case 'initial':
      return 'CONNECT'
    case 'EHLO':
    case 'HELO':
    case 'LHLO':
      return 'EHLO'
    case 'STARTTLS':
      return 'STARTTLS'
    case 'AUTH':
      return 'AUTH'
    case 'MAIL':
      return 'MAIL'
    case 'RCPT':
      return 'RCPT'
    case 'DATA':
      return 'DATA'
    case 'end':
    case 'sending':
    case 'BDAT':
      return 'END-OF-DATA'
    default:
      return null
  }
}

/** Takes back what string_printing did: \n between the lines of a reply, \303\256 for bytes. Other backslashes stay. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return decodeField(text)
  const plain = text
    .replace(/\\n(?=[2-5]\d\d[ -])/g, '\n')
    .replace(/\\n$/, '')
    .replace(/\\r(?=\n|$)/g, '')
    .replace(/\\([23][0-7]{2}|177|0[0-3][0-7])/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    )
  return decodeField(plain)
}
