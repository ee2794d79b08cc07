import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeEximLog } from '../../bench/exim-log.ts'
import { writePostfixLog } from '../../bench/postfix-log.ts'
import { type Input, listInputs } from '../../src/ingest/inputs.ts'
import { newQueue } from '../../src/ingest/log/queue.ts'
import type { IngestOptions } from '../../src/ingest/run.ts'
import { type Counting, counterFor, deliveryCounter, failureCountersFor } from '../../src/judging.ts'
import { buildReport } from '../../src/pipeline.ts'
import { newTotals, summarize, type Totals } from '../../src/report/aggregate.ts'
import type { Report } from '../../src/report/model.ts'
import { newListener } from '../../src/threads/counting.ts'
import { type OtherCounter, startCounter } from '../../src/threads/other-counter.ts'
import { newPieceReader, type PieceResult, type PieceSettings } from '../../src/threads/piece-reader.ts'
import type { Piece } from '../../src/threads/pieces.ts'
import type { Readers } from '../../src/threads/pool.ts'
import { readLogsInThreads } from '../../src/threads/read-logs.ts'
import { newTeller } from '../../src/threads/telling.ts'
import type { InputSummary, Problem } from '../../src/types.ts'

const NOW = Date.UTC(2026, 10, 24)
const settings: PieceSettings = { since: null, until: null, bucket: 'day', timeZone: 'UTC', now: NOW }
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'threads-test-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** All but the first pieces are read one after the other, each handed over as to and from a thread. */
function othersRead(own: number) {
  return (pieces: readonly Piece[], _threads: number, told: PieceSettings): Readers => {
    const readPiece = newPieceReader(structuredClone(told))
    const read = async (inputs: readonly Input[]): Promise<PieceResult> =>
      structuredClone(await readPiece(structuredClone(inputs)))
    return {
      resultOf: at => (at < own ? null : read(pieces[at]?.inputs ?? [])),
      done() {},
      end() {},
    }
  }
}

function reportOf(totals: Totals): Report {
  return summarize(totals, { inputs: [], problems: { total: 0, shown: [] } })
}

function runOf(totals: Totals) {
  const told: { inputs: InputSummary[]; problems: Problem[] } = { inputs: [], problems: [] }
  const options: IngestOptions = {
    timeZone: 'UTC',
    year: null,
    now: NOW,
    include: [],
    glob: null,
    stdin: null,
    maxMessage: 0,
    verp: [],
    readLogs: null,
    deliveries: null,
    failures: null,
    period: null,
    events: null,
    onProblem: problem => told.problems.push(problem),
    onInput: input => told.inputs.push(input),
    onStart: () => {},
    onMails: () => {},
    onProgress: () => {},
  }
  const run = { threadsFrom: 0, moreFrom: 0, settings, options, totals, onThreads: () => {} }
  return { told, counter: counterFor({}), run }
}

async function inPieces(paths: string[], pieceSize: number, own = 0) {
  const totals = newTotals()
  const { told, counter, run } = runOf(totals)
  if (own > 0) {
    run.options.deliveries = deliveryCounter(totals)
    run.options.failures = failureCountersFor({})?.(counter.sinkFor(totals)) ?? null
  }
  const { inputs } = await listInputs(paths)
  const others = { ...run, threads: 1, failureCounters: null, pieceSize, start: othersRead(own) }
  for await (const findings of readLogsInThreads(inputs, newQueue(), others)) counter.count(totals, findings)
  return { report: reportOf(totals), told }
}

/** Read here, and counted as by another thread. */
async function toldOf(paths: string[]) {
  const totals = newTotals()
  const { run, counter } = runOf(totals)
  const { inputs } = await listInputs(paths)
  const told = { ...run, threads: 2, failureCounters: failureCountersFor({}), startCounter: counterHere }
  for await (const findings of readLogsInThreads(inputs, newQueue(), told)) counter.count(totals, findings)
  return reportOf(totals)
}

function counterHere(asked: Counting): OtherCounter {
  const { totals, hear } = newListener(structuredClone(asked))
  const teller = newTeller(told => hear(structuredClone(told)))
  return {
    ...teller,
    async totals() {
      teller.flush()
      return structuredClone(totals)
    },
    end() {},
  }
}

