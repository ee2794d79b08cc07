/**
 * Evidence -> entries of the suppression list, each with what, why, since when and until when.
 *
 * In:   a Suppression that has seen the whole input, and the present (epoch seconds; null: the latest time seen)
 * Out:  one entry for each address, domain or pair against which something stands, the gravest verdicts first
 * Spec: policy.md
 */
import type { Cause, PolicyRule, Threshold } from './policy.ts'
import { type Suppression, UNREACHABLE } from './suppression.ts'
import { type SuspectPeriod, suspectPeriods, suspectUntil } from './suppression-burst.ts'
import type { Dossier, Strike, SubjectKind } from './suppression-evidence.ts'
import { type LastSuccess, lastSuccessOf } from './suppression-successes.ts'
import { daysOf, earliestOf, endOfPause, isMet, isoTime, lackOf, latestOf } from './suppression-thresholds.ts'
import { suspectDomains } from './suppression-turns.ts'
import { likelyIntent } from './suppression-typos.ts'

export const VERDICTS = ['suppress', 'pause', 'quarantine', 'pending', 'review'] as const
export type SuppressionVerdict = (typeof VERDICTS)[number]

export interface SuppressionEntry {
  kind: SubjectKind
  value: string
  /** For a pair: whose mail is refused. */
  sender: string | null
  verdict: SuppressionVerdict
  reason: Cause
  /** The rule of the policy that decided; null for a review. */
  policyRule: string | null
  /** Distinct days (UTC) with a failure of this reason since the last success. */
  evidenceDays: number
  failures: number
  firstSeen: string | null
  lastSeen: string | null
  lastSuccess: string | null
  replyCode: number | null
  enhancedCode: string | null
  /** Of the classifier. */
  rules: string[]
  example: string
  /** When the verdict ends; null: never. */
  expires: string | null
  /** What an entry lacks to be suppressed. */
  missing: string | null
  /** The domain that was probably meant. */
  likelyIntent: string | null
}

const DAY = 86_400

/** What all judgements of one run share. */
interface Court {
  suppression: Suppression
  suspects: Map<string, SuspectPeriod[]>
  now: number
}

interface Judgement {
  verdict: SuppressionVerdict
  policyRule: string | null
  strikes: Strike[]
  expires: number | null
  missing: string | null
}

export function decideSuppression(
  suppression: Suppression,
  { now = null }: { now?: number | null } = {},
): SuppressionEntry[] {
  const suspects = new Map([
    ...suspectPeriods(suppression.answers, suppression.policy.burst),
    ...suspectDomains(suppression),
  ])
  const court: Court = { suppression, suspects, now: now ?? suppression.latest }
  const entries: SuppressionEntry[] = []
  for (const dossier of suppression.dossiers.values()) {
    const entry = entryOf(court, dossier)
    if (entry !== null) entries.push(entry)
  }
  return entries.sort(compareEntries)
}

function entryOf(court: Court, dossier: Dossier): SuppressionEntry | null {
  const standing = standingStrikes(court, dossier)
  let gravest: Judgement | null = null
  for (const [name, rule] of Object.entries(court.suppression.policy.rules)) {
    const strikes = strikesFor(rule, standing.strikes)
    const judgement = strikes.length === 0 ? null : judge(court, { name, rule, strikes })
    if (judgement !== null && (gravest === null || isGraver(judgement, gravest))) gravest = judgement
  }
  gravest ??= reviewOf(standing.strikes)
  return gravest === null
    ? null
    : formEntry({ court, dossier, judgement: gravest, success: standing.success })
}

/** What no success has cleared, and what the own network's trouble does not explain. */
function standingStrikes(
  { suppression }: Court,
  dossier: Dossier,
): { strikes: Strike[]; success: LastSuccess } {
  const { kind, key, strikes } = dossier
  const refuted = refutedMessages(dossier)
  const successOf = kind === 'domain' ? 'domain' : 'address'
  const success = lastSuccessOf(suppression.successes, successOf, key, refuted)
  const contact = kind === 'domain' ? lastSuccessOf(suppression.successes, 'contact', key, refuted).clears : 0
  const standing = strikes.filter(strike => {
    if (strike.cause === 'complaint') return true
    if (strike.last <= success.clears) return false
    if (!UNREACHABLE.has(strike.cause)) return true
    const isAnswered = strike.cause !== 'domain-unknown' && strike.last <= contact
    return !isAnswered && !isOwnOutage(suppression, strike.last)
  })
  return { strikes: standing, success }
}

/** What a bounce e-mail tells is final; what a log tells is later than the success of the relay before it. */
function refutedMessages({ kind, strikes }: Dossier): Map<number, number> {
  const refuted = new Map<number, number>()
  for (const { message, isReport, last } of strikes) {
    // Of a domain another recipient of the same message may have had the success.
    if (message === 0 || (kind === 'domain' && !isReport)) continue
    const until = isReport ? Number.POSITIVE_INFINITY : last
    refuted.set(message, Math.max(until, refuted.get(message) ?? 0))
  }
  return refuted
}

function isOwnOutage({ days, policy }: Suppression, at: number): boolean {
  const day = days.get(Math.floor(at / DAY))
  if (day === undefined || day.someServerAnswered) return false
  return day.unreachable.size >= policy.ownOutageDomains
}

function strikesFor(rule: PolicyRule, strikes: readonly Strike[]): Strike[] {
  return strikes.filter(
    strike =>
      strike.condemns &&
      rule.reasons.includes(strike.cause) &&
      (rule.evidence !== 'refused-at-rcpt' || strike.refusedAtRcpt) &&
      (rule.evidence !== 'permanent' || strike.permanent),
  )
}

