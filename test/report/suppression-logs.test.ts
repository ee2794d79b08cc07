import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Options, readJudged, tellingDeliveries } from '../../src/pipeline.ts'
import { DEFAULT_POLICY } from '../../src/report/policy-default.ts'
import { countFinding, countPlainSuccess, newSuppression } from '../../src/report/suppression.ts'
import { decideSuppression, type SuppressionEntry } from '../../src/report/suppression-verdicts.ts'

interface Told {
  day: number
  to: string
  relay: string
  said: string
  status?: 'sent' | 'bounced' | 'deferred'
  command?: string
}

/** The line that Postfix writes of it. */
function lineOf(
  { day, to, relay, said, status = 'bounced', command = 'RCPT TO' }: Told,
  index: number,
): string {
  const id = (0x4a10000000 + index).toString(16).toUpperCase()
  const stamp = `2026-03-${String(day).padStart(2, '0')}T10:00:${String(index % 60).padStart(2, '0')}.000000+00:00`
  const dsn = status === 'sent' ? '2.0.0' : `${status === 'bounced' ? 5 : 4}.0.0`
  const words =
    status === 'sent' ? said : `host ${relay}[192.0.2.25] said: ${said} (in reply to ${command} command)`
  return `${stamp} mx1 postfix/smtp[9]: ${id}: to=<${to}>, relay=${relay}[192.0.2.25]:25, delay=1, delays=0/0/0/1, dsn=${dsn}, status=${status} (${words})\n`
}

function logOf(lines: readonly string[]): string {
  const log = join(mkdtempSync(join(tmpdir(), 'suppress-')), 'mail.log')
  writeFileSync(log, lines.join(''))
  return log
}

async function suppress(told: readonly Told[]): Promise<SuppressionEntry[]> {
  const log = logOf(told.map(lineOf))
  const suppression = newSuppression(DEFAULT_POLICY)
  for await (const batch of readJudged([log])) for (const judged of batch) countFinding(suppression, judged)
  return decideSuppression(suppression)
}

const PROVIDERS = [
  ['gmail.com', 'gmail-smtp-in.l.google.com'],
  ['outlook.com', 'outlook-com.olc.protection.outlook.com'],
  ['yahoo.com', 'mta5.am0.yahoodns.net'],
  ['example.net', 'mx.example.net'],
] as const

/** Blocks, content, authentication, rates and greylisting: bounced or deferred, never the recipient's fault. */
const NOT_THEIR_FAULT = [
  '550 5.7.1 Service unavailable; client host [192.0.2.1] blocked using zen.spamhaus.org',
  '554 5.7.1 Message rejected as spam by content filtering',
  '550 5.7.26 This message does not pass authentication checks (SPF and DKIM both do not pass)',
  '550 5.7.1 Our system has detected that this message is likely unsolicited mail',
  '421 4.7.0 Too many connections from your IP address, try again later',
  '450 4.2.0 <%s>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/example.net.html',
  '451 4.7.1 Greylisting in action, please come back later',
  '450 4.2.1 The user you are trying to contact is receiving mail too quickly. Please resend your message at a later time.',
  '550 5.7.25 The IP address sending this message does not have a PTR record setup',
  '552 5.3.4 Message size exceeds fixed limit',
  '554 5.7.1 <%s>: Relay access denied',
  '553 5.1.8 <news@sender.example>: Sender address rejected: Domain not found',
  '550 5.7.1 Your mail was rejected for policy reasons',
  '554 5.6.0 Message contains invalid header',
  '550 5.0.0 Message refused, it contains a virus',
]

test('a log of block, content, rate and greylisting replies suppresses nobody, however long it lasts', async () => {
  const told = [1, 2, 3, 8, 9, 10, 15, 22, 29].flatMap(day =>
    PROVIDERS.flatMap(([domain, relay]) =>
      NOT_THEIR_FAULT.map((said, index): Told => {
        const to = `person${index}@${domain}`
        const status = said.startsWith('4') ? 'deferred' : 'bounced'
        return { day, to, relay, status, said: said.replace('%s', to) }
      }),
    ),
  )
  const entries = await suppress(told)
  expect(entries.filter(({ verdict }) => verdict === 'suppress' || verdict === 'pause')).toEqual([])
})

