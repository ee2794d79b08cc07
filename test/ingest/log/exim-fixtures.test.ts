/** Each log of fixtures/exim must give exactly the findings beside it, with LF and with CRLF. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createLogReader } from '../../../src/ingest/log/log.ts'
import { newQueue } from '../../../src/ingest/log/queue.ts'
import type { Finding } from '../../../src/types.ts'

const FOLDER = join(import.meta.dirname, '../../../fixtures/exim')
const names = readdirSync(FOLDER)
  .filter(name => name.endsWith('.log'))
  .map(name => name.slice(0, -4))

function readFile(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8')
}

/** What the files do not say: the file's name, and what is not part of an event. */
function shownOf(finding: Finding): Record<string, unknown> {
  const { file: _file, source: _source, ...rest } = { ...finding, status: undefined, notice: undefined }
  return JSON.parse(JSON.stringify(rest))
}

function findingsIn(log: string): Record<string, unknown>[] {
  const reference = Date.UTC(2026, 11, 31)
  const options = { file: 'mainlog', queue: newQueue(), timeZone: 'UTC', year: null, reference }
  const reader = createLogReader({ ...options, include: [] })
  reader.readBlock(Buffer.from(log), 0)
  expect(reader.problems).toEqual([])
  return reader.take().map(shownOf)
}

describe.each(names)('fixtures/exim/%s.log', name => {
  const expected = readFile(`${name}.ndjson`)
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))

  test.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ])('gives the findings beside it with %s', (_, lineEnd) => {
    expect(findingsIn(readFile(`${name}.log`).replaceAll('\n', lineEnd))).toEqual(expected)
  })
})
