import { expect, test } from 'vitest'
import { createLogReader } from '../../../src/ingest/log/log.ts'
import { newQueue, type Queue } from '../../../src/ingest/log/queue.ts'
import type { Finding } from '../../../src/types.ts'

function read(queue: Queue, file: string, ...lines: string[]): Finding[] {
  const reference = Date.UTC(2026, 11, 31)
  const reader = createLogReader({ file, queue, timeZone: 'UTC', year: null, reference, include: [] })
  reader.readBlock(Buffer.from(`${lines.join('\n')}\n`), 0)
  return reader.take()
}

function readByLine(queue: Queue, file: string, ...lines: string[]): Finding[] {
  const reference = Date.UTC(2026, 11, 31)
  const reader = createLogReader({ file, queue, timeZone: 'UTC', year: null, reference, include: [] })
  lines.forEach((line, at) => {
    reader.readLine(line, at + 1)
  })
  return reader.take()
}

const arrival = (host: string, sender: string) => [
  `Oct 14 13:00:00 ${host} postfix/cleanup[1]: 9B1C2D3E4F: message-id=<${sender}.1@example.com>`,
  `Oct 14 13:00:00 ${host} postfix/qmgr[1]: 9B1C2D3E4F: from=<${sender}@example.com>, size=1, nrcpt=1 (queue active)`,
]
const deferral = (host: string) =>
  `Oct 14 13:00:09 ${host} postfix/smtp[1]: 9B1C2D3E4F: to=<bob@example.net>, relay=mx.example.net[192.0.2.7]:25, delay=9, dsn=4.2.0, status=deferred (host mx.example.net[192.0.2.7] said: 450 4.2.0 later (in reply to RCPT TO command))`
const expiry = (host: string) =>
  `Oct 19 13:00:00 ${host} postfix/qmgr[1]: 9B1C2D3E4F: from=<ann@example.com>, status=expired, returned to sender`

test('a message is followed from one file into the next', () => {
  const queue = newQueue()
  read(queue, 'mail.log.1', ...arrival('mx1', 'ann'), deferral('mx1'))
  const found = read(queue, 'mail.log', deferral('mx1'), expiry('mx1'))
  expect(found).toMatchObject([
    { outcome: 'deferred', sender: 'ann@example.com', messageId: 'ann.1@example.com', attempts: 2 },
    { outcome: 'expired', recipient: 'bob@example.net', replyCode: 450, file: 'mail.log', line: 2 },
  ])
})

test('a message that a notification names has the null sender, known or not', () => {
  const notification = `Oct 14 13:00:01 mx1 postfix/bounce[1]: 4ABCDEF123: sender non-delivery notification: 9B1C2D3E4F`
  for (const readAll of [read, readByLine]) {
    expect(readAll(newQueue(), 'mail.log', notification, deferral('mx1'))).toMatchObject([{ sender: '' }])
    const known = arrival('mx1', 'ann').slice(0, 1)
    expect(readAll(newQueue(), 'mail.log', ...known, notification, deferral('mx1'))).toMatchObject([
      { sender: '' },
    ])
  }
})

test('the same queue id on two hosts is two messages', () => {
  const found = read(
    newQueue(),
    'all.log',
    ...arrival('mx1', 'ann'),
    ...arrival('mx2', 'eve'),
    deferral('mx1'),
    deferral('mx2'),
  )
  expect(found).toMatchObject([
    { host: 'mx1', sender: 'ann@example.com', attempts: 1 },
    { host: 'mx2', sender: 'eve@example.com', attempts: 1 },
  ])
})

test('logs that name no host share a queue if they are turns of one log, and only then', () => {
  const bare = (line: string) => line.replace(' mx1 ', ' ')
  const queue = newQueue()
  read(queue, '/srv/a/mail.log.2.gz', ...arrival('mx1', 'ann').map(bare))
  expect(read(queue, '/srv/a/mail.log', bare(deferral('mx1')))).toMatchObject([{ sender: 'ann@example.com' }])
  expect(read(queue, '/srv/b/mail.log', bare(deferral('mx1')))).toMatchObject([{ sender: null }])
})

test('a queue that is full forgets what was not spoken of for longest, and nothing else', () => {
  const queue = newQueue(2)
  // Line by line: of messages whose way is plain, the scanner remembers more than that.
  const read = readByLine
  const of = (id: string) => arrival('mx1', 'ann').map(line => line.replace('9B1C2D3E4F', id))
  read(queue, 'mail.log', ...of('AAAA00001'), ...of('9B1C2D3E4F'), ...of('CCCC00003'))
  expect(read(queue, 'mail.log', deferral('mx1'))).toMatchObject([{ sender: 'ann@example.com' }])
  read(queue, 'mail.log', ...of('DDDD00004'), ...of('EEEE00005'), ...of('FFFF00006'))
  expect(read(queue, 'mail.log', deferral('mx1'))).toMatchObject([{ sender: null }])
})

test('an unknown time zone is an error of the user, not of the log', () => {
  const options = { file: 'mail.log', queue: newQueue(), year: null, reference: 0, include: [] }
  expect(() => createLogReader({ ...options, timeZone: 'Mars/Olympus' })).toThrow(/not a time zone/)
})
