/** Rows of events that are written where the lines are read: the same bytes as those of the events themselves. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLogReader, type LogOptions } from '../../../src/ingest/log/log.ts'
import { newQueue } from '../../../src/ingest/log/queue.ts'
import { wordsKept } from '../../../src/ingest/log/words-kept.ts'
import { eventWriterFor, ignoredDeliveries, judgeFor } from '../../../src/judging.ts'
import type { EventWriter } from '../../../src/plain-results.ts'
import { formatNdjson } from '../../../src/report/ndjson.ts'

const SEED = Number(process.env.FUZZ_SEED ?? 1)
const RUNS = Number(process.env.FUZZ_RUNS ?? 300)

function optionsFor(file: string): LogOptions {
  return {
    file,
    queue: newQueue(),
    timeZone: 'Europe/Berlin',
    year: null,
    reference: Date.UTC(2026, 11, 31),
    include: [],
    deliveries: ignoredDeliveries,
  }
}

function newWriter(): EventWriter {
  const writer = eventWriterFor({}, async () => {})
  if (writer === null) throw new Error('there are no rules of a user')
  return writer
}

/** Blocks of lines, each read at once. */
type Log = readonly (readonly string[])[]

function blockOf(lines: readonly string[]): Buffer {
  return Buffer.from(`${lines.join('\n')}\n`, 'latin1')
}

function rowsOfEvents(log: Log, file = '/var/log/mail.log'): string {
  const reader = createLogReader(optionsFor(file))
  const judge = judgeFor({})
  let line = 0
  let rows = ''
  for (const lines of log) {
    line += reader.readBlock(blockOf(lines), line)
    rows += formatNdjson(judge(reader.take()).filter(judged => judged.kind === 'failure'))
  }
  return rows
}

function writtenRows(log: Log, writer = newWriter(), file = '/var/log/mail.log'): string {
  const reader = createLogReader({ ...optionsFor(file), events: writer })
  let line = 0
  let rows = ''
  for (const lines of log) {
    line += reader.readBlock(blockOf(lines), line)
    rows += Buffer.concat(reader.takeRows()).toString()
    expect(reader.take().filter(({ kind }) => kind === 'failure')).toEqual([])
  }
  return rows
}

