/** What to do: the failures by action, and within each by cause, provider and code, the greatest first. */
import type { Action, Reason } from '../types.ts'
import type { Totals } from './aggregate.ts'
import { groupBy } from './composite.ts'
import { OTHER_ID } from './dictionary.ts'
import type { Dimension } from './facts.ts'
import { kindColumn } from './kinds.ts'
import type { ActionGroup, ActionItem } from './model.ts'
import { ACTION_COLUMNS, compareKeys } from './rows.ts'
import { countBy, countDistinctBy, type Grouping, type Selection } from './tally.ts'

/** Items of one action, at most: a list to work through, not a table. */
const ITEMS = 50

export function buildActions(totals: Totals, selection: Selection): ActionGroup[] {
  const { ids, names } = totals.dictionaries.action
  const byAction = { values: selection.kinds, groups: kindColumn(totals.kinds, 'action') }
  const counts = counted(selection, byAction, names.length)
  const items = buildItems(totals, selection)
  const groups: ActionGroup[] = []
  for (const action of ACTION_COLUMNS) {
    const id = ids.get(action)
    const total = id === undefined ? null : counts(id)
    // A failure that was left out as a duplicate may have been the only one.
    if (total === null || total.failures === 0) continue
    const own = items.filter(item => item.action === action).map(item => item.item)
    groups.push({
      action,
      ...total,
      items: own.slice(0, ITEMS),
      leftOff: Math.max(0, own.length - ITEMS),
    })
  }
  return groups
}

function buildItems(totals: Totals, selection: Selection): { action: Action; item: ActionItem }[] {
  const dimensions = ['action', 'reason', 'provider', 'replyCode', 'enhancedCode'] as const
  const composite = groupBy(totals.kinds, selection, dimensions)
  const counts = counted(selection, composite.of, composite.values.length)
  const items = composite.values.map(
    ([action = 0, reason = 0, provider = 0, reply = 0, enhanced = 0], group) => ({
      // The dictionaries of action and reason hold what countEvent put there: actions and reasons.
      action: totals.dictionaries.action.names[action] as Action,
      item: {
        reason: totals.dictionaries.reason.names[reason] as Reason,
        provider: nameOf(totals, 'provider', provider),
        replyCode: codeOf(totals, reply),
        enhancedCode: nameOf(totals, 'enhancedCode', enhanced),
        ...counts(group),
      },
    }),
  )
  return items.sort((one, other) => compareItems(one.item, other.item))
}

function counted(selection: Selection, of: Grouping, groupCount: number) {
  const failures = countBy(selection, of, groupCount)
  const recipients = countDistinctBy(selection.recipients, of, groupCount)
  const messages = countDistinctBy(selection.messages, of, groupCount)
  return (group: number) => ({
    failures: failures[group] ?? 0,
    recipients: recipients[group] ?? 0,
    messages: messages[group] ?? 0,
  })
}

function compareItems(one: ActionItem, other: ActionItem): number {
  return (
    other.failures - one.failures ||
    compareKeys(one.reason, other.reason) ||
    compareKeys(one.provider, other.provider) ||
    (one.replyCode ?? 0) - (other.replyCode ?? 0) ||
    compareKeys(one.enhancedCode, other.enhancedCode)
  )
}

export function nameOf(totals: Totals, dimension: Dimension, id: number): string | null {
  return id <= OTHER_ID ? null : (totals.dictionaries[dimension].names[id] ?? null)
}

export function codeOf(totals: Totals, id: number): number | null {
  const name = nameOf(totals, 'replyCode', id)
  return name === null ? null : Number(name)
}