async function inOne(paths: string[]) {
  const told: { inputs: InputSummary[]; problems: Problem[] } = { inputs: [], problems: [] }
  const report = await buildReport(paths, {
    now: NOW,
    onInput: input => told.inputs.push(input),
    onProblem: problem => told.problems.push(problem),
  })
  return { report: { ...report, inputs: [], problems: { total: 0, shown: [] } }, told }
}

describe('a report is the same however its logs are cut into pieces', () => {
  const cuts = [
    [30_000, 0],
    [30_000, 20],
    [100_000, 3],
    [400_000, 0],
    [400_000, 1],
  ] as const
  test.each(cuts)('Postfix, pieces of %d bytes, %d of them read here', async (pieceSize, own) => {
    const path = join(folder, 'postfix.log')
    writePostfixLog(path, 1_500_000, 3)
    const [pieces, one] = [await inPieces([path], pieceSize, own), await inOne([path])]
    expect(one.report.totals.failures).toBeGreaterThan(100)
    expect(pieces.report).toEqual(one.report)
  })
  test.each(cuts)('Exim, pieces of %d bytes, %d of them read here', async (pieceSize, own) => {
    const path = join(folder, 'exim.log')
    writeEximLog(path, 1_500_000, 3)
    const [pieces, one] = [await inPieces([path], pieceSize, own), await inOne([path])]
    expect(one.report.totals.failures).toBeGreaterThan(100)
    expect(pieces.report).toEqual(one.report)
  })
  test('a log in rotated files, one of them packed', async () => {
    const path = join(folder, 'mail.log')
    writePostfixLog(path, 900_000, 5)
    const bytes = readFileSync(path)
    const third = bytes.indexOf('\n', 300_000) + 1
    writeFileSync(join(folder, 'mail.log.2.gz'), gzipSync(bytes.subarray(0, third)))
    writeFileSync(join(folder, 'mail.log.1'), bytes.subarray(third, third * 2))
    writeFileSync(path, bytes.subarray(third * 2))
    const paths = ['', '.1', '.2.gz'].map(end => path + end)
    const one = await inOne(paths)
    for (const own of [0, 2]) expect((await inPieces(paths, 100_000, own)).report).toEqual(one.report)
  })
  test('a notification of a message that began in the piece before', async () => {
    const path = join(folder, 'notification.log')
    const sentTo = (name: string) =>
      `Nov  2 08:00:00 mx1 postfix/smtp[1]: 4ABCDEF: to=<${name}@example.net>, relay=mx.example.net[192.0.2.1]:25, delay=1, dsn=2.0.0, status=sent (250 ok)\n`
    const begin = [
      'Nov  2 08:00:00 mx1 postfix/cleanup[1]: 4ABCDEF: message-id=<1@example.com>\n',
      'Nov  2 08:00:00 mx1 postfix/qmgr[1]: 4ABCDEF: from=<ada@example.com>, size=9, nrcpt=2 (queue active)\n',
      sentTo('bob'),
    ]
    const between = Array.from({ length: 60 }, () => 'Nov  2 08:00:00 mx1 postfix/smtpd[1]: connect\n')
    const notification =
      'Nov  2 08:00:00 mx1 postfix/bounce[1]: 4XYZABC: sender non-delivery notification: 4ABCDEF\n'
    writeFileSync(path, [...begin, ...between, notification, sentTo('eve'), ...between].join(''))
    const [pieces, one] = [await inPieces([path], 1500), await inOne([path])]
    expect(pieces.report).toEqual(one.report)
    expect(one.report.totals.attempts.delivered).toBe(2)
  })
  test('a log of results only, of which every line speaks of a message from before', async () => {
    const path = join(folder, 'results.log')
    const line = (n: number) =>
      `Nov  2 08:00:00 mx1 postfix/smtp[1]: 4${n % 7000}ABCDEF: to=<u${n}@example.net>, relay=mx.example.net[192.0.2.1]:25, delay=1, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.1] said: 550 5.1.1 <u${n}@example.net>: No such user ${'x'.repeat(1000)} (in reply to RCPT TO command))\n`
    writeFileSync(path, Array.from({ length: 12_000 }, (_, n) => line(n)).join(''))
    const [pieces, one] = [await inPieces([path], 10_000_000), await inOne([path])]
    expect(pieces.report).toEqual(one.report)
    expect(pieces.report.totals.failures).toBe(12_000)
  })
})

