/**
 * `npm run test:mta`: bouncelog against a real Postfix and a real Exim.
 *
 * In:     --only ID (scenarios whose id begins so; may be repeated), --keep DIR (leave the run's files there),
 *         --compare DIR (an earlier run's files instead of a new one), --show N (mismatches shown of each
 *         source), --fixtures (write a run of the fixtures' scenarios into fixtures/)
 * Out:    a table on standard output: MTA, source, scenarios, fields compared, mismatches
 * Errors: exit 1: a mismatch, or the lab failed; exit 77: this machine cannot run the lab, and why
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { DeliveryEvent } from '../../src/types.ts'
import { type Comparison, compareDsn, compareLog } from './compare.ts'
import { type Deliveries, FIXTURE_SCENARIOS, writeLogFixture, writeMailFixtures } from './fixtures.ts'
import { instances } from './instances.ts'
import type { RunRecord } from './lab.ts'
import { PACKAGES, unpackPackages } from './packages.ts'
import type { Instance } from './plan.ts'
import { type Fate, fatesOf } from './truth.ts'

const CANNOT_RUN = 77
const HERE = dirname(fileURLToPath(import.meta.url))
const REPOSITORY = join(HERE, '../../../../..')
const CLI = join(REPOSITORY, 'dist/cli/main.js')

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    keep: { type: 'string' },
    compare: { type: 'string' },
    show: { type: 'string', default: '20' },
    fixtures: { type: 'boolean', default: false },
  },
})

process.exitCode = main()

function main(): number {
  if (options.compare !== undefined) return compareAll(options.compare)
  const missing = whatIsMissing()
  if (missing !== null) {
    console.error(missing)
    return CANNOT_RUN
  }
  const results = options.keep ?? mkdtempSync(join(tmpdir(), 'bouncelog-mta-'))
  try {
    mkdirSync(results, { recursive: true })
    return runLab(results) === 0 ? compareAll(results) : 1
  } finally {
    if (options.keep === undefined) rmSync(results, { recursive: true, force: true })
  }
}

function whatIsMissing(): string | null {
  const tools = ['unshare', 'ip', 'mount', 'apt-get', 'dpkg-deb', 'ldconfig', 'hostname']
  const absent = tools.filter(tool => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0)
  if (process.platform !== 'linux' || absent.length > 0)
    return `test:mta needs Debian or a system like it with ${tools.join(', ')}; not found: ${absent.join(', ')}`
  if (process.getuid?.() !== 0)
    return `test:mta needs root, for namespaces and users of its own. It downloads and unpacks, but never installs, the Debian packages ${PACKAGES.join(', ')}.`
  if (spawnSync('unshare', ['--mount', '--net', '--uts', '--pid', '--fork', 'true']).status !== 0)
    return 'test:mta may not make namespaces here (in Docker: --cap-add SYS_ADMIN --cap-add NET_ADMIN --security-opt apparmor=unconfined).'
  return null
}

function runLab(results: string): number {
  const root = unpackPackages(join(tmpdir(), 'bouncelog-mta-packages'))
  const namespaces = ['--mount', '--net', '--uts', '--pid', '--fork', '--kill-child', '--mount-proc']
  const scenarios = options.fixtures ? FIXTURE_SCENARIOS : (options.only ?? [])
  const { status } = spawnSync(
    'unshare',
    [...namespaces, process.execPath, join(HERE, 'lab.js'), root, results, ...scenarios],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  )
  return status ?? 1
}

function compareAll(results: string): number {
  // Written by lab.ts of the same build.
  const run = JSON.parse(readFileSync(join(results, 'run.json'), 'utf8')) as RunRecord
  const fates = fatesOf(run, instances)
  const rows: string[][] = [['MTA', 'source', 'scenarios', 'fields', 'mismatches', 'explained']]
  const explained = new Map<string, number>()
  let mismatches = 0
  for (const source of sourcesOf(run, results)) {
    const mine = fates.filter(fate => fate.instance === source.instance)
    const comparison = compareSource(source, mine, results)
    for (const [why, count] of comparison.explained) explained.set(why, (explained.get(why) ?? 0) + count)
    mismatches += comparison.mismatches.length
    rows.push(rowOf(source, comparison))
    showMismatches(`${source.instance.name} ${source.name}`, comparison)
  }
  printTable(rows)
  for (const [why, count] of explained) console.log(`explained ${count}: ${why}`)
  const scenarios = new Set(fates.map(fate => `${fate.scenario.id} ${fate.recipient.split('@')[0]}`)).size
  console.log(
    `${scenarios} scenarios in ${run.scenarios.length} messages to each MTA, ${run.contacts.length} replies; ${Math.round(run.seconds)} s`,
  )
  if (!run.journal) console.log('systemd-journald could not run here: its exports were not compared')
  return mismatches === 0 ? 0 : 1
}

interface Source {
  instance: Instance
  name: string
  path: string
}

function sourcesOf(run: RunRecord, results: string): Source[] {
  const sources = instances.flatMap(instance => {
    const syslog = readdirSync(join(results, 'syslog')).filter(name => name.endsWith('.log'))
    const logs =
      instance.name === 'pfsys'
        ? syslog.sort().map(name => ({ name: name.slice(0, -4), path: join('syslog', name) }))
        : [{ name: 'log', path: `${instance.name}.log` }]
    return [...logs, { name: 'DSN', path: `${instance.name}-mail` }].map(({ name, path }) => ({
      instance,
      name,
      path: join(results, path),
    }))
  })
  return sources.filter(({ name, path }) => existsSync(path) && (run.journal || !name.startsWith('journal')))
}

function compareSource(
  { instance, name, path }: Source,
  fates: readonly Fate[],
  results: string,
): Comparison {
  const fixtures = join(REPOSITORY, 'fixtures')
  const events = readEvents(path)
  if (name === 'DSN') {
    const comparison = compareDsn(fates, events)
    compareMails(comparison, events, path)
    if (options.fixtures) writeMailFixtures(fixtures, instance, fates, comparison, events)
    return comparison
  }
  const comparison = compareLog(fates, events, readFileSync(path, 'utf8').split('\n'))
  const deliveries = deliveriesOf(instance, fates, results)
  compareDeliveries(comparison, deliveries, path)
  if (options.fixtures) writeLogFixture(fixtures, instance, name, path, comparison, deliveries)
  return comparison
}

/** Each bounce e-mail gives at least one event. */
function compareMails(comparison: Comparison, events: readonly DeliveryEvent[], folder: string): void {
  const told = new Set(events.map(({ file }) => basename(file)))
  for (const mail of readdirSync(folder)) {
    comparison.fields++
    if (!told.has(mail))
      comparison.mismatches.push({
        scenario: 'all',
        recipient: '',
        field: 'e-mail',
        expected: 'an event',
        got: null,
        seen: join(folder, mail),
      })
  }
}

