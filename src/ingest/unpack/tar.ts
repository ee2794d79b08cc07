/**
 * Members of a tar; the only file that knows tar-stream.
 *
 * In:     chunks of a tar
 * Out:    each regular file in its order; it must be read or left before the next is asked for
 * Errors: thrown after all that was read before: a tar that is cut short gives its beginning
 */
import type { extract, Header } from 'tar-stream'

/** An option that the library has and its types do not. */
type ExtractOptions = NonNullable<Parameters<typeof extract>[0]> & { allowUnknownFormat: boolean }

export interface PackedFile {
  name: string
  mtime: number | null
  size: number | null
  chunks: AsyncIterable<Buffer>
}

type Step = { header: Header } | { chunk: Buffer } | 'end'

export async function* readTar(chunks: AsyncIterable<Buffer>): AsyncGenerator<PackedFile> {
  const steps = readSteps(chunks)
  while (true) {
    const next = await steps.next()
    if (next.done === true) return
    if (next.value === 'end' || !('header' in next.value)) continue // Of a member that nobody read.
    const { name, mtime, size, type } = next.value.header
    if (type !== 'file' && type !== 'contiguous-file') continue
    yield { name, mtime: mtime.getTime(), size, chunks: contents(steps) }
  }
}

async function* contents(steps: AsyncGenerator<Step>): AsyncGenerator<Buffer> {
  while (true) {
    const next = await steps.next()
    if (next.done === true || next.value === 'end') return
    if ('chunk' in next.value) yield next.value.chunk
  }
}

/**
 * One chunk goes in when all that came out of the one before was taken. The library's own iterator
 * drops what waits when the tar is cut short; here nothing waits inside it.
 */
async function* readSteps(chunks: AsyncIterable<Buffer>): AsyncGenerator<Step> {
  const { extract } = await import('tar-stream')
  // Archives older than POSIX have no magic number; that it is a tar we know from its sum.
  const options: ExtractOptions = { allowUnknownFormat: true }
  const tar = extract(options)
  const steps: Step[] = []
  let failure: Error | null = null
  tar.on('error', error => {
    failure ??= error
  })
  tar.on('entry', (header, stream, next) => {
    steps.push({ header })
    // What went in were Buffers, and only slices of them come out.
    stream.on('data', chunk => steps.push({ chunk: chunk as Buffer }))
    stream.on('error', () => {}) // The tar's own error says the same.
    stream.on('end', () => {
      steps.push('end')
      next()
    })
    stream.resume()
  })
  try {
    for await (const chunk of chunks) {
      tar.write(chunk)
      await settled()
      yield* steps.splice(0)
      if (failure !== null) throw failure
    }
    tar.end(undefined)
    await settled()
    yield* steps.splice(0)
    if (failure !== null) throw failure
  } finally {
    tar.destroy()
  }
}

/** The library works in microtasks: when the next turn begins it has done all it can with what it has. */
function settled(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
