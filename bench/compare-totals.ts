/**
 * The totals of pflogsumm or eximstats beside bouncelog's, and each line that makes them differ.
 *
 *   npm run build && tsc -p tsconfig.bench.json
 *   node dist-bench/compare-totals.js (pflogsumm|eximstats) LOG [LINES]
 *
 * A total that differs is followed down to its lines by halving the log: the parts that differ are read again, until
 * one line is left. At most LINES (20) lines are shown. What stands on no line alone (a retry that one program counts
 * by message) is shown as a part. eximstats before 4.97 knows no message ids of 23 characters: it gets them shortened.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Totals = Readonly<Record<string, number>>

interface Peer {
  /** From its report and from bouncelog's events and summary, under the same names. */
  theirs: (path: string) => Totals
  ours: (path: string) => Totals
}

const main = join(import.meta.dirname, '../dist/cli/main.js')
const folder = mkdtempSync(join(tmpdir(), 'compare-'))

function run(program: string, ...args: string[]): string {
  const { stdout, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 30 })
  if (error !== undefined)
    throw new Error(`${program} cannot be started (a Debian package)`, { cause: error })
  return stdout
}

function numberIn(report: string, pattern: RegExp): number {
  return Number(pattern.exec(report)?.[1] ?? 0)
}

/** bouncelog's totals.attempts; a part without a mail log has none. */
function attemptsIn(path: string): Record<string, number> {
  const text = run(process.execPath, main, 'report', '--format', 'json', '--include', 'rejected', path)
  return text === '' ? {} : JSON.parse(text).totals.attempts
}

function messagesIn(path: string, outcomes: readonly string[]): number {
  const lines = run(process.execPath, main, 'events', '--format', 'ndjson', path).split('\n')
  const events = lines.filter(line => line !== '').map(line => JSON.parse(line))
  return new Set(events.filter(({ outcome }) => outcomes.includes(outcome)).map(({ queueId }) => queueId))
    .size
}

const pflogsumm: Peer = {
  theirs(path) {
    const report = run('pflogsumm', '-h', '0', '-u', '0', '--detail', '0', path)
    return {
      'delivered, handed over, forwarded':
        numberIn(report, /^ +(\d+) +delivered/m) + numberIn(report, /^ +(\d+) +forwarded/m),
      deferrals: numberIn(report, /\((\d+) +deferrals\)/),
      bounced: numberIn(report, /^ +(\d+) +bounced/m),
      rejected: numberIn(report, /^ +(\d+) +rejected/m),
    }
  },
  ours(path) {
    const found = attemptsIn(path)
    return {
      'delivered, handed over, forwarded': (found.delivered ?? 0) + (found.handedOver ?? 0),
      deferrals: found.deferred ?? 0,
      bounced: found.bounced ?? 0,
      rejected: found.rejected ?? 0,
    }
  },
}

const LONG_ID = /\b([0-9A-Za-z]{6})-[0-9A-Za-z]{5}([0-9A-Za-z]{6})-[0-9A-Za-z]{2}([0-9A-Za-z]{2})\b/g

const eximstats: Peer = {
  theirs(path) {
    const short = join(folder, 'short-ids.log')
    writeFileSync(short, readFileSync(path, 'latin1').replace(LONG_ID, '$1-$2-$3'), 'latin1')
    const report = run('eximstats', '-nr', '-ntp', '-ne', '-h0', '-t0', '-q0', short)
    return {
      'delivered addresses': numberIn(report, /^ +Delivered +\S+ +\d+ +(\d+)/m),
      'messages with a failure': numberIn(report, /^ +Received .*% +(\d+) +[\d.]+%$/m),
      'messages with a delay': numberIn(report, /^ +Received +\S+ +\d+ +\d+ +(\d+)/m),
      rejected: numberIn(report, /^ +Rejects +(\d+)/m) + numberIn(report, /^ +Temp Rejects +(\d+)/m),
    }
  },
  ours(path) {
    const found = attemptsIn(path)
    return {
      'delivered addresses': found.delivered ?? 0,
      'messages with a failure': messagesIn(path, ['bounced', 'expired']),
      'messages with a delay': messagesIn(path, ['deferred']),
      rejected: found.rejected ?? 0,
    }
  },
}

const PEERS: ReadonlyMap<string, Peer> = new Map([
  ['pflogsumm', pflogsumm],
  ['eximstats', eximstats],
])

function differences(peer: Peer, path: string): string[] {
  const theirs = peer.theirs(path)
  const ours = peer.ours(path)
  const names = Object.keys(theirs).filter(name => theirs[name] !== ours[name])
  return names.map(name => `${name}: ${theirs[name]} there, ${ours[name]} here`)
}

/** Shows the lines that make a part differ -> how many more may be shown. */
function explain(peer: Peer, lines: readonly string[], first: number, left: number): number {
  const part = join(folder, 'part.log')
  writeFileSync(part, `${lines.join('\n')}\n`, 'latin1')
  const found = left > 0 ? differences(peer, part) : []
  if (found.length === 0) return left
  if (lines.length === 1) {
    console.log(`line ${first}: ${found.join('; ')}\n  ${lines[0]?.slice(0, 240)}`)
    return left - 1
  }
  const half = lines.length >> 1
  const after = explain(peer, lines.slice(0, half), first, left)
  const end = explain(peer, lines.slice(half), first + half, after)
  if (end !== left) return end
  console.log(`lines ${first} to ${first + lines.length - 1} together: ${found.join('; ')}`)
  return left - 1
}

const [name = '', path, shown = '20'] = process.argv.slice(2)
const peer = PEERS.get(name)
if (peer === undefined || path === undefined) {
  console.error('usage: compare-totals (pflogsumm|eximstats) LOG [LINES]')
  process.exitCode = 2
} else {
  const theirs = peer.theirs(path)
  const ours = peer.ours(path)
  console.log(`${''.padEnd(36)}${name.padStart(12)}${'bouncelog'.padStart(12)}${'difference'.padStart(12)}`)
  for (const [total, count] of Object.entries(theirs)) {
    const here = ours[total] ?? 0
    console.log(
      `${total.padEnd(36)}${String(count).padStart(12)}${String(here).padStart(12)}${String(here - count).padStart(12)}`,
    )
  }
  const left = explain(peer, readFileSync(path, 'latin1').replace(/\n$/, '').split('\n'), 1, Number(shown))
  if (left === 0) console.log('… and more; see the third argument')
}
rmSync(folder, { recursive: true, force: true })
