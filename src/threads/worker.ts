/** What runs in a thread: pieces in, results out, one at a time. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Input } from '../ingest/inputs.ts'
import { newPieceReader, type PieceSettings } from './piece-reader.ts'

// pool.ts gives it so.
const readPiece = newPieceReader(workerData as PieceSettings)

parentPort?.on('message', async (inputs: Input[]) => {
  parentPort?.postMessage(await readPiece(inputs))
})