describe('a report is the same where another thread counts', () => {
  const LOGS = readdirSync('fixtures', { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.log'))
    .map(name => join('fixtures', name))
  test.each([
    ['Postfix', writePostfixLog],
    ['Exim', writeEximLog],
  ])('%s, more failures and names than are told at once', async (name, write) => {
    const path = join(folder, `told-${name}.log`)
    write(path, 20_000_000, 3)
    const one = await inOne([path])
    expect(one.report.totals.failures).toBeGreaterThan(2000)
    expect(await toldOf([path])).toEqual(one.report)
  })
  test('deliveries of messages that nothing else is known of', async () => {
    const path = join(folder, 'sent.log')
    const line = (n: number) =>
      `Nov  2 08:0${n % 10}:00 mx${n % 3} postfix/smtp[1]: 4${n % 700}ABCDEF: to=<u${n}@d${n % 90}.example.net>, relay=${n % 7 === 0 ? 'local' : `mx${n % 11}.example.net[192.0.2.1]:25`}, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)\n`
    writeFileSync(path, Array.from({ length: 3000 }, (_, n) => line(n)).join(''))
    const { report } = await inOne([path])
    expect(report.totals.deliveries.delivered).toBe(3000)
    expect(await toldOf([path])).toEqual(report)
  })
  test('a packed log', async () => {
    const path = join(folder, 'packed.log.gz')
    writePostfixLog(join(folder, 'packed.log'), 300_000, 7)
    writeFileSync(path, gzipSync(readFileSync(join(folder, 'packed.log'))))
    expect(await toldOf([path])).toEqual((await inOne([path])).report)
  })
  test.each(LOGS)('%s', async path => {
    expect(await toldOf([path])).toEqual((await inOne([path])).report)
  })
})

test('a thread that cannot count is an error, not a report without what it should have counted', async () => {
  // Beside the source stands no script for it: it ends at once.
  const counter = startCounter({ since: null, until: null, bucket: 'day' })
  await expect(counter.totals()).rejects.toThrow()
  counter.end()
})

test('an expiry finds the deferral that another piece holds', async () => {
  const path = join(folder, 'expiry.log')
  const filler = (n: number) => `Nov  2 08:00:01 mx1 postfix/anvil[1]: statistics: max cache size ${n}\n`
  writeFileSync(
    path,
    [
      'Nov  2 08:00:00 mx1 postfix/cleanup[1]: 4ABCDEF123: message-id=<1@example.com>\n',
      'Nov  2 08:00:00 mx1 postfix/qmgr[1]: 4ABCDEF123: from=<news@example.com>, size=9, nrcpt=1 (queue active)\n',
      'Nov  2 08:00:00 mx1 postfix/smtp[1]: 4ABCDEF123: to=<ada@example.net>, relay=none, delay=1, dsn=4.4.1, status=deferred (connect to mx.example.net[192.0.2.1]:25: Connection timed out)\n',
      ...Array.from({ length: 200 }, (_, n) => filler(n)),
      'Nov  7 08:00:00 mx1 postfix/qmgr[1]: 4ABCDEF123: from=<news@example.com>, status=expired, returned to sender\n',
    ].join(''),
  )
  const [{ report }, own] = [await inPieces([path], 2000), await inPieces([path], 2000, 1)]
  expect(own.report).toEqual(report)
  expect(report.totals.attempts).toMatchObject({ deferred: 1, expired: 1 })
  expect(report.views['by-sender-domain'].rows[0]).toMatchObject({
    key: 'example.com',
    failures: 2,
  })
})

test('lines and problems are numbered as in the whole file', async () => {
  const path = join(folder, 'numbers.log')
  const broken =
    'Nov  2 08:00:01 mx1 postfix/smtp[1]: 4ABCDEF123: to=<ada@example.net>, relay=none, status=strange (x)\n'
  const filler = 'Nov  2 08:00:01 mx1 postfix/anvil[1]: statistics: none\n'
  writeFileSync(path, filler.repeat(500) + broken + filler.repeat(500))
  const [pieces, one] = [await inPieces([path], 5000), await inOne([path])]
  expect(one.told.problems.map(({ line }) => line)).toEqual([501])
  expect(pieces.told.problems).toEqual(one.told.problems)
  expect(pieces.told.inputs.reduce((sum, { records }) => sum + records, 0)).toBe(1001)
})
