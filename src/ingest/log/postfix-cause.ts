/**
 * The text in parentheses behind "status=" -> who said what to which command.
 *
 * In:     "host mx.example.net[192.0.2.7] said: 550 5.1.1 No such user (in reply to RCPT TO command)"
 * Out:    the server's reply without Postfix's framing, or Postfix's own words; the command; the host that answered
 * Errors: none; a text of no known form is Postfix's (or its delivery agent's) own
 */
import type { Command, Origin } from '../../types.ts'
import { parseReply } from '../reply.ts'
import { toOneLine } from '../text.ts'
import { LOCAL_CAUSES, REPLIED_TO, STAGES } from './postfix-words.ts'

export interface Cause {
  diagnostic: string
  /** Both null unless a server replied. */
  replyCode: number | null
  enhancedCode: string | null
  origin: Origin
  command: Command | null
  /** "name[address]" of the server that replied, where the text names it. */
  server: string | null
  /** A line of the error(8) agent repeats an old cause and tells of no new attempt. */
  attempt: 'made' | 'none'
}

const SUSPENDED = 'delivery temporarily suspended: '
const IN_REPLY_TO = ' (in reply to '

/** How Postfix introduces what a server said; the server's name follows the first word. */
const INTRODUCTIONS: readonly { before: string; after: string; command: Command | null }[] = [
  { before: 'host ', after: ' said: ', command: null },
  { before: 'host ', after: ' refused to talk to me: ', command: 'CONNECT' },
  { before: 'SASL authentication failed; server ', after: ' said: ', command: 'AUTH' },
  { before: 'TLS is required, but host ', after: ' refused to start TLS: ', command: 'STARTTLS' },
  // A line that was made anonymous.
  { before: 'host', after: ' said: ', command: null },
  { before: 'host ', after: ' refused to start TLS: ', command: 'STARTTLS' },
  // Before Postfix 2.3.
  { before: 'connect to ', after: ': server refused to talk to me: ', command: 'CONNECT' },
]

/** A text that begins with a reply code and names no server: only where there was one, it said so. */
const BARE_REPLY = /^[45]\d\d[ -]/

export function parseCause(text: string, relay: 'some' | 'none'): Cause {
  const suspended = text.startsWith(SUSPENDED)
  let words = suspended ? text.slice(SUSPENDED.length) : text
  if (words.startsWith('Protocol error: ')) words = words.slice(16)
  const attempt = suspended ? 'none' : 'made'
  for (const form of INTRODUCTIONS) {
    const server = introduced(words, form.before, form.after)
    if (server === null) continue
    const said = words.slice(form.before.length + server.length + form.after.length)
    return remoteCause(said, form.command, server, attempt)
  }
  if (relay === 'some' && BARE_REPLY.test(words)) return remoteCause(words, null, null, attempt)
  return {
    diagnostic: toOneLine(words),
    replyCode: null,
    enhancedCode: null,
    origin: 'local',
    command: localCommand(words),
    server: null,
    attempt,
  }
}

/** "host NAME said: …" -> NAME: one word, so that the reply's own text can't be taken for it. */
function introduced(words: string, before: string, after: string): string | null {
  if (!words.startsWith(before)) return null
  const space = words.indexOf(' ', before.length)
  const end = after.startsWith(':') ? space - 1 : space
  return space !== -1 && words.startsWith(after, end) ? words.slice(before.length, end) : null
}

function remoteCause(
  said: string,
  introducedCommand: Command | null,
  server: string | null,
  attempt: Cause['attempt'],
): Cause {
  // The last one is Postfix's; an earlier one is another Postfix's, inside the reply.
  const tail = said.endsWith(')') ? said.lastIndexOf(IN_REPLY_TO) : -1
  const reply = parseReply(tail === -1 ? said : said.slice(0, tail))
  return {
    diagnostic: reply.text,
    replyCode: reply.replyCode,
    enhancedCode: reply.enhancedCode,
    origin: 'remote',
    command: introducedCommand ?? (tail === -1 ? null : repliedTo(said.slice(tail + IN_REPLY_TO.length, -1))),
    server,
    attempt,
  }
}

function repliedTo(tail: string): Command | null {
  const name = tail.endsWith(' command') ? tail.slice(0, -8) : tail
  return REPLIED_TO.get(name) ?? null
}

function localCommand(words: string): Command | null {
  if (words.startsWith('lost connection with ') || words.startsWith('conversation with ')) {
    const stage = words.indexOf(' while ')
    if (stage === -1) return null
    return STAGES.find(([mark]) => words.includes(mark, stage))?.[1] ?? null
  }
  return LOCAL_CAUSES.find(([begin]) => words.startsWith(begin))?.[1] ?? null
}
