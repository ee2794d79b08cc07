/** What runs in the thread that counts beside the one that reads: what it tells -> the totals. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Totals } from '../report/aggregate.ts'
import { newListener } from './counting.ts'
import type { CounterTask } from './other-counter.ts'
import type { Told } from './telling.ts'

// other-counter.ts gives it so.
const { settings, heard } = workerData as CounterTask
const { totals, hear } = newListener(settings)

parentPort?.on('message', (told: Told | null) => {
  if (told === null) {
    parentPort?.postMessage(totals, largeParts(totals))
    parentPort?.close()
    return
  }
  hear(told)
  Atomics.add(heard, 0, 1)
  Atomics.notify(heard, 0)
})

/** They are handed over, not copied. */
function largeParts({ addresses, deliveredPairs, facts }: Totals): ArrayBuffer[] {
  // Blocks on the disk are missing.
  const blocks = Object.values(facts.blocks)
  return [addresses.cells, deliveredPairs.cells, facts.cells, ...blocks].map(cells => cells.buffer)
}
