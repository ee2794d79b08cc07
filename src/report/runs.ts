/**
 * Sorted runs of 64-bit values in temporary files: where a set goes that grows too large for memory. The only file
 * of this stage that touches a disk.
 *
 * A file has no name from the start (it is unlinked while open), so that nothing is left behind, even by a crash.
 * A run is read by any thread of the process.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Run {
  /** Open for reading and writing. */
  file: number
  values: number
}

/** `cells` holds two cells a value; sorts them in place. */
export function writeRun(cells: Uint32Array): Run {
  new BigUint64Array(cells.buffer, cells.byteOffset, cells.length / 2).sort()
  const folder = mkdtempSync(join(tmpdir(), 'bouncelog-'))
  const file = openSync(join(folder, 'run'), 'w+', 0o600)
  rmSync(folder, { recursive: true })
  const bytes = new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength)
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
  return { file, values: cells.length / 2 }
}

export function closeRun(run: Run): void {
  closeSync(run.file)
}

interface Reader {
  run: Run
  /** Values read from the file up to now. */
  done: number
  cells: Uint32Array
  at: number
  end: number
}

const READ_CELLS = 65_536

/** How many different values the runs and `rest` (two cells a value, sorted in place) hold together. */
export function countDifferent(runs: readonly Run[], rest: Uint32Array): number {
  new BigUint64Array(rest.buffer, rest.byteOffset, rest.length / 2).sort()
  const inMemory: Reader = { run: { file: -1, values: 0 }, done: 0, cells: rest, at: 0, end: rest.length }
  const readers = [
    inMemory,
    ...runs.map(run => ({ run, done: 0, cells: new Uint32Array(READ_CELLS), at: 0, end: 0 })),
  ].filter(refill)
  let count = 0
  while (readers.length > 0) {
    const [high, low] = smallest(readers)
    count++
    for (let index = readers.length - 1; index >= 0; index--) {
      const reader = readers[index]
      if (reader !== undefined && !skip(reader, high, low)) readers.splice(index, 1)
    }
  }
  return count
}

/** The order is that of the sort: the second cell is the more significant one on a little-endian machine. */
function smallest(readers: readonly Reader[]): [number, number] {
  let [high, low] = [Number.POSITIVE_INFINITY, 0]
  for (const { cells, at } of readers) {
    const [nextLow, nextHigh] = [cells[at] ?? 0, cells[at + 1] ?? 0]
    if (nextHigh < high || (nextHigh === high && nextLow < low)) {
      high = nextHigh
      low = nextLow
    }
  }
  return [high, low]
}

/** Passes this value if it is next; false if nothing is left. */
function skip(reader: Reader, high: number, low: number): boolean {
  if (reader.cells[reader.at] !== low || reader.cells[reader.at + 1] !== high) return true
  reader.at += 2
  return refill(reader)
}

function refill(reader: Reader): boolean {
  if (reader.at < reader.end) return true
  const { run, cells } = reader
  const wanted = Math.min(cells.length, (run.values - reader.done) * 2) * 4
  if (wanted <= 0) return false
  const bytes = new Uint8Array(cells.buffer, 0, wanted)
  let got = 0
  while (got < wanted) {
    const read = readSync(run.file, bytes, got, wanted - got, reader.done * 8 + got)
    if (read === 0) return false
    got += read
  }
  reader.done += wanted / 8
  reader.at = 0
  reader.end = wanted / 4
  return true
}
