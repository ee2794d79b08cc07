/**
 * A mailing list without the addresses that are to be suppressed: what is kept is kept byte for byte.
 *
 * In:     chunks of a CSV file (comma, semicolon or tab; quotes; LF or CRLF; a UTF-8 byte order mark), the column
 *         of the address (its name, or its number from 1), and the entries to leave out
 * Out:    chunks of the copy; how many rows stayed, and how many went for which reason
 * Errors: InputError: no such column, UTF-16, a row without an end
 * Spec:   RFC 4180. Addresses are compared without regard to case
 */

import { domainOf } from '../address.ts'
import { InputError } from '../errors.ts'
import { addressKey } from './suppression-evidence.ts'
import type { SuppressionEntry } from './suppression-verdicts.ts'

export interface Exclusion {
  addresses: Map<string, string>
  domains: Map<string, string>
}

export interface ListCount {
  kept: number
  /** Rows without an address in the column: kept. */
  withoutAddress: number
  /** Reason -> rows left out. */
  left: Map<string, number>
}

/** `sender`: whose list it is, an address or a domain: its pairs count too. */
export function newExclusion(entries: Iterable<SuppressionEntry>, sender: string | null): Exclusion {
  const exclusion: Exclusion = { addresses: new Map(), domains: new Map() }
  for (const { kind, value, reason, sender: refused } of entries) {
    if (kind === 'pair' && !isSameSender(refused, sender)) continue
    const into = kind === 'domain' ? exclusion.domains : exclusion.addresses
    const key = kind === 'domain' ? value : addressKey(value)
    if (!into.has(key)) into.set(key, reason)
  }
  return exclusion
}

function isSameSender(refused: string | null, sender: string | null): boolean {
  if (refused === null || sender === null) return false
  const asked = sender.toLowerCase()
  return asked.includes('@') ? refused.toLowerCase() === asked : domainOf(refused) === asked.replace(/^@/, '')
}

/** Why this address is left out; null if it stays. */
export function exclusionOf({ addresses, domains }: Exclusion, address: string): string | null {
  const key = addressKey(address)
  const domain = domainOf(key)
  return addresses.get(key) ?? (domain === null ? null : (domains.get(domain) ?? null))
}

export function newListCount(): ListCount {
  return { kept: 0, withoutAddress: 0, left: new Map() }
}

export interface ListOptions {
  /** As given, for messages. */
  file: string
  /** A name of the header, a number from 1; null: the only column, or the one whose name says e-mail. */
  column: string | null
  exclusion: Exclusion
  count: ListCount
}

/** A row that is longer is a quote that is never closed. */
const ROW_LIMIT = 1024 * 1024

export async function* readListWithout(
  chunks: AsyncIterable<Uint8Array>,
  options: ListOptions,
): AsyncGenerator<Buffer> {
  const cut: Cut = { rest: '', scanned: 0, place: 'begin', separators: SEPARATORS.join(''), rows: 0 }
  let table: Table | null = null
  for await (const chunk of chunks) {
    let kept = ''
    for (const row of cutRows(cut, Buffer.from(chunk).toString('latin1'), options.file)) {
      table ??= readHeader(row, options)
      cut.separators = table.separator
      if (isKept(row, table, options)) kept += row
    }
    if (kept !== '') yield Buffer.from(kept, 'latin1')
  }
  if (cut.rest === '') return
  table ??= readHeader(cut.rest, options)
  if (isKept(cut.rest, table, options)) yield Buffer.from(cut.rest, 'latin1')
}

/** latin1 throughout: one byte, one character, so that what is kept is what was read. */
interface Cut {
  /** Begun, not ended. */
  rest: string
  /** So much of it was looked at. */
  scanned: number
  place: Place
  /** Until the header has told which one it is, all of them. */
  separators: string
  rows: number
}

/** Where in a field: a quote has a meaning at its begin and in a quoted one only (5" pipe is a text). */
type Place = 'begin' | 'plain' | 'quoted' | 'after-quote'

function placeAfter(place: Place, character: string, separators: string): Place {
  if (place === 'quoted') return character === '"' ? 'after-quote' : 'quoted'
  if (character === '\n' || separators.includes(character)) return 'begin'
  if (character === '"' && place !== 'plain') return 'quoted'
  return 'plain'
}

