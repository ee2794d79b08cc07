/**
 * Table: compression -> a transform of bytes.
 *
 * In:     chunks of compressed bytes
 * Out:    chunks of at most 512 KiB
 * Errors: thrown after everything that could be decoded was given
 *
 * Input is fed in small pieces and only while little waits at the output, so that a bomb cannot fill the memory.
 */
import { spawn } from 'node:child_process'
import * as zlib from 'node:zlib'
import { CHUNK, cut, type DecodingStream, decodeWith, recut, slices } from './chunks.ts'
import { readGzip } from './gzip.ts'
import type { Compression } from './packings.ts'

type Decoder = (chunks: AsyncIterable<Buffer>) => AsyncIterable<Buffer>

export const DECODERS: Readonly<Record<Compression, Decoder>> = {
  gz: readGzip,
  bz2: readBzip2,
  xz: readXz,
  zst: readZstd,
}

async function* readBzip2(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const child = spawn('bzip2', ['-dc'], { stdio: ['pipe', 'pipe', 'pipe'] })
  const started = await new Promise<boolean>(resolve => {
    child.once('spawn', () => resolve(true)).once('error', () => resolve(false))
  })
  if (!started) {
    const { default: unbzip2 } = await import('unbzip2-stream')
    // Eight times slower than the program. 40 bytes can make 900 kB: fed by the kilobyte.
    yield* recut(decodeWith(asDecodingStream(unbzip2()), cut(chunks, 1024)))
    return
  }
  let said = ''
  child.stderr.setEncoding('latin1').on('data', (text: string) => {
    said = (said + text).slice(0, 2000)
  })
  const ended = new Promise<number | null>(resolve => child.once('close', resolve))
  child.stdin.on('error', () => {}) // The child has stopped reading: its exit code tells.
  const feeding = feedChild(child.stdin, chunks)
  feeding.catch(() => {}) // It is awaited below, when all that came out was given.
  try {
    yield* child.stdout
    await feeding
    if ((await ended) !== 0) throw new Error(bzip2Message(said))
  } finally {
    child.kill()
  }
}

/** A stream of Node's first days: it takes no callback, but is done when `write` returns. */
function asDecodingStream(
  old: Omit<DecodingStream, 'write'> & { write(chunk: Buffer): unknown },
): DecodingStream {
  return {
    write(chunk, done) {
      old.write(chunk)
      done()
    },
    end: () => old.end(),
    destroy: () => old.destroy(),
    on: old.on.bind(old),
  }
}

function bzip2Message(said: string): string {
  return said.includes('ends unexpectedly') ? 'unexpected end of file' : 'damaged bzip2 data'
}

async function feedChild(stdin: NodeJS.WritableStream, chunks: AsyncIterable<Buffer>): Promise<void> {
  try {
    for await (const chunk of chunks) {
      if (!stdin.writable) break
      if (!stdin.write(chunk))
        await new Promise(resolve => stdin.once('drain', resolve).once('close', resolve))
    }
  } finally {
    stdin.end()
  }
}

async function* readXz(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  // CommonJS whose names Node cannot see: a named import would fail at run time.
  const { default: xz } = await import('xz-decompress')
  const iterator = chunks[Symbol.asyncIterator]()
  const source = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next()
      if (next.done === true) controller.close()
      else controller.enqueue(next.value)
    },
  })
  const reader = new xz.XzReadableStream(source).getReader()
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      // The decoder may use its memory again: these bytes are ours.
      yield* slices(Buffer.from(part.value))
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

async function* readZstd(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  // Node has its own from 22.15 on, which these types do not know.
  const own = (zlib as { createZstdDecompress?: (options: { chunkSize: number }) => DecodingStream })
    .createZstdDecompress
  if (own !== undefined) {
    yield* decodeWith(own({ chunkSize: CHUNK }), cut(chunks, 4096))
    return
  }
  const { Decompress } = await import('fzstd')
  const decoded: Buffer[] = []
  const decompress = new Decompress(data => decoded.push(Buffer.from(data)))
  // 4 bytes can make 128 KiB.
  for await (const chunk of cut(chunks, 4096)) {
    decompress.push(chunk)
    for (const part of decoded.splice(0)) yield* slices(part)
  }
  decompress.push(new Uint8Array(0), true)
  for (const part of decoded.splice(0)) yield* slices(part)
}
