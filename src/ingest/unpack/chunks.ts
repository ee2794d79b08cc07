/** Chunks of bytes: cut to size, and drawn through a decoding stream without losing one. */

/** Larger chunks that become strings do so in V8's large-object space, which is five times slower. */
export const CHUNK = 65_536
/** What logs are read in: no string is made of these. */
export const BLOCK = 8 * CHUNK
/** Chunks that may wait at the output of a decoder before it is fed more. */
const WAITING = 8

/** What the stream decoders have in common: zlib's and the older ones. */
export interface DecodingStream {
  write(chunk: Buffer, done: () => void): unknown
  end(): unknown
  destroy(): unknown
  on(event: 'data', listener: (chunk: Buffer) => void): unknown
  on(event: 'end', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
}

/** All that comes out of a stream, in order, and only then its error: Node's own iterator drops what waits. */
export async function* decodeWith(
  stream: DecodingStream,
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const waiting: Buffer[] = []
  const state: { done: boolean; error: Error | null; wake: () => void } = {
    done: false,
    error: null,
    wake() {},
  }
  const finish = (error: Error | null) => {
    state.done = true
    state.error ??= error
    state.wake()
  }
  stream.on('data', chunk => {
    waiting.push(chunk)
    state.wake()
  })
  stream.on('end', () => finish(null))
  stream.on('error', finish)
  const iterator = chunks[Symbol.asyncIterator]()
  let feeding = false
  const feed = async () => {
    feeding = true
    const next = await iterator.next()
    if (next.done === true) stream.end()
    else
      stream.write(next.value, () => {
        feeding = false
        state.wake()
      })
  }
  try {
    while (true) {
      if (!feeding && !state.done && waiting.length < WAITING) feed().catch(finish)
      const chunk = waiting.shift()
      if (chunk !== undefined) yield chunk
      else if (state.done) break
      else if (feeding) {
        await new Promise<void>(resolve => {
          state.wake = resolve
        })
      }
    }
  } finally {
    stream.destroy()
    await iterator.return?.()
  }
  if (state.error !== null) throw state.error
}

export function* slices(chunk: Buffer): Generator<Buffer> {
  for (let at = 0; at < chunk.length; at += CHUNK) yield chunk.subarray(at, at + CHUNK)
}

/** Chunks of at most 64 KiB of larger ones. */
export async function* recut(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    if (chunk.length <= CHUNK) yield chunk
    else yield* slices(chunk)
  }
}

export async function* cut(chunks: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += size) yield chunk.subarray(at, at + size)
  }
}
