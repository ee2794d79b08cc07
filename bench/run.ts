/**
 * npm run bench: generates logs and a mailbox from a seed, checks bouncelog's totals against the truth, then
 * times it beside its peers in one run and prints the ratios against the bars.
 *
 *   npm run bench -- [--size MB] [--full] [--runs N] [--seed N] [--only TEXT] [--check-only] [--keep FOLDER] [--gate]
 *
 * --full is 300 MB. --only times the commands whose name has TEXT. --gate fails where a floor is missed.
 * Exit: 0; 1 if a total is wrong (or, with --gate, a floor is missed).
 */
import { execFileSync } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createGzip } from 'node:zlib'
import { differences } from './check.ts'
import { BARS, type Bar, COMMANDS, type Command, type Files } from './commands.ts'
import { writeEximLog } from './exim-log.ts'
import { writeMailbox } from './mailbox.ts'
import { type Cost, measure, medianCost } from './measure.ts'
import { writeFailures, writePostfixLog } from './postfix-log.ts'
import type { Truth } from './truth.ts'

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '60' },
    full: { type: 'boolean', default: false },
    runs: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    'check-only': { type: 'boolean', default: false },
    keep: { type: 'string' },
    gate: { type: 'boolean', default: false },
  },
})

const megabytes = options.full ? 300 : Number(options.size)
const main = join(import.meta.dirname, '../dist/cli/main.js')
const bouncelog = [process.execPath, main]

interface Generated {
  files: Files
  truths: Record<keyof Files, Truth>
}

async function generate(folder: string): Promise<Generated> {
  const seed = Number(options.seed)
  const files: Files = {
    postfix: join(folder, `postfix-${megabytes}.log`),
    exim: join(folder, `exim-${megabytes}.log`),
    failures: join(folder, `failures-${megabytes}.log`),
    mailbox: join(folder, `bounces-${megabytes}.mbox`),
  }
  const truths = {
    postfix: writePostfixLog(files.postfix, megabytes * 1e6, seed),
    exim: writeEximLog(files.exim, megabytes * 1e6, seed),
    failures: writeFailures(files.failures, megabytes * 2000, seed),
    mailbox: writeMailbox(files.mailbox, megabytes * 100, seed),
  }
  await pipeline(
    createReadStream(files.postfix),
    createGzip({ level: 6 }),
    createWriteStream(`${files.postfix}.gz`),
  )
  return { files, truths }
}

function check({ files, truths }: Generated): boolean {
  let right = true
  for (const name of ['postfix', 'exim', 'failures', 'mailbox'] as const) {
    const found = differences(bouncelog, files[name], truths[name])
    const { lines, bounced, deferred, expired, delivered } = truths[name]
    console.log(
      found.length === 0
        ? `${name}: right (${lines} lines; ${delivered} delivered, ${bounced} bounced, ${deferred} deferred, ${expired} expired)`
        : `${name}: WRONG\n  ${found.slice(0, 20).join('\n  ')}${found.length > 20 ? `\n  … ${found.length} in all` : ''}`,
    )
    if (found.length > 0) right = false
  }
  return right
}

function isThere(command: Command): boolean {
  try {
    execFileSync('bash', ['-c', `command -v ${command.needs}`], { stdio: 'ignore' })
    return true
  } catch {
    console.log(`${command.name}: not here, left out (Debian package ${command.debian})`)
    return false
  }
}

/** Every round runs every command once, so that what disturbs one disturbs all. */
async function time(files: Files): Promise<Map<string, Cost>> {
  const commands = COMMANDS.filter(command => command.name.includes(options.only)).filter(isThere)
  const costs = new Map<string, Cost[]>(commands.map(command => [command.name, []]))
  for (let round = 0; round < Number(options.runs); round++) {
    for (const { name, line } of commands) {
      costs.get(name)?.push(await measure(line(files, bouncelog.join(' '))))
    }
  }
  return new Map([...costs].map(([name, all]) => [name, medianCost(all)]))
}

function printCosts(costs: ReadonlyMap<string, Cost>): void {
  console.log(
    `\n${'command'.padEnd(42)}${['CPU s', 'wall s', 'peak MiB'].map(head => head.padStart(10)).join('')}`,
  )
  for (const [name, { cpu, wall, peak }] of costs) {
    const figures = [cpu.toFixed(3), wall.toFixed(3), peak === null ? '?' : peak.toFixed(0)]
    console.log(`${name.padEnd(42)}${figures.map(figure => figure.padStart(10)).join('')}`)
  }
}

/** Null if it could not be measured here. */
function reached(bar: Bar, costs: ReadonlyMap<string, Cost>, truths: Generated['truths']): number | null {
  const cost = costs.get(bar.of)
  if (cost === undefined) return null
  if (bar.figure === 'perSecond') {
    const { failures, mailbox } = truths
    const count = bar.of.includes('mailbox') ? mailbox.messages : failures.bounced + failures.deferred
    return count / cost.cpu
  }
  if (bar.than === null) return cost[bar.figure]
  const other = costs.get(bar.than)?.[bar.figure]
  const own = cost[bar.figure]
  return other === undefined || other === null || own === null ? null : own / other
}

function printBars(costs: ReadonlyMap<string, Cost>, truths: Generated['truths']): boolean {
  let missed = false
  console.log('\nbar')
  for (const bar of BARS) {
    const figure = reached(bar, costs, truths)
    const better = (limit: number) =>
      figure !== null && (bar.figure === 'perSecond' ? figure >= limit : figure <= limit)
    const verdict =
      figure === null ? 'not measured' : better(bar.goal) ? 'goal' : better(bar.floor) ? 'floor' : 'MISSED'
    if (verdict === 'MISSED') missed = true
    const name = `${bar.of}, ${bar.figure}${bar.than === null ? '' : ` / ${bar.than}`}`
    const numbers = [figure, bar.floor, bar.goal].map(number => (number === null ? '?' : short(number)))
    console.log(
      `${name.padEnd(66)}${numbers[0]?.padStart(10)} ${bar.unit} (floor ${numbers[1]}, goal ${numbers[2]}): ${verdict}`,
    )
  }
  return missed
}

function short(number: number): string {
  return number >= 100 ? number.toFixed(0) : number.toFixed(3)
}

const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'bench-'))
try {
  if (!existsSync(main)) throw new Error('build first: npm run build')
  mkdirSync(folder, { recursive: true })
  console.log(
    `${megabytes} MB, seed ${options.seed}, medians of ${options.runs}, Node ${process.versions.node}, ${availableParallelism()} × ${cpus()[0]?.model}`,
  )
  const generated = await generate(folder)
  if (!check(generated)) process.exitCode = 1
  if (!options['check-only']) {
    const costs = await time(generated.files)
    printCosts(costs)
    if (printBars(costs, generated.truths) && options.gate) process.exitCode = 1
  }
} finally {
  if (options.keep === undefined) rmSync(folder, { recursive: true, force: true })
}
