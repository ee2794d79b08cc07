/**
 * Sendmail's transcripts, and those of gateways that write like it.
 *
 * In:     a notice with "----- Transcript of session follows -----", with or without the list of addresses
 * Out:    a failure for each address; its words are the server's ("<<<"), else Sendmail's own
 * Spec:   sendmail savemail.c, usersmtp.c (">>> " what was sent, "<<< " what was answered)
 */
import { cleanAddress } from './delivery-status.ts'
import { type Failure, newFailure } from './failure.ts'
import { commandOf, hostOf } from './framing.ts'
import type { Letter } from './letter.ts'

/** Where in the transcript the reading is. */
interface Session {
  relay: string | null
  command: string | null
  /** What the local delivery program said last: "mail.local: unknown user: ada". */
  program: string
  /** The server's last refusal, all its lines. */
  refusal: string
}

const LIST = /--- ?The following addresses? (?:had|have)[^\n]{0,80}--/i
const TRANSCRIPT = /--- ?Transcript of session follows/i
const TALKING = /^(?:\.\.\. )?while talking to ([^\s:]{1,255}?)\.?:/i
const LOCAL = /^([245]\d\d) (?:([245]\.\d{1,3}\.\d{1,3}) )?([^\s]{1,320}?)\.{3} (.*)$/
/** A local name that waits: "ada... Deferred: Connection refused by mx.example.com". */
const DEFERRED = /^([^\s]{1,320}?)\.{3} (Deferred: .*)$/
const PROGRAM = /^[\w./-]{2,40}: \S/
const REASON = /^\(reason: (.*?)\)?$/
const EXPANDED = /^\(expanded from: (.*)\)$/

export function readTranscript(letter: Letter): Failure[] {
  const failures = new Map<string, Failure>()
  readList(letter.text, failures)
  const session: Session = { relay: null, command: null, program: '', refusal: '' }
  let own = ''
  const start = TRANSCRIPT.exec(letter.text)
  const transcript = start === null ? '' : letter.text.slice(start.index + start[0].length)
  for (const line of transcript.split('\n')) {
    readLine(line.trim(), session, failures)
    if (/^[45]\d\d[ -]/.test(line) && !LOCAL.test(line) && own === '') own = line.trim()
  }
  for (const failure of failures.values()) {
    if (failure.words === '') failure.words = session.refusal === '' ? own : session.refusal
    failure.relay ??= session.relay
    failure.command ??= session.command === null ? null : commandOf(session.command)
  }
  return [...failures.values()]
}

/** The addresses between the list's heading and the transcript, each with its reason if one is given. */
function readList(text: string, failures: Map<string, Failure>): void {
  const heading = LIST.exec(text)
  if (heading === null) return
  const from = heading.index + heading[0].length
  const stop = TRANSCRIPT.exec(text.slice(from))?.index ?? text.length
  let last: Failure | null = null
  for (const line of text.slice(from, from + stop).split('\n')) {
    const words = line.trim()
    const reason = REASON.exec(words)?.[1]
    const expanded = EXPANDED.exec(words)?.[1]
    if (reason !== undefined && last !== null) last.words = reason
    else if (expanded !== undefined) last = takeExpanded(expanded, last, failures)
    else if (/^["|/]/.test(words)) last = null
    else if (/@/.test(words) && !/^\(/.test(words)) {
      const address = cleanAddress(words.replace(/^>>> /, '').replace(/ \(unrecoverable error\)$/, ''))
      last = address === null ? null : addFailure(failures, address)
    }
  }
}

/** A pipe or file is no recipient: the address that it was expanded from is. */
function takeExpanded(words: string, last: Failure | null, failures: Map<string, Failure>): Failure | null {
  const address = cleanAddress(words)
  if (address === null) return last
  if (last === null) return addFailure(failures, address)
  last.originalRecipient = address
  return last
}

function readLine(line: string, session: Session, failures: Map<string, Failure>): void {
  const talking = TALKING.exec(line)?.[1]
  if (talking !== undefined) {
    session.relay = hostOf(talking)
    session.command = null
    session.refusal = ''
  } else if (line.startsWith('>>> ')) {
    session.command = line.slice(4)
    session.refusal = ''
  } else if (line.startsWith('<<< ')) {
    const words = line.slice(4)
    if (/^[45]\d\d/.test(words)) session.refusal = `${session.refusal} ${words}`.trim()
  } else readOwnLine(line, session, failures)
}

/** "550 5.1.1 <addr>... User unknown": the end of one recipient's story. */
function readOwnLine(line: string, session: Session, failures: Map<string, Failure>): void {
  const deferred = DEFERRED.exec(line)
  if (deferred !== null) {
    const waiting = addFailure(failures, cleanAddress(deferred[1] ?? '') ?? '')
    if (waiting.words === '') waiting.words = deferred[2] ?? ''
    return
  }
  const match = LOCAL.exec(line)
  if (match === null && PROGRAM.test(line)) session.program = line
  if (match === null || line.startsWith('2')) return
  const [, code = '', enhanced, name = '', text = ''] = match
  const address = cleanAddress(name)
  if (address === null || !address.includes('@')) return
  const failure = addFailure(failures, address)
  // Sendmail's own verdict on a program is empty: the program's words are the cause.
  const cause =
    text === 'Service unavailable' && session.program !== '' ? `${text}: ${session.program}` : text
  const own = /^[45]\d\d /.test(text) ? text : [code, enhanced, cause].filter(Boolean).join(' ')
  if (failure.words === '') failure.words = session.refusal === '' ? own : session.refusal
  failure.relay = session.relay
  failure.command = session.command === null ? null : commandOf(session.command)
}

function addFailure(failures: Map<string, Failure>, address: string): Failure {
  const known = failures.get(address)
  if (known !== undefined) return known
  const failure = newFailure(address, '')
  failures.set(address, failure)
  return failure
}
