import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeEximLog } from '../../bench/exim-log.ts'
import { writePostfixLog } from '../../bench/postfix-log.ts'
import { listInputs } from '../../src/ingest/inputs.ts'
import { newQueue } from '../../src/ingest/log/queue.ts'
import type { IngestOptions } from '../../src/ingest/run.ts'
import { countJudged, judgeFor } from '../../src/judging.ts'
import { buildReport } from '../../src/pipeline.ts'
import { newTotals, summarize } from '../../src/report/aggregate.ts'
import { newPieceReader, type PieceSettings } from '../../src/threads/piece-reader.ts'
import type { Piece } from '../../src/threads/pieces.ts'
import { readLogsInThreads } from '../../src/threads/read-logs.ts'
import type { InputSummary, Problem } from '../../src/types.ts'

const NOW = Date.UTC(2026, 10, 24)
const settings: PieceSettings = { since: null, until: null, bucket: 'day', timeZone: 'UTC', now: NOW }
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'threads-test-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Pieces one after the other, each handed over as to and from a thread. */
async function* readHere(pieces: readonly Piece[], _threads: number, told: PieceSettings) {
  const readPiece = newPieceReader(structuredClone(told))
  for (const { inputs } of pieces) yield structuredClone(await readPiece(structuredClone(inputs)))
}

async function inPieces(paths: string[], pieceSize: number) {
  const totals = newTotals()
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
    events: null,
    onProblem: problem => told.problems.push(problem),
    onInput: input => told.inputs.push(input),
    onStart: () => {},
    onProgress: () => {},
  }
  const judge = judgeFor({})
  const { inputs } = await listInputs(paths)
  const run = { threads: 1, threadsFrom: 0, settings, options, totals, pieceSize, read: readHere }
  for await (const findings of readLogsInThreads(inputs, newQueue(), run))
    countJudged(totals, judge(findings))
  return { report: summarize(totals, { inputs: [], problems: { total: 0, shown: [] } }), told }
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
  test.each([30_000, 100_000, 400_000])('Postfix, pieces of %d bytes', async pieceSize => {
    const path = join(folder, 'postfix.log')
    writePostfixLog(path, 1_500_000, 3)
    const [pieces, one] = [await inPieces([path], pieceSize), await inOne([path])]
    expect(one.report.totals.failures).toBeGreaterThan(100)
    expect(pieces.report).toEqual(one.report)
  })
  test.each([30_000, 100_000, 400_000])('Exim, pieces of %d bytes', async pieceSize => {
    const path = join(folder, 'exim.log')
    writeEximLog(path, 1_500_000, 3)
    const [pieces, one] = [await inPieces([path], pieceSize), await inOne([path])]
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
    const [pieces, one] = [await inPieces(paths, 100_000), await inOne(paths)]
    expect(pieces.report).toEqual(one.report)
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
  const { report } = await inPieces([path], 2000)
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