/** What servers took, and the bounces that the MTA put into the lab's own mailbox; apart: what the filter took. */
function deliveriesOf({ name }: Instance, fates: readonly Fate[], results: string): Deliveries {
  const mail = join(results, `${name}-mail`)
  const taken = fates.filter(({ delivered }) => delivered)
  const handedOver = taken.filter(({ scenario }) => scenario.filtered === true).length
  return {
    delivered: taken.length - handedOver + (existsSync(mail) ? readdirSync(mail).length : 0),
    handedOver,
  }
}

function compareDeliveries(comparison: Comparison, expected: Deliveries, path: string): void {
  const json = bouncelog(['report', '--format', 'json', '--quiet', '--timezone', 'UTC', path])
  // The report's contract: totals of attempts.
  const { totals } = JSON.parse(json) as { totals: { attempts: Deliveries } }
  for (const field of ['delivered', 'handedOver'] as const) {
    comparison.fields++
    const got = totals.attempts[field]
    if (got !== expected[field])
      comparison.mismatches.push({
        scenario: 'all',
        recipient: '',
        field,
        expected: expected[field],
        got,
        seen: path,
      })
  }
}

function readEvents(path: string): DeliveryEvent[] {
  const output = bouncelog(['events', '--format', 'ndjson', '--quiet', '--timezone', 'UTC', path])
  // One event a line: the command's contract.
  return output
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as DeliveryEvent)
}

function bouncelog(args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [CLI, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (status !== 0) console.error(`bouncelog ${args[0]} ended with ${status}: ${stderr}`)
  return stdout
}

function rowOf({ instance, name }: Source, { fates, fields, mismatches, explained }: Comparison): string[] {
  const limited = [...explained.values()].reduce((sum, count) => sum + count, 0)
  return [
    `${instance.mta} (${instance.name})`,
    name,
    ...[fates, fields, mismatches.length, limited].map(String),
  ]
}

function showMismatches(name: string, { mismatches }: Comparison): void {
  const most = Number(options.show)
  for (const { scenario, recipient, field, expected, got, seen } of mismatches.slice(0, most))
    console.log(
      `${name}: ${scenario} ${recipient}: ${field} expected ${JSON.stringify(expected)} got ${JSON.stringify(got)}\n    ${seen}`,
    )
  if (mismatches.length > most) console.log(`${name}: … ${mismatches.length - most} more`)
}

function printTable(rows: readonly string[][]): void {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0))) ?? []
  const pad = (cell: string, column: number) =>
    column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
  for (const row of rows) console.log(row.map(pad).join('  '))
}
