/** What the fixtures of Exim do not show: options, several logs, broken and hostile lines. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createLogReader, type LogReader } from '../../../src/ingest/log/log.ts'
import { newQueue, type Queue } from '../../../src/ingest/log/queue.ts'
import type { Attempt, Finding } from '../../../src/types.ts'

const FIXTURES = join(import.meta.dirname, '../../../fixtures/exim')
const STAMP = '2026-10-14 13:18:19'

interface Settings {
  file?: string
  queue?: Queue
  include?: 'rejected'[]
  timeZone?: string
}

function newReader(settings: Settings = {}): LogReader {
  const reference = Date.UTC(2026, 11, 31)
  const defaults = { file: '/var/log/exim4/mainlog', queue: newQueue(), timeZone: 'UTC', include: [] }
  return createLogReader({ ...defaults, ...settings, year: null, reference })
}

function feed(reader: LogReader, lines: readonly string[]): void {
  reader.readBlock(Buffer.from(`${lines.join('\n')}\n`), 0)
}

function failuresIn(lines: readonly string[], settings: Settings = {}): Attempt[] {
  const reader = newReader(settings)
  feed(reader, lines)
  return reader.take().filter(finding => finding.kind === 'failure')
}

describe('mail that Exim refused from clients', () => {
  const cases: [line: string, expected: Partial<Attempt>][] = [
    [
      'H=(client.example.net) [192.0.2.99] F=<ada@example.com> rejected RCPT <bob@Example.org>: relay not permitted',
      {
        sender: 'ada@example.com',
        recipient: 'bob@example.org',
        command: 'RCPT',
        diagnostic: 'relay not permitted',
      },
    ],
    [
      'H=mail.example.net (helo) [2001:db8::9]:49956 I=[192.0.2.1]:25 X=TLS1.3:AES:256 CV=no F=<ada@example.com> A=login:ada temporarily rejected RCPT <bob@example.org>: greylisted',
      { recipient: 'bob@example.org', diagnostic: 'greylisted' },
    ],
    ['U=ada F=<> rejected RCPT <bob@example.org>', { sender: '', diagnostic: '' }],
    [
      'H=(x) [192.0.2.99] rejected EHLO or HELO x: bad name',
      { command: 'EHLO', recipient: null, sender: null },
    ],
    ['H=[192.0.2.99] rejected connection in "connect" ACL: 550 no', { command: 'CONNECT' }],
    ['H=(x) [192.0.2.99] rejected MAIL <bad@example.com>: no', { command: 'MAIL', recipient: null }],
    ['H=(x) [192.0.2.99] rejected AUTH plain: STARTTLS required before AUTH', { command: 'AUTH' }],
    [
      'rejected MAIL FROM:<ada@example.com> H=(x) [192.0.2.99]: message too big: size=10 max=1',
      { command: 'MAIL', sender: 'ada@example.com', diagnostic: 'message too big: size=10 max=1' },
    ],
    [
      '1xVcx9-00000s-2w H=(x) [192.0.2.99] F=<ada@example.com> rejected after DATA: spam: score 57',
      { command: 'END-OF-DATA', queueId: '1xVcx9-00000s-2w', diagnostic: 'spam: score 57' },
    ],
    [
      '1xVcx9-00000s-2w F=<ada@example.com> rejected by non-SMTP ACL: no',
      { command: null, sender: 'ada@example.com' },
    ],
    [
      '1xVcx9-00000s-2w rejected from <ada@example.com> U=ada: message too big: read=501 max=500',
      { sender: 'ada@example.com', diagnostic: 'message too big: read=501 max=500' },
    ],
  ]

  test.each(cases)('"%s" is a rejection', (line, expected) => {
    const [attempt] = failuresIn([`${STAMP} ${line}`], { include: ['rejected'] })
    expect(attempt).toMatchObject({ outcome: 'rejected', origin: 'local', replyCode: null, ...expected })
  })

  test('is no failure unless it is asked for', () => {
    expect(failuresIn(cases.map(([line]) => `${STAMP} ${line}`))).toEqual([])
  })

  test.each([
    'H=(x) [192.0.2.99] sender verify fail for <ada@example.com>: Unrouteable address',
    'H=(x) [192.0.2.99] Warning: the last one was rejected, too',
    'H=(x) [192.0.2.99] rejected VRFY <ada@example.com>: no',
    'no host name found for IP address 192.0.2.99',
  ])('is not told by "%s"', line => {
    expect(failuresIn([`${STAMP} ${line}`], { include: ['rejected'] })).toEqual([])
  })

  test.each([
    ['mainlog', 'rejectlog'],
    ['rejectlog.1', 'mainlog.1'],
  ])('counts once if %s and %s both tell it', (first, second) => {
    const line = `${STAMP} H=(x) [192.0.2.99] F=<a@example.com> rejected RCPT <b@example.org>: no`
    const queue = newQueue()
    const once = failuresIn([line, line], { file: first, queue, include: ['rejected'] })
    const again = failuresIn([line, line, line], { file: second, queue, include: ['rejected'] })
    expect([once.length, again.length]).toEqual([2, 1])
  })
})

describe('a line that Exim did not write to the end', () => {
  test.each([
    '2026-10-14 13:18:19 1xVcx9-00000s-2w == bob@example.net R=dnslookup T=remo',
    '2026-10-14 13:18:19 1xVcx9-00000s-2w ** :',
    '2026-10-14 13:18:19 1xVcx9-00000s-2w => |/usr/bin/filter -f',
  ])('"%s" is counted and shown', line => {
    const reader = newReader()
    feed(reader, [line])
    expect(reader.found).toEqual([])
    expect(reader.problems).toMatchObject([{ line: 1, what: expect.stringContaining('left out') }])
  })

  test('is read as if it stood alone, wherever it is cut', () => {
    const next =
      '2026-10-14 13:18:20 1xVcx9-00000t-2w => x@example.org R=r T=t H=mx.example.org [192.0.2.9]:25'
    for (const line of fixtureLines()) {
      for (let length = 40; length < Math.min(line.length, 260); length++) {
        const cut = Buffer.from(line.slice(0, length))
        const alone = newReader()
        alone.readLine(cut.toString('latin1'), 1)
        const amid = newReader()
        amid.readBlock(Buffer.from(`${cut.toString('latin1')}\n${next}\n`, 'latin1'), 0)
        expect(amid.found.slice(0, -1)).toEqual(alone.found)
      }
    }
  })

  function fixtureLines(): string[] {
    return ['flags.log', 'all-selectors.log', 'addresses.log'].flatMap(name =>
      readFileSync(join(FIXTURES, name), 'utf8').split('\n'),
    )
  }
})

describe('several logs', () => {
  const id = '1xVcx9-00000s-2w'
  const arrival = `${STAMP} ${id} <= ada@example.com U=ada P=local S=600 id=m1@example.com`
  const deferral = `2026-10-14 13:18:20 ${id} == bob@example.net R=dnslookup T=remote_smtp defer (111): Connection refused`
  const expiry = `2026-10-18 13:18:20 ${id} ** bob@example.net: retry timeout exceeded`

  test('a message is followed from the rotated log into the next one', () => {
    const queue = newQueue()
    failuresIn([arrival, deferral], { file: '/var/log/exim4/mainlog.1', queue })
    expect(failuresIn([expiry], { file: '/var/log/exim4/mainlog', queue })).toMatchObject([
      {
        outcome: 'expired',
        sender: 'ada@example.com',
        messageId: 'm1@example.com',
        delay: 345_601,
        attempts: 1,
      },
    ])
  })

  test('the panic log repeats what the main log told', () => {
    const queue = newQueue()
    const main = failuresIn([arrival, deferral], { file: 'mainlog', queue })
    const panic = failuresIn([deferral], { file: 'paniclog', queue })
    expect([main.length, panic.length]).toEqual([1, 0])
  })

  test('the id of a completed message begins anew', () => {
    const found = failuresIn([arrival, deferral, `${STAMP} ${id} Completed`, deferral])
    expect(found).toMatchObject([
      { sender: 'ada@example.com', firstOfMessage: true, attempts: 1 },
      { sender: null, firstOfMessage: true, attempts: 1 },
    ])
  })
})

test('local times are of the zone that the user names', () => {
  const line = `${STAMP} 1xVcx9-00000s-2w ** bob@example.net: Unrouteable address`
  const [attempt] = failuresIn([line], { timeZone: 'Europe/Berlin' })
  expect(attempt?.time).toBe('2026-10-14T11:18:19.000Z')
})

test('what stands inside a line never makes a result', () => {
  const lines = [
    '1xVcx9-00000s-2w <= ada@example.com U=ada P=local S=600 T="** bob@example.net: Unrouteable address"',
    '1xVcx9-00000s-2w H=mx.example.net [192.0.2.25]: SMTP error from remote mail server after RCPT TO:<b@example.net>: 450 ** x == y defer (1)',
    'H=(** bob@example.net) [192.0.2.99] incomplete transaction (QUIT) from <== a@example.com>',
    'exim 4.98 daemon started: pid=1, => -> ** ==',
  ]
  expect(failuresIn(lines.map(line => `${STAMP} ${line}`))).toEqual([])
})

test('hostile lines of any shape are read in time that grows with their length', () => {
  const long = 20_000
  const tails = [
    ' <',
    ' (',
    '"',
    '\\',
    ': ',
    ' <"',
    ' H=',
    ' R=',
    'DT=1s ',
    '\\n550-',
    ' : ',
    'a@b ',
    ') <',
    '> <"x',
  ]
  const started = performance.now()
  for (const tail of tails) {
    const reader = newReader({ include: ['rejected'] })
    const noise = tail.repeat(long)
    feed(reader, [
      `${STAMP} 1xVcx9-00000s-2w ** ${noise}`,
      `${STAMP} 1xVcx9-00000s-2w == a@example.net R=r T=t defer (-44): SMTP error from remote mail server after RCPT TO:<${noise}`,
      `${STAMP} 1xVcx9-00000s-2w => a${noise}`,
      `${STAMP} 1xVcx9-00000s-2w <= "${noise}`,
      `${STAMP} H=(x) F=<${noise} rejected RCPT <${noise}`,
    ])
  }
  expect(performance.now() - started).toBeLessThan(5000)
})

test('every fixture has its pair', () => {
  const names = readdirSync(FIXTURES)
  const logs = names.filter(name => name.endsWith('.log')).map(name => name.replace('.log', '.ndjson'))
  expect(names.filter(name => name.endsWith('.ndjson'))).toEqual(logs)
})

test('a delivery names recipient, next hop and message', () => {
  const reader = newReader()
  feed(reader, [
    `${STAMP} 1xVcx9-00000s-2w <= Ada@Example.com U=ada P=local S=600 id=m1@example.com`,
    `${STAMP} 1xVcx9-00000s-2w => bob@example.net R=dnslookup T=remote_smtp H=mx.example.net [192.0.2.25]:25 C="250 OK"`,
  ])
  const expected: Finding = {
    kind: 'delivery',
    outcome: 'delivered',
    time: '2026-10-14T13:18:19.000Z',
    source: 'exim',
    file: '/var/log/exim4/mainlog',
    line: 2,
    host: null,
    queueId: '1xVcx9-00000s-2w',
    messageId: 'm1@example.com',
    sender: 'Ada@example.com',
    recipient: 'bob@example.net',
    originalRecipient: null,
    relay: 'mx.example.net',
    relayIp: '192.0.2.25',
    relayPort: 25,
    attempts: 1,
    firstOfMessage: true,
  }
  expect(reader.found).toEqual([expected])
})
