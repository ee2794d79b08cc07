/**
 * Events in the Elastic Common Schema, as NDJSON.
 *
 * In:   a batch of events and notices
 * Out:  text, one document a line; what ECS has no field for stands under `bouncelog`
 * Spec: ECS 8.17: @timestamp, message, ecs, event, email, host, log, destination, error, rule
 */
import type { DeliveryEvent, Notice } from '../types.ts'

const ECS_VERSION = '8.17.0'

export function formatEcs(batch: readonly (DeliveryEvent | Notice)[]): string {
  let text = ''
  for (const row of batch) {
    const document = row.kind === 'failure' ? failureDocument(row) : noticeDocument(row)
    text += `${JSON.stringify(withoutNulls(document))}\n`
  }
  return text
}

/** What is true of every result. */
function commonFields(result: DeliveryEvent | Notice) {
  const { time, diagnostic, source, sender, recipient, relay, relayIp, relayPort } = result
  return {
    '@timestamp': time,
    message: diagnostic,
    ecs: { version: ECS_VERSION },
    event: {
      kind: 'event',
      category: ['email'],
      type: ['info'],
      dataset: 'bouncelog.event',
      provider: source,
    },
    email: {
      message_id: result.messageId,
      from: sender === null || sender === '' ? null : { address: [sender] },
      to: recipient === null ? null : { address: [recipient] },
    },
    host: { name: result.host },
    log: { file: { path: result.file } },
    destination: { address: relay ?? relayIp, domain: relay, ip: relayIp, port: relayPort },
  }
}

function noticeDocument(notice: Notice) {
  const common = commonFields(notice)
  return {
    ...common,
    event: { ...common.event, action: notice.kind },
    bouncelog: { line: notice.line, kind: notice.kind, queue_id: notice.queueId },
  }
}

function failureDocument(event: DeliveryEvent) {
  const common = commonFields(event)
  const code = event.replyCode === null ? null : String(event.replyCode)
  return {
    ...common,
    event: {
      ...common.event,
      action: event.outcome,
      outcome: 'failure',
      reason: event.reason,
      code: event.enhancedCode ?? code,
      // ECS counts nanoseconds; a delay is known to hundredths of a second.
      duration: event.delay === null ? null : Math.round(event.delay * 1e3) * 1e6,
    },
    error: { code, message: event.diagnostic },
    rule: { id: event.rule, ruleset: 'bouncelog' },
    bouncelog: {
      line: event.line,
      kind: event.kind,
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
  }
}

/** A field that is not known is left out: that is how ECS says null. */
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
