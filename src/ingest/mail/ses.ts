/**
 * Amazon SES notifications: JSON that SNS sends as the text of a mail, or that somebody saved to a file.
 *
 * In:     the JSON text: the notification itself, or SNS's envelope around it
 * Out:    attempts (Bounce), notices (Complaint), deliveries (Delivery); null for what is no SES notification
 * Spec:   Amazon SES Developer Guide, "Contents of Amazon SNS notifications"
 */
import type { Finding, Notice, Outcome } from '../../types.ts'
import { parseDate } from './date.ts'
import { cleanAddress, parseTyped } from './delivery-status.ts'
import { attemptOf, deliveryOf, type Failure, newFailure, type Report } from './failure.ts'
import { hostOf } from './framing.ts'

const MAX_JSON = 1_000_000

type Json = Record<string, unknown>

/** A file of notifications instead of a mail: one, an array, or one on each line. */
export function parseSesDocument(text: string, place: { file: string; line: number }): Finding[] | null {
  if (!/^\s{0,99}[[{]/.test(text)) return null
  const one = parseSesNotification(text, place)
  if (one !== null) return one
  const found = partsOf(text).map(part => parseSesNotification(part, place))
  const known = found.filter(findings => findings !== null)
  return known.length === 0 ? null : known.flat()
}

function partsOf(text: string): string[] {
  if (!text.trimStart().startsWith('[')) return text.split('\n')
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list.map(one => JSON.stringify(one)) : []
  } catch {
    return []
  }
}

export function parseSesNotification(text: string, place: { file: string; line: number }): Finding[] | null {
  const trimmed = text.trimStart()
  if (!trimmed.startsWith('{') || !/"(?:notificationType|eventType|Message)\\?"/.test(trimmed)) return null
  const json = lastBrace(trimmed.slice(0, MAX_JSON))
  // A relay folds lines over 998 characters, inside of strings as well.
  const outer = parseJson(json) ?? parseJson(json.replace(/\r?\n ?/g, ''))
  const notification = typeof outer?.Message === 'string' ? parseJson(outer.Message) : outer
  const kind = textOf(notification?.notificationType) ?? textOf(notification?.eventType)
  const mail = objectOf(notification?.mail)
  if (notification === null || kind === null || mail === null) return null
  const report = reportOf(notification, mail, place)
  if (kind === 'Bounce') return bouncesOf(objectOf(notification.bounce) ?? {}, report)
  if (kind === 'Complaint') return complaintsOf(objectOf(notification.complaint) ?? {}, report)
  if (kind === 'Delivery') return deliveriesOf(objectOf(notification.delivery) ?? {}, report)
  if (kind === 'DeliveryDelay') return delaysOf(objectOf(notification.deliveryDelay) ?? {}, report)
  return null
}

function reportOf(notification: Json, mail: Json, place: { file: string; line: number }): Report {
  const about =
    objectOf(notification.bounce) ??
    objectOf(notification.complaint) ??
    objectOf(notification.delivery) ??
    objectOf(notification.deliveryDelay)
  const mta = textOf(about?.reportingMTA)
  const headers = objectOf(mail.commonHeaders)
  const messageId = textOf(headers?.messageId)?.replace(/^<|>$/g, '') ?? textOf(mail.messageId)
  return {
    ...place,
    time: parseDate(textOf(about?.timestamp)),
    host: mta === null ? null : hostOf(parseTyped(mta).value),
    queueId: textOf(mail.messageId),
    messageId,
    sender: cleanAddress(textOf(mail.source) ?? ''),
    arrival: parseDate(textOf(mail.timestamp)),
  }
}

function bouncesOf(bounce: Json, report: Report): Finding[] {
  const transient = textOf(bounce.bounceType) === 'Transient'
  const subType = textOf(bounce.bounceSubType) ?? ''
  return listOf(bounce.bouncedRecipients).map((recipient, i) => {
    const failure = failureOf(recipient, `Amazon SES: ${textOf(bounce.bounceType) ?? ''} ${subType}`)
    // SES itself refused: the address stands on its own suppression list, nothing was sent.
    if (/suppress/i.test(subType)) failure.saidBy = 'mta'
    const outcome: Outcome = transient && failure.status?.startsWith('4') === true ? 'expired' : 'bounced'
    return attemptOf({ ...failure, outcome }, report, i === 0)
  })
}

function delaysOf(delay: Json, report: Report): Finding[] {
  return listOf(delay.delayedRecipients).map((recipient, i) => {
    const failure = failureOf(recipient, `Amazon SES: ${textOf(delay.delayType) ?? ''}`)
    return attemptOf({ ...failure, outcome: 'delayed' }, report, i === 0)
  })
}

function failureOf(recipient: Json, notice: string): Failure {
  const diagnostic = parseTyped(textOf(recipient.diagnosticCode) ?? '')
  const status = /^\d\.\d{1,3}\.\d{1,3}$/.exec(textOf(recipient.status) ?? '')?.[0] ?? null
  return {
    ...newFailure(cleanAddress(textOf(recipient.emailAddress) ?? ''), diagnostic.value),
    status,
    saidBy: diagnostic.type === 'smtp' ? 'server' : null,
    notice,
  }
}

function deliveriesOf(delivery: Json, report: Report): Finding[] {
  const recipients = Array.isArray(delivery.recipients) ? delivery.recipients : []
  const relay = textOf(delivery.remoteMtaIp)
  return recipients
    .map(recipient => cleanAddress(textOf(recipient) ?? ''))
    .map((recipient, i) => deliveryOf({ ...newFailure(recipient, ''), relayIp: relay }, report, i === 0))
}

function complaintsOf(complaint: Json, report: Report): Notice[] {
  return listOf(complaint.complainedRecipients).map(recipient => ({
    kind: 'complaint',
    time: report.time,
    source: 'dsn',
    file: report.file,
    line: report.line,
    host: report.host,
    queueId: report.queueId,
    messageId: report.messageId,
    sender: report.sender,
    recipient: cleanAddress(textOf(recipient.emailAddress) ?? ''),
    originalRecipient: null,
    relay: null,
    relayIp: null,
    relayPort: null,
    diagnostic: `Feedback-Type: ${textOf(complaint.complaintFeedbackType) ?? 'abuse'}`,
  }))
}

/** SNS appends an unsubscribe notice to the JSON: the text up to the last brace. */
function lastBrace(text: string): string {
  return text.slice(0, text.lastIndexOf('}') + 1)
}

function parseJson(text: string): Json | null {
  try {
    return objectOf(JSON.parse(text))
  } catch {
    return null
  }
}

function objectOf(value: unknown): Json | null {
  // A JSON object: JSON.parse gives no other object that is no array.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(objectOf).filter(one => one !== null) : []
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
