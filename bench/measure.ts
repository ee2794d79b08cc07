/** One command under the clock: wall and CPU seconds of it and all its children, and the peak memory of the largest. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface Cost {
  wall: number
  /** User and system together. */
  cpu: number
  /** MiB; null where the system does not tell (it does on Linux). */
  peak: number | null
}

/** Through bash, whose `time` counts every process of a pipe. */
export async function measure(command: string): Promise<Cost> {
  const shell = spawn(
    'bash',
    ['-c', `set -o pipefail; TIMEFORMAT='%3R %3U %3S'; time { ${command} 2>/dev/null; }`],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  let said = ''
  shell.stderr.setEncoding('utf8').on('data', text => {
    said += text
  })
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, peakOf(shell.pid ?? 0))
  }, 20)
  const code = await new Promise(resolve => shell.once('close', resolve))
  clearInterval(watch)
  const [wall = Number.NaN, user = Number.NaN, system = Number.NaN] = said
    .trim()
    .split(/\s/)
    .slice(-3)
    .map(Number)
  if (code !== 0 || Number.isNaN(wall)) throw new Error(`failed (${code}): ${command}\n${said}`)
  return { wall, cpu: user + system, peak: peak === 0 ? null : peak / 1024 }
}

/** The largest resident set that a process or one below it ever had, in KiB. */
function peakOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const own = Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0)
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
    return Math.max(own, ...children.map(child => peakOf(Number(child))))
  } catch {
    return 0 // Gone since, or no Linux.
  }
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** The median of each figure: the runs of one command need not be the same ones. */
export function medianCost(costs: readonly Cost[]): Cost {
  const peaks = costs.flatMap(cost => cost.peak ?? [])
  return {
    wall: median(costs.map(cost => cost.wall)),
    cpu: median(costs.map(cost => cost.cpu)),
    peak: peaks.length === 0 ? null : median(peaks),
  }
}
