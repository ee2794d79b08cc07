/**
 * Mail that this Exim refused from a client -> attempts with outcome `rejected`; only when asked for.
 *
 * In:     a line behind stamp, pid and id: "H=(helo) [ip] F=<a@b> temporarily rejected RCPT <c@d>: reason"
 * Out:    an Attempt in state.found
 * Spec:   Exim smtp_in.c smtp_handle_acl_fail and others, receive.c ("rejected from <…>", "rejected after DATA")
 */

import { domainOf, normalizeAddress } from '../../address.ts'
import { hashText, newHash } from '../../hash.ts'
import type { Command } from '../../types.ts'
import { enhancedCodeIn } from '../reply.ts'
import { decodeField, toOneLine } from '../text.ts'
import { newAttempt } from './attempt.ts'
import { type LogState, timeOfLine } from './state.ts'

/** What was refused: group 1 the command, 2 its address in brackets. */
const REFUSED =
  /(?:^|[ :])(?:rejected|refused) (RCPT|MAIL FROM:|MAIL|DATA|after DATA|during MIME ACL checks|DKIM|AUTH|STARTTLS|connection|EHLO or HELO|EHLO|HELO|by non-SMTP ACL|by local_scan\(\)|from|for all recipients)(?: ?<((?:"(?:[^"\\]|\\.){0,300}"|[^<>"]){0,320})>)?/
const SENDER = /(?:^| )F=(?:<((?:"(?:[^"\\]|\\.){0,300}"|[^<>"]){0,320})>|([^\s<]\S{0,320}) )/
/** What is remembered of one log to know it again in the other: 40 MB at most, and only if rejections are asked for. */
const REJECTIONS_KEPT = 500_000
const TOO_MANY = /^too many recipients: /

export function readEximRejection(state: LogState, queueId: string | null, line: string): void {
  const refused = REFUSED.exec(line)
  if (refused === null && !TOO_MANY.test(line)) return
  if (isRepeated(state, `${queueId ?? ''} ${line}`)) return
  if (refused === null) {
    found(state, queueId, null, senderIn(line), 'RCPT', line)
    return
  }
  const what = refused[1] ?? ''
  const address = refused[2] ?? null
  const behind = line.slice(refused.index + refused[0].length)
  const isSender = what === 'MAIL FROM:' || what === 'from'
  const recipient = what === 'RCPT' ? (address ?? bareAddress(behind)) : null
  const sender = isSender ? address : senderIn(line.slice(0, refused.index + 1))
  found(state, queueId, recipient, sender, commandOf(what), reasonIn(behind))
}

/** Exim writes a rejection to its main log and to its reject log: the second one seen does not count. */
function isRepeated(state: LogState, line: string): boolean {
  const { rejections } = state.queue
  const isRejectLog = state.logName.includes('reject')
  const seenAs = hashOf(`${timeOfLine(state)} ${line}`)
  const other = isRejectLog ? seenAs : -seenAs
  const seen = rejections.get(other) ?? 0
  if (seen > 1) rejections.set(other, seen - 1)
  else if (seen === 1) rejections.delete(other)
  if (seen > 0) return true
  if (rejections.size >= REJECTIONS_KEPT) rejections.clear()
  rejections.set(-other, (rejections.get(-other) ?? 0) + 1)
  return false
}

const hash = newHash()

/** 52 bits of the hash, never 0: a safe integer that can be negated. */
function hashOf(text: string): number {
  hashText(text, hash)
  return (hash.hi >>> 12) * 0x100000000 + hash.lo + 1
}

function senderIn(text: string): string | null {
  const sender = SENDER.exec(text)
  return sender?.[1] ?? sender?.[2] ?? null
}

/** "rejected RCPT outer@example: …": without brackets where the ACL could not be run. */
function bareAddress(text: string): string | null {
  return /^ (\S{1,300}@[^\s:]{1,255})/.exec(text)?.[1] ?? null
}

/** What stands behind the first ": ". */
function reasonIn(text: string): string {
  const colon = text.indexOf(': ')
  return colon === -1 ? '' : text.slice(colon + 2)
}

function commandOf(what: string): Command | null {
  if (what.startsWith('MAIL')) return 'MAIL'
  if (what === 'RCPT' || what === 'AUTH' || what === 'STARTTLS' || what === 'DATA') return what
  if (what === 'after DATA' || what === 'during MIME ACL checks' || what === 'DKIM') return 'END-OF-DATA'
  if (what === 'connection') return 'CONNECT'
  return what.includes('HELO') || what.includes('EHLO') ? 'EHLO' : null
}

function found(
  state: LogState,
  queueId: string | null,
  recipient: string | null,
  sender: string | null,
  command: Command | null,
  reason: string,
): void {
  const address = recipient === null ? null : normalizeAddress(decodeField(recipient))
  const diagnostic = toOneLine(decodeField(reason))
  const attempt = newAttempt(state, 'exim', queueId, null)
  attempt.sender = sender === null ? null : normalizeAddress(decodeField(sender))
  attempt.recipient = address
  attempt.domain = domainOf(address)
  attempt.outcome = 'rejected'
  attempt.enhancedCode = /^[45](?:\d\d |\.\d)/.test(diagnostic) ? enhancedCodeIn(diagnostic) : null
  attempt.command = command
  attempt.diagnostic = diagnostic
  attempt.firstOfMessage = true
  for (let times = state.times; times > 0; times--) state.found.push(attempt)
}
