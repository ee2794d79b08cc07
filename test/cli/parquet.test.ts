import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bouncelog } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'parquet-'))
const log = join(folder, 'main.log')
writeFileSync(
  log,
  '2026-03-01 10:00:01 1abCDe-000001-Ab ** dead@example.com R=dnslookup T=remote_smtp H=mx.example.com [192.0.2.25]: SMTP error from remote mail server after RCPT TO:<dead@example.com>: 550 5.1.1 User unknown\n',
)

test('events as a folder of days', () => {
  const target = join(folder, 'out', 'events')
  const run = bouncelog(['events', '--format', 'parquet', '--partition', 'day', '-o', target, log])
  expect(run).toMatchObject({ stdout: '', stderr: '', status: 0 })
  expect(readdirSync(target)).toEqual(['day=2026-03-01'])
})

test.each([
  [['--format', 'parquet'], 'needs --output FILE'],
  [['--format', 'parquet', '-o', '-'], 'needs --output FILE'],
  [['--partition', 'day'], '--partition is about --format parquet'],
  [['--format', 'parquet', '--partition', 'day', '-o', folder], 'is not empty'],
])('events %j says what is wrong', (flags, message) => {
  const run = bouncelog(['events', ...flags, log])
  expect(run).toMatchObject({ stdout: '', status: 2 })
  expect(run.stderr).toContain(message)
  expect(existsSync(log)).toBe(true)
})
