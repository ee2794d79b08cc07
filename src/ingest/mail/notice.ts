/**
 * Messages that arrive where bounces arrive and are no failure: complaints, receipts, reports, auto-replies.
 *
 * In:     a mail in parts (machine-made reports, known by a part's type) or a letter (what people and robots write)
 * Out:    notices with their kind; null for what is none of them
 * Spec:   RFC 5965 (ARF), RFC 8098 (MDN), RFC 8460 (TLS-RPT), RFC 7489 (DMARC), RFC 3834 (automatic responses)
 */
import type { Notice, NoticeKind } from '../../types.ts'
import { parseDate } from './date.ts'
import { cleanAddress, parseRecipient } from './delivery-status.ts'
import { type Field, fieldOf, parseHeader, rawFieldOf } from './fields.ts'
import type { Place } from './findings.ts'
import { isDaemon } from './free-form.ts'
import type { Letter } from './letter.ts'
import { autoReplyHeaders, noticeSigns, reportTypes } from './notice-signs.ts'
import { firstAddress, messageIdOf, originalOf, senderOf } from './original.ts'
import { bytesOf, type Mail, parseContentType } from './part.ts'

const RECIPIENT_FIELDS: readonly string[] = ['original-rcpt-to', 'removal-recipient', 'final-recipient']
const MAX_RECIPIENTS = 1000

/** ARF, MDN, TLS-RPT, DMARC, tracking: told by the type of a part. */
export function parseMachineReport(mail: Mail, place: Place): Notice[] | null {
  for (const part of mail.parts) {
    const kind = reportTypes[part.type]
    if (kind === undefined) continue
    const bytes = bytesOf(part)
    const { fields } = parseHeader(bytes, 0, bytes.length)
    return reportNotices(kind, fields, mail, place)
  }
  const type = parseContentType(rawFieldOf(mail.fields, 'content-type')).parameters.get('report-type')
  const kind = type === undefined ? undefined : reportTypes[`message/${type.toLowerCase()}`]
  // The part that the header announces was lost or mislabelled on the way.
  return kind === undefined ? null : reportNotices(kind, [], mail, place)
}

/** A complaint may name several recipients (RFC 5965 §3.2): a notice for each. */
function reportNotices(kind: NoticeKind, fields: readonly Field[], mail: Mail, place: Place): Notice[] {
  const original = originalOf(mail)?.fields ?? []
  const type = rawFieldOf(fields, 'feedback-type')
  const notice: Notice = {
    // RFC 6430: the opposite of a complaint.
    ...newNotice(type !== null && /^not-spam/i.test(type) ? 'other-report' : kind, mail.fields, place),
    host: hostName(rawFieldOf(fields, 'reporting-mta')),
    messageId: messageIdOf(original),
    sender: cleanAddress(rawFieldOf(fields, 'original-mail-from') ?? '') ?? senderOf(original),
    recipient: firstAddress(fieldOf(original, 'x-hmxmroriginalrecipient') ?? fieldOf(original, 'to') ?? ''),
    diagnostic: type === null ? (fieldOf(mail.fields, 'subject') ?? '') : `Feedback-Type: ${type}`,
  }
  const named = fields
    .filter(({ name }) => RECIPIENT_FIELDS.includes(name))
    .map(({ value }) => parseRecipient(value))
    .filter(recipient => recipient !== null)
  const once = [...new Set(named)].slice(0, MAX_RECIPIENTS)
  return once.length === 0 ? [notice] : once.map(recipient => ({ ...notice, recipient }))
}

function hostName(value: string | null): string | null {
  return value === null ? null : (value.replace(/^[\w-]{1,20}; ?/, '').split(' ')[0] ?? null)
}

/** Auto-replies, challenges, requests: told by their headers and words, and by not coming from a daemon. */
export function parseAutoReply(letter: Letter, place: Place): Notice | null {
  const sign = noticeSigns.find(
    ({ subject, text }) =>
      (subject === undefined || subject.test(letter.subject)) &&
      (text === undefined || text.test(letter.text)),
  )
  const kind = sign?.kind ?? (isAutomatic(letter) ? 'auto-reply' : null)
  if (kind === null) return null
  return {
    ...newNotice(kind, letter.fields, place),
    recipient: kind === 'complaint' ? complainer(letter) : firstAddress(letter.from),
    diagnostic: letter.subject === '' ? letter.text.trim().slice(0, 200) : letter.subject,
  }
}

/** Outlook.com's complaints are plain mails that return the message; the recipient stands in a field of its own. */
function complainer(letter: Letter): string | null {
  const fields = letter.original?.fields ?? []
  return firstAddress(fieldOf(fields, 'x-hmxmroriginalrecipient') ?? fieldOf(fields, 'to') ?? '')
}

/** RFC 3834 §5.1.4, and the fields that were used before it. Bounces carry them too: a daemon is no person. */
function isAutomatic(letter: Letter): boolean {
  if (isDaemon(letter.from)) return false

  return letter.fields.some(field => autoReplyHeaders[field.name]?.test(field.value) === true)
}

function newNotice(kind: NoticeKind, fields: readonly Field[], place: Place): Notice {
  return {
    kind,
    time: parseDate(rawFieldOf(fields, 'date')),
    source: 'dsn',
    file: place.file,
    line: place.line,
    host: null,
    queueId: null,
    messageId: messageIdOf(fields),
    sender: null,
    recipient: null,
    originalRecipient: null,
    relay: null,
    relayIp: null,
    relayPort: null,
    diagnostic: '',
  }
}
