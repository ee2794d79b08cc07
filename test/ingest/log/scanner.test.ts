/** The scanner decides nothing: with it and without it, every log gives the same. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tellDeliveries } from '../../../src/ingest/log/front.ts'
import { createLogReader, type LogOptions, type LogReader } from '../../../src/ingest/log/log.ts'
import { newQueue } from '../../../src/ingest/log/queue.ts'
import { KINDS, NO_ZONE, ROW, ROW_SIZE, TEXT_AT } from '../../../src/ingest/log/scanner.ts'
import {
  counterFor,
  countJudged,
  deliveryCounter,
  failureCountersFor,
  type JudgeOptions,
  judgeFor,
  periodOf,
} from '../../../src/judging.ts'
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
  reader.finish()
  tellDeliveries(options.deliveries ?? null)
  return reader.take()
}

function reportOf(totals: Totals) {
  return summarize(totals, { inputs: [], problems: { total: 0, shown: [] } })
}

type During = Pick<JudgeOptions, 'since' | 'until'>

/** The report where every delivery is a finding. */
function reportOfFindings(lines: readonly string[], during: During = {}, options: Partial<LogOptions> = {}) {
  const totals = newTotals({ bucket: 'hour' })
  countJudged(totals, judgeFor(during)(findingsOfLines(lines, options)))
  return reportOf(totals)
}

/** The report where plain deliveries and failures are counted from their rows. */
function reportOfRows(lines: readonly string[], during: During = {}, options: Partial<LogOptions> = {}) {
  const totals = newTotals({ bucket: 'hour' })
  const counter = counterFor(during)
  const failures = failureCountersFor({})?.(counter.sinkFor(totals)) ?? null
  const period = periodOf(during)
  const counted = { deliveries: deliveryCounter(totals), failures, period, ...options }
  counter.count(totals, findingsOfBlock(lines, counted))
  return reportOf(totals)
}

/** Periods that begin, end, or both, with a result of these lines. */
function periodsAmong(lines: readonly string[]): During[] {
  const times = findingsOfLines(lines).flatMap(({ time }) => time ?? [])
  const [since = null, until = null] = [times[Math.floor(times.length / 3)], times[times.length - 1]].sort()
  return [
    { since },
    { until },
    { since, until },
    { since: since?.replace(/\d\d\.\d{3}Z$/, '30.500Z') ?? null },
  ]
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
  test('gives the same report whether deliveries and failures are found or counted', () => {
    expect(reportOfRows(lines)).toEqual(reportOfFindings(lines))
  })
  test('gives the same report of a part of its time', () => {
    for (const during of periodsAmong(lines))
      expect([during, reportOfRows(lines, during)]).toEqual([during, reportOfFindings(lines, during)])
  })
})

/** The same lines in each run, that the gate may not fail by chance; npm run test:fuzz takes others, and more of them. */
const SEED = Number(process.env.FUZZ_SEED ?? 1)
const RUNS = Number(process.env.FUZZ_RUNS ?? 300)

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
      { seed: SEED, numRuns: RUNS },
    )
  })
  test('give the same report whether deliveries and failures are found or counted', () => {
    fc.assert(
      fc.property(logs, lines => {
        for (const during of [{}, ...periodsAmong(lines)])
          expect([during, reportOfRows(lines, during)]).toEqual([during, reportOfFindings(lines, during)])
      }),
      { seed: SEED, numRuns: Math.ceil(RUNS / 5) },
    )
  })
})

