/**
 * Logs -> pieces that threads read on their own, in the order of the logs.
 *
 * In:     inputs that hold logs, oldest first
 * Out:    pieces of about the size that is asked for: ranges of a large plain file, one large packed file, or several small files
 */
import { closeSync, openSync, readSync } from 'node:fs'
import type { Input } from '../ingest/inputs.ts'
import { packingOf, TAR_BLOCK } from '../ingest/unpack/packings.ts'

export interface Piece {
  inputs: Input[]
  /** Bytes on the disk. */
  size: number
}

/** Each piece of another thread has to be joined; few of one thread let it wait for others. */
const PIECES_OF_THREAD = 2
const SMALLEST = 16 * 1024 * 1024
const LARGEST = 512 * 1024 * 1024
/** Packed logs grow about so much: a piece of them is smaller on the disk. */
const GROWTH = 8

/** Bytes of a piece, where so many threads read. */
export function pieceSizeFor(inputs: readonly Input[], threads: number): number {
  const all = inputs.reduce((sum, input) => sum + weightOf(input), 0)
  return Math.min(Math.max(Math.ceil(all / (threads * PIECES_OF_THREAD)), SMALLEST), LARGEST)
}

function weightOf(input: Input): number {
  const size = input.size ?? 0
  return isPlainFile(input) ? size : size * GROWTH
}

export function planPieces(inputs: readonly Input[], pieceSize: number): Piece[] {
  const pieces: Piece[] = []
  let small: Piece = { inputs: [], size: 0 }
  let weight = 0
  const endSmall = (): void => {
    if (small.inputs.length > 0) pieces.push(small)
    small = { inputs: [], size: 0 }
    weight = 0
  }
  for (const input of inputs) {
    const size = input.size ?? 0
    const isPlain = isPlainFile(input)
    if (isPlain && size > pieceSize) {
      endSmall()
      pieces.push(...rangesOf(input, size, pieceSize))
      continue
    }
    const own = weightOf(input)
    if (weight + own > pieceSize) endSmall()
    small.inputs.push(input)
    small.size += size
    weight += own
  }
  endSmall()
  return pieces
}

function rangesOf(input: Input, size: number, pieceSize: number): Piece[] {
  const count = Math.ceil(size / pieceSize)
  return Array.from({ length: count }, (_, at) => {
    const start = Math.floor((size * at) / count)
    // What is written to the log while it is read belongs to the last range.
    const end = at === count - 1 ? Number.MAX_SAFE_INTEGER : Math.floor((size * (at + 1)) / count)
    return {
      inputs: [{ ...input, range: { start, end, linesBefore: 0 } }],
      size: Math.min(end, size) - start,
    }
  })
}

function isPlainFile({ path, size, stdin }: Input): boolean {
  if (size === null || stdin !== undefined) return false
  const head = Buffer.alloc(TAR_BLOCK)
  const file = openSync(path, 'r')
  try {
    return packingOf(head.subarray(0, readSync(file, head))) === null
  } finally {
    closeSync(file)
  }
}
