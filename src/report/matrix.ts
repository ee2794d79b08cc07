/** Two-way tables for charts, and the replies that most failures share. */
import type { Action, Reason } from '../types.ts'
import { codeOf, nameOf } from './actions.ts'
import type { Totals } from './aggregate.ts'
import { groupBy } from './composite.ts'
import type { Dimension } from './facts.ts'
import type { MatrixCell, ReplyRow } from './model.ts'
import { compareKeys } from './rows.ts'
import { countBy, countDistinctBy, type Selection } from './tally.ts'

/** Replies kept, at most. */
const REPLIES = 50

export function providerReasons(totals: Totals, selection: Selection): MatrixCell[] {
  return buildMatrix(totals, selection, ['provider', 'reason'])
}

export function timeActions(totals: Totals, selection: Selection): MatrixCell[] {
  return buildMatrix(totals, selection, ['time', 'action'])
}

function buildMatrix(totals: Totals, selection: Selection, dimensions: [Dimension, Dimension]): MatrixCell[] {
  const composite = groupBy(selection, dimensions)
  const failures = countBy(composite.of, composite.values.length)
  const [rows, columns] = dimensions
  const cells = composite.values.map(([row = 0, column = 0], group) => ({
    row: nameOf(totals, rows, row),
    column: nameOf(totals, columns, column),
    failures: failures[group] ?? 0,
  }))
  return cells.sort((one, other) => compareKeys(one.row, other.row) || compareKeys(one.column, other.column))
}

export function buildReplies(totals: Totals, selection: Selection): ReplyRow[] {
  const composite = groupBy(selection, [
    'template',
    'reason',
    'action',
    'provider',
    'replyCode',
    'enhancedCode',
  ])
  const failures = countBy(composite.of, composite.values.length)
  const recipients = countDistinctBy(selection.recipients, composite.of, composite.values.length)
  const rows: ReplyRow[] = []
  composite.values.forEach(
    ([template = 0, reason = 0, action = 0, provider = 0, reply = 0, enhanced = 0], group) => {
      const wording = nameOf(totals, 'template', template)
      const example = totals.examples.get(template)
      if (wording === null || example === undefined) return
      rows.push({
        template: wording,
        example: example.diagnostic,
        // The dictionaries of reason and action hold what countEvent put there.
        reason: totals.dictionaries.reason.names[reason] as Reason,
        action: totals.dictionaries.action.names[action] as Action,
        provider: nameOf(totals, 'provider', provider),
        replyCode: codeOf(totals, reply),
        enhancedCode: nameOf(totals, 'enhancedCode', enhanced),
        failures: failures[group] ?? 0,
        recipients: recipients[group] ?? 0,
      })
    },
  )
  return rows.sort(compareReplies).slice(0, REPLIES)
}

function compareReplies(one: ReplyRow, other: ReplyRow): number {
  return (
    other.failures - one.failures ||
    compareKeys(one.template, other.template) ||
    compareKeys(one.reason, other.reason) ||
    compareKeys(one.action, other.action) ||
    compareKeys(one.provider, other.provider) ||
    (one.replyCode ?? 0) - (other.replyCode ?? 0) ||
    compareKeys(one.enhancedCode, other.enhancedCode)
  )
}
