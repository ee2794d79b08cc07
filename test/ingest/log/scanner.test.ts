/** The scanner decides nothing: with it and without it, every log gives the same. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { providerOf } from '../../../src/classify/providers/relays.ts'
import { createLogReader, type LogOptions, type LogReader } from '../../../src/ingest/log/log.ts'
import { newQueue } from '../../../src/ingest/log/queue.ts'
import { KINDS, NO_ZONE, ROW, ROW_SIZE, TEXT_AT } from '../../../src/ingest/log/scanner.ts'
import { countJudged, deliveryCounter, judgeFor } from '../../../src/judging.ts'
import { newTotals, summarize, type Totals } from '../../../src/report/aggregate.ts'
import type { Finding } from '../../../src/types.ts'

const FOLDERS = ['postfix', 'exim', 'mta'].map(name => join(import.meta.dirname, '../../../fixtures', name))
const LOGS = FOLDERS.flatMap(folder =>
  readdirSync(folder)
    .filter(name => name.endsWith('.log'))
    .map(name => [name, readFileSync(join(folder, name))] as const),
)
const LINES = LOGS.flatMap(([, bytes]) => bytes.toString('latin1').split('\n')).filter(line => line !== '')

function newReader(options: Partial<LogOptions> = {}): LogReader {
  const reference = Date.UTC(2026, 11, 31)
  const file = '/var/log/mail.log'
  return createLogReader({
    file,
    queue: newQueue(),
    timeZone: 'Europe/Berlin',
    year: null,
    reference,
    include: [],
    ...options,
  })
}

/** What the reader finds that looks at every line itself. */
function findingsOfLines(lines: readonly string[], options: Partial<LogOptions> = {}): Finding[] {
  const reader = newReader(options)
  lines.forEach((line, at) => {
    reader.readLine(line, at + 1)
  })
  return reader.take()
}

function findingsOfBlock(lines: readonly string[], options: Partial<LogOptions> = {}): Finding[] {
  const reader = newReader(options)
  reader.readBlock(Buffer.from(`${lines.join('\n')}\n`, 'latin1'), 0)
  return reader.take()
}

function reportOf(totals: Totals) {
  return summarize(totals, { inputs: [], problems: { total: 0, shown: [] } })
}

/** The report where every delivery is a finding. */
function reportOfFindings(lines: readonly string[]) {
  const totals = newTotals({ bucket: 'hour' })
  countJudged(totals, judgeFor({})(findingsOfLines(lines)))
  return reportOf(totals)
}

/** The report where plain deliveries are counted from their rows. */
function reportOfRows(lines: readonly string[]) {
  const totals = newTotals({ bucket: 'hour' })
  countJudged(totals, judgeFor({})(findingsOfBlock(lines, { countDelivery: deliveryCounter(totals, {}) })))
  return reportOf(totals)
}

describe.each(LOGS)('%s', (_, bytes) => {
  const lines = bytes.toString('latin1').replace(/\n$/, '').split('\n')

  test('gives the same findings with and without the scanner', () => {
    expect(findingsOfBlock(lines)).toEqual(findingsOfLines(lines))
  })
  test('gives the same refused mail with and without the scanner', () => {
    const include = { include: ['rejected'] as const }
    expect(findingsOfBlock(lines, include)).toEqual(findingsOfLines(lines, include))
  })
  test('gives the same report whether deliveries are found or counted', () => {
    expect(reportOfRows(lines)).toEqual(reportOfFindings(lines))
  })
})

/** Lines as they are, cut, joined, with a piece of another one, or in another case. */
const brokenLine = fc
  .record({
    line: fc.constantFrom(...LINES),
    other: fc.constantFrom(...LINES),
    at: fc.nat(400),
    length: fc.nat(30),
    how: fc.constantFrom('cut', 'without', 'mixed', 'upper', 'byte'),
    byte: fc.integer({ min: 0, max: 255 }).filter(byte => byte !== 10),
  })
  .map(({ line, other, at, length, how, byte }) => {
    const place = at % (line.length + 1)
    const [head, tail] = [line.slice(0, place), line.slice(place)]
    if (how === 'cut') return head
    if (how === 'without') return head + tail.slice(length)
    if (how === 'mixed') return head + other.slice(at % (other.length + 1))
    if (how === 'upper') return head + tail.slice(0, length).toUpperCase() + tail.slice(length)
    return head + String.fromCharCode(byte) + tail
  })

describe('lines that are broken in any way', () => {
  const logs = fc.array(fc.oneof(fc.constantFrom(...LINES), brokenLine), { minLength: 1, maxLength: 40 })

  test('give the same findings with and without the scanner', () => {
    fc.assert(
      fc.property(logs, lines => {
        expect(findingsOfBlock(lines)).toEqual(findingsOfLines(lines))
      }),
      { numRuns: 200 },
    )
  })
  test('give the same report whether deliveries are found or counted', () => {
    fc.assert(
      fc.property(logs, lines => {
        expect(reportOfRows(lines)).toEqual(reportOfFindings(lines))
      }),
      { numRuns: 50 },
    )
  })
})

test('a name that two deliveries share is asked for once', () => {
  const totals = newTotals()
  const asked: string[] = []
  const count = deliveryCounter(totals, {})
  const line = (id: string, to: string) =>
    `Oct 14 13:18:19 mx1 postfix/smtp[1]: ${id}: to=<${to}@example.net>, relay=alt1.aspmx.l.google.com[192.0.2.7]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)`
  const countDelivery: typeof count = delivery =>
    count({
      ...delivery,
      relayName: () => {
        asked.push(delivery.relayName())
        return delivery.relayName()
      },
    })
  findingsOfBlock([line('4AAAAAAAAA1', 'ada'), line('4AAAAAAAAA2', 'bob')], { countDelivery })
  expect(new Set(asked)).toEqual(new Set(['alt1.aspmx.l.google.com']))
  expect(reportOf(totals).views['by-provider'].rows[0]).toMatchObject({
    key: providerOf('alt1.aspmx.l.google.com'),
    delivered: 2,
  })
})

test('the places of a row are those that the scanner writes', () => {
  const source = readFileSync(join(import.meta.dirname, '../../../assembly/row.ts'), 'utf8')
  const written = new Map(
    [...source.matchAll(/^export const (\w+): \w+ = (.+)$/gm)].map(([, name = '', value = '']) => [
      name,
      value.split(' * ').reduce((product, factor) => product * Number(factor), 1),
    ]),
  )
  for (const [name, place] of Object.entries(ROW))
    expect([name, written.get(name)]).toEqual([name, place * 4])
  for (const [name, kind] of Object.entries(KINDS)) expect([name, written.get(name)]).toEqual([name, kind])
  expect(written.get('ROW_BYTES')).toBe(ROW_SIZE * 4)
  expect(written.get('TEXT_AT')).toBe(TEXT_AT)
  expect(written.get('NO_ZONE')).toBe(NO_ZONE)
})
