/** Events, deliveries and complaints for the tests of the suppression: what is not said is that of a plain refusal. */

import type { Policy } from '../../src/report/policy.ts'
import { DEFAULT_POLICY } from '../../src/report/policy-default.ts'
import { countFinding, newSuppression } from '../../src/report/suppression.ts'
import { decideSuppression, type SuppressionEntry } from '../../src/report/suppression-verdicts.ts'
import type { Delivery, DeliveryEvent, Notice } from '../../src/types.ts'

export type Told = DeliveryEvent | Delivery | Notice

const PLACE = {
  source: 'postfix',
  file: 'mail.log',
  line: 1,
  host: 'mx1.sender.example',
  queueId: null,
  messageId: null,
  sender: 'news@sender.example',
  recipient: 'ada@example.com',
  originalRecipient: null,
  relay: 'mx.example.com',
  relayIp: '192.0.2.25',
  relayPort: 25,
} as const

/** Day 1 is 2026-03-01; an hour with minutes, `day(3, '14:30')`. */
export function day(number: number, clock = '12:00'): string {
  const date = new Date(Date.UTC(2026, 2, number)).toISOString().slice(0, 10)
  return `${date}T${clock}:00.000Z`
}

/** "550 5.1.1 user unknown" at RCPT, unless said otherwise. */
export function failure(changes: Partial<DeliveryEvent> = {}): DeliveryEvent {
  const recipient = changes.recipient ?? PLACE.recipient
  return {
    ...PLACE,
    kind: 'failure',
    time: day(1),
    domain: recipient.slice(recipient.lastIndexOf('@') + 1).toLowerCase(),
    provider: null,
    outcome: 'bounced',
    permanence: 'permanent',
    subject: 'addressing',
    reason: 'user-unknown',
    action: 'suppress',
    scope: 'address',
    replyCode: 550,
    enhancedCode: '5.1.1',
    status: null,
    origin: 'remote',
    basis: 'text',
    rule: 'user-unknown.words',
    conflict: false,
    listQuality: false,
    detail: null,
    blocklist: null,
    retryAfter: null,
    command: 'RCPT',
    diagnostic: '550 5.1.1 user unknown',
    notice: null,
    delay: 1,
    attempts: 1,
    firstOfMessage: true,
    ...changes,
  }
}

const DEFERRED = { outcome: 'deferred', permanence: 'transient', action: 'retry' } as const

export function mailboxFull(changes: Partial<DeliveryEvent> = {}): DeliveryEvent {
  return failure({
    ...DEFERRED,
    reason: 'mailbox-full',
    subject: 'mailbox',
    replyCode: 452,
    enhancedCode: '4.2.2',
    diagnostic: '452 4.2.2 mailbox full',
    ...changes,
  })
}

export function timedOut(changes: Partial<DeliveryEvent> = {}): DeliveryEvent {
  return failure({
    ...DEFERRED,
    reason: 'network-error',
    subject: 'network',
    scope: 'domain',
    replyCode: null,
    enhancedCode: '4.4.1',
    origin: 'local',
    command: 'CONNECT',
    relay: null,
    diagnostic: 'connect to mx.example.com[192.0.2.25]:25: Connection timed out',
    ...changes,
  })
}

export function noSuchDomain(changes: Partial<DeliveryEvent> = {}): DeliveryEvent {
  return failure({
    reason: 'domain-unknown',
    scope: 'domain',
    replyCode: null,
    enhancedCode: '5.4.4',
    origin: 'local',
    command: null,
    relay: null,
    diagnostic:
      'Host or domain name not found. Name service error for name=example.com type=AAAA: Host not found',
    ...changes,
  })
}

export function delivered(changes: Partial<Delivery> = {}): Delivery {
  return {
    ...PLACE,
    kind: 'delivery',
    time: day(1),
    outcome: 'delivered',
    attempts: 1,
    firstOfMessage: true,
    ...changes,
  }
}

export function complaint(changes: Partial<Notice> = {}): Notice {
  return { ...PLACE, kind: 'complaint', time: day(1), diagnostic: 'Feedback-Type: abuse', ...changes }
}

export interface Hearing {
  policy?: Policy
  /** ISO 8601; the latest time told of, if not given. */
  now?: string
}

export function decide(
  told: readonly Told[],
  { policy = DEFAULT_POLICY, now }: Hearing = {},
): SuppressionEntry[] {
  const suppression = newSuppression(policy)
  for (const finding of told) countFinding(suppression, finding)
  return decideSuppression(suppression, { now: now === undefined ? null : Date.parse(now) / 1000 })
}

/** "suppress address ada@example.com user-unknown", one an entry. */
export function verdicts(told: readonly Told[], hearing: Hearing = {}): string[] {
  return decide(told, hearing).map(
    ({ verdict, kind, value, reason }) => `${verdict} ${kind} ${value} ${reason}`,
  )
}
