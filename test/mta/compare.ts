/**
 * The truth of a run beside what bouncelog read, field by field.
 *
 * In:  fates, the events of one source, the table of limits. Out: a Comparison; nothing is printed here
 */
import type { DeliveryEvent } from '../../src/types.ts'
import { type Limit, limits } from './limits.ts'
import type { Scenario } from './scenario.ts'
import { domainOf, type Fact, type Fate } from './truth.ts'

export interface Mismatch {
  scenario: string
  recipient: string
  field: string
  expected: unknown
  got: unknown
  /** The event's place and words. */
  seen: string
}

export interface Comparison {
  fates: number
  fields: number
  mismatches: Mismatch[]
  /** Differences that limits.ts explains, by its reason. */
  explained: Map<string, number>
  /** Of each event that belongs to a fate: what it must say. */
  wanted: Map<DeliveryEvent, Record<string, unknown>>
}

/** Lines that report no attempt: Exim's queue runs, Postfix's dead destinations. Sought in the log itself. */
const ECHO = /[Rr]etry time not (?:yet )?reached(?!\))|delivery temporarily suspended/

export function compareLog(
  fates: readonly Fate[],
  events: readonly DeliveryEvent[],
  lines: readonly string[],
): Comparison {
  const result = newComparison(fates)
  const mine = byRecipient(events)
  for (const fate of fates) {
    const all = mine.get(keyOf(fate.recipient)) ?? []
    mine.delete(keyOf(fate.recipient))
    const attempts = all.filter(event => !isEcho(event, lines))
    const expected = expectedInLog(fate, attempts.length)
    check(result, fate, 'events', expected.length, attempts.length, attempts.at(-1))
    expected.forEach((fact, i) => {
      const event = attempts[i]
      if (event === undefined) return
      compareFacts(result, fate, fact, event, 'log')
      check(result, fate, 'attempts', fact.attempts, event.attempts, event)
    })
    compareEchoes(result, fate, all, lines)
  }
  for (const [recipient, [event]] of mine) strange(result, recipient, event)
  return result
}

function isEcho(event: DeliveryEvent, lines: readonly string[]): boolean {
  return ECHO.test(lines[event.line - 1] ?? '')
}

/** A line that reports no attempt may make an event, but no attempt. */
function compareEchoes(
  result: Comparison,
  fate: Fate,
  events: readonly DeliveryEvent[],
  lines: readonly string[],
): void {
  let attempts = 0
  for (const event of events) {
    if (!isEcho(event, lines)) attempts = event.attempts
    else {
      check(result, fate, 'recipient', fate.recipient, event.recipient, event)
      check(result, fate, 'outcome', 'deferred', event.outcome, event)
      check(result, fate, 'queueId', fate.queueId, event.queueId, event)
      if (attempts > 0) check(result, fate, 'attempts', attempts, event.attempts, event)
    }
  }
}

export function compareDsn(fates: readonly Fate[], events: readonly DeliveryEvent[]): Comparison {
  const reported = fates.filter(fate => fate.sender !== '')
  const result = newComparison(reported)
  const mine = byRecipient(events)
  for (const fate of reported) {
    const all = mine.get(keyOf(fate.recipient)) ?? []
    mine.delete(keyOf(fate.recipient))
    const final = all.filter(({ outcome }) => outcome !== 'delayed')
    const expected = finalInDsn(fate)
    check(result, fate, 'events', expected === null ? 0 : 1, final.length, final[0])
    if (expected !== null && final[0] !== undefined) compareFacts(result, fate, expected, final[0], 'dsn')
    for (const event of all.filter(({ outcome }) => outcome === 'delayed')) {
      const facts = fate.own === null ? fate.attempts : [fate.own]
      const fact = facts.find(({ replyCode }) => replyCode === event.replyCode) ?? facts[0]
      if (fact === undefined) strange(result, fate.recipient, event)
      else compareFacts(result, fate, { ...fact, outcome: 'delayed' }, event, 'dsn')
    }
  }
  for (const [recipient, [event]] of mine) strange(result, recipient, event)
  return result
}

function newComparison(fates: readonly Fate[]): Comparison {
  return { fates: fates.length, fields: 0, mismatches: [], explained: new Map(), wanted: new Map() }
}

function byRecipient(events: readonly DeliveryEvent[]): Map<string, DeliveryEvent[]> {
  const groups = new Map<string, DeliveryEvent[]>()
  for (const event of events) {
    const key = keyOf(event.recipient ?? '')
    groups.set(key, [...(groups.get(key) ?? []), event])
  }
  return groups
}

/** The recipient itself is compared as it is written. */
function keyOf(recipient: string): string {
  return recipient.toLowerCase()
}

/** Each attempt with its number; given up on: once more as expired. */
function expectedInLog(fate: Fate, seen: number): (Fact & { attempts: number })[] {
  const facts = fate.own === null ? fate.attempts : ownAttempts(fate.own, fate.scenario, seen)
  const numbered = facts.map((fact, i) => ({ ...fact, attempts: i + 1 }))
  const last = fate.own ?? facts.at(-1)
  if (!isExpired(fate) || last === undefined) return numbered
  return [...numbered, { ...last, attempts: facts.length, outcome: 'expired' }]
}

