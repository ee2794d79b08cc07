/**
 * Threads that read pieces beside this one.
 *
 * Errors: what a thread throws is thrown where a result is awaited
 */
import { Worker } from 'node:worker_threads'
import type { Input } from '../ingest/inputs.ts'
import { type Claims, claim, endPiece, newClaims } from './claims.ts'
import type { PieceResult, PieceSettings } from './piece-reader.ts'
import type { Piece } from './pieces.ts'

/** MiB. The young generation of a thread is small, as all that lives longer than a batch is little. */
const LIMITS = { maxYoungGenerationSizeMb: 16 }
/** Pieces of a thread in a round, at most. */
const SHARE = 4

/** Who reads pieces beside this thread. */
export interface Readers {
  /** What another thread makes of this piece; null: nobody has begun it, and it is to be read here. To be asked in their order. */
  resultOf(piece: number): Promise<PieceResult> | null
  /** The piece is done: its result was used. */
  done(piece: number): void
  end(): void
}

export interface WorkerTask {
  settings: PieceSettings
  pieces: readonly (readonly Input[])[]
  claims: Claims
  /** From 1: this thread, of all. */
  thread: number
}

export interface WorkerAnswer {
  piece: number
  result: PieceResult
}

export function startReaders(pieces: readonly Piece[], threads: number, settings: PieceSettings): Readers {
  const claims = newClaims(pieces.length, threads, Math.min(SHARE, Math.ceil(pieces.length / threads)))
  const results = pieces.map(() => newResult())
  const task = { settings, pieces: pieces.map(({ inputs }) => inputs), claims }
  const workers = Array.from({ length: Math.min(threads, pieces.length) - 1 }, (_, at) => {
    const worker = startWorker({ ...task, thread: at + 1 })
    worker.on('message', ({ piece, result }: WorkerAnswer) => results[piece]?.resolve(result))
    worker.on('error', error => {
      for (const { reject } of results) reject(error)
    })
    return worker
  })
  return {
    resultOf: piece => (claim(claims, piece) ? null : (results[piece]?.promise ?? null)),
    done: piece => endPiece(claims, piece),
    end() {
      for (const worker of workers) worker.terminate()
    },
  }
}

function newResult() {
  let resolve: (result: PieceResult) => void = () => {}
  let reject: (error: Error) => void = () => {}
  const promise = new Promise<PieceResult>((resolved, rejected) => {
    resolve = resolved
    reject = rejected
  })
  // It is awaited when its turn comes; until then nobody listens.
  promise.catch(() => {})
  return { promise, resolve, reject }
}

function startWorker(task: WorkerTask): Worker {
  return new Worker(new URL('./worker.js', import.meta.url), {
    workerData: task,
    resourceLimits: LIMITS,
    // Totals may hold open files (report/runs.ts), which are still to be read when their thread has ended.
    trackUnmanagedFds: false,
  })
}
