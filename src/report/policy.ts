/**
 * The suppression policy as a value: what it takes to stop mailing an address, and for how long.
 *
 * In:     the text of a policy file (JSON) that changes the default in part
 * Out:    a whole Policy
 * Errors: UsageError, naming the file and the line or the path of what is wrong in it
 * Spec:   policy.md; the schema of the file: policy-schema.ts
 */
import { UsageError } from '../errors.ts'
import type { Reason } from '../types.ts'
import { findSchemaError, isJsonObject, type JsonObject } from './policy-check.ts'
import { DEFAULT_POLICY } from './policy-default.ts'
import { POLICY_SCHEMA } from './policy-schema.ts'

/** What an entry may be about: a failure's reason, or a complaint of the recipient. */
export type Cause = Reason | 'complaint'

/** How many distinct days of evidence, and how they lie. A number that is 0 asks for nothing. */
export interface Threshold {
  days: number
  /** All of them within so many days; 0: any time. */
  withinDays: number
  /** From the first to the last of them at least so many calendar days … */
  apartDays: number
  /** … or so many hours. */
  apartHours: number
}

export interface Pause extends Threshold {
  /** How long after the last failure the pause holds. */
  forDays: number
}

export interface PolicyRule {
  reasons: readonly Cause[]
  /** What counts: only a refusal at RCPT, only what was declared permanent, or every failure of these reasons. */
  evidence: 'refused-at-rcpt' | 'permanent' | 'any'
  pause: Pause | null
  suppress: Threshold | null
  /** Days after the last failure; null: never. */
  expiresAfterDays: number | null
}

/** When an operator condemns too many at once, its verdicts wait. */
export interface BurstGuard {
  /** Lengths of time in which shares are looked at, in hours. */
  windowsHours: readonly number[]
  /** More than so many times the usual share … */
  times: number
  /** … and above this share … */
  share: number
  /** … with at least so many answers. */
  events: number
  historyDays: number
  quarantineHours: number
  /** An outage begins before it is loud: so many hours before the burst are under suspicion too. */
  lookBackHours: number
}

export interface Policy {
  version: 1
  /** `off`: a rule that needs several days is content with one failure. Rules with a pause stay as they are. */
  strictDays: 'on' | 'off'
  rules: { readonly [name: string]: PolicyRule }
  burst: BurstGuard
  /** A day on which at least so many domains were out of reach and no server answered speaks of the own network. */
  ownOutageDomains: number
  /** Edits (a letter added, lost, changed, or two swapped) that still make a typo of a great domain. */
  typoDistance: number
}

/** The default, changed by what the file says: objects are merged, other values replaced, a rule that is null goes. */
export function parsePolicy(text: string, file: string): Policy {
  const changes = parseJson(text, file)
  const error = findSchemaError(changes, POLICY_SCHEMA)
  if (error !== null) throw new UsageError(`${file}: ${error.path}: ${error.what}`)
  // The default is a Policy, and the schema has checked every change to it.
  const policy = merge(DEFAULT_POLICY as unknown as JsonObject, changes as JsonObject) as unknown as Policy
  for (const [name, rule] of Object.entries(policy.rules)) {
    const lacking = RULE_FIELDS.find(field => !(field in rule))
    if (lacking !== undefined) throw new UsageError(`${file}: rules.${name}: is new, and lacks "${lacking}"`)
  }
  return policy
}

const RULE_FIELDS = ['reasons', 'evidence', 'pause', 'suppress', 'expiresAfterDays'] as const

function parseJson(text: string, file: string): unknown {
  const plain = text.replace(/^\ufeff/, '')
  try {
    return JSON.parse(plain)
  } catch (cause) {
    const line = plain.slice(0, wrongFrom(plain)).split('\n').length
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`${file}:${line}: not valid JSON (${what.replaceAll('\n', ' ')})`, { cause })
  }
}

/** Where JSON stops to be JSON, which the engine does not always say: the longest begin that could go on. */
function wrongFrom(text: string): number {
  let good = 0
  let bad = text.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (couldGoOn(text.slice(0, middle))) good = middle
    else bad = middle
  }
  return good
}

function couldGoOn(begin: string): boolean {
  try {
    JSON.parse(begin)
    return true
  } catch (error) {
    const what = error instanceof Error ? error.message : ''
    const position = / at position (\d+)/.exec(what)?.[1]
    return position === undefined ? what.includes('end of JSON') : Number(position) >= begin.length
  }
}

function merge(base: JsonObject, changes: JsonObject): JsonObject {
  const merged: JsonObject = { ...base }
  for (const [key, value] of Object.entries(changes)) {
    const old = Object.hasOwn(base, key) ? base[key] : undefined
    if (key === 'rules' && isJsonObject(old) && isJsonObject(value)) merged[key] = mergeRules(old, value)
    else if (isJsonObject(value) && isJsonObject(old)) merged[key] = merge(old, value)
    else merged[key] = withZeros(key, value)
  }
  delete merged.$schema
  return merged
}

function mergeRules(base: JsonObject, changes: JsonObject): JsonObject {
  const merged = merge(base, changes)
  return Object.fromEntries(Object.entries(merged).filter(([, rule]) => rule !== null))
}

/** A threshold that was null before needs all its numbers; those that the file leaves out ask for nothing. */
function withZeros(key: string, value: unknown): unknown {
  if (!isJsonObject(value)) return value
  if (key === 'suppress') return { ...NO_THRESHOLD, ...value }
  if (key === 'pause') return { ...NO_THRESHOLD, forDays: 0, ...value }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withZeros(name, inner)]))
}

const NO_THRESHOLD = { days: 1, withinDays: 0, apartDays: 0, apartHours: 0 } as const
