import { expect, test } from 'vitest'
import { type EventsBatch, readEventsFile } from '../../src/ingest/events-file.ts'

const EVENT = {
  time: '2026-11-20T10:00:00.000Z',
  source: 'postfix',
  kind: 'failure',
  file: '/var/log/mail.log',
  line: 7,
  host: 'mx1',
  queueId: 'A1',
  messageId: null,
  sender: '',
  recipient: 'jürgen@example.com',
  originalRecipient: null,
  domain: 'example.com',
  provider: null,
  relay: null,
  relayIp: null,
  relayPort: null,
  outcome: 'bounced',
  permanence: 'permanent',
  subject: 'addressing',
  reason: 'user-unknown',
  action: 'suppress',
  scope: 'address',
  replyCode: 550,
  enhancedCode: '5.1.1',
  origin: 'remote',
  basis: 'text',
  rule: 'user-unknown.words',
  conflict: false,
  listQuality: false,
  detail: null,
  blocklist: null,
  retryAfter: null,
  command: 'RCPT',
  diagnostic: '550 5.1.1 no such user',
  delay: 1,
  attempts: 1,
}

async function read(text: string, chunkSize = 64): Promise<EventsBatch> {
  const bytes = Buffer.from(text)
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize)
  }
  const all: EventsBatch = { findings: [], problems: [], records: 0 }
  for await (const batch of readEventsFile(chunks(), 'host-a.ndjson')) {
    all.findings.push(...batch.findings)
    all.problems.push(...batch.problems)
    all.records = batch.records
  }
  return all
}

test('an event comes back with every field that it was written with', async () => {
  const { findings } = await read(`${JSON.stringify(EVENT)}\n`)
  expect(findings).toHaveLength(1)
  expect(findings[0]).toMatchObject(EVENT)
})

test('a character cut by a chunk border is whole again', async () => {
  const { findings } = await read(JSON.stringify(EVENT), 1)
  expect(findings[0]?.recipient).toBe('jürgen@example.com')
})

test('a time in another zone, as another program may have written it, is told in UTC', async () => {
  const { findings } = await read(JSON.stringify({ ...EVENT, time: '2026-11-20T11:00:00+0100' }))
  expect(findings[0]?.time).toBe('2026-11-20T10:00:00.000Z')
})

test('an event without a time has none, and one whose time is none, or of no zone, is skipped', async () => {
  const times = [null, 'yesterday 5', '2026-11-20 10:00:00', '2026-13-20T10:00:00Z']
  const lines = times.map(time => JSON.stringify({ ...EVENT, time }))
  const { findings, problems } = await read(lines.join('\n'))
  expect(findings.map(({ time }) => time)).toEqual([null])
  expect(problems.map(({ line, what }) => [line, what])).toEqual(
    [2, 3, 4].map(line => [line, 'JSON, but no bouncelog event; the line was skipped']),
  )
})

test('a line that is no JSON is named by its number and the next one is read', async () => {
  const { findings, problems, records } = await read(`\n{"broken\n${JSON.stringify(EVENT)}\r\n`)
  expect(problems).toEqual([
    { file: 'host-a.ndjson', line: 2, what: 'not JSON; the line was skipped', text: '{"broken' },
  ])
  expect(findings).toHaveLength(1)
  expect(records).toBe(2)
})

test.each([
  '{"level":"info"}',
  '[1]',
  '7',
  JSON.stringify({ ...EVENT, reason: 5 }),
  JSON.stringify({ ...EVENT, kind: 'x' }),
])('JSON that is no event is named: %s', async text => {
  const { findings, problems } = await read(text)
  expect(findings).toEqual([])
  expect(problems[0]?.what).toMatch(/no bouncelog event/)
})
