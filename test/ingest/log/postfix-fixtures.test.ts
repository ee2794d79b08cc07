/** Each log of fixtures/postfix must give the findings beside it (fixtures/postfix/README.md), with LF and with CRLF. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createLogReader, type LogReader } from '../../../src/ingest/log/log.ts'
import { newQueue } from '../../../src/ingest/log/queue.ts'
import { sniff } from '../../../src/ingest/sniff.ts'

const FOLDER = join(import.meta.dirname, '../../../fixtures/postfix')
const files = readdirSync(FOLDER).filter(name => name !== 'README.md')
const names = files.filter(name => name.endsWith('.log')).map(name => name.slice(0, -4))

interface Given {
  timeZone?: string
  year?: number
  reference?: string
  include?: readonly 'rejected'[]
  skipped?: number
}

function readLines(file: string): string[] {
  return readFileSync(join(FOLDER, file), 'latin1')
    .split('\n')
    .filter(line => line !== '')
}

function newReader(given: Given): LogReader {
  return createLogReader({
    file: 'mail.log',
    queue: newQueue(),
    timeZone: given.timeZone ?? 'UTC',
    year: given.year ?? null,
    reference: Date.parse(given.reference ?? '2026-12-31T00:00:00Z'),
    include: given.include ?? [],
  })
}

test('every log has its findings beside it, and nothing else lies there', () => {
  expect(files.toSorted()).toEqual(names.flatMap(name => [`${name}.log`, `${name}.ndjson`]).toSorted())
})

describe.each(names)('fixtures/postfix/%s.log', name => {
  const rows = readLines(`${name}.ndjson`).map(line => JSON.parse(Buffer.from(line, 'latin1').toString()))
  const given: Given = rows[0]?.given ?? {}
  const expected = rows.filter(row => row.given === undefined)

  test.each([
    ['LF', ''],
    ['CRLF', '\r'],
  ])('gives the findings beside it with %s', (_, lineEnd) => {
    const reader = newReader(given)
    const lines = readLines(`${name}.log`).map(line => `${line}${lineEnd}\n`)
    reader.readBlock(Buffer.from(lines.join(''), 'latin1'), 0)
    const found = reader.take()
    expect(found.map(({ line }) => line)).toEqual(expected.map(row => row.line))
    expect(found).toMatchObject(expected)
    expect(reader.skipped).toBe(given.skipped ?? 0)
  })

  test('is known as a log by its first bytes', () => {
    expect(sniff(readFileSync(join(FOLDER, `${name}.log`)))).toBe('log')
  })
})
