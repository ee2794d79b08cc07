/** One command under the clock: wall and CPU seconds of it and all its children, and the peak memory of the largest. */
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface Cost {
  wall: number
  /** User and system together, of every thread. */
  cpu: number
  /** MiB; null where the system does not tell. */
  peak: number | null
}

export interface Spread {
  median: number
  min: number
  max: number
}

/** Of several runs; the median of one figure need not be of the same run as that of another. */
export interface Costs {
  runs: number
  wall: Spread
  cpu: Spread
  peak: Spread | null
}

const GNU_TIME = spawnSync('bash', ['-c', 'type -P time'], { encoding: 'utf8' }).stdout.trim()

/** How the peak is found: the kernel tells a parent (GNU time), or /proc is looked at, too late for what is short. */
export const peakSource =
  GNU_TIME !== ''
    ? 'peak memory from GNU time'
    : 'peak memory looked at every 5 ms, ? for what ended sooner (Debian package time)'

/** Node reads what they name at each start, whatever it then runs: a file of certificates takes it longer than starting does. */
const OF_NODE = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', 'NODE_V8_COVERAGE']

export const leftOut = OF_NODE.filter(name => process.env[name] !== undefined)

const environment = { ...process.env }
for (const name of leftOut) delete environment[name]

/** Through bash, whose `time` counts every process of a pipe, in milliseconds. */
export async function measure(command: string): Promise<Cost> {
  const script = `set -o pipefail; TIMEFORMAT='%3R %3U %3S'; time { ${command} 2>/dev/null; }`
  const line = ['bash', '-c', script]
  const [program = '', ...args] = GNU_TIME === '' ? line : [GNU_TIME, '-q', '-f', '%M', ...line]
  const shell = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env: environment })
  let said = ''
  shell.stderr.setEncoding('utf8').on('data', text => {
    said += text
  })
  let seen = 0
  const look = () => {
    seen = Math.max(seen, peakOf(shell.pid ?? 0))
  }
  const watch = GNU_TIME === '' ? setInterval(look, 5) : null
  const code = await new Promise(resolve => shell.once('close', resolve))
  if (watch !== null) clearInterval(watch)
  const lines = said.trim().split('\n')
  const told = GNU_TIME === '' ? seen : Number(lines.pop())
  const [wall = Number.NaN, user = Number.NaN, system = Number.NaN] = (lines.pop() ?? '')
    .split(' ')
    .map(Number)
  if (code !== 0 || Number.isNaN(wall + user + system))
    throw new Error(`failed (${code}): ${command}\n${said}`)
  return { wall, cpu: user + system, peak: told > 0 ? told / 1024 : null }
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

export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = [...numbers].sort((a, b) => a - b)
  const at = (place: number) => sorted[place] ?? Number.NaN
  return { median: at(Math.floor(sorted.length / 2)), min: at(0), max: at(sorted.length - 1) }
}

export function costsOf(runs: readonly Cost[]): Costs {
  const peaks = runs.flatMap(cost => cost.peak ?? [])
  return {
    runs: runs.length,
    wall: spreadOf(runs.map(cost => cost.wall)),
    cpu: spreadOf(runs.map(cost => cost.cpu)),
    peak: peaks.length === 0 ? null : spreadOf(peaks),
  }
}
