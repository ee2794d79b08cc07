/**
 * A Report for Prometheus: a file for node_exporter's textfile collector.
 *
 * In:   a report (of one run over a log: the counts are of that log, and start again with the next)
 * Out:  text, HELP and TYPE before each metric, label values escaped
 * Spec: Prometheus text exposition format 0.0.4
 */
import type { Report } from './model.ts'

interface Sample {
  labels: Readonly<Record<string, string>>
  value: number
}

export function formatPrometheus(report: Report): string {
  const { totals } = report
  const { attempts, deliveries } = totals
  return [
    metric('bouncelog_failures_total', 'counter', 'Failed delivery attempts.', causeSamples(report)),
    metric('bouncelog_attempts_total', 'counter', 'Delivery attempts by what they came to.', [
      outcome('delivered', attempts.delivered),
      outcome('bounced', attempts.bounced),
      outcome('deferred', attempts.deferred),
      outcome('expired', attempts.expired),
      outcome('delayed', attempts.delayed),
    ]),
    metric(
      'bouncelog_deliveries_total',
      'counter',
      'Deliveries, one for each message and recipient, by what they came to in the end.',
      [
        outcome('delivered', deliveries.delivered),
        outcome('bounced', deliveries.bounced),
        outcome('deferred', deliveries.deferred),
        outcome('expired', deliveries.expired),
      ],
    ),
    metric(
      'bouncelog_provider_delivered_total',
      'counter',
      'Successful attempts by provider.',
      deliveredSamples(report),
    ),
    metric('bouncelog_messages_total', 'counter', 'Messages with at least one result.', [
      plain(totals.messages),
    ]),
    metric('bouncelog_addresses', 'gauge', 'Distinct addresses that mail was tried for.', [
      plain(totals.addresses),
    ]),
    metric('bouncelog_addresses_to_suppress', 'gauge', 'Distinct addresses that failed for good.', [
      plain(totals.addressesToSuppress),
    ]),
    metric('bouncelog_unmatched_total', 'counter', 'Failures whose wording no rule knows.', [
      plain(unmatched(report)),
    ]),
    metric('bouncelog_unreadable_records_total', 'counter', 'Records that could not be read.', [
      plain(report.problems.total),
    ]),
    metric('bouncelog_inputs_failed', 'gauge', 'Inputs that could not be read to their end.', [
      plain(report.inputs.filter(input => input.error !== null).length),
    ]),
    ...periodMetric(report),
  ].join('')
}

function metric(name: string, type: 'counter' | 'gauge', help: string, samples: readonly Sample[]): string {
  let text = `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`
  for (const { labels, value } of samples) text += `${name}${formatLabels(labels)} ${value}\n`
  return text
}

function formatLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

/** The format knows three escapes; other control characters would end the sample's line for some readers. */
function escapeLabel(value: string): string {
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
  return escaped.replace(/[\x00-\x1f\x7f\u2028\u2029]/g, '\ufffd')
}

/** A provider that is not known is the empty label, which Prometheus takes for no label. */
function causeSamples(report: Report): Sample[] {
  return report.causes.map(({ reason, provider, action, failures }) => ({
    labels: { reason, provider: provider ?? '', action },
    value: failures,
  }))
}

function deliveredSamples(report: Report): Sample[] {
  return report.views['by-provider'].rows.map(row => ({
    labels: { provider: row.key ?? '' },
    value: row.delivered ?? 0,
  }))
}

function outcome(name: string, value: number): Sample {
  return { labels: { outcome: name }, value }
}

function plain(value: number): Sample {
  return { labels: {}, value }
}

function unmatched({ views }: Report): number {
  const { rows, other } = views.unmatched
  return rows.reduce((sum, row) => sum + row.failures, other?.failures ?? 0)
}

function periodMetric({ period }: Report): string[] {
  if (period.to === null) return []
  const seconds = Date.parse(period.to) / 1000
  if (Number.isNaN(seconds)) return []
  return [
    metric('bouncelog_last_result_timestamp_seconds', 'gauge', 'When the last result was logged.', [
      plain(seconds),
    ]),
  ]
}
