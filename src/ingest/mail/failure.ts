/**
 * What a reader of reports found out about one recipient -> the attempt that events are made of.
 *
 * In:     a Failure (words as the report has them, framing still on) and the Report that holds it
 * Out:    an Attempt: codes taken from the server's words, else from the declared status
 * Spec:   event.md, RFC 5321 §4.2 (a reply code only where a server sent one)
 */

import { domainOf } from '../../address.ts'
import type { Attempt, Command, Delivery, Outcome } from '../../types.ts'
import { anyEnhancedCode, parseReply } from '../reply.ts'
import { own, toOneLine } from '../text.ts'
import { parseSaid } from './framing.ts'
import { findReply } from './reply-code.ts'

/** What all results of one report share. */
export interface Report {
  file: string
  line: number
  /** Date of the report. */
  time: string | null
  host: string | null
  queueId: string | null
  messageId: string | null
  sender: string | null
  /** When the original message came. */
  arrival: string | null
}

export interface Failure {
  recipient: string | null
  originalRecipient: string | null
  outcome: Outcome
  /** Declared, as "5.1.1". */
  status: string | null
  /** The words of the server or MTA; '' if there are none. */
  words: string
  /** Whether the words are a server's: null if only the words can tell. */
  saidBy: 'server' | 'mta' | null
  relay: string | null
  relayIp: string | null
  command: Command | null
  /** Last-Attempt-Date. */
  time: string | null
  notice: string | null
}

/** A failure of which only recipient and words are known; the others are filled in by whoever knows more. */
export function newFailure(recipient: string | null, words: string): Failure {
  return {
    recipient,
    originalRecipient: null,
    outcome: 'bounced',
    status: null,
    words,
    saidBy: null,
    relay: null,
    relayIp: null,
    command: null,
    time: null,
    notice: null,
  }
}

const MAX_NOTICE = 4096
const MAX_DIAGNOSTIC = 4096

export function attemptOf(failure: Failure, report: Report, firstOfMessage: boolean): Attempt {
  const said = parseSaid(failure.words.slice(0, MAX_DIAGNOSTIC))
  const byMta = failure.saidBy === 'mta' && !said.byServer
  const inside = findReply(said.text)
  const reply = parseReply(inside > 0 ? said.text.slice(inside) : said.text)
  // What an MTA says by itself has no reply code, though a server's may be quoted in it (Notes, Domino).
  const replyCode = byMta && inside <= 0 ? null : reply.replyCode
  const relay = said.relay ?? failure.relay
  const isServer = said.byServer || replyCode !== null || (failure.saidBy === 'server' && relay !== null)
  // Written out, not spread: an eighth of the whole time of a DSN otherwise.
  return {
    kind: 'failure',
    time: failure.time ?? report.time ?? report.arrival,
    source: 'dsn',
    file: report.file,
    line: report.line,
    host: report.host,
    queueId: report.queueId,
    messageId: report.messageId,
    sender: report.sender,
    recipient: failure.recipient,
    originalRecipient: failure.originalRecipient,
    domain: domainOf(failure.recipient),
    relay,
    relayIp: said.relayIp ?? failure.relayIp,
    relayPort: null,
    outcome: said.expired && failure.outcome === 'bounced' ? 'expired' : failure.outcome,
    replyCode,
    enhancedCode: reply.enhancedCode ?? anyEnhancedCode(reply.text) ?? failure.status,
    status: failure.status,
    origin: isServer ? 'remote' : 'local',
    command: failure.command ?? said.command,
    diagnostic: reply.text,
    notice: failure.notice === null ? null : noticeOf(failure.notice),
    delay: delayOf(failure, report),
    attempts: 1,
    firstOfMessage,
  }
}

let last = { text: '', notice: '' }

/** All failures of one mail have one notice. */
function noticeOf(text: string): string {
  if (last.text !== text) last = { text, notice: own(toOneLine(text.slice(0, MAX_NOTICE))) }
  return last.notice
}

export function deliveryOf(failure: Failure, report: Report, firstOfMessage: boolean): Delivery {
  return {
    kind: 'delivery',
    time: failure.time ?? report.time ?? report.arrival,
    source: 'dsn',
    file: report.file,
    line: report.line,
    host: report.host,
    queueId: report.queueId,
    messageId: report.messageId,
    sender: report.sender,
    recipient: failure.recipient,
    originalRecipient: failure.originalRecipient,
    relay: failure.relay,
    relayIp: failure.relayIp,
    relayPort: null,
    outcome: 'delivered',
    attempts: 1,
    firstOfMessage,
  }
}

function delayOf(failure: Failure, report: Report): number | null {
  const end = failure.time ?? report.time
  if (end === null || report.arrival === null) return null
  const seconds = (Date.parse(end) - Date.parse(report.arrival)) / 1000
  return seconds >= 0 ? seconds : null
}