interface Charge {
  name: string
  rule: PolicyRule
  strikes: Strike[]
}

/** The verdict of one rule; null where it has nothing to go by. */
function judge(court: Court, charge: Charge): Judgement | null {
  const { name, rule, strikes } = charge
  const suppressAt = thresholdOf(court, rule)
  const trusted = strikes.filter(strike => suspectedUntil(court, strike) === null)
  const found = { policyRule: name, strikes }
  const last = latestOf(strikes)
  const expires = rule.expiresAfterDays === null ? null : last + rule.expiresAfterDays * DAY
  if (expires !== null && expires <= court.now) {
    if (suppressAt === null || !isMet(suppressAt, trusted)) return null
    return { ...found, verdict: 'review', expires, missing: 'the verdict has expired: probe once' }
  }
  if (suppressAt !== null && isMet(suppressAt, trusted))
    return { ...found, verdict: 'suppress', expires, missing: null }
  const pauseEnds = endOfPause(rule, trusted, court.now)
  if (pauseEnds > court.now) {
    const missing = suppressAt === null ? null : lackOf(suppressAt, trusted)
    return { ...found, verdict: 'pause', expires: pauseEnds, missing }
  }
  return suppressAt === null ? null : judgeUndecided(court, charge, suppressAt)
}

function judgeUndecided(court: Court, { name, strikes }: Charge, suppressAt: Threshold): Judgement {
  const found = { policyRule: name, strikes }
  if (!isMet(suppressAt, strikes))
    return { ...found, verdict: 'pending', expires: null, missing: lackOf(suppressAt, strikes) }
  const expires = Math.max(...strikes.map(strike => suspectedUntil(court, strike) ?? 0)) + 1
  const missing = `a failure after ${isoTime(expires)}: too many were refused at once`
  return { ...found, verdict: 'quarantine', expires, missing }
}

/** With --strict-days off one failure is enough, but not for what passes by itself. */
function thresholdOf({ suppression }: Court, { suppress, pause }: PolicyRule): Threshold | null {
  if (suppress === null || suppression.policy.strictDays === 'on' || pause !== null) return suppress
  return { days: 1, withinDays: 0, apartDays: 0, apartHours: 0 }
}

function suspectedUntil({ suspects }: Court, { operator, last, cause }: Strike): number | null {
  return cause === 'complaint' ? null : suspectUntil(suspects.get(operator), last)
}

function reviewOf(strikes: readonly Strike[]): Judgement | null {
  const unsure = strikes.filter(strike => !strike.condemns)
  const latest = unsure.toSorted((a, b) => b.last - a.last || compareText(a.cause, b.cause))[0]
  if (latest === undefined) return null
  const same = unsure.filter(strike => strike.cause === latest.cause)
  return { verdict: 'review', policyRule: null, strikes: same, expires: null, missing: null }
}

/** Between equals the rule that has what it needs soonest: the one of the later failure, then the earlier rule. */
function isGraver(a: Judgement, b: Judgement): boolean {
  if (a.verdict !== b.verdict) return VERDICTS.indexOf(a.verdict) < VERDICTS.indexOf(b.verdict)
  return latestOf(a.strikes) > latestOf(b.strikes)
}

interface Finding {
  court: Court
  dossier: Dossier
  judgement: Judgement
  success: LastSuccess
}

function formEntry({ court, dossier, judgement, success }: Finding): SuppressionEntry {
  const { verdict, policyRule, strikes, expires, missing } = judgement
  const causes = [...new Set(strikes.map(strike => strike.cause))]
  const said = causes
    .flatMap(cause => {
      const sample = dossier.samples.get(cause)
      return sample === undefined ? [] : [{ cause, sample }]
    })
    .toSorted((a, b) => b.sample.at - a.sample.at || compareText(a.cause, b.cause))
  const latest = said[0]
  const first = earliestOf(
    strikes.map(strike => (strike.first > success.clears ? strike : { ...strike, first: strike.last })),
  )
  const { typoDistance } = court.suppression.policy
  return {
    kind: dossier.kind,
    value: latest?.sample.value ?? dossier.key,
    sender: dossier.sender,
    verdict,
    reason: latest?.cause ?? 'unknown',
    policyRule,
    evidenceDays: daysOf(strikes).length,
    failures: strikes.reduce((sum, strike) => sum + strike.failures, 0),
    firstSeen: isoTime(first),
    lastSeen: isoTime(latestOf(strikes)),
    lastSuccess: isoTime(success.at),
    replyCode: latest?.sample.replyCode ?? null,
    enhancedCode: latest?.sample.enhancedCode ?? null,
    rules: said.flatMap(({ sample }) => [...sample.rules]).sort(compareText),
    example: latest?.sample.example ?? '',
    expires: isoTime(expires),
    missing,
    likelyIntent: intentOf(dossier, causes, typoDistance),
  }
}

/** Where the domain is what failed. */
function intentOf({ kind, key }: Dossier, causes: readonly Cause[], distance: number): string | null {
  if (kind !== 'domain' && !causes.includes('domain-unknown')) return null
  return likelyIntent(kind === 'domain' ? key : key.slice(key.lastIndexOf('@') + 1), distance)
}

function compareEntries(a: SuppressionEntry, b: SuppressionEntry): number {
  return (
    VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) ||
    compareText(a.kind, b.kind) ||
    compareText(a.value, b.value) ||
    compareText(a.sender ?? '', b.sender ?? '')
  )
}

/** By code unit: the same everywhere, whatever the language of the machine. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
