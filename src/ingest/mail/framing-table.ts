/**
 * How MTAs frame a server's words, one row each; the first that fits is used. Named groups: `text` the words
 * themselves, `host`, `ip`, `command`. And: how they name a command.
 */
import type { Command } from '../../types.ts'

export interface Framing {
  pattern: RegExp
  source: string
  example: string
}

export const framings: readonly Framing[] = [
  {
    pattern:
      /^(?:[Hh]ost |delivery temporarily suspended: host )(?<host>[^\s[]{1,255})\[(?<ip>[^\]]{2,60})\] (?:said|refused to talk to me): (?<text>.*)$/,
    source: 'Postfix smtp_proto.c, smtp_trouble.c',
    example: 'host mx.example.com[192.0.2.1] said: 550 5.1.1 no such user',
  },
  {
    pattern:
      /^SMTP error from remote (?:mail server|mailer) after (?<command>[A-Z]{4}(?: FROM| TO|)|end of data|initial connection|pipelined [A-Z]{4}(?: FROM| TO|))(?::<[^>]{0,320}>)?(?: SIZE=\d{1,15})?: (?:host (?<host>[^\s:]{1,255}) \[(?<ip>[^\]]{2,60})\]: )?(?<text>.*)$/,
    source: 'Exim smtp_out.c, deliver.c',
    example:
      'SMTP error from remote mail server after RCPT TO:<ada@example.com>: host mx.example.com [192.0.2.1]: 550 no',
  },
  {
    pattern: /^host (?<host>[^\s[]{1,255}) \[(?<ip>[^\]]{2,60})\]: (?<text>.*)$/,
    source: 'Exim deliver.c',
    example: 'host mx.example.com [192.0.2.1]: 550 no such user',
  },
  {
    pattern: /^(?:Remote server said|The response was|The response from the remote server was): (?<text>.*)$/,
    source: 'Amazon, Google',
    example: 'The response was: 550 5.1.1 no such user',
  },
]

export interface CommandPattern {
  pattern: RegExp
  command: Command
}

export const commandPatterns: readonly CommandPattern[] = [
  { pattern: /\bend of data\b|\bmessage body\b|^\.$/i, command: 'END-OF-DATA' },
  { pattern: /\bRCPT\b/i, command: 'RCPT' },
  { pattern: /\bMAIL\b/i, command: 'MAIL' },
  { pattern: /\bDATA\b|\bBDAT\b/i, command: 'DATA' },
  { pattern: /\b[EHL]{2}LO\b/i, command: 'EHLO' },
  { pattern: /\bSTARTTLS\b/i, command: 'STARTTLS' },
  { pattern: /\bAUTH\b/i, command: 'AUTH' },
  { pattern: /\binitial connection\b|\bgreeting\b|\bconnect/i, command: 'CONNECT' },
]
