/** Failures by several things at once, and the replies that most failures share. */
import type { Action, Reason } from '../types.ts'
import { codeOf, nameOf } from './actions.ts'
import type { Totals } from './aggregate.ts'
import { groupBy } from './composite.ts'
import { COLUMN } from './facts.ts'
import { kindColumn } from './kinds.ts'
import type { Cause, ReplyRow, TimelineCell } from './model.ts'
import { compareKeys } from './rows.ts'
import { columnOf, countDistinctBy, type Grouping, type Selection } from './tally.ts'

/** Replies kept, at most. */
const REPLIES = 50

export function buildCauses(totals: Totals, selection: Selection): Cause[] {
  const composite = groupBy(totals.kinds, selection, ['reason', 'provider', 'action'])
  const recipients = countDistinctBy(selection.recipients, composite.of, composite.values.length)
  const causes = composite.values.map(([reason = 0, provider = 0, action = 0], group) => ({
    // The dictionaries of reason and action hold what countEvent put there.
    reason: totals.dictionaries.reason.names[reason] as Reason,
    provider: nameOf(totals, 'provider', provider),
    action: totals.dictionaries.action.names[action] as Action,
    failures: composite.failures[group] ?? 0,
    recipients: recipients[group] ?? 0,
  }))
  return causes.sort(
    (one, other) =>
      compareKeys(one.reason, other.reason) ||
      compareKeys(one.provider, other.provider) ||
      compareKeys(one.action, other.action),
  )
}

export function buildTimeline(totals: Totals, selection: Selection): TimelineCell[] {
  const times = columnOf(selection, COLUMN.time)
  const actionOf = kindColumn(totals.kinds, 'action')
  const actions = totals.dictionaries.action.names
  const failures = new Uint32Array(totals.dictionaries.time.names.length * actions.length)
  for (let fact = 0; fact < times.length; fact++) {
    const action = actionOf[selection.kinds[fact] ?? 0] ?? 0
    const at = (times[fact] ?? 0) * actions.length + action
    failures[at] = (failures[at] ?? 0) + 1
  }
  const cells: TimelineCell[] = []
  failures.forEach((count, at) => {
    if (count === 0) return
    cells.push({
      time: nameOf(totals, 'time', Math.floor(at / actions.length)),
      // As above.
      action: actions[at % actions.length] as Action,
      failures: count,
    })
  })
  return cells.sort(
    (one, other) => compareKeys(one.time, other.time) || compareKeys(one.action, other.action),
  )
}

export function buildReplies(totals: Totals, selection: Selection): ReplyRow[] {
  const dimensions = ['template', 'reason', 'action', 'replyCode', 'enhancedCode'] as const
  const composite = groupBy(totals.kinds, selection, dimensions)
  const recipients = countDistinctBy(selection.recipients, composite.of, composite.values.length)
  const rows: { row: ReplyRow; group: number }[] = []
  composite.values.forEach(([template = 0, reason = 0, action = 0, reply = 0, enhanced = 0], group) => {
    const wording = nameOf(totals, 'template', template)
    const example = totals.examples.get(template)
    if (wording === null || example === undefined) return
    const row: ReplyRow = {
      template: wording,
      example: example.diagnostic,
      // The dictionaries of reason and action hold what countEvent put there.
      reason: totals.dictionaries.reason.names[reason] as Reason,
      action: totals.dictionaries.action.names[action] as Action,
      replyCode: codeOf(totals, reply),
      enhancedCode: nameOf(totals, 'enhancedCode', enhanced),
      failures: composite.failures[group] ?? 0,
      recipients: recipients[group] ?? 0,
      providers: [],
    }
    rows.push({ row, group })
  })
  const kept = rows.sort((one, other) => compareReplies(one.row, other.row)).slice(0, REPLIES)
  addProviders(totals, selection, composite.of, new Map(kept.map(({ row, group }) => [group, row])))
  return kept.map(({ row }) => row)
}

function addProviders(
  totals: Totals,
  selection: Selection,
  { groups }: Grouping,
  rows: ReadonlyMap<number, ReplyRow>,
): void {
  const providers = kindColumn(totals.kinds, 'provider')
  const counts = new Map<ReplyRow, Map<number, number>>()
  selection.failures.forEach((count, kind) => {
    const row = rows.get(groups[kind] ?? -1)
    if (row === undefined || count === 0) return
    const id = providers[kind] ?? 0
    const byProvider = counts.get(row) ?? new Map<number, number>()
    byProvider.set(id, (byProvider.get(id) ?? 0) + count)
    counts.set(row, byProvider)
  })
  for (const [row, byProvider] of counts) {
    const shares = [...byProvider].map(([id, failures]) => ({
      provider: nameOf(totals, 'provider', id),
      failures,
    }))
    row.providers = shares.sort(
      (one, other) => other.failures - one.failures || compareKeys(one.provider, other.provider),
    )
  }
}

function compareReplies(one: ReplyRow, other: ReplyRow): number {
  return (
    other.failures - one.failures ||
    compareKeys(one.template, other.template) ||
    compareKeys(one.reason, other.reason) ||
    compareKeys(one.action, other.action) ||
    (one.replyCode ?? 0) - (other.replyCode ?? 0) ||
    compareKeys(one.enhancedCode, other.enhancedCode)
  )
}
