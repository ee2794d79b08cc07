/** A view, the inputs, the problems as CSV. */
import type { InputSummary, Problem } from '../types.ts'
import { type Cell, formatCsvHeader, formatCsvRow } from './csv.ts'
import type { Row, View } from './model.ts'
import { foreignName, type Taxonomy } from './taxonomy.ts'
import { viewSpec } from './views.ts'

/** Columns after the first, which is named for what the view is by. */
export const rowColumns = [
  'failures',
  'bounced',
  'deferred',
  'expired',
  'delayed',
  'rejected',
  'permanent',
  'transient',
  'unknown',
  'suppress',
  'retry',
  'slowDown',
  'fixSender',
  'fixMessage',
  'review',
  'recipients',
  'messages',
  'delivered',
  'attempts',
  'rate',
  'share',
  'firstSeen',
  'lastSeen',
] as const satisfies readonly (keyof Row)[]

/** The key of the row that stands for all rows left off. */
export const OTHER_KEY = '(other)'

/** `taxonomy` adds the name another tool gives to the reason: in by-reason only. */
export function formatViewCsv(view: View, taxonomy: Taxonomy | null = null): string {
  const spec = viewSpec(view.name)
  const hasExample = spec.by === 'template'
  const foreign = spec.by === 'reason' ? taxonomy : null
  const header: string[] = [spec.by, ...rowColumns]
  if (hasExample) header.push('example')
  if (foreign !== null) header.push(foreign)
  let text = formatCsvHeader(header)
  const line = (row: Row, key: string | null) => {
    const cells: Cell[] = [key, ...rowColumns.map(column => row[column])]
    if (hasExample) cells.push(row.example)
    if (foreign !== null) cells.push(key === null ? null : foreignName(foreign, key))
    return formatCsvRow(cells)
  }
  for (const row of view.rows) text += line(row, row.key)
  if (view.other !== null) text += line(view.other, OTHER_KEY)
  return text
}

const inputColumns = ['file', 'format', 'bytes', 'records', 'findings', 'skipped', 'error'] as const

export function formatInputsCsv(inputs: readonly InputSummary[]): string {
  const rows = inputs.map(input => formatCsvRow(inputColumns.map(column => input[column])))
  return formatCsvHeader(inputColumns) + rows.join('')
}

const problemColumns = ['file', 'line', 'what', 'text'] as const

export function formatProblemsCsv(problems: readonly Problem[]): string {
  const rows = problems.map(problem => formatCsvRow(problemColumns.map(column => problem[column])))
  return formatCsvHeader(problemColumns) + rows.join('')
}
