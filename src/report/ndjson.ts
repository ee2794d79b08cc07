/**
 * Events as NDJSON: one JSON object a line, exactly the columns of an event, in their order.
 *
 * In:  a batch of events (and notices, which carry fewer columns)
 * Out: text, each line ended by LF; '' for an empty batch
 */
import type { DeliveryEvent, Notice } from '../types.ts'
import type { EventRow } from './columns.ts'

/** One text for a whole batch: one write, not one a line. */
export function formatNdjson(batch: readonly (DeliveryEvent | Notice)[]): string {
  let text = ''
  for (const row of batch) {
    text += row.kind === 'failure' ? eventLine(row) : noticeLine(row)
  }
  return text
}

function noticeLine(notice: Notice): string {
  return `${JSON.stringify(notice)}\n`
}

/** The columns of an event as an object of its own, for writers that take objects. */
export function eventRow(event: DeliveryEvent): EventRow {
  // A literal in the order of the columns (a test compares it with columns.ts): V8 gives all rows one shape,
  // which is what makes JSON.stringify fast.
  return {
    time: event.time,
    source: event.source,
    kind: event.kind,
    file: event.file,
    line: event.line,
    host: event.host,
    queueId: event.queueId,
    messageId: event.messageId,
    sender: event.sender,
    recipient: event.recipient,
    originalRecipient: event.originalRecipient,
    domain: event.domain,
    provider: event.provider,
    relay: event.relay,
    relayIp: event.relayIp,
    relayPort: event.relayPort,
    outcome: event.outcome,
    permanence: event.permanence,
    subject: event.subject,
    reason: event.reason,
    action: event.action,
    scope: event.scope,
    replyCode: event.replyCode,
    enhancedCode: event.enhancedCode,
    origin: event.origin,
    basis: event.basis,
    rule: event.rule,
    conflict: event.conflict,
    listQuality: event.listQuality,
    detail: event.detail,
    blocklist: event.blocklist,
    retryAfter: event.retryAfter,
    command: event.command,
    diagnostic: event.diagnostic,
    delay: event.delay,
    attempts: event.attempts,
  }
}

function eventLine(event: DeliveryEvent): string {
  return `${JSON.stringify(eventRow(event))}\n`
}
