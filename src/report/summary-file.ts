/**
 * A summary that an earlier run wrote, read back.
 *
 * In:     the text of a summary.json
 * Out:    a Report, or null: the text is none, or not of this version
 * Errors: none. Everything that diff and the writers read is checked; no more
 */
import { REPORT_SCHEMA_VERSION, type Report, VIEW_NAMES } from './model.ts'
import { rowColumns } from './view-csv.ts'

export function parseSummary(text: string): Report | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // What is no JSON is no summary; the caller says so with the file's name.
    return null
  }
  return isReport(value) ? value : null
}

function isReport(value: unknown): value is Report {
  if (!isRecord(value) || value.schemaVersion !== REPORT_SCHEMA_VERSION) return false
  const { totals, period, views } = value
  if (!isRecord(totals) || !isRecord(period) || !isRecord(views)) return false
  if (!isNumber(totals.messages) || !isNumber(totals.addresses) || !isNumber(totals.failures)) return false
  if (!isRecord(totals.attempts) || !isNumber(totals.attempts.delivered) || !isRecord(totals.deliveryRates))
    return false
  return isText(period.from) && isText(period.to) && VIEW_NAMES.every(name => isView(views[name]))
}

function isView(view: unknown): boolean {
  return isRecord(view) && isNumber(view.leftOff) && Array.isArray(view.rows) && view.rows.every(isRow)
}

const TEXTS = new Set(['firstSeen', 'lastSeen'])
const NULLABLE = new Set(['delivered', 'rate'])

function isRow(row: unknown): boolean {
  if (!isRecord(row) || !isText(row.key)) return false
  return rowColumns.every(name => {
    const cell = row[name]
    if (TEXTS.has(name)) return isText(cell)
    return isNumber(cell) || (NULLABLE.has(name) && cell === null)
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function isText(value: unknown): value is string | null {
  return value === null || typeof value === 'string'
}
