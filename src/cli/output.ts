/**
 * Where reports go: standard output or a file; waits while it is full; a closed pipe is a quiet end.
 */
import { createWriteStream, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { finished } from 'node:stream'
import { EXIT, InputError } from '../errors.ts'

export interface Output {
  /** One after the other: each is awaited before the next. The memory of bytes is free when it is done. */
  write: (text: string | Uint8Array) => Promise<void>
  end: () => Promise<void>
}

/** `bouncelog … | head` closes the pipe: that is no error. Any other failure of standard output ends the run. */
export function quietOnClosedPipe(): void {
  process.stdout.on('error', error => {
    if (errorCode(error) === 'EPIPE') process.exit(0)
    process.stderr.write(`bouncelog: ${unwritable('standard output', error).message}\n`)
    process.exit(EXIT.nothingDone)
  })
}

function unwritable(name: string, cause: unknown): InputError {
  return new InputError(`${name}: cannot be written (${errorCode(cause)})`, { cause })
}

/** Opens `path`, or standard output for null or '-'. A file that cannot be written is told by its name. */
export async function openOutput(path: string | null): Promise<Output> {
  if (path === null || path === '-') {
    // The listener above has ended the run: a write that failed is never done.
    return { write: writerTo(process.stdout, () => {}), end: async () => undefined }
  }
  const file = await createFile(path)
  const failed: Failed = (error, reject) => reject(unwritable(path, error))
  return {
    write: writerTo(file, failed),
    end: async () => {
      file.end()
      await new Promise<void>((resolve, reject) =>
        finished(file, error => (error ? failed(error, reject) : resolve())),
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
      // Whoever writes later hears of it from the write itself.
      file.on('error', reject)
    })
    return file
  } catch (cause) {
    throw unwritable(path, cause)
  }
}

/** Where texts become bytes, again and again: Node writes a string through a buffer of three times its length. */
const ROOM = 192 * 1024

/**
 * Bytes that are written before the next ones are made, in one place: 0.4 µs for a row of 800 characters;
 * a stream that is given the string takes 1.6 µs.
 */
function writerTo(stream: NodeJS.WritableStream, failed: Failed): Output['write'] {
  let room: Buffer | null = null
  return async text => {
    if (typeof text !== 'string' || text.length > ROOM / 3) return written(stream, text, failed)
    room ??= Buffer.allocUnsafeSlow(ROOM)
    const length = room.write(text)
    if (length > 0) await written(stream, room.subarray(0, length), failed)
  }
}

/** What becomes of a write that failed. */
type Failed = (error: Error, reject: (error: Error) => void) => void

async function written(
  stream: NodeJS.WritableStream,
  bytes: string | Uint8Array,
  failed: Failed,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    stream.write(bytes, error => (error ? failed(error, reject) : resolve()))
  })
}

/** ENOENT, EACCES …: what the system says, short enough for a message. */
export function errorCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
}
