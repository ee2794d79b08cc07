/** What runs in a thread beside the first one: pieces that nobody has begun -> their results. */
import { parentPort, workerData } from 'node:worker_threads'
import { claimFor } from './claims.ts'
import { newPieceReader } from './piece-reader.ts'
import type { WorkerAnswer, WorkerTask } from './pool.ts'

// pool.ts gives it so.
const { settings, pieces, claims, thread } = workerData as WorkerTask
const readPiece = newPieceReader(settings)

async function readPieces(): Promise<void> {
  for (const piece of claimFor(claims, thread)) {
    const answer: WorkerAnswer = { piece, result: await readPiece(pieces[piece] ?? []) }
    parentPort?.postMessage(answer)
  }
}

// What it rejects with is told to pool.ts as an error of the thread.
void readPieces()
