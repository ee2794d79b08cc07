/**
 * Where reports go: standard output or a file; waits while it is full; a closed pipe is a quiet end.
 */
import { createWriteStream, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { finished } from 'node:stream'
import { InputError } from '../errors.ts'

export interface Output {
  /** One after the other: each is awaited before the next. The memory of bytes is free when it is done. */
  write: (text: string | Uint8Array) => Promise<void>
  end: () => Promise<void>
}

/** `bouncelog … | head` closes the pipe: that is no error. */
export function quietOnClosedPipe(): void {
  process.stdout.on('error', error => {
    if ('code' in error && error.code === 'EPIPE') process.exit(0)
    throw error
  })
}

/** Opens `path`, or standard output for null or '-'. A file that cannot be written is told by its name. */
export async function openOutput(path: string | null): Promise<Output> {
  if (path === null || path === '-') return { write: writerTo(process.stdout), end: async () => undefined }
  const file = await createFile(path)
  return {
    write: writerTo(file),
    end: async () => {
      file.end()
      await new Promise<void>((resolve, reject) =>
        finished(file, error => (error ? reject(error) : resolve())),
      )
    },
  }
}

async function createFile(path: string): Promise<NodeJS.WritableStream> {
  try {
    mkdirSync(dirname(path), { recursive: true })
    const file = createWriteStream(path)
    await new Promise<void>((resolve, reject) => {
      file.once('open', () => resolve())
      file.once('error', reject)
    })
    return file
  } catch (cause) {
    throw new InputError(`${path}: cannot be written (${errorCode(cause)})`, { cause })
  }
}

/** Where texts become bytes, again and again: Node writes a string through a buffer of three times its length. */
const ROOM = 192 * 1024

/**
 * Bytes that are written before the next ones are made, in one place: 0.4 µs for a row of 800 characters;
 * a stream that is given the string takes 1.6 µs.
 */
function writerTo(stream: NodeJS.WritableStream): Output['write'] {
  let room: Buffer | null = null
  return async text => {
    if (typeof text !== 'string') return written(stream, text)
    if (text.length > ROOM / 3) return drained(stream, text)
    room ??= Buffer.allocUnsafeSlow(ROOM)
    const length = room.write(text)
    if (length > 0) await written(stream, room.subarray(0, length))
  }
}

/** A stream that fails says so as an event: a write that failed is never done. */
async function written(stream: NodeJS.WritableStream, bytes: Uint8Array): Promise<void> {
  await new Promise<void>(resolve => {
    stream.write(bytes, error => {
      if (!error) resolve()
    })
  })
}

async function drained(stream: NodeJS.WritableStream, text: string): Promise<void> {
  if (stream.write(text)) return
  await new Promise<void>(resolve => stream.once('drain', () => resolve()))
}

/** ENOENT, EACCES …: what the system says, short enough for a message. */
export function errorCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
}
