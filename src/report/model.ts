/**
 * What a report says: data only. schema/summary.schema.json describes the same; docs/report.md defines the
 * words. Counts are attempts unless a name says recipients or messages; a rate is null where no delivery is
 * known, since failures alone have no denominator.
 */
import type { Action, InputSummary, NoticeKind, Problem, Reason } from '../types.ts'

export const REPORT_SCHEMA_VERSION = 1

/** The views: a report has one table for each. */
export const VIEW_NAMES = [
  'by-outcome',
  'by-permanence',
  'by-subject',
  'by-reason',
  'by-action',
  'by-enhanced-code',
  'by-reply-code',
  'by-domain',
  'by-provider',
  'by-sender-domain',
  'by-relay',
  'by-host',
  'by-time',
  'by-blocklist',
  'by-template',
  'by-rollup',
  'unmatched',
] as const

export type ViewName = (typeof VIEW_NAMES)[number]

/** One value of what a view is by. */
export interface Row {
  /** Null: not known (an event without relay, say). */
  key: string | null
  /** Failure events. */
  failures: number
  bounced: number
  deferred: number
  expired: number
  delayed: number
  rejected: number
  permanent: number
  transient: number
  unknown: number
  suppress: number
  retry: number
  slowDown: number
  fixSender: number
  fixMessage: number
  review: number
  /** Distinct addresses among the failures. */
  recipients: number
  /** Distinct messages among the failures. */
  messages: number
  /** Deliveries; null where a delivery cannot have the key (a reason, a code). */
  delivered: number | null
  /** The denominator of `rate`: attempts of this row, or of the whole input where `delivered` is null. */
  attempts: number
  /** Failed attempts (without rejected and suppressed) / attempts. */
  rate: number | null
  /** Of the failures of the whole input. */
  share: number
  firstSeen: string | null
  lastSeen: string | null
  /** Words of the earliest failure: only in by-template and unmatched. */
  example: string | null
}

/** What a row says of how often it fails. */
export type Rank = Pick<Row, 'key' | 'failures' | 'delivered' | 'rate' | 'share'>

export interface View {
  name: ViewName
  /** Most failures first, then by key; by-time in the order of time. */
  rows: Row[]
  /** Everything beyond the rows kept, in one row; null if nothing was left off. */
  other: Row | null
  /** Rows that `other` stands for. */
  leftOff: number
  /** What `rows` begin with, without a look at addresses and messages; of a report that was just made, and in no JSON. */
  readonly ranks?: readonly Rank[]
}

/** Attempts: what single tries came to. */
export interface AttemptTotals {
  /** delivered + bounced + deferred + expired + delayed, without `suppressed`. The denominator of the rates. */
  attempted: number
  delivered: number
  bounced: number
  deferred: number
  expired: number
  /** Delay notices (DSN Action: delayed). */
  delayed: number
  /** Given to a content filter on this host, to be queued again: no delivery, in no rate. */
  handedOver: number
  /** Refused from clients: inbound, in no rate. */
  rejected: number
  /** Not sent because of a suppression list: no attempt, in no rate. */
  suppressed: number
}

/** Deliveries to be made, one for each message and recipient: what they came to in the end. */
export interface DeliveryTotals {
  /** delivered + bounced + expired + deferred. The denominator of the rates. */
  attempted: number
  /** Delivered at last, if after deferrals. */
  delivered: number
  bounced: number
  /** Given up on. */
  expired: number
  /** Deferred or delayed and, as far as the input goes, neither delivered nor given up since. */
  deferred: number
}

/** Each divided by `attempted`; all null where no delivery is known. */
export interface Rates {
  denominator: number
  delivered: number | null
  bounced: number | null
  deferred: number | null
  expired: number | null
}

export interface ReportTotals {
  /** Failure events, each counted once. */
  failures: number
  /** DSNs left out because the log holds the same failure. */
  duplicates: number
  /** Messages with at least one result. */
  messages: number
  /** Distinct addresses that mail was tried for. */
  addresses: number
  /** Distinct addresses that failed with action suppress and permanence permanent. */
  addressesToSuppress: number
  attempts: AttemptTotals
  attemptRates: Rates
  deliveries: DeliveryTotals
  deliveryRates: Rates
}

/** One cause and who must move: reason, at which provider, by which codes. */
export interface ActionItem {
  reason: Reason
  provider: string | null
  replyCode: number | null
  enhancedCode: string | null
  failures: number
  recipients: number
  messages: number
}

export interface ActionGroup {
  action: Action
  failures: number
  recipients: number
  messages: number
  items: ActionItem[]
  /** Items beyond those kept. */
  leftOff: number
}

export interface Cause {
  reason: Reason
  provider: string | null
  action: Action
  failures: number
  recipients: number
}

export interface TimelineCell {
  /** A day or an hour; null: not known. */
  time: string | null
  action: Action
  failures: number
}

/** A wording that many failures share, with what it was taken for. */
export interface ReplyRow {
  template: string
  example: string
  reason: Reason
  action: Action
  replyCode: number | null
  enhancedCode: string | null
  failures: number
  recipients: number
  /** Who said it, most failures first; null: hosts of no known provider. */
  providers: { provider: string | null; failures: number }[]
}

export interface ProblemSummary {
  total: number
  /** The first of them. */
  shown: readonly Problem[]
}

export interface Report {
  schemaVersion: typeof REPORT_SCHEMA_VERSION
  bouncelogVersion: string
  /** First and last result; ISO 8601 in UTC. */
  period: { from: string | null; to: string | null }
  bucket: 'hour' | 'day'
  totals: ReportTotals
  actions: ActionGroup[]
  views: Record<ViewName, View>
  /** Failures by reason, provider and action: every one that occurs. */
  causes: Cause[]
  /** Failures by time and action: every one that occurs. */
  timeline: TimelineCell[]
  replies: ReplyRow[]
  /** Messages among the bounces that are no failure. */
  notices: Partial<Record<NoticeKind, number>>
  inputs: readonly InputSummary[]
  problems: ProblemSummary
}
