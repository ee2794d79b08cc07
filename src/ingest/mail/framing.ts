/**
 * What an MTA puts around the words of the server that refused: who said it, and in answer to which command.
 *
 * In:     a Diagnostic-Code's text or a line of a notice, on one line
 * Out:    the server's own words, its name and address, the command; what is not told is null
 * Spec:   Postfix smtp_proto.c, Exim deliver.c and smtp.c, qmail-remote.c, Microsoft's and Google's notices
 */
import type { Command } from '../../types.ts'
import { toOneLine } from '../text.ts'
import { commandPatterns, framings } from './framing-table.ts'

export interface Said {
  text: string
  relay: string | null
  relayIp: string | null
  command: Command | null
  /** A framing says that a server said it. */
  byServer: boolean
  /** The MTA's own tail says that it has given up. */
  expired: boolean
}

const TAIL_COMMAND = / ?\(in reply to ([A-Za-z -]{2,24}?)(?: command)?\)?\.?$/
/** Yahoo: "550 5.1.1 no such user [RCPT_TO]". */
const TAIL_STAGE = / \[([A-Z]{4}(?:_[A-Z]{2,4})?)\]$/
const TAIL_EXPIRED = /(?:^|: )retry timeout exceeded$/

export function parseSaid(words: string): Said {
  const said: Said = {
    text: toOneLine(words),
    relay: null,
    relayIp: null,
    command: null,
    byServer: false,
    expired: false,
  }
  if (TAIL_EXPIRED.test(said.text)) {
    said.expired = true
    said.text = said.text.replace(/: retry timeout exceeded$/, '')
  }
  const command = TAIL_COMMAND.exec(said.text) ?? TAIL_STAGE.exec(said.text)
  if (command?.[1] !== undefined) {
    said.command = commandOf(command[1].replace('_', ' '))
    said.text = said.text.slice(0, command.index)
  }
  for (const { pattern } of framings) {
    const match = pattern.exec(said.text)
    if (match === null) continue
    said.byServer = true
    takeGroups(said, match.groups ?? {})
    break
  }
  // Gmail gives the code twice: "550 550 5.1.1 no such user".
  said.text = said.text.replace(/^([45]\d\d) (?=\1 )/, '').replace(/^([45]\d\d) (?=\1-)/, '')
  return said
}

function takeGroups(said: Said, groups: Record<string, string | undefined>): void {
  if (groups.host !== undefined) said.relay = hostOf(groups.host)
  if (groups.ip !== undefined) said.relayIp = groups.ip.replace(/^IPv6:/i, '')
  if (groups.command !== undefined) said.command ??= commandOf(groups.command)
  if (groups.text !== undefined) said.text = [groups.code, groups.text.trim()].filter(Boolean).join(' ')
}

/** "RCPT TO", "end of DATA command" -> the command's name in events. */
export function commandOf(words: string): Command | null {
  for (const { pattern, command } of commandPatterns) if (pattern.test(words)) return command
  return null
}

/** A host's name in lower case without the final dot; null if it is an address in brackets or no name. */
export function hostOf(name: string): string | null {
  const host = name.trim().replace(/\.$/, '').toLowerCase()
  return /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/.test(host) && !/^[\d.]+$/.test(host) ? host : null
}

/** The first IP address in a text such as "mx.example.com (192.0.2.1)" or "dns; [192.0.2.1]". */
export function ipIn(text: string): string | null {
  const v4 = /(?<![\d.])(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/.exec(text)
  if (v4?.[1] !== undefined) return v4[1]
  return /(?<![\w:])((?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}|:))(?![\w:])/i.exec(text)?.[1] ?? null
}