/** Whole rows with their line ends; a line feed between quotes ends no row. */
function* cutRows(cut: Cut, text: string, file: string): Generator<string> {
  const all = cut.rest + text
  let start = 0
  for (let at = cut.scanned; at < all.length; at++) {
    const character = all[at] ?? ''
    cut.place = placeAfter(cut.place, character, cut.separators)
    if (character !== '\n' || cut.place !== 'begin') continue
    cut.rows++
    yield all.slice(start, at + 1)
    start = at + 1
  }
  cut.rest = all.slice(start)
  cut.scanned = cut.rest.length
  if (cut.rest.length > ROW_LIMIT)
    throw new InputError(`${file}: row ${cut.rows + 1} has no end within 1 MiB: is a quote not closed?`)
}

interface Table {
  separator: string
  /** From 0. */
  column: number
  /** The next row is the header. */
  headerIsDue: boolean
}

const BOM = '\xef\xbb\xbf'
const SEPARATORS: readonly string[] = [',', ';', '\t', '|']

/** The first row tells the separator and, for a column by name, its place. */
function readHeader(row: string, { file, column }: ListOptions): Table {
  if (row.startsWith('\xff\xfe') || row.startsWith('\xfe\xff'))
    throw new InputError(`${file}: is UTF-16; save it as UTF-8`)
  const separator = separatorOf(row)
  const names = fieldsOf(row.startsWith(BOM) ? row.slice(BOM.length) : row, separator)
  const wanted = column?.trim() ?? null
  if (wanted === null) return { separator, ...guessColumn(names, file) }
  const exact = names.indexOf(wanted)
  const byName = exact >= 0 ? exact : names.findIndex(name => name.toLowerCase() === wanted.toLowerCase())
  if (byName >= 0) return { separator, column: byName, headerIsDue: true }
  const number = /^\d{1,5}$/.test(wanted) ? Number(wanted) : 0
  if (number >= 1 && number <= names.length) {
    const first = names[number - 1] ?? ''
    return { separator, column: number - 1, headerIsDue: addressIn(first) === null }
  }
  throw new InputError(`${file}: has no column "${wanted}" (columns: ${names.join(', ')})`)
}

function guessColumn(names: readonly string[], file: string): { column: number; headerIsDue: boolean } {
  const named = names.findIndex(name =>
    /^(?:e-?mail|email[ _-]?address|e-?mail[ _-]?adresse|address|adresse|recipient)$/i.test(name),
  )
  if (named >= 0) return { column: named, headerIsDue: true }
  const holding = names.filter(name => addressIn(name) !== null)
  const first = holding[0]
  if (holding.length === 1 && first !== undefined) return { column: names.indexOf(first), headerIsDue: false }
  if (names.length === 1) return { column: 0, headerIsDue: true }
  throw new InputError(`${file}: say with --column which holds the address (columns: ${names.join(', ')})`)
}

function isKept(row: string, table: Table, { exclusion, count }: ListOptions): boolean {
  if (table.headerIsDue) {
    table.headerIsDue = false
    return true
  }
  const address = addressIn(fieldsOf(row, table.separator)[table.column] ?? '')
  if (address === null) {
    if (/\S/.test(row)) count.withoutAddress++
    return true
  }
  const reason = exclusionOf(exclusion, address)
  if (reason === null) count.kept++
  else count.left.set(reason, (count.left.get(reason) ?? 0) + 1)
  return reason === null
}

/** "ada@example.com", "Ada <ada@example.com>", "mailto:ada@example.com" -> the address; null if it is none. */
function addressIn(field: string): string | null {
  const open = field.lastIndexOf('<')
  const close = field.lastIndexOf('>')
  const inner = open >= 0 && close > open ? field.slice(open + 1, close) : field
  const address = inner.trim().replace(/^mailto:/i, '')
  return /^[^@]{1,256}@[^@\s]{1,255}$|^".{1,256}"@[^@\s]{1,255}$/.test(address) ? address : null
}

/** The separator that the row holds most of, outside quotes. */
function separatorOf(row: string): string {
  const counts = SEPARATORS.map(separator => fieldsOf(row, separator).length)
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ','
}

/** The fields of one row, without quotes, as UTF-8. */
function fieldsOf(row: string, separator: string): string[] {
  const text = row.replace(/\r?\n$/, '')
  const fields: string[] = []
  let start = 0
  let place: Place = 'begin'
  for (let at = 0; at < text.length; at++) {
    place = placeAfter(place, text[at] ?? '', separator)
    if (text[at] !== separator || place !== 'begin') continue
    fields.push(unquoted(text.slice(start, at)))
    start = at + 1
  }
  fields.push(unquoted(text.slice(start)))
  return fields
}

function unquoted(field: string): string {
  const text = Buffer.from(field.trim(), 'latin1').toString('utf8')
  return text.startsWith('"') && text.endsWith('"') && text.length > 1
    ? text.slice(1, -1).replaceAll('""', '"').trim()
    : text
}