/** Of a dead site's messages some are never tried: Postfix suspends the delivery. */
function ownAttempts(own: Fact, { separate }: Scenario, seen: number): Fact[] {
  const least = separate === true ? 0 : 1
  return own.outcome === 'bounced' ? [own] : Array<Fact>(Math.max(least, seen - 1)).fill(own)
}

function isExpired({ delivered, scenario, attempts, own }: Fate): boolean {
  const last = own ?? attempts.at(-1)
  return !delivered && scenario.deleted !== true && last?.outcome === 'deferred'
}

function finalInDsn(fate: Fate): Fact | null {
  const last = fate.own ?? fate.attempts.at(-1)
  if (fate.delivered || last === undefined) return null
  if (last.outcome === 'bounced') return last
  return isExpired(fate) ? { ...last, outcome: 'expired' } : null
}

function compareFacts(
  result: Comparison,
  fate: Fate,
  fact: Fact,
  event: DeliveryEvent,
  source: 'log' | 'dsn',
): void {
  const pairs: [string, unknown, unknown][] = [
    ['recipient', fate.recipient, event.recipient],
    ['outcome', fact.outcome, event.outcome],
    ['replyCode', fact.replyCode, event.replyCode],
    ['enhancedCode', fact.stated ?? declaredIn(fate, fact, source), event.enhancedCode],
    ['command', fact.command, event.command],
    ['origin', fact.origin, event.origin],
    ['relay', fact.relay, event.relay],
    ['sender', fate.sender, event.sender],
    ['messageId', fate.messageId, event.messageId],
    ['queueId', fate.queueId, event.queueId],
    ['originalRecipient', originalOf(fate, source, event), event.originalRecipient],
    ...(source === 'log' && fact.relayIp !== null
      ? [['relayIp', fact.relayIp, event.relayIp] as [string, unknown, unknown]]
      : []),
  ]
  for (const [field, expected, got] of pairs) check(result, fate, field, expected, got, event)
}

/** Postfix declares the same in log and DSN; Exim only in the DSN, and always the same. */
function declaredIn({ instance }: Fate, fact: Fact, source: 'log' | 'dsn'): string | null {
  if (instance.mta === 'postfix' || source === 'log') return fact.declared
  return fact.outcome === 'delayed' ? '4.0.0' : '5.0.0'
}

/** A DSN names the original recipient also where nothing was rewritten: then it is the recipient, or nothing. */
function originalOf(fate: Fate, source: 'log' | 'dsn', event: DeliveryEvent): string | null {
  if (source === 'log') return fate.originalRecipient
  const orcpt = fate.scenario.orcpt
    ?.replace(/^rfc822;/, '')
    .replace(/\+([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  const original = orcpt ?? fate.originalRecipient
  return original === null && event.originalRecipient === fate.recipient ? fate.recipient : original
}

function check(
  result: Comparison,
  fate: Fate,
  field: string,
  expected: unknown,
  got: unknown,
  event: DeliveryEvent | undefined,
): void {
  result.fields++
  const limit = expected === got ? undefined : limitOf(fate, field, got, event)
  if (event !== undefined && field !== 'events')
    want(result, event, field, limit === undefined ? expected : limit.got)
  if (expected === got) return
  if (limit !== undefined) {
    result.explained.set(limit.why, (result.explained.get(limit.why) ?? 0) + 1)
    return
  }
  const seen = event === undefined ? '' : `${event.file}:${event.line} ${event.diagnostic.slice(0, 160)}`
  result.mismatches.push({
    scenario: fate.scenario.id,
    recipient: fate.recipient,
    field,
    expected,
    got,
    seen,
  })
}

function limitOf(
  fate: Fate,
  field: string,
  got: unknown,
  event: DeliveryEvent | undefined,
): Limit | undefined {
  const source = event?.source === 'dsn' ? 'dsn' : 'log'
  return limits.find(
    row =>
      row.mta === fate.instance.mta &&
      row.source === source &&
      row.field === field &&
      row.scenarios.some(id => fate.scenario.id.startsWith(id)) &&
      (row.outcomes === undefined || row.outcomes.includes(event?.outcome ?? '')) &&
      row.got === got,
  )
}

function want({ wanted }: Comparison, event: DeliveryEvent, field: string, value: unknown): void {
  wanted.set(event, { ...wanted.get(event), [field]: value })
}

function strange(result: Comparison, recipient: string, event: DeliveryEvent | undefined): void {
  const seen =
    event === undefined
      ? ''
      : `${event.file}:${event.line} ${event.outcome} ${event.diagnostic.slice(0, 160)}`
  result.mismatches.push({
    scenario: domainOf(recipient),
    recipient,
    field: 'event',
    expected: null,
    got: recipient,
    seen,
  })
}
