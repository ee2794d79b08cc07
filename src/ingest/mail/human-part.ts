/**
 * What the human part of a DSN tells about the SMTP session and its fields do not: the command that was refused,
 * the address of the server.
 *
 * In:     the notice's text, one recipient, the words of the server
 * Out:    command and address, null where the text does not tell them
 * Spec:   Postfix bounce_notify_util.c ("in reply to"), Exim deliver.c ("after RCPT TO"), Sendmail and Courier (">>>", "<<<")
 */
import type { Command } from '../../types.ts'
import { commandOf } from './framing.ts'
import { postfixStory } from './postfix-story.ts'

export interface Session {
  command: Command | null
  relay: string | null
  relayIp: string | null
}

const IN_REPLY_TO =
  /\(in\s{1,9}reply\s{1,9}to\s{1,9}([A-Za-z-]{2,12}(?:\s{1,9}[A-Za-z-]{2,12}){0,3}?)\s{1,9}command\)/
const ERROR_AFTER =
  /\b(?:SMTP|LMTP)\s{1,9}error\s{1,9}from\s{1,9}remote\s{1,9}mail(?:\s{1,9}server|er)\s{1,9}after\s{1,9}((?:pipelined\s{1,9})?(?:end\s{1,9}of\s{1,9}data|initial\s{1,9}connection|[A-Z]{4}(?:\s{1,9}(?:TO|FROM))?))/
const HOST = /\bhost\s{1,9}[^\s[]{1,255}\s?\[([\da-fA-F.:]{7,45})\]/

/** The session as told behind the recipient's name, up to the next recipient. */
export function sessionOf(text: string, recipient: string | null, words: string): Session {
  const postfix = recipient === null ? null : postfixStory(text, recipient)
  if (postfix !== null && (postfix.command !== null || postfix.relay !== null)) return postfix
  const story = storyOf(text, recipient)
  const said = IN_REPLY_TO.exec(story)?.[1] ?? ERROR_AFTER.exec(story)?.[1] ?? sentBefore(text, words)
  return {
    command: said === null || said === undefined ? null : commandOf(said.replace(/\s+/g, ' ')),
    relay: null,
    relayIp: HOST.exec(story)?.[1] ?? null,
  }
}

function storyOf(text: string, recipient: string | null): string {
  const at = recipient === null ? -1 : text.toLowerCase().indexOf(recipient.toLowerCase())
  if (at < 0) return ''
  const next = text.indexOf('\n<', at + 1)
  return text.slice(at, next < 0 ? at + 4000 : Math.min(next, at + 4000))
}

/** Sendmail, Courier: the last ">>> command" in front of the "<<< reply" that the report gives. */
function sentBefore(text: string, words: string): string | null {
  const begins = words.slice(0, 16)
  if (begins.length < 3 || !text.includes('<<< ')) return null
  let sent: string | null = null
  for (const line of text.split('\n')) {
    if (/^\s{0,9}>>> /.test(line)) sent = line.trim().slice(4)
    const reply = /^\s{0,9}<<< (.*)$/.exec(line)?.[1]
    if (
      reply !== undefined &&
      sent !== null &&
      reply.replace(/^(\d{3})-/, '$1 ').startsWith(begins.replace(/^(\d{3})-/, '$1 '))
    )
      return sent
  }
  return null
}
