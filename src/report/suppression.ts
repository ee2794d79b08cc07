/**
 * Whom to stop mailing, by the policy, from failures and successes.
 *
 * In:     events, deliveries and notices in any order (times decide, not the order), and a policy
 * Out:    a Suppression, which suppression-verdicts.ts turns into entries
 * Errors: none. What has no time or lies in the future is counted and cannot condemn
 * Spec:   policy.md. Only failures whose scope speaks of the recipient count; never basis `outcome`,
 *         never reasons `unknown` and `suppressed`
 */

import { domainOf } from '../address.ts'
import { providerOf } from '../classify/providers/relays.ts'
import { reasons } from '../classify/reasons.ts'
import type { PlainDelivery } from '../plain-results.ts'
import type { Delivery, DeliveryEvent, Notice, Reason } from '../types.ts'
import { parseTime } from './facts.ts'
import type { Cause, Policy } from './policy.ts'
import { type BurstCounts, countAnswer } from './suppression-burst.ts'
import {
  addressKey,
  countStrike,
  type Dossiers,
  dossierOf,
  keepSample,
  type Subject,
  type SubjectKind,
} from './suppression-evidence.ts'
import { countSuccessAt, messageHash, newSuccesses, type Successes } from './suppression-successes.ts'

export interface Suppression {
  policy: Policy
  /** Causes that some rule of the policy is about. */
  causes: ReadonlySet<Cause>
  dossiers: Dossiers
  successes: Successes
  answers: BurstCounts
  days: Map<number, DayOfNetwork>
  /** The latest time seen, epoch seconds: the present, unless the caller says otherwise. */
  latest: number
  /** Epoch seconds; what is dated later is not believed. */
  notAfter: number
  /** Failures and successes without a time, and those dated later than `notAfter`. */
  undated: number
}

/** Was a day's trouble our own? Domains out of reach, as many as are asked for. */
export interface DayOfNetwork {
  someServerAnswered: boolean
  unreachable: Set<string>
}

const HOUR = 3600
const DAY = 24 * HOUR

/** Reasons that say that no server of the domain was spoken to. */
export const UNREACHABLE: ReadonlySet<Cause> = new Set<Reason>([
  'network-error',
  'dns-error',
  'expired',
  'domain-unknown',
])

const usual = new Map(reasons.map(row => [row.reason, row]))

export function newSuppression(policy: Policy, { notAfter = Number.POSITIVE_INFINITY } = {}): Suppression {
  return {
    policy,
    causes: new Set(Object.values(policy.rules).flatMap(rule => rule.reasons)),
    dossiers: new Map(),
    successes: newSuccesses(),
    answers: new Map(),
    days: new Map(),
    latest: 0,
    notAfter,
    undated: 0,
  }
}

export function countFinding(suppression: Suppression, finding: DeliveryEvent | Delivery | Notice): void {
  if (finding.kind === 'failure') countFailure(suppression, finding)
  else if (finding.kind === 'delivery') countSuccess(suppression, finding)
  else if (finding.kind === 'complaint') countComplaint(suppression, finding)
}

function countSuccess(suppression: Suppression, delivery: Delivery): void {
  if (delivery.outcome !== 'delivered') return
  const at = timeOf(suppression, delivery.time)
  if (at !== null) success(suppression, at, delivery)
}

/** The same for a delivery of a log, of which no finding is made. */
export function countPlainSuccess(suppression: Suppression, delivery: PlainDelivery): void {
  const { time, messageId, isLocal } = delivery
  const at = believed(suppression, time)
  if (at === null) return
  success(suppression, at, {
    messageId,
    recipient: delivery.recipientName(),
    relay: isLocal ? null : delivery.relayName(),
  })
}

function success(
  suppression: Suppression,
  at: number,
  { recipient, relay, messageId }: Pick<Delivery, 'recipient' | 'relay' | 'messageId'>,
): void {
  dayAt(suppression, at).someServerAnswered = true
  countAnswer(suppression.answers, providerOf(relay), at, 'other')
  if (recipient === null) return
  const message = messageHash(messageId)
  countSuccessAt(suppression.successes, 'address', addressKey(recipient), at, message)
  const domain = domainOf(recipient)
  if (domain !== null) countSuccessAt(suppression.successes, 'domain', domain, at, message)
}

function countComplaint(suppression: Suppression, notice: Notice): void {
  if (notice.recipient === null) return
  // A complaint needs no date to be one: it never expires and nothing clears it.
  const at = notice.time === null ? 0 : (timeOf(suppression, notice.time) ?? 0)
  const dossier = dossierOf(suppression.dossiers, { kind: 'address', value: notice.recipient, sender: null })
  const cause = 'complaint'
  countStrike(dossier, { ...PLAIN, cause, at, width: DAY })
  const said = { replyCode: null, enhancedCode: null, example: notice.diagnostic }
  keepSample(dossier.samples, cause, { at, value: notice.recipient, ...said, rule: null })
}

const PLAIN = {
  refusedAtRcpt: false,
  permanent: true,
  condemns: true,
  operator: '',
  isReport: false,
  message: 0,
} as const

