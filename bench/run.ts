/**
 * npm run bench: generates logs and mailboxes from a seed, checks bouncelog's totals against the truth, then times it
 * beside its peers in one run and prints the ratios against the bars.
 *
 *   npm run bench -- [--size MB] [--runs N] [--seed N] [--only TEXT] [--mails FOLDER] [--huge] [--recipients N]
 *                    [--profile] [--markdown] [--check-only] [--keep FOLDER] [--gate]
 *
 * --size        of each log (300); 60 for a quick look, in which start-up counts for more
 * --only        times the commands whose name has TEXT
 * --mails       the mixed mailbox is made of the mails in FOLDER instead of fixtures/
 * --huge        also a log of ten times the size, and 20 million recipients: 3 GB of disk each, one at a time
 * --recipients  also a log of N different recipients
 * --profile     also the time of each stage of bouncelog
 * --markdown    also the table of the README
 * --gate        fails where a floor is missed
 * Exit: 0; 1 if a total is wrong (or, with --gate, a floor is missed).
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { BARS, COMMANDS, type Command, type Files } from './commands.ts'
import { filesOf, generate, isRight, isRoomFor, type Plan, removeInput, USUAL, warm } from './inputs.ts'
import { type Cost, type Costs, costsOf, leftOut, measure, peakSource } from './measure.ts'
import { formatBars, formatCosts, formatMarkdown, formatTruths } from './print.ts'
import { printProfile } from './profile.ts'
import type { Truth } from './truth.ts'
import { figureOf, type Measured, verdictOf } from './verdicts.ts'

const root = join(import.meta.dirname, '..')
const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '300' },
    runs: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    mails: { type: 'string', default: join(root, 'fixtures') },
    huge: { type: 'boolean', default: false },
    recipients: { type: 'string' },
    profile: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    'check-only': { type: 'boolean', default: false },
    keep: { type: 'string' },
    gate: { type: 'boolean', default: false },
  },
})

const main = join(root, 'dist/cli/main.js')
const bouncelog = [process.execPath, main]

function isThere(command: Command): boolean {
  try {
    execFileSync('bash', ['-c', `command -v ${command.needs}`], { stdio: 'ignore' })
    return true
  } catch {
    console.log(`${command.name}: not here, left out (Debian package ${command.debian})`)
    return false
  }
}

function commandsFor(only: Command['only']): Command[] {
  return COMMANDS.filter(command => command.only === only && command.name.includes(options.only))
}

/** Every round runs every command once, so that what disturbs one disturbs all. */
async function time(commands: readonly Command[], files: Files): Promise<[string, Costs][]> {
  const costs = new Map<Command, Cost[]>(commands.map(command => [command, []]))
  for (let round = 0; round < Number(options.runs); round++) {
    for (const command of commands) {
      if (round >= (command.runs ?? Number.POSITIVE_INFINITY)) continue
      costs.get(command)?.push(await measure(command.line(files, bouncelog.join(' '))))
    }
  }
  return [...costs].map(([{ name }, all]) => [name, costsOf(all)])
}

/** Made, checked, timed and removed, before the next one takes its place on the disk. */
async function timeLarge(plan: Plan, name: 'huge' | 'recipients', found: Found): Promise<void> {
  const commands = commandsFor(name)
  if (commands.length === 0 || !isRoomFor(plan, name)) return
  try {
    const truth = await generate(plan, name)
    found.truths[name] = truth
    if (!isRight(bouncelog, plan, name, truth)) process.exitCode = 1
    if (options['check-only']) return
    for (const [command, costs] of await time(commands, filesOf(plan))) found.costs.set(command, costs)
  } finally {
    removeInput(plan, name)
  }
}

interface Found {
  costs: Map<string, Costs>
  truths: Partial<Record<keyof Files, Truth>>
}

async function runAll(plan: Plan): Promise<Measured> {
  const found: Found = { costs: new Map(), truths: {} }
  const files = filesOf(plan)
  for (const name of USUAL) {
    const truth = await generate(plan, name)
    found.truths[name] = truth
    if (!isRight(bouncelog, plan, name, truth)) process.exitCode = 1
    await warm(files[name])
  }
  await warm(`${files.postfix}.gz`)
  if (!options['check-only']) {
    const commands = commandsFor(undefined).filter(isThere)
    for (const [command, costs] of await time(commands, files)) found.costs.set(command, costs)
  }
  if (options.huge) await timeLarge(plan, 'huge', found)
  if (plan.recipients > 0) await timeLarge(plan, 'recipients', found)
  return found
}

/** The command as it is not bundled: a profile tells functions by their files. */
async function profileAll(plan: Plan): Promise<void> {
  const plain = join(root, 'dist-bench/plain')
  const tsc = join(root, 'node_modules/.bin/tsc')
  execFileSync(tsc, ['-p', join(root, 'tsconfig.build.json'), '--outDir', plain])
  const version = `--import 'data:text/javascript,globalThis.PACKAGE_VERSION="profiled"'`
  for (const { name, line } of commandsFor(undefined)) {
    if (!name.startsWith('bouncelog')) continue
    await printProfile(name, node => line(filesOf(plan), `${node} ${version} ${join(plain, 'cli/main.js')}`))
  }
}

function printAll(measured: Measured): void {
  console.log(`\n${formatTruths(measured.truths)}`)
  if (measured.costs.size === 0) return
  console.log(`\n${formatCosts(measured.costs)}\n\n${formatBars(measured)}`)
  if (options.markdown) console.log(`\n${formatMarkdown(measured)}`)
  const isMissed = BARS.some(bar => verdictOf(bar, figureOf(bar, measured)) === 'MISSED')
  if (isMissed && options.gate) process.exitCode = 1
}

const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'bench-'))
const plan: Plan = {
  folder,
  megabytes: Number(options.size),
  seed: Number(options.seed),
  mails: options.mails,
  recipients: Number(options.recipients ?? (options.huge ? 20_000_000 : 0)),
}
try {
  if (!existsSync(main)) throw new Error('build first: npm run build')
  mkdirSync(folder, { recursive: true })
  console.log(
    `${plan.megabytes} MB, seed ${plan.seed}, medians of ${options.runs} (of fewer where the table says so), ${peakSource}`,
  )
  console.log(
    `Node ${process.versions.node}, ${availableParallelism()} × ${cpus()[0]?.model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
  )
  if (leftOut.length > 0)
    console.log(
      `not in the environment of what is timed: ${leftOut.join(', ')}, that Node reads at each start`,
    )
  printAll(await runAll(plan))
  if (options.profile) await profileAll(plan)
} finally {
  if (options.keep === undefined) rmSync(folder, { recursive: true, force: true })
}
