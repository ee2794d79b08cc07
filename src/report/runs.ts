/**
 * Runs of 64-bit values in temporary files: what a set holds beyond its table.
 *
 * A run is in PARTS parts by the highest bits of its values, so that all runs can be counted part by part, in a small
 * table each; within a part they have no order. The runs of a set stand one behind the other in one file.
 */
import { closeScratch, openScratch, readScratch, writeScratch } from './scratch-file.ts'

export const PARTS = 256
const PART_SHIFT = 24

export interface Run {
  file: number
  /** The first of its cells in the file, two a value. */
  at: number
  /** By part: cells up to its end. */
  ends: Uint32Array
}

/**
 * Writes the values of a table, in which 0/0 is an empty slot; they are moved about in it, and some may stand in it twice.
 * `last` is the run before it, if there is one; null: there is no place for files, or no room.
 */
export function writeRun(table: Uint32Array, last: Run | undefined): Run | null {
  const file = last?.file ?? openScratch()
  if (file === null) return null
  const values = moveToFront(table)
  const ends = orderByPart(values)
  const at = last === undefined ? 0 : last.at + endOf(last, PARTS - 1)
  return writeScratch(file, values, at) ? { file, at, ends } : null
}

function moveToFront(table: Uint32Array): Uint32Array {
  let end = 0
  for (let at = 0; at < table.length; at += 2) {
    const high = table[at] ?? 0
    const low = table[at + 1] ?? 0
    if (high === 0 && low === 0) continue
    table[end++] = high
    table[end++] = low
  }
  return table.subarray(0, end)
}

/** In place, each value is swapped to where the next one of its part belongs. -> where each part ends. */
function orderByPart(values: Uint32Array): Uint32Array {
  const ends = new Uint32Array(PARTS)
  for (let at = 0; at < values.length; at += 2) {
    const part = partAt(values, at)
    ends[part] = (ends[part] ?? 0) + 2
  }
  for (let part = 1; part < PARTS; part++) ends[part] = (ends[part] ?? 0) + (ends[part - 1] ?? 0)
  const next = ends.map((_, part) => ends[part - 1] ?? 0)
  for (let part = 0; part < PARTS; part++) {
    const end = ends[part] ?? 0
    for (let at = next[part] ?? 0; at < end; at = next[part] ?? 0) {
      const own = partAt(values, at)
      const place = next[own] ?? 0
      if (own !== part) swap(values, at, place)
      next[own] = place + 2
    }
  }
  return ends
}

export function partOf(high: number): number {
  return high >>> PART_SHIFT
}

function partAt(values: Uint32Array, at: number): number {
  return partOf(values[at] ?? 0)
}

function swap(values: Uint32Array, one: number, other: number): void {
  for (let half = 0; half < 2; half++) {
    const moved = values[one + half] ?? 0
    values[one + half] = values[other + half] ?? 0
    values[other + half] = moved
  }
}

/** Cells enough for any part of these runs. */
export function newPartCells(runs: readonly Run[]): Uint32Array {
  let largest = 0
  for (const run of runs) {
    for (let part = 0; part < PARTS; part++)
      largest = Math.max(largest, endOf(run, part) - endOf(run, part - 1))
  }
  return new Uint32Array(largest)
}

/** The values of one part, two cells each: read to the begin of `cells`. */
export function readPart(run: Run, part: number, cells: Uint32Array): Uint32Array {
  const begin = endOf(run, part - 1)
  const values = cells.subarray(0, endOf(run, part) - begin)
  readScratch(run.file, values, run.at + begin)
  return values
}

function endOf({ ends }: Run, part: number): number {
  return ends[part] ?? 0
}

/** Gives the disk space back. */
export function closeRuns(runs: readonly Run[]): void {
  for (const file of new Set(runs.map(run => run.file))) closeScratch(file)
}
