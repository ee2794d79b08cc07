/**
 * Threads that read pieces, each the next one that nobody has: results in the order of the pieces.
 *
 * Errors: what a thread throws is thrown where its result is awaited
 */
import { Worker } from 'node:worker_threads'
import type { PieceResult, PieceSettings } from './piece-reader.ts'
import type { Piece } from './pieces.ts'

/** Results that may wait for their turn, for each thread: they hold memory. */
const AHEAD = 2
/** MiB. The young generation of a thread is small, as all that lives longer than a batch is little. */
const LIMITS = { maxYoungGenerationSizeMb: 16 }

export async function* readPieces(
  pieces: readonly Piece[],
  threads: number,
  settings: PieceSettings,
): AsyncGenerator<PieceResult> {
  const workers = Array.from({ length: Math.min(threads, pieces.length) }, () => startWorker(settings))
  const idle = [...workers]
  const results: Promise<PieceResult>[] = []
  let begun = 0
  const begin = (): void => {
    while (begun < pieces.length && results.length < workers.length * AHEAD) {
      const worker = idle.shift()
      const piece = pieces[begun]
      if (worker === undefined || piece === undefined) return
      begun++
      const result = ask(worker, piece).finally(() => {
        idle.push(worker)
        begin()
      })
      // It is awaited when its turn comes; until then nobody listens.
      result.catch(() => {})
      results.push(result)
    }
  }
  try {
    for (begin(); results.length > 0; begin()) {
      const result = await results[0]
      results.shift()
      begin()
      if (result !== undefined) yield result
    }
  } finally {
    for (const worker of workers) worker.terminate()
  }
}

function startWorker(settings: PieceSettings): Worker {
  return new Worker(new URL('./worker.js', import.meta.url), {
    workerData: settings,
    resourceLimits: LIMITS,
    // Totals may hold open files (report/runs.ts), which are still to be read when their thread has ended.
    trackUnmanagedFds: false,
  })
}

function ask(worker: Worker, { inputs }: Piece): Promise<PieceResult> {
  return new Promise((resolve, reject) => {
    worker.once('message', (result: PieceResult) => {
      worker.off('error', reject)
      resolve(result)
    })
    worker.once('error', reject)
    worker.postMessage(inputs)
  })
}