function countFailure(suppression: Suppression, event: DeliveryEvent): void {
  // Rejected: mail that this host refused from others. It says nothing about whom we mail.
  if (event.outcome === 'rejected') return
  const at = timeOf(suppression, event.time)
  if (at === null) return
  // Suppressed: the sender's own platform said it; nobody was asked.
  const subject = event.reason === 'suppressed' ? null : subjectOf(event)
  const condemns = subject !== null && isEvidence(suppression, event)
  if (condemns) strike(suppression, subject, event, at, 'condemns')
  else reviewOnly(suppression, event, at)
  if (event.reason === 'suppressed') return
  countAnswer(
    suppression.answers,
    event.provider,
    at,
    condemns && isSuppressing(event) ? 'condemning' : 'other',
  )
  countNetwork(suppression, event, at)
}

/** Given up for a reason that condemns nobody: a person may want to look. */
function reviewOnly(suppression: Suppression, event: DeliveryEvent, at: number): void {
  if (event.outcome !== 'bounced' && event.outcome !== 'expired') return
  const isUnsure =
    event.reason === 'unknown' || event.reason === 'suppressed' || suppression.causes.has(event.reason)
  const isAskedFor = event.action === 'review' || event.basis === 'outcome'
  if (!isUnsure || !isAskedFor || event.recipient === null) return
  strike(suppression, { kind: 'address', value: event.recipient, sender: null }, event, at, 'review')
}

function strike(
  { dossiers }: Suppression,
  subject: Subject,
  event: DeliveryEvent,
  at: number,
  use: 'condemns' | 'review',
): void {
  const dossier = dossierOf(dossiers, subject)
  const { reason: cause, provider, domain, replyCode, enhancedCode, diagnostic, rule } = event
  const permanent = event.permanence === 'permanent' || event.action === 'suppress'
  const isRetried = event.outcome === 'deferred' || event.outcome === 'delayed'
  countStrike(dossier, {
    cause,
    at,
    operator: provider ?? `@${domain}`,
    permanent,
    refusedAtRcpt: isRefusedAtRcpt(event),
    condemns: use === 'condemns',
    width: isRetried ? DAY : HOUR,
    isReport: event.source === 'dsn',
    message: messageHash(event.messageId),
  })
  keepSample(dossier.samples, cause, {
    at,
    value: subject.value,
    replyCode,
    enhancedCode,
    example: diagnostic,
    rule,
  })
}

/** For whom the answer holds; null where that is not the recipient. */
function subjectOf({ scope, recipient, domain, sender, reason }: DeliveryEvent): Subject | null {
  const kind = kindOf(scope, reason)
  if (kind === 'domain') return domain === null ? null : { kind, value: domain, sender: null }
  if (kind === null || recipient === null) return null
  if (kind === 'pair') return sender === null ? null : { kind, value: recipient, sender }
  return { kind, value: recipient, sender: null }
}

/** A whole domain is condemned only for reasons that are about domains. */
function kindOf(scope: DeliveryEvent['scope'], reason: Reason): SubjectKind | null {
  if (scope === 'address' || scope === 'pair') return scope
  if (scope !== 'domain') return null
  return usual.get(reason)?.scope === 'domain' ? 'domain' : 'address'
}

/** An action that a rule put in the usual one's place says that this case is another. */
function isEvidence({ causes }: Suppression, event: DeliveryEvent): boolean {
  if (event.basis === 'outcome' || event.reason === 'unknown' || !causes.has(event.reason)) return false
  return event.action === 'suppress' || event.action === usual.get(event.reason)?.action
}

/** What the burst guard counts: answers of a server that would have addresses suppressed. */
function isSuppressing(event: DeliveryEvent): boolean {
  return event.action === 'suppress' || event.permanence === 'permanent'
}

/**
 * The host that holds the mailbox said so before it took the message. A DSN that the recipient's side or a
 * gateway wrote tells of hosts behind it, which may be wrong about what is in front of them.
 */
function isRefusedAtRcpt(event: DeliveryEvent): boolean {
  if (event.source !== 'dsn')
    return event.command === 'RCPT' || (event.command === null && event.origin === 'local')
  if (event.command !== 'RCPT' || event.origin !== 'remote') return false
  return providerOf(event.host) === null && !isWithin(event.host, event.domain)
}

function isWithin(host: string | null, domain: string | null): boolean {
  if (host === null || domain === null) return false
  const name = host.toLowerCase()
  return name === domain || name.endsWith(`.${domain}`)
}

function countNetwork(suppression: Suppression, event: DeliveryEvent, at: number): void {
  const isAnswer = event.origin === 'remote' && event.replyCode !== null
  const day = dayAt(suppression, at)
  if (isAnswer) day.someServerAnswered = true
  if (event.domain === null) return
  const isOutOfReach = UNREACHABLE.has(event.reason)
  if (isAnswer && !isOutOfReach) countSuccessAt(suppression.successes, 'contact', event.domain, at, 0)
  if (isOutOfReach && day.unreachable.size < suppression.policy.ownOutageDomains)
    day.unreachable.add(event.domain)
}

function dayAt({ days }: Suppression, at: number): DayOfNetwork {
  const day = Math.floor(at / DAY)
  let known = days.get(day)
  if (known === undefined) {
    known = { someServerAnswered: false, unreachable: new Set() }
    days.set(day, known)
  }
  return known
}

/** Epoch seconds, and the present moves on; null for what cannot be placed in time. */
function timeOf(suppression: Suppression, time: string | null): number | null {
  return believed(suppression, time === null ? Number.NaN : parseTime(time))
}

function believed(suppression: Suppression, milliseconds: number): number | null {
  const at = Math.floor(milliseconds / 1000)
  if (Number.isNaN(at) || at <= 0 || at > suppression.notAfter) {
    suppression.undated++
    return null
  }
  if (at > suppression.latest) suppression.latest = at
  return at
}
