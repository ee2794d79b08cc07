/**
 * The failures of a run as rows of 32-bit numbers: what the report needs of an event, in 72 bytes.
 *
 * Everything a report says of failures is computed from these rows at the end, so that counts of distinct
 * recipients are exact in every view, a view costs nothing until it is asked for, and merging two totals is
 * putting their rows together. The rows stand in blocks, the first in memory and the later ones on disk, so that
 * growing copies none of them; and within a block column by column, since what is computed from them reads one
 * column at a time.
 */

import type { Hash } from '../hash.ts'
import {
  copyCells,
  highOfTime,
  KNOWN,
  type KnownFailures,
  lowOfTime,
  NAME_DIMENSIONS,
} from '../known-failures.ts'
import { KIND_DIMENSIONS } from './kinds.ts'
import { closeScratch, closeWithOwner, openScratch, readScratch, writeScratch } from './scratch-file.ts'

const BLOCK_BITS = 12
const BLOCK_ROWS = 2 ** BLOCK_BITS

/** From the high half of a value of 64 bits to its low half. */
export const LOW_HALF = BLOCK_ROWS

/** Where the columns begin in a block. The first six have 64 bits: 0/0 is "not known". */
export const FACT = {
  recipient: 0,
  message: 2 * BLOCK_ROWS,
  /** This message to this recipient, as the reporting MTA names it. */
  pair: 4 * BLOCK_ROWS,
  /** The same by Message-ID, and by queue id alone: by these a DSN finds its line in the log. */
  idKey: 6 * BLOCK_ROWS,
  queueKey: 8 * BLOCK_ROWS,
  time: 10 * BLOCK_ROWS,
  /** What it says: a number of kinds.ts. */
  kind: 12 * BLOCK_ROWS,
  /** The first of the dimensions, in the order of PLACE_DIMENSIONS. */
  dimensions: 13 * BLOCK_ROWS,
} as const

/** What a failure is counted by beside its kind: where and when it was. */
export const PLACE_DIMENSIONS = ['domain', 'senderDomain', 'relay', 'host', 'time'] as const

export type PlaceDimension = (typeof PLACE_DIMENSIONS)[number]

/** What a failure is counted by. Deliveries know only those of `deliveryDimensions`. */
export const DIMENSIONS = [...KIND_DIMENSIONS, ...PLACE_DIMENSIONS] as const

export type Dimension = (typeof DIMENSIONS)[number]

export const deliveryDimensions = [...PLACE_DIMENSIONS, 'provider'] as const

const COLUMNS = FACT.dimensions / BLOCK_ROWS + PLACE_DIMENSIONS.length
const BLOCK_CELLS = COLUMNS * BLOCK_ROWS

/** 65,536 failures in 4.5 MiB; later ones are kept on disk. */
const BLOCKS_IN_MEMORY = 16

export interface Facts {
  count: number
  /** By number those that are full, BLOCK_ROWS rows each; those that are missing are on disk. */
  blocks: Uint32Array<ArrayBuffer>[]
  /** The block that is filled, the last one. */
  cells: Uint32Array<ArrayBuffer>
  /** The blocks behind BLOCKS_IN_MEMORY, as long as it had room; null: there is no file. */
  file: number | null
}

export function newFacts(): Facts {
  return { count: 0, blocks: [], cells: new Uint32Array(0), file: null }
}

/** The place of the next row in each column of `facts.cells`. */
export function placeOfNext({ count }: Facts): number {
  return count % BLOCK_ROWS
}

/** The place of a new row, where it is zero. */
export function addFact(facts: Facts): number {
  const place = placeOfNext(facts)
  if (place === 0) beginBlock(facts)
  facts.count++
  return place
}

/** Columns of failures of logs that are those of facts. */
const HALVES = [KNOWN.recipient, KNOWN.message, KNOWN.pair, KNOWN.idKey, KNOWN.queueKey, KNOWN.time]

/**
 * New rows, from placeOfNext on, for those failures behind the first `done` that the block has room for -> how many. They lack kinds,
 * and the numbers of times.
 */
export function addFacts(facts: Facts, { cells, room, count }: KnownFailures, done: number): number {
  const place = placeOfNext(facts)
  if (place === 0) beginBlock(facts)
  const some = Math.min(count - done, BLOCK_ROWS - place)
  const copy = (column: number, to: number): void =>
    copyCells(cells, column * room + done, facts.cells, to + place, some)
  for (const half of HALVES) {
    copy(half, half * BLOCK_ROWS)
    copy(half + 1, (half + 1) * BLOCK_ROWS)
  }
  for (const name of NAME_DIMENSIONS) copy(KNOWN[name], COLUMN[name])
  facts.count += some
  return some
}

