/**
 * Table: how MTAs wrap the words of the server that refused. What is wrapped is judged, never the wrapping.
 *
 * Each expression is anchored at the start of the text; group 1, where there is one, is what the framing
 * says of the command. `rest` tells where the reply stands: behind what was matched, or in group 2.
 */
import type { Command } from '../types.ts'

export interface FramingForm {
  id: string
  match: RegExp
  /** The command that the reply answers, where the form alone tells it. */
  command?: Command
  /** Written by: MTA and version, or the product. */
  source: string
}

export const framingForms: readonly FramingForm[] = [
  {
    id: 'type',
    match: /^(?:smtp|x-postfix|x-unix|lmtp|x-sendmail|x-qmail) ?; ?/i,
    source: 'RFC 3464 §2.3.6, the type of a Diagnostic-Code',
  },
  { id: 'suspended', match: /^delivery temporarily suspended: /i, source: 'Postfix error(8), retry(8)' },
  {
    id: 'postfix-said',
    match: /^host \S{1,255}\[[^\]]{1,64}\](?::\d{1,5})? said: /i,
    source: 'Postfix smtp(8), lmtp(8)',
  },
  {
    id: 'postfix-refused',
    match: /^host \S{1,255}\[[^\]]{1,64}\](?::\d{1,5})? refused to talk to me: /i,
    command: 'CONNECT',
    source: 'Postfix smtp(8)',
  },
  {
    id: 'exim-generated',
    match: /^\((?:ultimately )?generated from \S{1,320}\) /i,
    source: 'Exim, a bounce message',
  },
  {
    id: 'exim-after',
    match:
      /^(?:smtp )?error from remote mail(?:er| server) after (initial connection|[a-z ]{4,20})(?::?<[^>]{0,320}>[^:]{0,80}|: ?<[^>]{0,320}>|[^:<>]{0,80})?: (?:host \S{1,255}(?: \[[^\]]{1,64}\])?(?::\d{1,5})?: )/i,
    source: 'Exim transports/smtp.c',
  },
  {
    id: 'exim-after-bare',
    match:
      /^(?:smtp )?error from remote mail(?:er| server) after (initial connection|[a-z ]{4,20})(?::?<[^>]{0,320}>[^:]{0,80})?: /i,
    source: 'Exim transports/smtp.c, log line',
  },
  {
    id: 'exim-host-first',
    match:
      /^host \S{1,255} \[[^\]]{1,64}\](?::\d{1,5})?:? smtp error from remote mail(?:er| server) after (initial connection|[a-z ]{4,20})(?::?<[^>]{0,320}>[^:]{0,80})?: /i,
    source: 'Exim, as Plesk and cPanel print it',
  },
  { id: 'exim-host', match: /^host \S{1,255} \[[^\]]{1,64}\]: /i, source: 'Exim transports/smtp.c' },
  {
    id: 'exim-rcpt-host',
    match: /^smtp:(rcpt|mail|data) host \S{1,255}: /i,
    source: 'Exim 1 and 2; CommuniGate',
  },
  {
    id: 'did-not-like',
    match: /^\S{1,255} \[[^\]]{1,64}\] did not like our ([a-z ]{3,20}): ?/i,
    source: 'Momentum, MailChannels, ClamSMTP and others',
  },
  {
    id: 'qmail-recipient',
    match: /^[\d.:a-f]{3,40} does not like recipient\.? /i,
    command: 'RCPT',
    source: 'qmail-remote.c',
  },
  {
    id: 'qmail-data',
    match: /^[\d.:a-f]{3,40} failed (?:after i sent the message|on data command)\.? /i,
    command: 'END-OF-DATA',
    source: 'qmail-remote.c',
  },
  {
    id: 'qmail-sender',
    match: /^connected to [\d.:a-f]{3,40} but sender was rejected\.? /i,
    command: 'MAIL',
    source: 'qmail-remote.c',
  },
  {
    id: 'qmail-greeting',
    match: /^connected to [\d.:a-f]{3,40} but greeting failed\.? /i,
    command: 'CONNECT',
    source: 'qmail-remote.c',
  },
  {
    id: 'qmail-name',
    match: /^connected to [\d.:a-f]{3,40} but my name was rejected\.? /i,
    command: 'EHLO',
    source: 'qmail-remote.c',
  },
  {
    id: 'qmail-rcpt-lines',
    match: /^(?:from: ?<[^>]{0,320}> )?(?:rcpt|to): ?<[^>]{0,320}> /i,
    source: 'qmail patches',
  },
  {
    id: 'remote-said',
    match: /^remote (?:host|server|system) (?:said|replied|returned|answered):? ?/i,
    source: 'qmail-remote.c and others',
  },
  {
    id: 'exchange-returned',
    match:
      /^(?:\d{1,2}\/\d{1,2}\/\d{4} [\d:]{5,8}(?: [ap]m)? - )?(?:remote )?server(?: at \S{1,255}(?: \([^)]{1,64}\))?)? returned ['"]/i,
    source: 'Exchange, diagnostic information for administrators',
  },
  {
    id: 'exchange-unknown',
    match: /^550 5\.1\.351 remote server returned unknown recipient or mailbox unavailable -> /i,
    command: 'RCPT',
    source: 'Exchange Online',
  },
  {
    id: 'exchange-remote',
    match: /^5\d\d 5\.\d{1,3}\.\d{1,3} (?:remote server returned[^>]{0,80}|[^>]{0,60}) -> (?=[245]\d\d)/i,
    source: 'Exchange Online',
  },
  {
    id: 'domino-responded',
    match:
      /^smtp server <[^>]{1,255}> rejected (recipient|sender) <[^>]{0,320}> \([^)]{1,80}\)\. it responded as follows: \[/i,
    source: 'MXLogic, iPlanet',
  },
  {
    id: 'server-failed',
    match: /^(?:delivery failed for the following reason: )?server \S{1,255}\[[^\]]{1,64}\] failed with: /i,
    source: 'CommuniGate and others',
  },
  {
    id: 'gateway-inner',
    match: /^(?:[45]\d\d )?permanent failure for one or more recipients \([^:)]{0,320}:(?=[245]\d\d)/i,
    source: 'Barracuda',
  },
  { id: 'unknown-address-error', match: /^5\.\d\.\d - unknown address error '/i, source: 'IronPort' },
  { id: 'ironport-other', match: /^\d\.\d\.\d - (?:[a-z/ ]{3,60}) '(?=[245])/i, source: 'IronPort' },
  { id: 'transcript-answer', match: /^<<< /, source: 'Sendmail, transcript of a session' },
  { id: 'user-local', match: /^could not be delivered because of /i, source: 'various' },
  { id: 'error-code', match: /^invalid address, error_code ?:(?=\d)/i, source: 'Biglobe and others' },
]

/** Forms that stand behind the reply; group 1 is the command where there is one. */
export const trailingForms: readonly FramingForm[] = [
  { id: 'in-reply-to', match: / \(in reply to ([a-z -]{4,25}) command\)\.?$/i, source: 'Postfix smtp(8)' },
  { id: 'giving-up', match: / giving up on [\d.:a-f]{3,40}\.?$/i, source: 'qmail-remote.c' },
  { id: 'attempts', match: /' \(delivery attempts: \d{1,6}\)$/i, source: 'IronPort' },
]

/**
 * Where the reply begins inside longer words. The last one of these in a text counts, and only if what
 * follows begins as a reply does.
 */
export const innerForms: readonly FramingForm[] = [
  {
    id: 'gmail-response',
    match:
      /(?:the error that the other server returned was|the response (?:from the remote server )?was): ?(?=\S)/i,
    source: 'Gmail, Google Workspace',
  },
  { id: 'remote-host-said', match: /\bremote (?:host|server) said: (?=\S)/i, source: 'qmail and its heirs' },
  {
    id: 'exchange-inner',
    match: /\bserver(?: at \S{1,255}(?: \([^)]{1,64}\))?)? returned '(?=[245#])/i,
    source: 'Exchange',
  },
  {
    id: 'reported-error',
    match: /\breported error: (?=[245]\d\d)/i,
    source: 'Exchange Online, error details',
  },
  {
    id: 'last-transfail',
    match: /\(last transfail: (?=[245]\d\d)/i,
    source: 'Momentum, PowerMTA, SparkPost',
  },
  {
    id: 'remote-command',
    match:
      /\bsmtp error from remote server for ([a-z ]{3,20}) command, host: [^:]{1,300}reason: (?=[245]\d\d)/i,
    source: 'Kerio, United Internet',
  },
  {
    id: 'rcpt-response',
    match: /\bremote host [\d.:a-f]{3,40} said: (?=[245]\d\d)/i,
    source: 'qmail patches',
  },
  {
    id: 'generated-response',
    match: /^body of message generated response: (?=[245r])/i,
    command: 'END-OF-DATA',
    source: 'various',
  },
  { id: 'failed-with', match: /\bfailed with: (?=[245]\d\d)/i, source: 'CommuniGate and others' },
  { id: 'transfer-answer', match: /<<< (?=[45]\d\d)/, source: 'Sendmail, transcript of a session' },
]
