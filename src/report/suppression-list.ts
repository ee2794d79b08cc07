/**
 * The suppression list as text.
 *
 * In:  entries in their order
 * Out: CSV (RFC 4180, safe to open in a spreadsheet), one JSON document, NDJSON, or addresses alone, one a line
 */
import { type Cell, formatCsvHeader, formatCsvRow } from './csv.ts'
import type { SuppressionEntry, SuppressionVerdict } from './suppression-verdicts.ts'

/** Table: the columns of an entry in their order. */
const entryColumns: readonly (keyof SuppressionEntry)[] = [
  'kind',
  'value',
  'sender',
  'verdict',
  'reason',
  'policyRule',
  'evidenceDays',
  'failures',
  'firstSeen',
  'lastSeen',
  'lastSuccess',
  'replyCode',
  'enhancedCode',
  'rules',
  'example',
  'expires',
  'missing',
  'likelyIntent',
]

export const LIST_FORMATS = ['csv', 'json', 'ndjson', 'addresses'] as const
export type ListFormat = (typeof LIST_FORMATS)[number]

/** Entries a piece of text is made of, at most: a list may be longer than a string can be. */
const PIECE = 1000

export function* formatEntries(entries: readonly SuppressionEntry[], format: ListFormat): Generator<string> {
  if (format === 'csv') yield formatCsvHeader(entryColumns)
  if (format === 'json') yield '{"version":1,"entries":[\n'
  for (let from = 0; from < entries.length; from += PIECE) {
    const piece = entries.slice(from, from + PIECE)
    if (format === 'csv')
      yield piece.map(entry => formatCsvRow(entryColumns.map(name => cellOf(entry[name])))).join('')
    else if (format === 'ndjson') yield piece.map(entry => `${JSON.stringify(entry)}\n`).join('')
    else if (format === 'addresses') yield piece.map(addressLine).join('')
    else yield `${from > 0 ? ',\n' : ''}${piece.map(entry => JSON.stringify(entry)).join(',\n')}`
  }
  if (format === 'json') yield '\n]}\n'
}

/** A domain stands with an @ in front, so that it cannot be taken for a local part. A pair is no address for others. */
function addressLine({ kind, value }: SuppressionEntry): string {
  // An address that holds a line feed would be two lines.
  if (kind === 'pair' || /[\x00-\x1f\x7f]/.test(value)) return ''
  return kind === 'domain' ? `@${value}\n` : `${value}\n`
}

function cellOf(value: string | number | string[] | null): Cell {
  return Array.isArray(value) ? value.join(' ') : value
}

/** How many entries of each verdict. */
export function countVerdicts(entries: readonly SuppressionEntry[]): Map<SuppressionVerdict, number> {
  const counts = new Map<SuppressionVerdict, number>()
  for (const { verdict } of entries) counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  return counts
}
