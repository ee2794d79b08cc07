/**
 * Postfix's letters to the postmaster about an SMTP session that went wrong ("In:", "Out:").
 *
 * In:     a notice with the transcript of a session that this host served
 * Out:    a failure for each recipient that was refused, or accepted and then lost with the message
 * Spec:   Postfix smtpd_chat.c, smtp_chat.c (notify_classes)
 */
import type { Outcome } from '../../types.ts'
import { cleanAddress } from './delivery-status.ts'
import { type Failure, newFailure } from './failure.ts'
import { commandOf } from './framing.ts'
import type { Letter } from './letter.ts'

interface Exchange {
  command: string
  reply: string
}

export function readSession(letter: Letter): Failure[] {
  const failures: Failure[] = []
  let accepted: string[] = []
  for (const { command, reply } of exchangesOf(letter.text)) {
    const recipient = /^RCPT TO:\s{0,3}<([^<>]{1,320})>/i.exec(command)?.[1]
    const refused = /^[45]\d\d/.test(reply)
    if (/^MAIL/i.test(command)) accepted = []
    else if (recipient !== undefined && refused) failures.push(failureOf(recipient, command, reply))
    else if (recipient !== undefined) accepted.push(recipient)
    else if (refused) {
      failures.push(...accepted.map(address => failureOf(address, command, reply)))
      accepted = []
    }
  }
  return failures
}

function failureOf(address: string, command: string, reply: string): Failure {
  const outcome: Outcome = reply.startsWith('4') ? 'deferred' : 'bounced'
  return {
    ...newFailure(cleanAddress(address), reply),
    outcome,
    saidBy: 'server',
    command: /^DATA|^BDAT/i.test(command) ? 'END-OF-DATA' : commandOf(command),
  }
}

/** Commands and the last reply to each; lines that are indented deeper continue the one before. */
function exchangesOf(text: string): Exchange[] {
  const exchanges: Exchange[] = []
  let into: 'command' | 'reply' = 'command'
  for (const line of text.split('\n')) {
    const said = /^ (In|Out): {1,9}(.*)$/.exec(line)
    const last = exchanges.at(-1)
    if (said?.[1] === 'In') {
      exchanges.push({ command: said[2] ?? '', reply: '' })
      into = 'command'
    } else if (said !== null && last !== undefined) {
      last.reply = said[2] ?? ''
      into = 'reply'
    } else if (/^ {5}/.test(line) && last !== undefined) last[into] = `${last[into]} ${line.trim()}`
  }
  return exchanges
}
