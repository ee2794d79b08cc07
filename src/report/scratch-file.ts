/**
 * Numbers in temporary files: where that goes which grows too large for memory. The only file of this stage that
 * touches a disk.
 *
 * A file has no name from the start (it is unlinked while open), so that nothing is left behind, even by a crash. It
 * is read by any thread of the process.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Open for reading and writing; null where the system lets nobody write: there all has to stay in memory. */
export function openScratch(): number | null {
  try {
    const folder = mkdtempSync(join(tmpdir(), 'bouncelog-'))
    const file = openSync(join(folder, 'scratch'), 'w+', 0o600)
    rmSync(folder, { recursive: true })
    return file
  } catch {
    return null
  }
}

/** Writes all cells, the first of which is the file's cell `at`; false where the disk is full: then they have to stay in memory. */
export function writeScratch(file: number, cells: Uint32Array, at: number): boolean {
  const bytes = bytesOf(cells)
  try {
    for (let done = 0; done < bytes.length; )
      done += writeSync(file, bytes, done, bytes.length - done, at * 4 + done)
    return true
  } catch {
    return false
  }
}

/** Fills all cells, from the file's cell `at` on. */
export function readScratch(file: number, cells: Uint32Array, at: number): void {
  const bytes = bytesOf(cells)
  let done = 0
  while (done < bytes.length) {
    const read = readSync(file, bytes, done, bytes.length - done, at * 4 + done)
    if (read === 0) throw new Error('a temporary file is shorter than what was written to it')
    done += read
  }
}

function bytesOf(cells: Uint32Array): Uint8Array {
  return new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength)
}

export function closeScratch(file: number): void {
  closeSync(file)
}

const owners = new FinalizationRegistry<number>(closeScratch)

/** Closes the file when nobody can ask for it any more, since its owner is gone. */
export function closeWithOwner(owner: object, file: number): void {
  owners.register(owner, file)
}
