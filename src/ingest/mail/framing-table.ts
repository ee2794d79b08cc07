/**
 * How MTAs frame a server's words, one row each; the first that fits is used. Named groups: `text` the words
 * themselves, `code` a reply code that stands apart from them, `host`, `ip`, `command`. And: how they name a command.
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
      /^SMTP error from remote mailer after (?<command>[A-Z]{4}(?: FROM| TO|)): <[^<>]{0,320}>: host (?<host>[^\s[]{1,255}) \[(?<ip>[^\]]{2,60})\]: (?<text>.*)$/,
    source: 'Exim 2 and 3',
    example:
      'SMTP error from remote mailer after RCPT TO: <ada@example.com>: host mx.example.com [192.0.2.1]: 553 no',
  },
  {
    pattern:
      /^SMTP error from remote (?:mail server|mailer) after (?<command>[A-Z]{4}(?: FROM| TO|)|end of data|initial connection|pipelined [A-Z]{4}(?: FROM| TO|))(?::<[^>]{0,320}>)?(?: SIZE=\d{1,15})?: (?:host (?<host>[^\s:]{1,255}) \[(?<ip>[^\]]{2,60})\]: )?(?<text>.*)$/,
    source: 'Exim smtp_out.c, deliver.c',
    example:
      'SMTP error from remote mail server after RCPT TO:<ada@example.com>: host mx.example.com [192.0.2.1]: 550 no',
  },
  {
    pattern:
      /^host (?<host>[^\s[]{1,255}) \[(?<ip>[^\]]{2,60})\] SMTP error from remote mail server after (?<command>[A-Z]{4}(?: FROM| TO|)|end of data|initial connection|pipelined [A-Z]{4}(?: FROM| TO|))(?::<[^>]{0,320}>)?(?: SIZE=\d{1,15})?: (?<text>.*)$/,
    source: 'Exim with the host first (cPanel)',
    example:
      'host mx.example.com [192.0.2.1] SMTP error from remote mail server after RCPT TO:<ada@example.com>: 550 no',
  },
  {
    pattern:
      /^SMTP error from remote server (?:after|for) (?<command>[A-Za-z-]{2,20}(?: [A-Za-z]{2,9})?) command[:,] host:? (?<host>[^\s()]{1,255})(?: \((?<ip>[^()]{2,60})\))?(?: reason:)? (?<text>.*)$/,
    source: 'GMX, 1&1 (Nemesis)',
    example: 'SMTP error from remote server after RCPT command: host: mx.example.com 5.1.1 no such user',
  },
  {
    pattern:
      /^(?<host>[^\s[]{1,255}) \[(?<ip>[^\]]{2,60})\] did not like our (?<command>[A-Za-z ]{2,20}): (?<text>.*)$/,
    source: 'DragonFly Mail Agent',
    example: 'mx.example.com [192.0.2.1] did not like our RCPT TO: 550 5.1.1 no such user',
  },
  {
    pattern:
      /^Sorry, no SMTP connection got far enough; most progress was (?<command>[A-Z ]{4,20}) response; remote host (?<ip>[\da-f.:]{7,45}) said: (?<text>.*)$/,
    source: 'netqmail, s/qmail',
    example:
      'Sorry, no SMTP connection got far enough; most progress was RCPT TO response; remote host 192.0.2.1 said: 550 no',
  },
  {
    pattern:
      /^(?:From: <[^<>]{0,320}> RCPT: <[^<>]{0,320}> )?(?:Connected to )?(?<ip>[\da-f.:]{7,45}) (?<command>but (?:my name|sender|recipient|greeting) [a-z ]{2,40}|does not like recipient|failed after I sent the message|failed on DATA command|[a-z ]{3,40})\. Remote host said: (?<text>.*?)(?: Giving up on [\da-f.:]{7,45}\.)?$/,
    source: 'qmail-remote',
    example: '192.0.2.1 does not like recipient. Remote host said: 550 no such user Giving up on 192.0.2.1.',
  },
  {
    pattern: /^Server (?<host>[^\s[]{1,255})\[(?<ip>[^\]]{2,60})\] failed with: (?<text>.*)$/,
    source: 'MailFoundry',
    example: 'Server mx.example.com[192.0.2.1] failed with: 550 no such user',
  },
  {
    pattern: /^Invalid Address, ERROR_CODE ?:(?<code>[45]\d\d), ERROR_CODE ?:(?<text>.*)$/,
    source: 'Zoho',
    example: 'Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 no such user',
  },
  {
    pattern: /^SMTP:(?<command>[A-Za-z]{4}) host (?<ip>[\da-f.:]{7,45}): (?<text>.*)$/,
    source: 'AMEN',
    example: 'SMTP:RCPT host 192.0.2.1: 553 no such user',
  },
  {
    pattern: /^host (?<host>[^\s[]{1,255}) \[(?<ip>[^\]]{2,60})\]: (?<text>.*)$/,
    source: 'Exim deliver.c',
    example: 'host mx.example.com [192.0.2.1]: 550 no such user',
  },
  {
    pattern:
      /^(?:PERM_FAILURE: )?Google tried to deliver your message, but it was rejected by the (?:server for the )?recipient domain(?: [^\s]{1,255} by (?<host>[^\s[\]]{1,255})\.? \[(?<ip>[^\]]{2,60})\])?\..{0,400}? The error that the other server returned was: (?<text>.*)$/,
    source: 'Gmail',
    example:
      'Google tried to deliver your message, but it was rejected by the server for the recipient domain example.com by mx.example.com. [192.0.2.1]. The error that the other server returned was: 550 5.1.1 no',
  },
  {
    pattern:
      /^(?:Remote (?:server|host) said|The response was|The response from the remote server was|The error that the other server returned was): (?<text>.*)$/,
    source: 'Amazon, Google',
    example: 'The response was: 550 5.1.1 no such user',
  },
]

export interface CommandPattern {
  pattern: RegExp
  command: Command
}

export const commandPatterns: readonly CommandPattern[] = [
  {
    pattern: /\bend of data\b|\bmessage body\b|^\.$|^TEXT$|\bafter I sent the message\b/i,
    command: 'END-OF-DATA',
  },
  { pattern: /\bRCPT|\brecipient\b/i, command: 'RCPT' },
  { pattern: /\bMAIL|\bsender\b/i, command: 'MAIL' },
  { pattern: /\bDATA\b|\bBDAT\b/i, command: 'DATA' },
  { pattern: /\b[EHL]{2}LO\b|\bmy name\b/i, command: 'EHLO' },
  { pattern: /\bSTARTTLS\b/i, command: 'STARTTLS' },
  { pattern: /\bAUTH\b/i, command: 'AUTH' },
  { pattern: /\binitial connection\b|\bgreeting\b|\bconnect/i, command: 'CONNECT' },
]