function beginBlock(facts: Facts): void {
  const full = (facts.count >>> BLOCK_BITS) - 1
  if (full >= BLOCKS_IN_MEMORY && toDisk(facts, full)) {
    facts.cells.fill(0)
    return
  }
  if (full >= 0) facts.blocks[full] = facts.cells
  facts.cells = new Uint32Array(BLOCK_CELLS)
}

/** False where there is no place for files, or no room. */
function toDisk(facts: Facts, block: number): boolean {
  facts.file ??= openScratch()
  return (
    facts.file !== null && writeScratch(facts.file, facts.cells, (block - BLOCKS_IN_MEMORY) * BLOCK_CELLS)
  )
}

/** The cells of a block from `from` on, as many as `into` has. */
function readBlock(facts: Facts, block: number, from: number, into: Uint32Array): void {
  const isFilling = block === (facts.count - 1) >>> BLOCK_BITS
  const cells = isFilling ? facts.cells : facts.blocks[block]
  if (cells !== undefined) into.set(cells.subarray(from, from + into.length))
  else if (facts.file !== null) readScratch(facts.file, into, (block - BLOCKS_IN_MEMORY) * BLOCK_CELLS + from)
}

/**
 * The facts of `from` go to `into`, and `from` is done with. `translations` has the numbers that `into` knows for the
 * numbers of `from`, by where their columns begin.
 */
export function mergeFacts(into: Facts, from: Facts, translations: ReadonlyMap<number, Uint32Array>): void {
  const source = new Uint32Array(BLOCK_CELLS)
  const columns = Array.from({ length: COLUMNS }, (_, index) => ({
    at: index * BLOCK_ROWS,
    translation: translations.get(index * BLOCK_ROWS),
  }))
  for (let row = 0; row < from.count; row++) {
    const place = row % BLOCK_ROWS
    if (place === 0) readBlock(from, row >>> BLOCK_BITS, 0, source)
    const target = addFact(into)
    for (const { at, translation } of columns) {
      const number = source[at + place] ?? 0
      into.cells[at + target] = translation === undefined ? number : (translation[number] ?? 0)
    }
  }
  closeFacts(from)
}

function closeFacts({ file }: Facts): void {
  if (file !== null) closeScratch(file)
}

/** They are complete, and read as long as anybody can: what a report says is made when it is asked for. */
export function leaveFacts(facts: Facts): void {
  if (facts.file !== null) closeWithOwner(facts, facts.file)
}

/** Reads a column (its cells in a block begin there) into `cells`, which has a cell for each fact. */
export function readColumn(facts: Facts, column: number, cells: Uint32Array): void {
  for (let from = 0; from < facts.count; from += BLOCK_ROWS) {
    readBlock(facts, from >>> BLOCK_BITS, column, cells.subarray(from, from + BLOCK_ROWS))
  }
}

/** 64 bits of each fact. */
export interface Wide {
  hi: Uint32Array
  lo: Uint32Array
}

const columns = PLACE_DIMENSIONS.map((name, index) => [name, FACT.dimensions + index * BLOCK_ROWS])
// Object.fromEntries forgets the keys, which are exactly PLACE_DIMENSIONS.
export const COLUMN = Object.fromEntries(columns) as Record<PlaceDimension, number>

/** A value of 64 bits. */
export function setHash(cells: Uint32Array, at: number, { hi, lo }: Hash): void {
  cells[at] = hi
  cells[at + LOW_HALF] = lo
}

/** Epoch milliseconds, as timeOf of ../known-failures.ts reads them. */
export function setTime(cells: Uint32Array, place: number, milliseconds: number): void {
  cells[place + FACT.time] = highOfTime(milliseconds)
  cells[place + FACT.time + LOW_HALF] = lowOfTime(milliseconds)
}

let parsedDay = ''
let parsedMidnight = 0

/** "2026-03-01T10:00:00.000Z" -> epoch milliseconds. Each day is parsed once: 20 ns a time instead of 250. */
export function parseTime(time: string): number {
  if (time.length !== 24) return Date.parse(time)
  if (!time.startsWith(parsedDay) || parsedDay === '') {
    parsedDay = time.slice(0, 10)
    parsedMidnight = Date.parse(`${parsedDay}T00:00:00.000Z`)
  }
  const hours = digit(time, 11) * 10 + digit(time, 12)
  const minutes = digit(time, 14) * 10 + digit(time, 15)
  const seconds = digit(time, 17) * 10 + digit(time, 18)
  const milliseconds = digit(time, 20) * 100 + digit(time, 21) * 10 + digit(time, 22)
  return parsedMidnight + ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds
}

function digit(text: string, at: number): number {
  return text.charCodeAt(at) - 48
}
