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

interface Weighed {
  input: Input
  /** Bytes on the disk. */
  size: number
  /** Bytes to read, about. */
  weight: number
  isPlain: boolean
}

/** In pieces of so many bytes; or, as two to each of so many threads. */
export function planPieces(
  inputs: readonly Input[],
  wanted: { pieceSize: number } | { threads: number },
): Piece[] {
  // Each file is looked into once.
  const weighed = inputs.map(weigh)
  const pieceSize = 'pieceSize' in wanted ? wanted.pieceSize : pieceSizeFor(weighed, wanted.threads)
  const pieces: Piece[] = []
  let small: Piece = { inputs: [], size: 0 }
  let smallWeight = 0
  const endSmall = (): void => {
    if (small.inputs.length > 0) pieces.push(small)
    small = { inputs: [], size: 0 }
    smallWeight = 0
  }
  for (const { input, size, weight, isPlain } of weighed) {
    if (isPlain && size > pieceSize) {
      endSmall()
      pieces.push(...rangesOf(input, size, pieceSize))
      continue
    }
    if (smallWeight + weight > pieceSize) endSmall()
    small.inputs.push(input)
    small.size += size
    smallWeight += weight
  }
  endSmall()
  return pieces
}

function weigh(input: Input): Weighed {
  const size = input.size ?? 0
  const isPlain = isPlainFile(input)
  return { input, size, weight: isPlain ? size : size * GROWTH, isPlain }
}

function pieceSizeFor(inputs: readonly Weighed[], threads: number): number {
  const all = inputs.reduce((sum, { weight }) => sum + weight, 0)
  return Math.min(Math.max(Math.ceil(all / (threads * PIECES_OF_THREAD)), SMALLEST), LARGEST)
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
