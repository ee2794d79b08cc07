/**
 * The first bytes -> which reader. By content alone: a name says nothing (mail.log may be a mailbox).
 *
 * In:     the first bytes of a member, as unpacked; what lies beyond 16 KiB is not looked at
 * Out:    the first row of FORMATS that fits, else 'other' (binary files, prose, source code)
 * Errors: none
 */

export type Format = 'log' | 'mail' | 'mbox' | 'mail-json' | 'events' | 'other'

/** Bytes that are looked at. */
export const HEAD = 16_384

interface Signature {
  format: Format
  fits: (lines: readonly string[]) => boolean
}

// Order is meaning: a mailbox and a mail hold dates as a log does, so that the log comes last.
const FORMATS: readonly Signature[] = [
  { format: 'mbox', fits: isMbox },
  { format: 'mail', fits: isMail },
  { format: 'events', fits: lines => holdsAll(lines[0] ?? '', EVENT_KEYS) },
  { format: 'mail-json', fits: isMailJson },
  { format: 'log', fits: isLog },
]

/** Keys of our own events (spec/event.md) that no other JSON has together. */
const EVENT_KEYS = ['"recipient":', '"outcome":', '"permanence":', '"rule":']

/** Amazon SES writes its notices as JSON, SNS wraps them as a string in its own JSON. */
const SES_NOTICE =
  /\\?"(?:notificationType|eventType)\\?"\s?:\s?\\?"(?:Bounce|Complaint|Delivery|DeliveryDelay|Reject)\\?"/

const HEADER = /^[A-Za-z][!-9;-~]{0,75}[ \t]{0,4}:/
const MAIL_HEADER =
  /^(?:received|return-path|delivered-to|x-original-to|envelope-to|from|to|subject|date|message-id|mime-version|content-type)[ \t]{0,4}:/i

/** How lines of mail logs look, wherever a collector has put its own prefix before them. */
const LOG_LINES: readonly RegExp[] = [
  // RFC 3164, also after <PRI>, "file:", "container | " and with the year before or after the time.
  /(?:^|[\s:|>\]-])(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2},? (?:\d{4} )?\d{1,2}:\d{2}:\d{2}\b/,
  // RFC 3339, RFC 5424, Exim.
  /(?:^|[\s:|>\]-])\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?!\d)/,
  // No time at all: journalctl -o cat, a container's standard output.
  /(?:^|[\s|])(?:postfix|exim)[\w.+-]{0,40}(?:\/[\w-]{1,40}){0,3}\[\d{1,10}\]: /,
  /^[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4} (?:<=|=>|->|\*\*|==|Completed)/,
  // JSON envelopes: journald, Docker, Fluent Bit, Vector and their like.
  /^\s{0,4}\{.*"(?:MESSAGE|message|msg|log|line|body|event|_raw|raw|textPayload)"\s?:\s?"/,
]

export function sniff(head: Uint8Array): Format {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, HEAD)).toString('latin1')
  const lines = text
    .replace(/^\xef\xbb\xbf/, '')
    .split('\n')
    .filter(line => /\S/.test(line))
  if (lines.length === 0) return 'other'
  return FORMATS.find(({ fits }) => fits(lines))?.format ?? 'other'
}

function isMbox(lines: readonly string[]): boolean {
  return /^From [^\r\n]/.test(lines[0] ?? '') && HEADER.test((lines[1] ?? '').replace(/^>From /, 'X:'))
}

/** A header field first, and one that mails have among the first of them. */
function isMail(lines: readonly string[]): boolean {
  return HEADER.test(lines[0] ?? '') && lines.slice(0, 60).some(line => MAIL_HEADER.test(line))
}

function isMailJson(lines: readonly string[]): boolean {
  return /^\s{0,4}[[{]/.test(lines[0] ?? '') && lines.some(line => SES_NOTICE.test(line))
}

/** The first line, or one in five: reject logs and panic logs put header lines and banners between. */
function isLog(lines: readonly string[]): boolean {
  const some = lines.slice(0, 100)
  return isLogLine(some[0] ?? '') || some.filter(isLogLine).length * 5 >= some.length
}

function isLogLine(line: string): boolean {
  return LOG_LINES.some(shape => shape.test(line.slice(0, 4000)))
}

function holdsAll(text: string, parts: readonly string[]): boolean {
  return text.startsWith('{') && parts.every(part => text.includes(part))
}
