/**
 * What Postfix tells in the human part of its DSN about one recipient: the text that its log has behind "status=".
 *
 * In:   the notice's text, a recipient. Out: command and host, null where the text does not tell them
 * Spec: Postfix bounce_notify_util.c: "<recipient>: text" or "<recipient> (expanded from <alias>): text", folded
 */
import { parseCause } from '../log/postfix-cause.ts'
import { hostOf } from './framing.ts'
import type { Session } from './human-part.ts'

const MAX_STORY = 4000
const EXPANDED = /^ \(expanded from\s{1,9}<[^\n]{1,400}?>\):\s/
/** A host that was reached. After "connect to" nobody answered. */
const REACHED =
  /^(?:host|lost connection with|conversation with|SASL authentication failed; server) ([^\s[]{1,255})\[([\da-fA-F.:]{2,45})\]/
const NAMED_LAST =
  /(?: by host| but host| of server) ([^\s[]{1,255})\[([\da-fA-F.:]{2,45})\](?:$| refused to start TLS: )/

export function postfixStory(text: string, recipient: string): Session | null {
  const story = storyOf(text, recipient)
  if (story === null) return null
  const host = REACHED.exec(story) ?? NAMED_LAST.exec(story)
  return {
    command: parseCause(story, 'some').command,
    relay: host === null ? null : hostOf(host[1] ?? ''),
    relayIp: host?.[2] ?? null,
  }
}

/** The recipient's entry on one line; null if there is none. */
function storyOf(text: string, recipient: string): string | null {
  const head = `<${recipient.toLowerCase()}>`
  const lower = text.toLowerCase()
  for (let at = lower.indexOf(head); at !== -1; at = lower.indexOf(head, at + 1)) {
    if (at > 0 && text[at - 1] !== '\n') continue
    const rest = text.slice(at + head.length, at + head.length + MAX_STORY)
    const intro = rest.startsWith(': ') ? 2 : (EXPANDED.exec(rest)?.[0].length ?? 0)
    if (intro > 0) return unfolded(rest.slice(intro))
  }
  return null
}

/** Up to the first line that is not indented. */
function unfolded(text: string): string {
  const end = /\n(?![ \t])/.exec(text)?.index ?? text.length
  return text
    .slice(0, end)
    .replace(/\s*\n\s*/g, ' ')
    .trim()
}
