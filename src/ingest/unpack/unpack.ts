/**
 * An input -> what was packed in it, however deep.
 *
 * In:     an input of `listInputs`
 * Out:    each plain file in it, to be read (or left) before the next is asked for. A plain input is one member
 * Errors: none thrown. What cannot be unpacked, or not to its end, is a Problem; what came before it is given,
 *         and the other members too
 */
import type { Problem } from '../../types.ts'
import type { Input } from '../inputs.ts'
import { CHUNK, recut } from './chunks.ts'
import { DECODERS } from './decoders.ts'
import { type Packing, packingOf, TAR_BLOCK } from './packings.ts'
import { type Lending, readFile } from './read-file.ts'
import { type PackedFile, readTar } from './tar.ts'
import { readZip, withSpooledZip } from './zip.ts'

export interface Member {
  /** The input's path; `archive.zip!member` for what an archive holds. To be shown, never to be opened. */
  file: string
  /** When it was written last, in epoch milliseconds. */
  mtime: number | null
  /** In bytes as unpacked; null if only reading tells. */
  size: number | null
  /** The first bytes, for `sniff`; `chunks` gives them again. */
  head: Buffer
  /** At most 512 KiB each: what becomes strings is cut smaller first (chunks.ts: recut). */
  chunks: AsyncIterable<Buffer>
  /** From now on a chunk may be overwritten when the next one is asked for; null: in memory of its own. */
  lendChunks: (into: Buffer | null) => void
}

export interface UnpackOptions {
  onProblem: (problem: Problem) => void
  /** Bytes of the input that were read, as they are on the disk. */
  onRead?: (bytes: number) => void
  limits?: Partial<UnpackLimits>
}

export interface UnpackLimits {
  /** Packings within packings. */
  depth: number
  /** Unpacked bytes for each byte of the input … */
  ratio: number
  /** … asked only of what unpacks to more than this. */
  ratioFrom: number
}

/** A log of one repeated line packs 300:1; bombs begin where gzip ends, at 1032:1. */
export const UNPACK_LIMITS: UnpackLimits = { depth: 8, ratio: 1000, ratioFrom: 256 * 1024 * 1024 }

interface Unpacking {
  limits: UnpackLimits
  onProblem: (problem: Problem) => void
  onRead: (bytes: number) => void
  packed: number
  unpacked: number
  /** How the input itself is read. */
  lending: Lending
}

/** Something on the way to a plain file. */
interface Layer {
  file: string
  mtime: number | null
  size: number | null
  chunks: AsyncIterable<Buffer>
  depth: number
  /** Where it lies on disk as it is; null if it only exists as a stream. */
  path: string | null
}

export async function* readMembers(input: Input, options: UnpackOptions): AsyncGenerator<Member> {
  const { path: file, mtime, size, stdin } = input
  const unpacking: Unpacking = {
    limits: { ...UNPACK_LIMITS, ...options.limits },
    onProblem: options.onProblem,
    onRead: options.onRead ?? (() => undefined),
    packed: 0,
    unpacked: 0,
    lending: { chunks: 'kept', into: null },
  }
  const path = stdin === undefined && size !== null ? file : null
  const chunks = countPacked(
    stdin === undefined ? readFile(file, input.range ?? null, unpacking.lending) : recut(stdin),
    unpacking,
  )
  if (input.range === undefined) yield* unpack({ file, mtime, size, chunks, depth: 0, path }, unpacking)
  else
    yield {
      file,
      mtime,
      size,
      head: Buffer.alloc(0),
      chunks,
      lendChunks: into => lendChunks(unpacking, into),
    }
}

async function* unpack(layer: Layer, unpacking: Unpacking): AsyncGenerator<Member> {
  const { file, depth } = layer
  const source = reportingErrors(layer, unpacking)
  try {
    const head = await readHead(source)
    const found = packingOf(head)
    if (found === null) {
      yield {
        file,
        mtime: layer.mtime,
        size: layer.size,
        head,
        chunks: withHead(head, source),
        // Decoders keep what they have not used yet.
        lendChunks: into => (depth === 0 && layer.path !== null ? lendChunks(unpacking, into) : undefined),
      }
    } else if (found.packing === null) {
      problem(
        unpacking,
        file,
        `${found.name} is not a format bouncelog can unpack (gz, bz2, xz, zst, zip, tar)`,
      )
    } else if (depth >= unpacking.limits.depth) {
      problem(unpacking, file, `packed more than ${unpacking.limits.depth} times over; left out`)
    } else {
      yield* unpackAs(found.packing, { ...layer, chunks: withHead(head, source) }, unpacking)
    }
  } finally {
    await source.return(undefined)
  }
}

