/**
 * Two summaries compared: what rose, fell, appeared, vanished.
 *
 * In:  an older and a newer Report
 * Out: changes that are more than chance and great enough to matter, the greatest first
 *
 * What is compared is the number of distinct addresses that failed: retries of one message do not make a trend.
 * Its denominator is those and the deliveries of the row where deliveries can be told by its key, else all
 * addresses of the input. A change is told where chance explains it in less than 1 of 100 changes told (see
 * significance.ts), at least 10 addresses more or fewer than expected failed, and the rate changed by a fifth.
 */
import type { Rates, Report, Row, View, ViewName } from './model.ts'
import { differenceByChance, falseDiscoveryCut, type Rate } from './significance.ts'

export type Direction = 'rose' | 'fell' | 'appeared' | 'vanished'

export interface DiffSide {
  failures: number
  recipients: number
  denominator: number
}

export interface Change {
  view: ViewName
  key: string | null
  direction: Direction
  before: DiffSide
  after: DiffSide
  /** Rate after / rate before; null where there was nothing before. */
  factor: number | null
  /** Chance of such a difference if nothing changed. */
  chance: number
  example: string | null
}

export interface Diff {
  before: DiffSummary
  after: DiffSummary
  /** By view, then by how many addresses it concerns. */
  changes: Change[]
  /** Rows compared. */
  compared: number
}

export interface DiffSummary {
  from: string | null
  to: string | null
  messages: number
  addresses: number
  failures: number
  deliveryRates: Rates
}

const COMPARED: readonly ViewName[] = [
  'by-reason',
  'by-provider',
  'by-enhanced-code',
  'by-blocklist',
  'by-template',
  'by-domain',
  'by-sender-domain',
  'by-relay',
  'by-host',
]

const FALSE_DISCOVERIES = 0.01
const LEAST_DIFFERENCE = 10
const LEAST_FACTOR = 1.2

export function diffReports(older: Report, newer: Report): Diff {
  const candidates = COMPARED.flatMap(name => compareViews(older, newer, name))
  const found = falseDiscoveryCut(
    candidates.map(candidate => candidate.chance),
    FALSE_DISCOVERIES,
  )
  const changes = candidates.filter((candidate, index) => found[index] === true && isGreat(candidate))
  return {
    before: summaryOf(older),
    after: summaryOf(newer),
    changes: changes.sort(compareChanges),
    compared: candidates.length,
  }
}

function summaryOf({ period, totals }: Report): DiffSummary {
  const { messages, addresses, failures, deliveryRates } = totals
  return { ...period, messages, addresses, failures, deliveryRates }
}

function compareViews(older: Report, newer: Report, name: ViewName): Change[] {
  const before = rowsByKey(older.views[name])
  const after = rowsByKey(newer.views[name])
  const keys = new Set([...before.keys(), ...after.keys()])
  const changes: Change[] = []
  for (const key of keys) {
    const oldSide = sideOf(older, newer, name, before.get(key))
    const newSide = sideOf(newer, older, name, after.get(key))
    if (oldSide === null || newSide === null) continue
    changes.push(changeOf(name, key, oldSide, newSide, (after.get(key) ?? before.get(key))?.example ?? null))
  }
  return changes
}

function rowsByKey(view: View): Map<string | null, Row> {
  return new Map(
    view.rows.filter(row => row.failures > 0 || row.delivered !== null).map(row => [row.key, row]),
  )
}

/** Null where nothing can be said: the row may stand among those left off. */
function sideOf(report: Report, other: Report, name: ViewName, row: Row | undefined): DiffSide | null {
  if (row === undefined && report.views[name].leftOff > 0) return null
  const knowsDeliveries = report.totals.attempts.delivered > 0 && other.totals.attempts.delivered > 0
  const recipients = row?.recipients ?? 0
  const hasOwn = knowsDeliveries && row !== undefined && row.delivered !== null
  const denominator = hasOwn ? recipients + (row.delivered ?? 0) : report.totals.addresses
  return { failures: row?.failures ?? 0, recipients, denominator }
}

function changeOf(
  view: ViewName,
  key: string | null,
  before: DiffSide,
  after: DiffSide,
  example: string | null,
): Change {
  const [old, now] = [rateOf(before), rateOf(after)]
  const oldRate = old.of > 0 ? old.count / old.of : 0
  const newRate = now.of > 0 ? now.count / now.of : 0
  return {
    view,
    key,
    direction: directionOf(before, after, newRate > oldRate),
    before,
    after,
    factor: oldRate > 0 ? newRate / oldRate : null,
    chance: differenceByChance(old, now),
    example,
  }
}

function rateOf({ recipients, denominator }: DiffSide): Rate {
  return { count: recipients, of: denominator }
}

function directionOf(before: DiffSide, after: DiffSide, isMore: boolean): Direction {
  if (before.recipients === 0) return 'appeared'
  if (after.recipients === 0) return 'vanished'
  return isMore ? 'rose' : 'fell'
}

/** A difference beyond chance may still be too small to act on. */
function isGreat({ before, after, factor }: Change): boolean {
  const expected = before.denominator > 0 ? (before.recipients / before.denominator) * after.denominator : 0
  if (Math.abs(after.recipients - expected) < LEAST_DIFFERENCE) return false
  return factor === null || factor === 0 || factor >= LEAST_FACTOR || factor <= 1 / LEAST_FACTOR
}

function compareChanges(one: Change, other: Change): number {
  return (
    COMPARED.indexOf(one.view) - COMPARED.indexOf(other.view) ||
    Math.abs(other.after.recipients - other.before.recipients) -
      Math.abs(one.after.recipients - one.before.recipients) ||
    ((one.key ?? '') < (other.key ?? '') ? -1 : 1)
  )
}
