/**
 * A thread that judges and counts, while this one reads the logs.
 *
 * Out:    the totals, when all is told
 * Errors: what the thread throws is thrown where its totals are awaited; that it has ended, where more is told than may wait
 */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Counting } from '../judging.ts'
import type { Totals } from '../report/aggregate.ts'
import { type Call, newTeller, type Teller } from './telling.ts'

/** MiB. The young generation of a thread is small, as all that lives longer than a batch is little. */
const LIMITS = { maxYoungGenerationSizeMb: 16 }
/** Messages that may wait to be heard. */
const AHEAD = 32
/** Milliseconds without a sign of the other thread: then it has ended. */
const PATIENCE = 30_000

export interface CounterTask {
  settings: Counting
  /** How many messages were heard. Shared. */
  heard: Int32Array
}

export interface OtherCounter extends Teller {
  /** To be asked once, when all is told. */
  totals(): Promise<Totals>
  end(): void
}

export function startCounter(settings: Counting): OtherCounter {
  const heard = new Int32Array(new SharedArrayBuffer(4))
  const task: CounterTask = { settings, heard }
  const worker = new Worker(new URL('./counter.js', import.meta.url), {
    workerData: task,
    resourceLimits: LIMITS,
    // Totals may hold open files (report/runs.ts), which are still to be read when their thread has ended.
    trackUnmanagedFds: false,
  })
  // Rejects at an error of the thread, perhaps before it is awaited.
  const answer = once(worker, 'message')
  answer.catch(() => {})
  let told = 0
  const teller = newTeller(one => {
    const { failures, deliveries, calls } = one
    worker.postMessage(one, [failures.cells.buffer, deliveries.cells.buffer, ...calls.flatMap(buffersOf)])
    told++
    waitFor(heard, told - AHEAD)
  })
  return {
    ...teller,
    async totals() {
      teller.flush()
      worker.postMessage(null)
      const [totals]: Totals[] = await answer
      if (totals === undefined) throw new Error('a thread gave no totals')
      return totals
    },
    end() {
      worker.terminate()
    },
  }
}

function buffersOf(call: Call): ArrayBuffer[] {
  return call.kind === 'recipients' || call.kind === 'pairs' ? [call.cells.buffer] : []
}

/** Until so many messages were heard: what waits is bounded. */
function waitFor(heard: Int32Array, wanted: number): void {
  for (let now = Atomics.load(heard, 0); now < wanted; now = Atomics.load(heard, 0))
    if (Atomics.wait(heard, 0, now, PATIENCE) === 'timed-out')
      throw new Error('the thread that counts has ended')
}
