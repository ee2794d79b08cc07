/**
 * Mail that this Postfix refused from a client -> failures with the outcome `rejected`.
 *
 * In:     "NOQUEUE: reject: RCPT from host[192.0.2.1]: 550 5.1.1 <x>: …; from=<a> to=<b> proto=ESMTP helo=<c>" of
 *         smtpd, cleanup (header and body checks, milters), postscreen and proxies; "ID: " instead of NOQUEUE
 * Out:    one failure: the recipient, sender and codes that the line names, the command
 */

import { domainOf } from '../../address.ts'
import type { Command } from '../../types.ts'
import { parseReply } from '../reply.ts'
import { decodeField } from '../text.ts'
import { newAttempt } from './attempt.ts'
import { addressEnd, readAddress } from './postfix-fields.ts'
import type { LogState } from './state.ts'

const KINDS = ['reject: ', 'milter-reject: ', 'proxy-reject: '] as const

/** The stage that a rejection names: an SMTP command, CONNECT, or the end of the message. */
const STAGES: ReadonlyMap<string, Command> = new Map([
  ['CONNECT', 'CONNECT'],
  ['HELO', 'EHLO'],
  ['EHLO', 'EHLO'],
  ['STARTTLS', 'STARTTLS'],
  ['AUTH', 'AUTH'],
  ['MAIL', 'MAIL'],
  ['RCPT', 'RCPT'],
  ['DATA', 'DATA'],
  ['END-OF-MESSAGE', 'END-OF-DATA'],
  ['header', 'END-OF-DATA'],
  ['body', 'END-OF-DATA'],
])

export function readRejection(
  state: LogState,
  text: string,
  idStart: number,
  idEnd: number,
  at: number,
  end: number,
): void {
  const kind = KINDS.find(name => text.startsWith(name, at))
  if (kind === undefined) return
  const id = text.slice(idStart, idEnd)
  const line = text.slice(at + kind.length, end)
  const stage = /^[A-Za-z-]+/.exec(line)?.[0] ?? ''
  const reply = parseReply(decodeField(rejectionText(line)))
  const recipient = addressAfter(line, 'to=')
  const attempt = newAttempt(state, 'postfix', id === 'NOQUEUE' || id === '' ? null : id, null)
  attempt.sender = addressAfter(line, 'from=')
  attempt.recipient = recipient === '' ? null : recipient
  attempt.domain = domainOf(recipient)
  attempt.outcome = 'rejected'
  attempt.replyCode = reply.replyCode
  attempt.enhancedCode = reply.enhancedCode
  attempt.command = STAGES.get(stage) ?? null
  attempt.diagnostic = reply.text
  state.found.push(attempt)
}

/** The reply that the client got: before "; from=<", or behind the fields (header and body checks). */
function rejectionText(line: string): string {
  const fields = fieldsStart(line)
  const before = fields === -1 ? line : line.slice(0, fields)
  // "RCPT from host[192.0.2.1]:4984: 550 5.7.1 …", "END-OF-MESSAGE: 554 …"
  const code = /(?:^|: )([2-5](?:\d\d[ -]|\.\d{1,3}\.\d{1,3} ))/.exec(before)
  if (code !== null) return before.slice(code.index + code[0].length - (code[1] ?? '').length)
  const helo = line.lastIndexOf('>: ')
  return helo > fields ? line.slice(helo + 3) : before
}

function fieldsStart(line: string): number {
  for (const mark of ['; from=<', '; to=<', '; proto=', '; client=']) {
    const at = line.lastIndexOf(mark)
    if (at !== -1) return at
  }
  return -1
}

/** The field behind the reply; the reply's own words may hold "to=<" as well, so the last one counts. */
function addressAfter(line: string, name: string): string | null {
  const at = line.lastIndexOf(` ${name}<`)
  if (at === -1) return null
  const start = at + 1 + name.length
  const close = addressEnd(line, start, line.length)
  if (close !== -1) return readAddress(line, start, close)
  const bracket = line.indexOf('>', start)
  return bracket === -1 ? null : readAddress(line, start, bracket + 1)
}
