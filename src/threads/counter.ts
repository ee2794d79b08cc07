/** What runs in the thread that counts beside the one that reads: what it tells -> the totals. */
import { parentPort, workerData } from 'node:worker_threads'
import { newListener } from './counting.ts'
import type { CounterTask } from './other-counter.ts'
import type { Told } from './telling.ts'

// other-counter.ts gives it so.
const { settings, heard } = workerData as CounterTask
const { totals, hear } = newListener(settings)

parentPort?.on('message', (told: Told | null) => {
  if (told === null) {
    const { addresses, deliveredPairs } = totals
    // What is large is handed over, not copied.
    parentPort?.postMessage(totals, [addresses.cells.buffer, deliveredPairs.cells.buffer])
    parentPort?.close()
    return
  }
  hear(told)
  Atomics.add(heard, 0, 1)
  Atomics.notify(heard, 0)
})