const SAID = [
  'host {mx} said: 550 5.1.1 <{to}>: User unknown (in reply to RCPT TO command)',
  'host {mx} said: 550-5.1.1 The account {to} does not exist. 550-5.1.1 Try again 550 5.1.1 later {id} - gsmtp (in reply to RCPT TO command)',
  'host {mx} said: 451 4.7.1 Greylisted, come back in {wait} (in reply to RCPT TO command)',
  'host {mx} said: 421 4.7.0 Too many messages in {wait}',
  // Two operators have rules of their own for these.
  'host {mx} said: 421 4.7.28 We will be back',
  'host {mx} said: 421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred',
  'host {mx} refused to talk to me: 554 5.7.1 {sender} "is blocked" by \\zen.spamhaus.org\\',
  'host {mx} said: 450 4.2.0 <{to}>: Greylisted, see http://postgrey.example/help/{domain}.html (in reply to RCPT TO command)',
  'delivery temporarily suspended: host {mx} said: 451 4.3.0 try later',
  'connect to {mx}:25: Connection timed out',
  'host {mx} said: 552 5.3.4 Larger than {n} bytes (in reply to MAIL FROM command)',
  'host {mx} said: 550 5.7.1 scored {n}.{n} points, retry in {n}, try again after {n} min [mx.example.org {n}]',
  'unknown user: "{to}"',
  'unrouteable address',
  'host mx.other.example[203.0.113.9] said: 550 5.1.1 no such user',
  'host relay said: 451 4.3.0 try later',
  'mailbox for {to} is full to the full (in reply to to)',
  'host {mx} said: 550 caf\xc3\xa9 (in reply to RCPT TO command)',
  'Host or domain name not found. Name service error for name={domain} type=MX: Host not found, try again',
]
const RECIPIENTS = ['bob@example.net', 'Eve\\x@Example.NET', 'ada@mx1.example.org', 'o+b@example.com']
const LONG_NAME = Array.from('abcdefghij', letter => letter.repeat(60)).join('.')
const RELAYS = [
  'mx.example.net[192.0.2.7]:25',
  'gmail-smtp-in.l.google.com[198.51.100.1]:25',
  'mta7.am0.yahoodns.net[198.51.100.2]:25',
  'mx01.mail.icloud.com[198.51.100.3]:25',
  '[192.0.2.7]:25',
  'none',
  'local',
  // The same names elsewhere, and hops that are written in another way.
  'mx.example.net[203.0.113.9]:2525',
  'gmail-smtp-in.l.google.com[198.51.100.77]:25',
  'MX.example.net[192.0.2.7]:25',
  'mx.example.net[192.0.2.8]:025',
  'mx.example.net[192.0.2.9]:0',
  'mx.example.net[192.0.2.10]:65536',
  'mx.example.net[192.0.2.11]:25x',
  'mx.example.net[192.0.2.12]',
  'mx.example.net[192.0.2.300]:25',
  'mx.example.net[192.0.2.013]:25',
  'mx.example.net[IPv6:2001:db8::7]:25',
  'mx.example.net [192.0.2.14]:25',
  'm"x.example.net[192.0.2.15]:25',
  'm\\x.example.net[192.0.2.18]:25',
  'mx_1.example.net.[192.0.2.16]:25',
  `${LONG_NAME}[192.0.2.17]:25`,
]
const step: fc.Arbitrary<Step> = fc.record({
  message: fc.nat(4),
  what: fc.constantFrom(
    'arrive',
    'active',
    'deferred',
    'deferred',
    'bounced',
    'bounced',
    'sent',
    'expired',
    'removed',
  ),
  to: fc.constantFrom(...RECIPIENTS),
  said: fc.nat(SAID.length - 1),
  relay: fc.constantFrom(...RELAYS),
  wait: fc.constantFrom(
    '300 seconds',
    '612 seconds',
    '5 seconds',
    '0 seconds',
    '999 minutes',
    '5 minutes',
    '1 hour',
  ),
  n: fc.constantFrom('7', '10', '100', '250', '592', '600', '10240', '5322', '2678401'),
  delay: fc.constantFrom('265.4', '0', '0.10', '1e+03', '007', '', '12.', '3.25', '123456789.5'),
  id: fc.constantFrom('98e67ed59e1d1-2e9b8a1si1234567.148', 'd2e1a72fcca58-7e2b5a8si7654321.12'),
  seconds: fc.constantFrom(0, 0, 1, 40, 90_000, -5),
  host: fc.constantFrom('mx1.example.org', 'mx1.example.org', 'mx2', 'mx"3'),
})
interface Step {
  message: number
  what: 'arrive' | 'active' | 'deferred' | 'bounced' | 'sent' | 'expired' | 'removed' | 'other'
  to: string
  said: number
  relay: string
  wait: string
  n: string
  delay: string
  id: string
  seconds: number
  host: string
}

