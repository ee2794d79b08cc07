import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { eventColumns } from '../../src/report/columns.ts'
import { eventRow } from '../../src/report/ndjson.ts'
import { openParquet } from '../../src/report/parquet.ts'
import type { DeliveryEvent } from '../../src/types.ts'
import { day, failure, timedOut } from './suppression-cast.ts'

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'parquet-'))

async function query(sql: string): Promise<unknown[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson()
  connection.closeSync()
  instance.closeSync()
  return rows
}

async function write(path: string, events: readonly DeliveryEvent[], partition: 'day' | null = null) {
  const parquet = await openParquet({ path, partition })
  await parquet.write(events)
  await parquet.end()
}

const EVENTS = [
  failure({ time: day(1, '23:59'), delay: 0.25, sender: '', diagnostic: "550 it's “full”, | 100 %" }),
  timedOut({ time: day(2, '00:00'), conflict: true, line: 3_000_000_000 }),
  failure({ time: null, recipient: null, domain: null }),
]

test('what is written is read back by DuckDB, value by value', async () => {
  const path = join(newFolder(), 'events.parquet')
  await write(path, EVENTS)
  const columns = eventColumns.map(({ name, type }) =>
    type === 'time' ? `epoch_ms("${name}") AS "${name}"` : `"${name}"`,
  )
  const rows = await query(`SELECT ${columns} FROM '${path}'`)
  const expected = EVENTS.map(event => {
    const { time, line, relayPort, replyCode, attempts, ...row } = eventRow(event)
    const text = (value: number | null): string | null => (value === null ? null : String(value))
    return {
      ...row,
      time: time === null ? null : String(Date.parse(time)),
      line: text(line),
      relayPort: text(relayPort),
      replyCode: text(replyCode),
      attempts: text(attempts),
    }
  })
  expect(rows).toEqual(expected)
})

test('columns have types that a database understands', async () => {
  const path = join(newFolder(), 'events.parquet')
  await write(path, [])
  const types = await query(`SELECT column_name AS name, column_type AS type FROM (DESCRIBE FROM '${path}')`)
  expect(types).toContainEqual({ name: 'time', type: 'TIMESTAMP WITH TIME ZONE' })
  expect(types).toContainEqual({ name: 'replyCode', type: 'BIGINT' })
  expect(types).toContainEqual({ name: 'conflict', type: 'BOOLEAN' })
  expect(types).toContainEqual({ name: 'delay', type: 'DOUBLE' })
  expect(types).toHaveLength(eventColumns.length)
})

test('partitions are days of UTC', async () => {
  const path = join(newFolder(), 'events')
  await write(path, EVENTS, 'day')
  expect(readdirSync(path).sort()).toEqual([
    'day=2026-03-01',
    'day=2026-03-02',
    'day=__HIVE_DEFAULT_PARTITION__',
  ])
  const days = await query(
    `SELECT day::VARCHAR AS day, count(*) AS n FROM read_parquet('${path}/*/*.parquet', hive_partitioning = true) GROUP BY ALL ORDER BY ALL`,
  )
  expect(days).toEqual([
    { day: '2026-03-01', n: '1' },
    { day: '2026-03-02', n: '1' },
    { day: null, n: '1' },
  ])
})

test('the same events give the same bytes', async () => {
  const folder = newFolder()
  const many = Array.from({ length: 3000 }, (_, index) => failure({ line: index, queueId: `Q${index}` }))
  await write(join(folder, 'a'), many)
  await write(join(folder, 'b'), many)
  expect(readFileSync(join(folder, 'a')).equals(readFileSync(join(folder, 'b')))).toBe(true)
})

test('nothing is left beside the file', async () => {
  const folder = newFolder()
  await write(join(folder, 'events.parquet'), EVENTS)
  expect(readdirSync(folder)).toEqual(['events.parquet'])
})

test('a run that breaks off leaves nothing', async () => {
  const folder = newFolder()
  const parquet = await openParquet({ path: join(folder, 'events.parquet'), partition: null })
  await parquet.write(EVENTS)
  await parquet.close()
  expect(readdirSync(folder)).toEqual([])
})

test('a folder with files in it is not written into', async () => {
  const folder = newFolder()
  writeFileSync(join(folder, 'mine.txt'), '')
  await expect(openParquet({ path: folder, partition: 'day' })).rejects.toThrow('is not empty')
  expect(existsSync(join(folder, 'mine.txt'))).toBe(true)
})
