/**
 * What is remembered against an address, domain or pair until the input has ended: compact, and the same in
 * whatever order the failures come.
 *
 * In:  failures and complaints, one by one
 * Out: per subject a dossier: strikes (one an hour, or a day for what is retried), and a sample of what was said
 */
import { domainOf } from '../address.ts'
import { own } from '../text.ts'
import type { Cause } from './policy.ts'

export type SubjectKind = 'address' | 'domain' | 'pair'

/** Failures of one cause and kind of evidence within one hour or day. Times are epoch seconds. */
export interface Strike {
  cause: Cause
  refusedAtRcpt: boolean
  permanent: boolean
  /** False: for review only. */
  condemns: boolean
  /** Length of `bin` in seconds, and which one it is. */
  width: number
  bin: number
  /** Who answered: a provider's name, else the recipient's domain with an @ in front. */
  operator: string
  first: number
  last: number
  failures: number
  /** Told by a bounce e-mail, not by a log. */
  isReport: boolean
  /** Hash of the message that failed last; 0 if it is not known. */
  message: number
}

/** What was said last for one cause. */
export interface Sample {
  at: number
  value: string
  replyCode: number | null
  enhancedCode: string | null
  example: string
  rules: Set<string>
}

export interface Dossier {
  kind: SubjectKind
  /** Lower case: what successes and lists are compared with. */
  key: string
  sender: string | null
  strikes: Strike[]
  samples: Map<Cause, Sample>
}

export type Dossiers = Map<string, Dossier>

/** A year of days; the oldest go first. */
const MAX_STRIKES = 400
const MAX_EXAMPLE = 300

export interface Subject {
  kind: SubjectKind
  value: string
  sender: string | null
}

/** In the one form that is compared: lower case, the domain in A-labels. */
export function addressKey(address: string): string {
  const lower = address.toLowerCase()
  if (!/[^\x00-\x7f]/.test(lower)) return lower
  const at = lower.lastIndexOf('@')
  return at < 0 ? lower : `${lower.slice(0, at + 1)}${domainOf(lower) ?? ''}`
}

export function dossierOf(dossiers: Dossiers, { kind, value, sender }: Subject): Dossier {
  const key = kind === 'domain' ? value : addressKey(value)
  const id = kind === 'pair' ? `pair ${key} ${sender?.toLowerCase()}` : `${kind} ${key}`
  const known = dossiers.get(id)
  if (known !== undefined) return known
  const dossier: Dossier = {
    kind,
    key: own(key),
    sender: sender === null ? null : own(sender),
    strikes: [],
    samples: new Map(),
  }
  dossiers.set(own(id), dossier)
  return dossier
}

export type NewStrike = Omit<Strike, 'bin' | 'first' | 'last' | 'failures'> & { at: number }

export function countStrike(dossier: Dossier, { at, ...strike }: NewStrike): void {
  const bin = Math.floor(at / strike.width)
  const same = dossier.strikes.findLast(
    known =>
      known.bin === bin &&
      known.width === strike.width &&
      known.cause === strike.cause &&
      known.refusedAtRcpt === strike.refusedAtRcpt &&
      known.permanent === strike.permanent &&
      known.condemns === strike.condemns &&
      known.operator === strike.operator &&
      known.isReport === strike.isReport,
  )
  if (same !== undefined) {
    same.first = Math.min(same.first, at)
    if (at > same.last || (at === same.last && strike.message > same.message)) same.message = strike.message
    same.last = Math.max(same.last, at)
    same.failures++
    return
  }
  dossier.strikes.push({ ...strike, operator: own(strike.operator), bin, first: at, last: at, failures: 1 })
  if (dossier.strikes.length > MAX_STRIKES) forgetOldest(dossier)
}

function forgetOldest(dossier: Dossier): void {
  let oldest = 0
  for (const [index, { last }] of dossier.strikes.entries())
    if (last < (dossier.strikes[oldest]?.last ?? 0)) oldest = index
  dossier.strikes.splice(oldest, 1)
}

export type NewSample = Omit<Sample, 'rules'> & { rule: string | null }

export function keepSample(samples: Map<Cause, Sample>, cause: Cause, { rule, ...said }: NewSample): void {
  const kept = samples.get(cause)
  const sample = { ...said, example: said.example.slice(0, MAX_EXAMPLE) }
  const rules = kept?.rules ?? new Set()
  if (rule !== null) rules.add(rule)
  if (kept !== undefined && !isLater(sample, kept)) return
  samples.set(cause, { ...sample, value: own(sample.value), example: own(sample.example), rules })
}

/** At the same time the text decides, so that the order of the input does not. */
function isLater(a: Omit<Sample, 'rules'>, b: Sample): boolean {
  if (a.at !== b.at) return a.at > b.at
  return a.example === b.example ? a.value < b.value : a.example < b.example
}
