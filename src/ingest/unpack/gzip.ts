/**
 * Gzip, member by member.
 *
 * In:     chunks of one or several gzip members
 * Out:    chunks of at most 512 KiB
 * Errors: thrown after everything that could be decoded was given: cut short, damaged, or followed by something else
 * Spec:   RFC 1952 §2.3
 *
 * Node's own Gunzip takes what follows a member for a header and drops up to 64 KiB that stood before it.
 */
import { crc32, createInflateRaw } from 'node:zlib'
import { BLOCK, decodeWith } from './chunks.ts'

/** One input byte makes 1032 at most: 64 KiB in, 64 MiB out; of a log some 400 KiB, one chunk. Less at once is slower. */
const PIECE = 65_536
const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16 }
const TRAILER = 8

interface Bytes {
  source: AsyncIterator<Buffer>
  /** Read and not used yet. */
  rest: Buffer
}

export async function* readGzip(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const bytes: Bytes = { source: chunks[Symbol.asyncIterator](), rest: Buffer.alloc(0) }
  try {
    while (await hasMore(bytes, 1)) {
      await readHeader(bytes)
      yield* readMember(bytes)
      await skipZeros(bytes)
      if ((await hasMore(bytes, 2)) && bytes.rest.readUInt16BE() !== 0x1f8b) {
        throw new Error('what follows the compressed data is not gzip; it was left out')
      }
    }
  } finally {
    await bytes.source.return?.()
  }
}

async function readHeader(bytes: Bytes): Promise<void> {
  const flags = (await take(bytes, 10))[3] ?? 0
  if (flags & FLAG.extra) await take(bytes, (await take(bytes, 2)).readUInt16LE())
  if (flags & FLAG.name) await skipText(bytes)
  if (flags & FLAG.comment) await skipText(bytes)
  if (flags & FLAG.headerCrc) await take(bytes, 2)
}

async function* readMember(bytes: Bytes): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize: BLOCK })
  let fed = 0
  let last: Buffer = bytes.rest
  async function* pieces() {
    while (await hasMore(bytes, 1)) {
      last = bytes.rest.subarray(0, PIECE)
      bytes.rest = bytes.rest.subarray(last.length)
      fed += last.length
      yield last
    }
  }
  let sum = 0
  for await (const chunk of decodeWith(inflate, pieces())) {
    sum = crc32(chunk, sum)
    yield chunk
  }
  // Inflating stops where the member ends, within the last piece.
  const unused = last.subarray(last.length - (fed - inflate.bytesWritten))
  bytes.rest = bytes.rest.length === 0 ? unused : Buffer.concat([unused, bytes.rest])
  if ((await take(bytes, TRAILER)).readUInt32LE() !== sum) throw new Error('damaged: the checksum is another')
}

/** At least so many bytes wait in `rest`. */
async function hasMore(bytes: Bytes, count: number): Promise<boolean> {
  while (bytes.rest.length < count) {
    const next = await bytes.source.next()
    if (next.done === true) return false
    bytes.rest = bytes.rest.length === 0 ? next.value : Buffer.concat([bytes.rest, next.value])
  }
  return true
}

async function take(bytes: Bytes, count: number): Promise<Buffer> {
  if (!(await hasMore(bytes, count))) throw new Error('unexpected end')
  const taken = bytes.rest.subarray(0, count)
  bytes.rest = bytes.rest.subarray(count)
  return taken
}

async function skipText(bytes: Bytes): Promise<void> {
  while ((await take(bytes, 1))[0] !== 0);
}

/** What tapes and some tools pad with. */
async function skipZeros(bytes: Bytes): Promise<void> {
  while ((await hasMore(bytes, 1)) && bytes.rest[0] === 0) bytes.rest = bytes.rest.subarray(1)
}