describe('a message that the scanner follows', () => {
  const ID = '4dYkzY4cdCz1'
  const begin = [
    `Oct 14 13:18:19 mx1 postfix/cleanup[1]: ${ID}: message-id=<1@example.com>`,
    `Oct 14 13:18:19 mx1 postfix/qmgr[1]: ${ID}: from=<ada@example.com>, size=9, nrcpt=2 (queue active)`,
  ]
  const sent = `Oct 14 13:18:20 mx1 postfix/smtp[1]: ${ID}: to=<bob@example.net>, relay=mx.example.net[192.0.2.7]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)`
  const bounced = `Oct 14 13:18:21 mx1 postfix/smtp[1]: ${ID}: to=<eve@example.net>, relay=mx.example.net[192.0.2.7]:25, delay=2, delays=0/0/0/2, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.7] said: 550 5.1.1 no such user (in reply to RCPT TO command))`
  const removed = `Oct 14 13:18:22 mx1 postfix/qmgr[1]: ${ID}: removed`
  const counted = () => ({ deliveries: deliveryCounter(newTotals()) })

  test('is known to the failure that ends its plain way', () => {
    const [failure] = findingsOfBlock([...begin, sent, bounced, removed], counted())
    expect(failure).toMatchObject({
      messageId: '1@example.com',
      sender: 'ada@example.com',
      firstOfMessage: false,
    })
  })
  test('is forgotten when it is removed, although the same block tells of a failure first', () => {
    const [, second] = findingsOfBlock([...begin, bounced, removed, bounced], counted())
    expect(second).toMatchObject({ messageId: null, sender: null })
  })
  test('is followed from one log into the next, whoever reads in between', () => {
    const queue = newQueue()
    findingsOfBlock(begin, { ...counted(), queue })
    findingsOfBlock([...begin, removed], { ...counted(), queue: newQueue() })
    const [failure] = findingsOfBlock([bounced], { ...counted(), queue })
    expect(failure).toMatchObject({ messageId: '1@example.com', sender: 'ada@example.com' })
  })
  test('is followed however many others are under way', () => {
    const others = Array.from({ length: 40_000 }, (_, n) =>
      begin.map(line => line.replace(ID, `5${n}ABCDEF`)),
    ).flat()
    const [failure] = findingsOfBlock([...begin, ...others, bounced], counted())
    expect(failure).toMatchObject({ messageId: '1@example.com', sender: 'ada@example.com' })
  })
})

