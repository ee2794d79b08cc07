/** Events and deliveries for the tests of the report: each names what matters to it, the rest stands here. */
import type { Delivery, DeliveryEvent } from '../../src/types.ts'

export function failure(given: Partial<DeliveryEvent> = {}): DeliveryEvent {
  const recipient = given.recipient === undefined ? 'ada@example.com' : given.recipient
  return {
    time: '2026-03-01T10:00:00.000Z',
    source: 'postfix',
    kind: 'failure',
    file: 'mail.log',
    line: 1,
    host: 'mx1.example.org',
    queueId: '4F9D195432C',
    messageId: null,
    sender: 'news@example.org',
    recipient,
    originalRecipient: null,
    domain: recipient === null ? null : recipient.slice(recipient.lastIndexOf('@') + 1),
    provider: null,
    relay: 'mail.example.com',
    relayIp: '192.0.2.25',
    relayPort: 25,
    outcome: 'bounced',
    permanence: 'permanent',
    subject: 'addressing',
    reason: 'user-unknown',
    action: 'suppress',
    scope: 'address',
    replyCode: 550,
    enhancedCode: '5.1.1',
    status: '5.1.1',
    origin: 'remote',
    basis: 'text',
    rule: 'user-unknown.plain',
    conflict: false,
    listQuality: false,
    detail: 'Bad destination mailbox address',
    blocklist: null,
    retryAfter: null,
    command: 'RCPT',
    diagnostic: '550 5.1.1 No such user',
    notice: null,
    delay: 1.5,
    attempts: 1,
    firstOfMessage: true,
    ...given,
  }
}

export function deferral(given: Partial<DeliveryEvent> = {}): DeliveryEvent {
  return failure({
    outcome: 'deferred',
    permanence: 'transient',
    subject: 'mailbox',
    reason: 'mailbox-full',
    action: 'retry',
    replyCode: 452,
    enhancedCode: '4.2.2',
    diagnostic: '452 4.2.2 Mailbox full',
    ...given,
  })
}

export function delivered(given: Partial<Delivery> = {}): Delivery {
  return {
    kind: 'delivery',
    time: '2026-03-01T10:00:00.000Z',
    source: 'postfix',
    file: 'mail.log',
    line: 1,
    host: 'mx1.example.org',
    queueId: '4F9D195432C',
    messageId: null,
    sender: 'news@example.org',
    recipient: 'ada@example.com',
    originalRecipient: null,
    relay: 'mail.example.com',
    relayIp: '192.0.2.25',
    relayPort: 25,
    outcome: 'delivered',
    attempts: 1,
    firstOfMessage: true,
    ...given,
  }
}
