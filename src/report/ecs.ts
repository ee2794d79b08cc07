/**
 * Events in the Elastic Common Schema, as NDJSON.
 *
 * In:   a batch of events
 * Out:  text, one document a line; what ECS has no field for stands under `bouncelog`
 * Spec: ECS 8.17: @timestamp, message, ecs, event, email, host, log, destination, error, rule
 */
import type { DeliveryEvent } from '../types.ts'

const ECS_VERSION = '8.17.0'

export function formatEcs(batch: readonly DeliveryEvent[]): string {
  let text = ''
  for (const event of batch) text += `${JSON.stringify(ecsDocument(event))}\n`
  return text
}

/** A field that is not known is left out: that is how ECS says null. */
function ecsDocument(event: DeliveryEvent): object {
  return withoutNulls({
    '@timestamp': event.time,
    message: event.diagnostic,
    ecs: { version: ECS_VERSION },
    event: {
      kind: 'event',
      category: ['email'],
      type: ['info'],
      dataset: 'bouncelog.event',
      provider: event.source,
      action: event.outcome,
      outcome: 'failure',
      reason: event.reason,
      code: event.enhancedCode ?? (event.replyCode === null ? null : String(event.replyCode)),
      // ECS counts nanoseconds; a delay is known to hundredths of a second.
      duration: event.delay === null ? null : Math.round(event.delay * 1e3) * 1e6,
    },
    email: {
      message_id: event.messageId,
      from: event.sender === null || event.sender === '' ? null : { address: [event.sender] },
      to: event.recipient === null ? null : { address: [event.recipient] },
    },
    host: { name: event.host },
    log: { file: { path: event.file } },
    destination: {
      address: event.relay ?? event.relayIp,
      domain: event.relay,
      ip: event.relayIp,
      port: event.relayPort,
    },
    error: { code: event.replyCode === null ? null : String(event.replyCode), message: event.diagnostic },
    rule: { id: event.rule, ruleset: 'bouncelog' },
    bouncelog: {
      line: event.line,
      queue_id: event.queueId,
      null_sender: event.sender === '' ? true : null,
      original_recipient: event.originalRecipient,
      domain: event.domain,
      provider: event.provider,
      permanence: event.permanence,
      subject: event.subject,
      reason: event.reason,
      action: event.action,
      scope: event.scope,
      smtp_code: event.replyCode,
      enhanced_code: event.enhancedCode,
      origin: event.origin,
      basis: event.basis,
      conflict: event.conflict,
      list_quality: event.listQuality,
      detail: event.detail,
      blocklist: event.blocklist,
      retry_after: event.retryAfter,
      command: event.command,
      attempts: event.attempts,
    },
  })
}

function withoutNulls(fields: object): object {
  const kept: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (value === null) continue
    if (typeof value !== 'object' || Array.isArray(value)) kept[name] = value
    else {
      const inner = withoutNulls(value)
      if (Object.keys(inner).length > 0) kept[name] = inner
    }
  }
  return kept
}