function lendChunks({ lending }: Unpacking, into: Buffer | null): void {
  lending.chunks = 'lent'
  lending.into = into
}

async function* unpackAs(packing: Packing, layer: Layer, unpacking: Unpacking): AsyncGenerator<Member> {
  const { file, depth, chunks } = layer
  if (packing === 'tar') return yield* unpackFiles(readTar(chunks), layer, unpacking)
  if (packing === 'zip') {
    const read = (path: string) => unpackFiles(readZip(path), layer, unpacking)
    if (layer.path === null) return yield* withSpooledZip(chunks, read)
    unpacking.packed = layer.size ?? 0
    yield* read(layer.path)
    unpacking.onRead(unpacking.packed)
    return
  }
  const decoded = countUnpacked(DECODERS[packing](chunks), unpacking)
  yield* unpack(
    { file, mtime: layer.mtime, size: null, chunks: decoded, depth: depth + 1, path: null },
    unpacking,
  )
}

async function* unpackFiles(
  files: AsyncGenerator<PackedFile>,
  archive: Layer,
  unpacking: Unpacking,
): AsyncGenerator<Member> {
  try {
    for await (const { name, mtime, size, chunks } of files) {
      const file = `${archive.file}!${shownName(name)}`
      const counted = countUnpacked(chunks, unpacking)
      yield* unpack({ file, mtime, size, chunks: counted, depth: archive.depth + 1, path: null }, unpacking)
    }
  } catch (error) {
    problem(unpacking, archive.file, whatFailed(error))
  }
}

/** Enough to know a tar, but no more than came at once if it is text: `tail -f | bouncelog` must not wait. */
async function readHead(source: AsyncGenerator<Buffer>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0)
  while (head.length < 10 || (head.length < TAR_BLOCK && head.includes(0))) {
    const next = await source.next()
    if (next.done === true) break
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value])
  }
  return head
}

async function* withHead(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > CHUNK) yield* [head.subarray(0, CHUNK), head.subarray(CHUNK)]
  else if (head.length > 0) yield head
  yield* rest
}

/** Ends early where the bytes end early, and says so: what came before is worth reading. */
async function* reportingErrors(layer: Layer, unpacking: Unpacking): AsyncGenerator<Buffer> {
  try {
    yield* layer.chunks
  } catch (error) {
    problem(unpacking, layer.file, whatFailed(error))
  }
}

async function* countPacked(chunks: AsyncIterable<Buffer>, unpacking: Unpacking): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    unpacking.packed += chunk.length
    unpacking.onRead(chunk.length)
    yield chunk
  }
}

async function* countUnpacked(chunks: AsyncIterable<Buffer>, unpacking: Unpacking): AsyncGenerator<Buffer> {
  const { ratio, ratioFrom } = unpacking.limits
  for await (const chunk of chunks) {
    unpacking.unpacked += chunk.length
    if (unpacking.unpacked > ratioFrom && unpacking.unpacked > ratio * unpacking.packed) {
      throw new Error(`unpacks to more than ${ratio} times its size; the rest was left out`)
    }
    yield chunk
  }
}

/** A name out of an archive is hostile: it is only ever shown, and shows nothing that acts on a terminal. */
function shownName(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd').slice(0, 500)
}

function problem(unpacking: Unpacking, file: string, what: string): void {
  unpacking.onProblem({ file, line: null, what, text: null })
}

/** Table: what the libraries say that a reader would not understand. */
const WORDS: readonly { said: RegExp; means: string }[] = [
  {
    said: /unexpected e(?:nd|of)|ended prematurely|premature|error code (?:8|10)\b/i,
    means: 'cut short; what stands before the cut was read',
  },
  {
    said: /incorrect|invalid|corrupt|damaged|crc|bad archive|bad magic|entries read|argument|error code \d/i,
    means: 'damaged; what stands before the damage was read',
  },
  { said: /encrypted/i, means: 'encrypted; left out' },
  { said: /EACCES/, means: 'permission denied' },
  { said: /ENOENT/, means: 'no such file' },
]

export function whatFailed(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error)
  return WORDS.find(row => row.said.test(said))?.means ?? said
}