describe('a period', () => {
  const sentAt = (stamp: string, id: string): string[] => [
    `${stamp} mx1 postfix/cleanup[1]: ${id}: message-id=<${id}@example.com>`,
    `${stamp} mx1 postfix/qmgr[1]: ${id}: from=<ada@example.com>, size=9, nrcpt=1 (queue active)`,
    `${stamp} mx1 postfix/smtp[1]: ${id}: to=<bob@example.net>, relay=mx.example.net[192.0.2.7]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)`,
    `${stamp} mx1 postfix/qmgr[1]: ${id}: removed`,
  ]

  test('may have a turn of the year in it that no stamp tells of', () => {
    const lines = [...sentAt('Dec 20 10:00:00', '4dYkzY4cdCz1'), ...sentAt('Jan  5 10:00:00', '4dYkzY4cdCz2')]
    const reference = { reference: Date.UTC(2026, 10, 15) }
    for (const during of [{ since: '2025-12-01T00:00:00Z' }, { since: '2026-01-01T00:00:00Z' }])
      expect(reportOfRows(lines, during, reference)).toEqual(reportOfFindings(lines, during, reference))
  })

  test('leaves no result out that was read', () => {
    const lines = [
      ...sentAt('Oct 14 10:00:00', '4dYkzY4cdCz1'),
      ...sentAt('Oct 14 10:10:00', '4dYkzY4cdCz2'),
      ...sentAt('Oct 14 12:00:00', '4dYkzY4cdCz3'),
    ]
    const totals = newTotals()
    const period = periodOf({ since: '2026-10-14T08:05:00Z' })
    const reader = newReader({ deliveries: deliveryCounter(totals), period })
    reader.readBlock(Buffer.from(`${lines.join('\n')}\n`), 0)
    reader.finish()
    expect([reader.counted, totals.delivered]).toEqual([3, 2])
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

test('names of deliveries are counted although only failures follow, more than the scanner holds', () => {
  const lines = Array.from({ length: 5000 }, (_, at) => {
    const id = `1xVcx0-${String(at).padStart(6, '0')}-2w`
    const to = `bob${at}@example.net R=dnslookup T=remote_smtp H=mx.example.net [192.0.2.7]`
    const result =
      at < 5
        ? `=> ${to}`
        : `** ${to}: SMTP error from remote mail server after RCPT TO:<bob${at}@example.net>: 550 5.1.1 No such user`
    const arrival = `<= news@example.org H=app.example.org [192.0.2.1] P=esmtp S=9 id=${at}@example.com`
    return [arrival, result].map(words => `2026-10-14 13:18:19 ${id} ${words}`)
  }).flat()
  expect(reportOfRows(lines)).toEqual(reportOfFindings(lines))
})

describe('messages that fail in the same words', () => {
  const WORDS = [
    'host MX said: 550 5.1.1 <RCPT>: User unknown (in reply to RCPT TO command)',
    'host MX said: 451 4.7.1 Greylisted, come back in 300 seconds',
    'connect to MX:25: Connection timed out',
    'host MX said: 450 4.2.0 <RCPT>: Greylisted, see http://postgrey.example/help/DOMAIN.html',
    'host relay said: 550 5.1.1 User unknown',
    // Two operators have rules of their own for these.
    'host MX said: 421 4.7.28 We will be back',
    'host MX said: 421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred',
  ]
  const SAID = [
    '550 5.1.1 <RCPT>: User unknown',
    '451 4.7.1 Greylisted, come back in 300 seconds',
    '554 5.7.1 {sender} is blocked',
    '450 4.2.0 Greylisted, see http://postgrey.example/help/DOMAIN.html',
    '550 5.1.1 User unknown',
    '421 4.7.28 We will be back',
    '421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred',
  ]
  // Of an operator by its suffix or by its form, of nobody, and names that are no plain ones.
  const RELAYS = [
    'mx.example.net',
    'mx.example.com',
    'gmail-smtp-in.l.google.com',
    'google.com',
    'notgoogle.com',
    'mx.yahoo.fr',
    'yahoo.mail.example.com',
    'example-com.mail.protection.example.us',
    '163mx.example.net',
    'MX.Example.Net',
    'MTA.YAHOO.FR',
    'mx.google.com.',
    'none',
    'local',
    '',
  ]
  const ADDRESSES = ['192.0.2.7', '203.0.113.9', '192.0.2.300', '2001:db8::7', '192.0.2.07', 'private/lmtp']
  const RECIPIENTS = ['bob@example.net', 'Eve@example.net', 'ada@mx1.example.org', 'bob@example.com']
  const step = fc.record({
    message: fc.nat(5),
    what: fc.constantFrom(
      'arrive',
      'deferred',
      'deferred',
      'deferred',
      'bounced',
      'sent',
      'expired',
      'active',
      'notification',
      'removed',
    ),
    to: fc.constantFrom(...RECIPIENTS),
    words: fc.nat(6),
    relay: fc.constantFrom(...RELAYS),
    address: fc.oneof({ weight: 4, arbitrary: fc.constant('192.0.2.7') }, fc.constantFrom(...ADDRESSES)),
    minutes: fc.integer({ min: -40, max: 60 }),
  })
  type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never
  const steps = fc.array(step, { minLength: 20, maxLength: 120 })

  const textOf = (words: string | undefined, mx: string, to: string): string =>
    (words ?? '')
      .replace('MX', mx)
      .replace('RCPT', to)
      .replace('DOMAIN', to.slice(to.indexOf('@') + 1))

  const postfixLine = ({ message, what, to, words, relay, address }: Step): string => {
    const id = `4ABCDEF${message}`
    const mx = relay === 'none' || relay === 'local' ? relay : `${relay}[${address}]:25`
    const said = textOf(WORDS[words], mx.replace(/:25$/, ''), to)
    const result = `postfix/smtp[1]: ${id}: to=<${to}>, relay=${mx}, delay=1, delays=0/0/0/1, dsn=${what === 'bounced' ? '5.1.1' : '4.7.1'}, status=${what} (${said})`
    const sender = `from=<news@example.${message % 2 === 0 ? 'com' : 'org'}>`
    if (what === 'arrive') return `postfix/cleanup[1]: ${id}: message-id=<${message}@example.com>`
    if (what === 'active') return `postfix/qmgr[1]: ${id}: ${sender}, size=9, nrcpt=1 (queue active)`
    if (what === 'expired') return `postfix/qmgr[1]: ${id}: ${sender}, status=expired, returned to sender`
    if (what === 'notification')
      return `postfix/bounce[1]: ${id}: sender non-delivery notification: 4ABCDEF${(message + words) % 6}`
    return what === 'removed' ? `postfix/qmgr[1]: ${id}: removed` : result
  }
  const eximLine = ({ message, what, to, words, relay, address }: Step): string => {
    const id = `1xVcx${message}-00000s-2w`
    const host = `R=dnslookup T=remote_smtp`
    const hop = relay === '' ? `[${address}]` : `${relay} [${address}]`
    const said = `H=${hop}: SMTP error from remote mail server after RCPT TO:<${to}>: ${textOf(SAID[words], hop, to)}`
    if (what === 'arrive' || what === 'active' || what === 'notification')
      return `${id} <= news@example.org H=app.example.org [192.0.2.1] P=esmtp S=9 id=${message}@example.com`
    if (what === 'deferred') return `${id} == ${to} ${host} defer (-44) ${said}`
    if (what === 'bounced') return `${id} ** ${to} ${host} ${said}`
    if (what === 'expired') return `${id} ** ${to}: retry timeout exceeded`
    return what === 'sent' ? `${id} => ${to} ${host} H=${hop}` : `${id} Completed`
  }

  const stamped = (
    steps: readonly Step[],
    stampOf: (time: Date) => string,
    lineOf: (step: Step) => string,
  ): string[] => {
    let time = Date.UTC(2026, 9, 13, 22)
    return steps.map(step => {
      time += step.minutes * 60_000
      return `${stampOf(new Date(time))} ${lineOf(step)}`
    })
  }
  const iso = (time: Date) => time.toISOString().slice(0, 19).replace('T', ' ')
  const syslog = (time: Date) =>
    `${['Oct', 'Nov', 'Dec'][time.getUTCMonth() - 9]} ${String(time.getUTCDate()).padStart(2)} ${iso(time).slice(11)} mx1.example.org`

  test('give the same report whether they are found or counted', () => {
    fc.assert(
      fc.property(steps, steps => {
        const logs = [stamped(steps, syslog, postfixLine), stamped(steps, iso, eximLine)]
        for (const lines of logs) expect(reportOfRows(lines)).toEqual(reportOfFindings(lines))
      }),
      { seed: SEED, numRuns: Math.ceil(RUNS / 3) },
    )
  })

  test('give the same report of a part of their time', () => {
    const seconds = fc.integer({ min: -3600, max: 100_000 })
    fc.assert(
      fc.property(steps, seconds, fc.integer({ min: 1, max: 50_000 }), (steps, begin, length) => {
        const at = (seconds: number) => new Date(Date.UTC(2026, 9, 13, 20) + seconds * 1000).toISOString()
        const during = { since: at(begin), until: at(begin + length) }
        const logs = [stamped(steps, syslog, postfixLine), stamped(steps, iso, eximLine)]
        for (const lines of logs) expect(reportOfRows(lines, during)).toEqual(reportOfFindings(lines, during))
      }),
      { seed: SEED, numRuns: Math.ceil(RUNS / 3) },
    )
  })

  const givenUp = fc.array(
    fc.record({
      recipients: fc.uniqueArray(fc.nat(2), { minLength: 1, maxLength: 2 }),
      words: fc.nat(1),
      relay: fc.nat(2),
      attempts: fc.integer({ min: 1, max: 2 }),
      sender: fc.oneof(
        { weight: 5, arbitrary: fc.constant('news@example.com') },
        fc.constant('ada@example.org'),
      ),
      delivered: fc.boolean(),
    }),
    { minLength: 5, maxLength: 40 },
  )
  type GivenUp = typeof givenUp extends fc.Arbitrary<(infer Value)[]> ? Value : never

  const linesOf = (message: GivenUp, number: number): string[] => {
    const step: Step = {
      ...{
        message: number,
        what: 'deferred',
        to: '',
        words: message.words,
        minutes: 0,
        address: '192.0.2.7',
      },
      relay: RELAYS[message.relay] ?? '',
    }
    const addresses = message.recipients.map(at => RECIPIENTS[at] ?? '')
    const deferrals = Array.from({ length: message.attempts }, () =>
      addresses.map(to => postfixLine({ ...step, to })),
    ).flat()
    const expired = postfixLine({ ...step, message: 0, what: 'expired' })
      .replace('4ABCDEF0', `4ABCDEF${number}`)
      .replace('news@example.com', message.sender)
    return [
      postfixLine({ ...step, what: 'arrive' }),
      postfixLine({ ...step, message: 0, what: 'active' }).replace('4ABCDEF0', `4ABCDEF${number}`),
      ...deferrals,
      ...(message.delivered ? [postfixLine({ ...step, what: 'sent', to: addresses[0] ?? '' })] : []),
      expired,
      postfixLine({ ...step, what: 'removed' }),
    ].map(line => `Oct 14 13:18:19 mx1.example.org ${line}`)
  }

  test('and are given up give the same report whether they are found or counted', () => {
    fc.assert(
      fc.property(givenUp, messages => {
        const lines = messages.flatMap(linesOf)
        expect(reportOfRows(lines)).toEqual(reportOfFindings(lines))
      }),
      { seed: SEED, numRuns: Math.ceil(RUNS / 3) },
    )
  })
})
