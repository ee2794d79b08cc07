/**
 * Rows as CSV by RFC 4180: CRLF, quotes only where needed, and safe to open in a spreadsheet.
 *
 * In:   column names; rows of strings, numbers, booleans and nulls
 * Out:  text; null is an empty field, the empty string is `""` (so that the null sender is not lost)
 * Spec: RFC 4180 §2; OWASP "CSV injection": a text that begins with = + - @ TAB or CR is a formula to a
 *       spreadsheet, so that it gets an apostrophe in front. Numbers are written as they are.
 */
import type { DeliveryEvent, Notice } from '../types.ts'
import { type EventColumn, eventColumnNames } from './columns.ts'
import { foreignName, type Taxonomy } from './taxonomy.ts'

export type Cell = string | number | boolean | null

export function formatCsvHeader(names: readonly string[]): string {
  return `${names.map(csvCell).join(',')}\r\n`
}

export function formatCsvRow(cells: readonly Cell[]): string {
  let line = ''
  for (let index = 0; index < cells.length; index++) {
    if (index > 0) line += ','
    line += csvCell(cells[index] ?? null)
  }
  return `${line}\r\n`
}

/** The lines of a batch of events, without the header; a notice leaves the columns that it has not empty. */
export function formatCsvEvents(batch: readonly (DeliveryEvent | Notice)[]): string {
  let text = ''
  for (const event of batch) {
    const cells: Partial<EventCells> = event
    let separator = ''
    for (const name of eventColumnNames) {
      text += separator + csvCell(cells[name] ?? null)
      separator = ','
    }
    text += '\r\n'
  }
  return text
}

/** The same with one column more: what that tool calls the reason. Its head: formatCsvHeader of the names and it. */
export function formatNamedCsvEvents(batch: readonly (DeliveryEvent | Notice)[], taxonomy: Taxonomy): string {
  return batch
    .map(row => {
      const cells: Partial<EventCells> = row
      const name = row.kind === 'failure' ? foreignName(taxonomy, row.reason) : null
      return formatCsvRow([...eventColumnNames.map(column => cells[column] ?? null), name])
    })
    .join('')
}

/** A notice and an event share the names of their columns, not the values of `kind`. */
type EventCells = { [name in EventColumn]: Cell }

function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  if (cell === '') return '""'
  if (!NEEDS_CARE.test(cell)) return cell
  const text = isFormula(cell) ? `'${cell}` : cell
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const NEEDS_CARE = /[",\r\n]|^[=+\-@\t\s]|\s$/
const QUOTED = /[",\r\n]|^\s|\s$/

/** The first character, also behind leading white space, which some spreadsheets skip. */
function isFormula(cell: string): boolean {
  return /^\s*[=+\-@]|^[\t\r]/.test(cell)
}

export const csvEventHeader: string = formatCsvHeader(eventColumnNames)
