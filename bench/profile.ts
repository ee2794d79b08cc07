/**
 * Where the time of a run goes, stage by stage: the command once more under `node --cpu-prof`, and the time of each
 * function given to the stage of its source file.
 *
 * In:  a command of ours, as bash takes it
 * Out: milliseconds by stage, of all JavaScript threads; zlib's own threads are in no profile
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Cost, measure } from './measure.ts'
import { COLLECTOR, NODE, stageOf } from './stages.ts'

interface CallFrame {
  functionName: string
  url: string
  /** From 0. */
  lineNumber: number
}

/** As V8 writes it: times in microseconds. */
export interface Profile {
  nodes: { id: number; callFrame: CallFrame; children?: number[] }[]
  samples: number[]
  timeDeltas: number[]
}

export async function printProfile(name: string, line: (node: string) => string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-profile-'))
  try {
    const cost = await measure(line(`${process.execPath} --cpu-prof --cpu-prof-dir=${folder}`))
    const profiles = readdirSync(folder).map(file => JSON.parse(readFileSync(join(folder, file), 'utf8')))
    console.log(`\n${formatStages(name, cost, timeByStage(profiles as Profile[]))}`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function formatStages(name: string, cost: Cost, stages: ReadonlyMap<string, number>): string {
  const total = [...stages.values()].reduce((sum, time) => sum + time, 0)
  const lines = [...stages]
    .sort(([, one], [, other]) => other - one)
    .map(([stage, time]) => {
      const share = `${((time / total) * 100).toFixed(1)} %`
      return `  ${stage.padEnd(24)}${time.toFixed(0).padStart(8)}${share.padStart(9)}`
    })
  const head = `${name}, under the profiler: ${cost.cpu.toFixed(2)} CPU s; wall time of its JavaScript threads, without waiting (ms)`
  return [head, ...lines].join('\n')
}

/** Milliseconds. What waits is left out. */
export function timeByStage(profiles: readonly Profile[]): Map<string, number> {
  const times = new Map<string, number>()
  for (const profile of profiles) {
    const stages = stagesOfNodes(profile)
    profile.samples.forEach((id, index) => {
      const stage = stages.get(id)
      if (stage === undefined) return
      times.set(stage, (times.get(stage) ?? 0) + (profile.timeDeltas[index] ?? 0) / 1000)
    })
  }
  return times
}

/** By node: its own stage, else that of whoever called it. Nodes that wait have none. */
function stagesOfNodes({ nodes }: Profile): Map<number, string> {
  const byId = new Map(nodes.map(node => [node.id, node]))
  const stages = new Map<number, string>()
  const waiting: [id: number, stage: string][] = nodes.slice(0, 1).map(({ id }) => [id, NODE])
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [id, caller] = next
    const node = byId.get(id)
    if (node === undefined || node.callFrame.functionName === '(idle)') continue
    const stage = stageOfFrame(node.callFrame) ?? caller
    stages.set(id, stage)
    for (const child of node.children ?? []) waiting.push([child, stage])
  }
  return stages
}

function stageOfFrame(frame: CallFrame): string | null {
  if (frame.functionName === '(garbage collector)') return COLLECTOR
  // A file's own body runs when it is loaded.
  if (frame.functionName === '' && frame.lineNumber === 0 && frame.url !== '') return 'start-up'
  return stageOf(sourceOf(frame.url))
}

/** Where tsc put a file, and where it comes from. */
function sourceOf(url: string): string {
  if (url.includes('/node_modules/')) return url
  const file = /\/dist-bench\/plain\/(.*)$/.exec(url)?.[1]
  return file === undefined ? url : `src/${file}`
}