test('a mailbox that was full for two days is kept', async () => {
  const told = [1, 2].map(
    (day): Told => ({
      day,
      to: 'ada@gmail.com',
      relay: 'gmail-smtp-in.l.google.com',
      status: 'deferred',
      said: "452 4.2.2 The recipient's inbox is out of storage space.",
    }),
  )
  expect(
    await suppress([
      ...told,
      { day: 3, to: 'x@y.example', relay: 'mx.y.example', status: 'sent', said: '250 OK' },
    ]),
  ).toMatchObject([{ value: 'ada@gmail.com', verdict: 'pending', reason: 'mailbox-full' }])
})

/** How the dead are told of, by whom. */
const DEAD = [
  '550-5.1.1 The email account that you tried to reach does not exist. 550 5.1.1 https://support.google.com/mail/?p=NoSuchUser x - gsmtp',
  '550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302). [outlook]',
  '554 30 Sorry, your message to dead@yahoo.com cannot be delivered. This mailbox is disabled (554.30).',
  '550 5.1.1 <%s>: Recipient address rejected: User unknown in virtual mailbox table',
]

test('the dead of a log are all found, and the living are left alone', async () => {
  const told = [1, 2, 9].flatMap(day =>
    PROVIDERS.flatMap(([domain, relay], place) =>
      Array.from({ length: 40 }, (_, index): Told => {
        const isDead = index % 10 === 0
        const to = `${isDead ? 'dead' : 'alive'}${index}@${domain}`
        if (!isDead) return { day, to, relay, status: 'sent', said: '250 2.0.0 OK' }
        return { day, to, relay, said: (DEAD[place] ?? '').replace('%s', to) }
      }),
    ),
  )
  const found = (await suppress(told))
    .filter(({ verdict }) => verdict === 'suppress')
    .map(({ value }) => value)
  const dead = new Set(told.map(({ to }) => to).filter(to => to.startsWith('dead')))
  expect(new Set(found)).toEqual(dead)
})

describe('deliveries that are told without a finding', () => {
  /** What comes of the logs, how many deliveries were told alone and how many as findings. */
  async function read(paths: readonly string[], options: Options, how: 'findings' | 'alone') {
    const suppression = newSuppression(DEFAULT_POLICY)
    let [alone, found] = [0, 0]
    const telling = tellingDeliveries(options, delivery => {
      alone++
      countPlainSuccess(suppression, delivery)
    })
    for await (const batch of readJudged(paths, how === 'alone' ? telling : options))
      for (const judged of batch) {
        if (judged.kind === 'delivery' && judged.outcome === 'delivered') found++
        countFinding(suppression, judged)
      }
    const { latest, undated, successes, answers, days } = suppression
    return {
      alone,
      found,
      entries: decideSuppression(suppression),
      known: { latest, undated, successes, answers, days },
    }
  }

  const toOperators = PROVIDERS.map(([domain, relay], day) =>
    lineOf({ day: day + 1, to: `ada@${domain}`, relay, said: '250 2.0.0 OK', status: 'sent' }, day),
  )
  const logs = ['fixtures/postfix', 'fixtures/exim', 'fixtures/mta', 'fixtures/cli', logOf(toOperators)]
  test.each<[string, Options]>([
    ['all of the time', {}],
    ['a part of the time', { since: '2026-01-01T00:00:00Z', until: '2026-11-20T12:00:00Z' }],
    ['dates of a given year', { year: 2025 }],
  ])('clear and spare the same addresses: %s', async (_, options) => {
    const [findings, alone] = [await read(logs, options, 'findings'), await read(logs, options, 'alone')]
    expect(findings.found).toBeGreaterThan(20)
    expect(alone.found + alone.alone).toBe(findings.found)
    expect(alone.alone).toBeGreaterThan(alone.found)
    expect(alone.entries).toEqual(findings.entries)
    expect(alone.known).toEqual(findings.known)
  })

  test('are findings where whom they went to is to be hidden', async () => {
    const { alone, found } = await read(logs, { redact: { hide: 'local-parts', key: 'k' } }, 'alone')
    expect(alone).toBe(0)
    expect(found).toBeGreaterThan(20)
  })
})
