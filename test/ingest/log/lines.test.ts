import { expect, test } from 'vitest'
import { LINE_LIMIT, readLog, readLogStream } from '../../../src/ingest/log/lines.ts'
import { createLogReader, type LogReader } from '../../../src/ingest/log/log.ts'
import { newQueue } from '../../../src/ingest/log/queue.ts'
import type { Finding } from '../../../src/types.ts'

function newReader(): LogReader {
  const reference = Date.UTC(2026, 11, 31)
  return createLogReader({
    file: 'mail.log',
    queue: newQueue(),
    timeZone: 'UTC',
    year: null,
    reference,
    include: [],
  })
}

function bounce(n: number, words = 'No such user'): string {
  const id = `4dYkzY4cdCz${1000 + n}`
  return `Oct 14 13:18:19 mx1 postfix/smtp[1]: ${id}: to=<user${n}@example.net>, relay=mx.example.net[192.0.2.7]:25, delay=1, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.7] said: 550 5.1.1 ${words} (in reply to RCPT TO command))`
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(how: typeof readLog, text: string, size: number) {
  const reader = newReader()
  const found: Finding[] = []
  for await (const batch of how(inPieces(Buffer.from(text), size), reader)) found.push(...batch)
  return { found, reader }
}

const LOG = `${Array.from({ length: 400 }, (_, i) => bounce(i, i % 7 === 0 ? 'Kein Empfänger Jürgen' : undefined)).join('\n')}\n`

test.each([1, 7, 1000, 65_536, 1_000_000])(
  'blocks and split2 find the same, in pieces of %i bytes',
  async size => {
    const blocks = await read(readLog, LOG, size)
    const lines = await read(readLogStream, LOG, size)
    expect(blocks.found).toHaveLength(400)
    expect(lines.found).toEqual(blocks.found)
    expect(blocks.found[399]).toMatchObject({ line: 400, recipient: 'user399@example.net' })
  },
)

const WAYS = [
  ['blocks', readLog],
  ['split2', readLogStream],
] as const

test.each(WAYS)('a last line without line feed is read (%s)', async (_, how) => {
  const { found } = await read(how, `${bounce(1)}\n${bounce(2)}`, 100)
  expect(found.map(({ line }) => line)).toEqual([1, 2])
})

test.each(WAYS)('CRLF, NUL and empty lines disturb nothing (%s)', async (_, how) => {
  const { found } = await read(how, `${bounce(1)}\r\n\r\n\0\0\0\n\n${bounce(2)}\r\n`, 50)
  expect(found).toMatchObject([
    { line: 1, diagnostic: '550 5.1.1 No such user' },
    { line: 5, diagnostic: '550 5.1.1 No such user' },
  ])
})

test.each(WAYS)('a line without end is left out and counted, the next one is read (%s)', async (_, how) => {
  const endless = 'x'.repeat(LINE_LIMIT * 2)
  const { found, reader } = await read(how, `${bounce(1)}\n${endless}\n${bounce(2)}\n${endless}`, 65_536)
  expect(found.map(({ line }) => line)).toEqual([1, 3])
  expect(reader.skipped).toBe(2)
  expect(reader.problems.map(({ line }) => line)).toEqual([2, 4])
})