function lineOf({ message, what, to, said, relay, wait, n, delay, id }: Step): string {
  // The first ones use ids again.
  const queueId = `4ABCDEF${message < 5 ? message % 3 : message}`
  const sender = message === 0 ? '' : `news+${message % 3}@example.com`
  if (what === 'arrive')
    return `postfix/cleanup[1]: ${queueId}: message-id=<${message < 5 ? `"${message}"` : message}@example.com>`
  const active = `postfix/qmgr[1]: ${queueId}: from=<${sender}>`
  if (what === 'active') return `${active}, size=9, nrcpt=1 (queue active)`
  if (what === 'expired') return `${active}, status=expired, returned to sender`
  // Of a form that the scanner does not cut.
  if (what === 'other') return `postfix/qmgr[1]:  ${queueId}: skipped, still being delivered`
  if (what === 'removed') return `postfix/qmgr[1]: ${queueId}: removed`
  const text = (SAID[said] ?? '')
    .replace('{mx}', relay.replace(/:25$/, ''))
    .replaceAll('{to}', to)
    .replace('{sender}', sender)
    .replaceAll('{n}', n)
    .replace('{domain}', to.slice(to.indexOf('@') + 1))
    .replace('{wait}', wait)
    .replace('{id}', id)
  const dsn = what === 'bounced' ? '5.1.1' : '4.7.1'
  return `postfix/smtp[1]: ${queueId}: to=<${to}>, relay=${relay}, delay=${delay}, delays=0/0/0/1, dsn=${dsn}, status=${what} (${text})`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function logOf(steps: readonly Step[]): string[] {
  let time = Date.UTC(2026, 11, 30, 22)
  return steps.map(step => {
    // A line of its own, from another week.
    const isAlone = Math.abs(step.seconds) > 200_000
    if (!isAlone) time += step.seconds * 1000
    const date = new Date(isAlone ? time + step.seconds * 1000 : time)
    const stamp = `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)}`
    return `${stamp} ${step.host} ${lineOf(step)}`
  })
}

describe('rows of failures that are written where their lines are read', () => {
  const steps = fc.array(step, { minLength: 20, maxLength: 120 })

  test('are the bytes that the events would be', () => {
    // What it learns of one log it knows in the next.
    const writer = newWriter()
    fc.assert(
      fc.property(steps, fc.nat(100), (steps, cut) => {
        const lines = logOf(steps)
        const log = [lines.slice(0, cut % lines.length), lines.slice(cut % lines.length)].filter(
          ({ length }) => length > 0,
        )
        expect(writtenRows(log, writer)).toBe(rowsOfEvents(log))
      }),
      { seed: SEED, numRuns: RUNS },
    )
  })

  test('are so for messages that are tried again and again, on days in any order', () => {
    const often: fc.Arbitrary<Step> = fc.record({
      ...{ message: fc.integer({ min: 5, max: 12 }), wait: fc.constant('300 seconds'), n: fc.constant('7') },
      what: fc.constantFrom(
        ...(['arrive', 'arrive', 'arrive', 'active', 'deferred', 'deferred', 'deferred'] as const),
        ...(['bounced', 'bounced', 'sent', 'expired', 'removed', 'other'] as const),
      ),
      to: fc.constantFrom(RECIPIENTS[0] ?? '', RECIPIENTS[2] ?? ''),
      said: fc.constantFrom(0, 0, 2),
      relay: fc.constantFrom(RELAYS[0] ?? '', RELAYS[0] ?? '', RELAYS[1] ?? ''),
      ...{ delay: fc.constant('1'), id: fc.constant(''), host: fc.constant('mx1') },
      seconds: fc.constantFrom(
        ...Array(150).fill(0),
        1,
        40,
        899,
        86_400,
        -86_400,
        ...Array(10).fill(3 * 86_400),
        -400_000,
      ),
    })
    const writer = newWriter()
    fc.assert(
      fc.property(fc.array(often, { minLength: 60, maxLength: 150 }), steps => {
        const log = [logOf(steps)]
        const file = `/var/log/mail.log.${steps.length % 3}`
        expect(writtenRows(log, writer, file)).toBe(rowsOfEvents(log, file))
      }),
      { seed: SEED, numRuns: RUNS },
    )
  })

  test('are so whoever else writes in between', () => {
    fc.assert(
      fc.property(steps, steps, (one, other) => {
        const [first, second] = [logOf(one), logOf(other)]
        const writers = [newWriter(), newWriter()]
        for (let round = 0; round < 2; round++) {
          expect(writtenRows([first], writers[0])).toBe(rowsOfEvents([first]))
          expect(writtenRows([second], writers[1])).toBe(rowsOfEvents([second]))
        }
      }),
      { seed: SEED, numRuns: Math.ceil(RUNS / 10) },
    )
  })

  test('are so however many there are, and whatever they say', () => {
    const lines = Array.from({ length: 21_000 }, (_, at) => {
      const said = `host mx${at}.example.net[192.0.2.7] said: 550 5.1.1 no user ${at} here`
      return `Oct 14 13:18:19 mx1 postfix/smtp[1]: 4ABC${at}: to=<u@example.net>, relay=mx${at}.example.net[192.0.2.7]:25, delay=1, dsn=5.1.1, status=bounced (${said})`
    })
    const log = [lines, lines.slice(0, 3000)]
    expect(writtenRows(log)).toBe(rowsOfEvents(log))
  })

  test('name the next hop that is met for the first time, however it is written', () => {
    const lineOf = (relay: string, at: number): string => {
      // Some name the host in their text, too.
      const host = relay.replace(/:\w*$/, '')
      const said = at % 2 === 0 ? `host ${host} said: 550 5.1.1 no such user` : 'unknown user'
      return `Oct 14 13:18:19 mx1 postfix/smtp[1]: 4ABC${at}: to=<u@example.net>, relay=${relay}, delay=1, dsn=5.1.1, status=bounced (${said})`
    }
    const known = [
      'mx.example.net',
      'mx01.mail.icloud.com',
      'm"x.example.net',
      'm\\x.example.net',
      LONG_NAME,
    ].map(name => `${name}[192.0.2.200]:25`)
    const icloud = RELAYS.map(relay => relay.replace('mx.example.net', 'mx01.mail.icloud.com'))
    const hops = [...known, ...known, ...known, ...RELAYS, ...icloud].flatMap(relay => [relay, relay])
    const log = [hops.map(lineOf)]
    expect(writtenRows(log)).toBe(rowsOfEvents(log))
  })

  test.each([
    ['421 4.7.28 We will be back', 'gmail-smtp-in.l.google.com', 'google.throttle-code', 'enhanced.x.7.28'],
    ['550 5.1.1 no such user', '(nobody)', '', 'user-unknown.named'],
  ])('judge "%s" by a rule of %s: %s, from all others: %s', (said, host, rule, others) => {
    const hosts = [
      'mx01.mail.icloud.com',
      'gmail-smtp-in.l.google.com',
      'mta7.am0.yahoodns.net',
      'mx.example.net',
    ]
    for (const first of hosts) {
      // What is said again and again is known; of whom it holds is asked when others say it.
      const lines = [...Array(4).fill(first), ...hosts, ...hosts, ...hosts].map((name: string, at) => {
        const text = `host ${name}[192.0.2.7] said: ${said}`
        return `Oct 14 13:18:19 mx1 postfix/smtp[1]: 4ABC${at}: to=<u@example.net>, relay=${name}[192.0.2.7]:25, delay=1, dsn=5.0.0, status=bounced (${text})`
      })
      const rows = writtenRows([lines])
      expect(rows).toBe(rowsOfEvents([lines]))
      const found = rows
        .split('\n')
        .slice(0, -1)
        .map(row => JSON.parse(row))
      for (const event of found) expect(event.rule).toBe(event.relay === host ? rule : others)
    }
  })

  test('name the file that they are of', () => {
    const line =
      'Oct 14 13:18:19 mx1 postfix/smtp[1]: 4ABC1: to=<u@example.net>, relay=mx.example.net[192.0.2.7]:25, delay=1, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.7] said: 550 5.1.1 no user)'
    const log = [Array(5).fill(line)]
    const writer = newWriter()
    for (const file of ['/var/log/mail.log.1', '/var/log/mail.log', '/var/log/"quoted".log'])
      expect(writtenRows(log, writer, file)).toBe(rowsOfEvents(log, file))
  })

  test('hold on what was deferred, of more messages than the scanner has room for at first', () => {
    const ids = Array.from({ length: 35_000 }, (_, at) => `4ABC${at}`)
    const lineOf = (id: string, status: string): string =>
      `Oct 14 13:18:19 mx1 postfix/smtp[1]: ${id}: to=<u@example.net>, relay=mx.example.net[192.0.2.7]:25, delay=1, dsn=4.2.2, status=${status} (host mx.example.net[192.0.2.7] said: 452 4.2.2 full)`
    const expiryOf = (id: string): string =>
      `Oct 14 13:18:20 mx1 postfix/qmgr[1]: ${id}: from=<a@example.com>, status=expired, returned to sender`
    const log = [
      ids.slice(0, 20_000).map(id => lineOf(id, 'deferred')),
      ids.slice(20_000).map(id => lineOf(id, 'deferred')),
      ids.map((id, at) => (at % 2 === 0 ? lineOf(id, 'bounced') : expiryOf(id))),
    ]
    const rows = writtenRows(log)
    expect(rows).toBe(rowsOfEvents(log))
    expect(rows.match(/"attempts":2}/g)).toHaveLength(ids.length / 2)
    expect(rows.match(/"outcome":"expired".*"reason":"mailbox-full"/g)).toHaveLength(ids.length / 2)
  })

  test('hold on the latest of what was deferred, where there is no room for all of it', () => {
    const user = 'u'.repeat(60)
    const name = (at: number): string => `mx${at % 7}.${LONG_NAME.slice(0, 240)}.example`
    const lineOf = (at: number): string =>
      `Oct 14 13:18:19 mx1 postfix/smtp[1]: 4ABC${at}: to=<${user}@${LONG_NAME.slice(0, 240)}.example>, relay=${name(at)}[192.0.2.7]:25, delay=1, dsn=4.2.2, status=deferred (host ${name(at)}[192.0.2.7] said: 452 4.2.2 full)`
    const expiryOf = (at: number): string =>
      `Oct 14 13:18:20 mx1 postfix/qmgr[1]: 4ABC${at}: from=<a@example.com>, status=expired, returned to sender`
    const count = 130_000
    const reader = createLogReader({ ...optionsFor('mail.log'), events: newWriter() })
    let line = 0
    let rows = ''
    const read = (first: number, end: number, textOf: (at: number) => string): void => {
      const lines = Array.from({ length: end - first }, (_, at) => textOf(first + at))
      line += reader.readBlock(blockOf(lines), line)
      rows = Buffer.concat(reader.takeRows()).toString()
    }
    for (let first = 0; first < count; first += 1000) read(first, first + 1000, lineOf)
    read(10, 110, expiryOf)
    expect(rows.match(/"outcome":"expired".*"reason":"unknown"/g)).toHaveLength(100)
    read(count - 60_000, count, expiryOf)
    expect(rows.match(/"outcome":"expired".*"reason":"mailbox-full"/g)).toHaveLength(60_000)
  })
})

describe('the words of a line that are the server’s own', () => {
  test.each([
    ['host mx said: 550 5.1.1 no user (in reply to RCPT TO command)', '550 5.1.1 no user', [3, 4]],
    ['550-5.1.1 no 550-5.1.1 user', '550-5.1.1 no user', [0, 2, 1, 1]],
  ])('of "%s" are "%s"', (text, diagnostic, words) => {
    expect(wordsKept(text, diagnostic)).toEqual(words)
  })
  test.each([
    ['a reply that could begin at two places', 'said: 550 550 no', '550 no'],
    ['a word that was cut', 'said: 550 no)', '550 no'],
    ['no words at all', 'said: 550', ''],
  ])('are not told for %s', (_, text, diagnostic) => {
    expect(wordsKept(text, diagnostic)).toBe(null)
  })
})
