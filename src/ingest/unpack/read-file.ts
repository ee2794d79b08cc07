/**
 * A path -> its bytes, all of them or the lines that begin in a range.
 *
 * Out:    chunks of at most 64 KiB
 * Errors: thrown: not there, not readable
 *
 * As cheap as it gets: a stream costs three times the CPU of plain reads (1.15 against 0.36 s a GB).
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { ByteRange } from '../inputs.ts'
import { CHUNK } from './chunks.ts'

const LINE_FEED = 10

export async function* readFile(path: string, range: ByteRange | null): AsyncGenerator<Buffer> {
  const file = openSync(path, 'r')
  try {
    yield* range === null ? readFrom(file, null) : readLinesOf(file, range)
  } finally {
    closeSync(file)
  }
}

function* readFrom(file: number, start: number | null): Generator<Buffer> {
  const stat = fstatSync(file)
  const room = stat.isFile() ? Math.min(Math.max(stat.size + 1, 512), CHUNK) : CHUNK
  let position = start
  while (true) {
    const chunk = Buffer.allocUnsafeSlow(room)
    const length = readSync(file, chunk, 0, chunk.length, position)
    if (length === 0) return
    if (position !== null) position += length
    yield chunk.subarray(0, length)
  }
}

/** From behind the first line feed at or after `start - 1` to the first one at or after `end - 1`. */
function* readLinesOf(file: number, { start, end }: ByteRange): Generator<Buffer> {
  const first = Math.max(start - 1, 0)
  let position = first
  let begun = start === 0
  for (let chunk of readFrom(file, first)) {
    const after = position + chunk.length
    if (!begun) {
      const feed = chunk.indexOf(LINE_FEED)
      if (feed !== -1) {
        if (position + feed + 1 >= end) return
        begun = true
        position += feed + 1
        chunk = chunk.subarray(feed + 1)
      }
    }
    if (begun) {
      const last = after < end ? -1 : chunk.indexOf(LINE_FEED, Math.max(end - 1 - position, 0))
      if (last !== -1) {
        yield chunk.subarray(0, last + 1)
        return
      }
      yield chunk
    } else if (after >= end) return
    position = after
  }
}
