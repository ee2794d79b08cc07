/**
 * Members of a zip; the only file that knows node-stream-zip.
 *
 * In:     a path, since a zip's directory stands at its end; for a stream: spoolZip first
 * Out:    each file in the order of the directory (two of one name are two)
 * Errors: thrown if the directory cannot be read; `problem` says why one member cannot be read
 */
import { promises } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ZipEntry } from 'node-stream-zip'
import { recut } from './chunks.ts'
import type { PackedFile } from './tar.ts'

export async function* readZip(path: string): AsyncGenerator<PackedFile> {
  const { default: StreamZip } = await import('node-stream-zip')
  // Names are only shown, never opened, so that theirs need no check; they are not kept by name either.
  const zip = new StreamZip({ file: path, storeEntries: false, skipEntryNameValidation: true })
  const entries: ZipEntry[] = []
  zip.on('entry', entry => entries.push(entry))
  try {
    await new Promise<void>((resolve, reject) => {
      zip.on('ready', resolve)
      zip.on('error', reject)
    })
    for (const entry of entries) {
      if (entry.isDirectory) continue
      yield { name: entry.name, mtime: entry.time, size: entry.size, chunks: contents(zip, entry) }
    }
  } finally {
    zip.close()
  }
}

interface OpenZip {
  stream(entry: ZipEntry, callback: (error: Error | null, stream?: NodeJS.ReadableStream) => void): void
}

async function* contents(zip: OpenZip, entry: ZipEntry): AsyncGenerator<Buffer> {
  if (entry.encrypted) throw new Error('encrypted')
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.stream(entry, (error, opened) => (opened === undefined ? reject(error) : resolve(opened)))
  })
  // A stream without an encoding gives Buffers.
  yield* recut(stream as AsyncIterable<Buffer>)
}

/** A zip that comes from a stream waits in a temporary file, gone when `use` is through. */
export async function* withSpooledZip<Out>(
  chunks: AsyncIterable<Buffer>,
  use: (path: string) => AsyncGenerator<Out>,
): AsyncGenerator<Out> {
  const folder = await promises.mkdtemp(join(tmpdir(), 'bouncelog-'))
  try {
    const path = join(folder, 'spooled.zip')
    const file = await promises.open(path, 'wx', 0o600)
    try {
      for await (const chunk of chunks) await file.write(chunk)
    } finally {
      await file.close()
    }
    yield* use(path)
  } finally {
    await promises.rm(folder, { recursive: true, force: true })
  }
}
