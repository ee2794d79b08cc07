/**
 * Bytes of a log -> whole lines for the reader.
 *
 * In:     chunks of any size, a line may cross their borders; LF or CRLF; a last line may lack its end
 * Out:    batches of findings, and how many lines there were; or, for `readLines`, each line as a latin1 string
 * Errors: none; a line longer than LINE_LIMIT is left out and counted
 *
 * Two ways to feed one reader: `readLog` hands over what chunks hold of whole lines as it is (files), `readLogStream` cuts
 * with split2 (streams).
 */
import type { Finding } from '../../types.ts'
import type { LogReader } from './log.ts'

/** A line is given up when this much of it is there at the end of a chunk; with a chunk behind it, it fits the scanner. */
export const LINE_LIMIT = 262_144
/** Larger chunks become strings in V8's large-object space, five times slower. */
const BLOCK = 65_536
const LINE_FEED = 10

export interface LinesRead {
  /** Lines read so far, in this log or in this part of it. */
  lines: number
}

/** Reads a log block by block. */
export async function* readLog(
  chunks: AsyncIterable<Uint8Array>,
  reader: LogReader,
  read: LinesRead = { lines: 0 },
): AsyncGenerator<Finding[]> {
  const before = read.lines
  // The begin of a line that crosses into the next chunk; its length where it was given up.
  let carry: Uint8Array = NOTHING
  let overlong = false
  for await (const chunk of chunks) {
    const last = chunk.lastIndexOf(LINE_FEED)
    if (last === -1) carry = overlong ? carry : joined(carry, chunk)
    else {
      let start = 0
      if (carry.length > 0) {
        start = chunk.indexOf(LINE_FEED) + 1
        if (overlong) read.lines++
        else read.lines += reader.readBlock(joined(carry, chunk.subarray(0, start)), read.lines)
        overlong = false
      }
      if (start <= last) read.lines += reader.readBlock(chunk.subarray(start, last + 1), read.lines)
      // A copy: the chunk's memory may be used again.
      carry = Uint8Array.prototype.slice.call(chunk, last + 1)
    }
    if (carry.length > LINE_LIMIT && !overlong) {
      overlong = true
      reader.leaveOut(read.lines + 1)
      carry = carry.subarray(0, 1)
    }
    if (!reader.isEmpty) yield reader.take()
  }
  if (overlong) read.lines++
  else if (carry.length > 0) read.lines += reader.readBlock(joined(carry, END), read.lines)
  if (read.lines > before && !reader.isEmpty) yield reader.take()
}

const NOTHING = new Uint8Array(0)
const END = Uint8Array.of(LINE_FEED)

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}

/** Reads a log by cutting it into lines with split2. */
export async function* readLogStream(
  chunks: AsyncIterable<Uint8Array>,
  reader: LogReader,
  read: LinesRead = { lines: 0 },
): AsyncGenerator<Finding[]> {
  const block = Buffer.allocUnsafe(BLOCK + LINE_LIMIT + 1)
  let length = 0
  const flush = (): void => {
    read.lines += reader.readBlock(block.subarray(0, length), read.lines)
    length = 0
  }
  const onLine = (text: string): void => {
    length += block.write(text, length, 'latin1')
    block[length++] = LINE_FEED
    if (length >= BLOCK) flush()
  }
  const onOverlong = (): void => {
    flush()
    reader.leaveOut(++read.lines)
  }
  for await (const _ of readLines(chunks, onLine, onOverlong)) {
    flush()
    if (!reader.isEmpty) yield reader.take()
  }
}

/** Cuts chunks into lines, as latin1 strings without line feed; gives back nothing after each chunk. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  onLine: (text: string) => void,
  onOverlong: () => void,
): AsyncGenerator<void> {
  // The mapper is the sink: it gives nothing back, so that no line waits in a queue of the stream.
  const options = { decodeStrings: false, maxLength: LINE_LIMIT, skipOverflow: true }
  const { default: split2 } = await import('split2')
  const cutter = split2('\n', (text: string): void => onLine(text), options)
  let overlong = false
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    for (let at = 0; at < bytes.length; at += BLOCK) {
      cutter.write(bytes.toString('latin1', at, Math.min(at + BLOCK, bytes.length)))
      if (overflows(cutter) && !overlong) onOverlong()
      overlong = overflows(cutter)
    }
    yield
  }
  // An over-long last line must not be flushed as if it were whole.
  if (overlong) cutter.destroy()
  else await new Promise<void>(resolve => cutter.end(resolve))
  yield
}

/** split2 says so in a property that its types do not name. */
function overflows(cutter: object): boolean {
  return 'overflow' in cutter && cutter.overflow === true
}
