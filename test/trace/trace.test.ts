import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { parseFacts } from '../../src/trace/facts.ts'
import { formatTraceLines, formatTraceText, statesOf } from '../../src/trace/text.ts'
import { type Trace, traceMessage } from '../../src/trace/trace.ts'
import type { InputSummary } from '../../src/types.ts'

/** A message to two, through a filter on the first host and a relay; bob is bounced there. */
const APP = `Mar  1 10:00:00 app postfix/smtpd[101]: 4A1B2C3D4E: client=web.sender.example[192.0.2.10]
Mar  1 10:00:00 app postfix/cleanup[102]: 4A1B2C3D4E: message-id=<m1@sender.example>
Mar  1 10:00:00 app postfix/qmgr[90]: 4A1B2C3D4E: from=<news@sender.example>, size=1234, nrcpt=2 (queue active)
Mar  1 10:00:01 app postfix/cleanup[102]: 5B1B2C3D4F: message-id=<m1@sender.example>
Mar  1 10:00:01 app amavis[55]: (00055-01) Passed CLEAN {RelayedOutbound}, Queue-ID: 4A1B2C3D4E, mail_id: x7, queued_as: 5B1B2C3D4F, 300 ms
Mar  1 10:00:01 app postfix/smtp[104]: 4A1B2C3D4E: to=<ada@example.com>, relay=127.0.0.1[127.0.0.1]:10024, delay=0.5, delays=0.1/0/0/0.4, dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 5B1B2C3D4F)
Mar  1 10:00:01 app postfix/qmgr[90]: 4A1B2C3D4E: removed
Mar  1 10:00:02 app postfix/smtp[105]: 5B1B2C3D4F: to=<ada@example.com>, relay=relay.sender.example[192.0.2.20]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 6C1B2C3D50)
Mar  1 10:00:02 app postfix/qmgr[90]: 5B1B2C3D4F: removed
Mar  1 10:00:03 app postfix/cleanup[102]: 7777777777: message-id=<other@sender.example>
Mar  1 10:00:03 app postfix/qmgr[90]: 7777777777: removed
`

const RELAY = `Mar  1 10:00:02 relay postfix/cleanup[202]: 6C1B2C3D50: message-id=<m1@sender.example>
Mar  1 10:00:02 relay postfix/qmgr[91]: 6C1B2C3D50: from=<news@sender.example>, size=1600, nrcpt=2 (queue active)
Mar  1 10:00:03 relay postfix/bounce[204]: 6C1B2C3D50: sender non-delivery notification: 8D1B2C3D51
Mar  1 10:00:03 relay postfix/cleanup[202]: 8D1B2C3D51: message-id=<20260301.8D1B2C3D51@relay.sender.example>
Mar  1 10:00:03 relay postfix/qmgr[91]: 6C1B2C3D50: removed
Mar  1 10:00:04 relay postfix/qmgr[91]: 8D1B2C3D51: removed
Mar  2 11:00:00 relay postfix/cleanup[202]: 6C1B2C3D50: message-id=<reused@sender.example>
Mar  2 11:00:00 relay postfix/qmgr[91]: 6C1B2C3D50: removed
`

const EXIM = `2026-03-01 10:00:00 1abCDe-000001-Ab <= news@sender.example H=app [192.0.2.1] P=esmtp S=1234 id=m9@sender.example
2026-03-01 10:00:01 1abCDe-000001-Ab == ada@example.com R=dnslookup T=remote_smtp defer (-44) H=mx.example.com [192.0.2.25]: SMTP error from remote mail server after RCPT TO:<ada@example.com>: 451 4.7.1 Greylisted
2026-03-01 10:00:01 1abCDe-000001-Ab ** dead@example.com R=dnslookup T=remote_smtp H=mx.example.com [192.0.2.25]: SMTP error from remote mail server after RCPT TO:<dead@example.com>: 550 5.1.1 User unknown
2026-03-01 10:00:02 1abCDf-000001-Cd <= <> R=1abCDe-000001-Ab U=Debian-exim P=local S=2000
2026-03-01 10:20:01 1abCDe-000001-Ab => ada@example.com R=dnslookup T=remote_smtp H=mx.example.com [192.0.2.25] C="250 OK"
2026-03-01 10:20:01 1abCDe-000001-Ab Completed
`

interface Told {
  [name: string]: string | Buffer
}

async function trace(key: string, told: Told): Promise<Trace & { inputs: InputSummary[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'trace-'))
  for (const [name, text] of Object.entries(told)) writeFileSync(join(folder, name), text)
  const inputs: InputSummary[] = []
  const found = await traceMessage(key, [folder], {
    timeZone: 'UTC',
    year: 2026,
    now: Date.parse('2026-04-01T00:00:00Z'),
    glob: null,
    maxMessage: 1_000_000,
    onInput: input => inputs.push(input),
  })
  return { ...found, inputs }
}

const idsOf = ({ lines }: Trace): Set<string | null> => new Set(lines.map(({ queueId }) => queueId))

const WHOLE = new Set(['4A1B2C3D4E', '5B1B2C3D4F', null, '6C1B2C3D50', '8D1B2C3D51'])

describe('a message is followed through filter, relay and bounce', () => {
  test.each([
    '4A1B2C3D4E',
    '5B1B2C3D4F',
    'm1@sender.example',
    '<m1@sender.example>',
    '8D1B2C3D51',
    'ADA@example.com',
  ])('from %s', async key => {
    const found = await trace(key, { 'app.log': APP, 'relay.log': RELAY })
    expect(idsOf(found)).toEqual(WHOLE)
    expect(found.lines.map(({ text }) => text)).not.toContain('message-id=<reused@sender.example>')
  })

  test('in the order of time, across hosts', async () => {
    const { lines } = await trace('m1@sender.example', { 'a.log': RELAY, 'b.log': APP })
    const times = lines.map(({ time }) => time)
    expect(times).toEqual(times.toSorted())
    expect(lines[0]).toMatchObject({
      host: 'app',
      program: 'postfix/smtpd',
      text: 'client=web.sender.example[192.0.2.10]',
    })
  })

  test('in packed logs, and each input is told of once', async () => {
    const found = await trace('m1@sender.example', { 'app.log.gz': gzipSync(APP), 'relay.log': RELAY })
    expect(idsOf(found)).toEqual(WHOLE)
    expect(found.inputs.map(({ format }) => format)).toEqual(['log', 'log'])
  })

  test('in the JSON envelopes of a collector', async () => {
    const told = APP.trimEnd()
      .split('\n')
      .map(line => `${JSON.stringify({ message: line, host: 'collector' })}\n`)
      .join('')
    const { lines } = await trace('m1@sender.example', { 'app.json': told })
    expect(lines.map(({ queueId }) => queueId)).toContain('5B1B2C3D4F')
    expect(lines[0]).toMatchObject({
      host: 'app',
      time: '2026-03-01T10:00:00.000Z',
      program: 'postfix/smtpd',
    })
  })

  test('a queue id that is asked for and was used twice gives both messages', async () => {
    const { lines } = await trace('6C1B2C3D50', { 'relay.log': RELAY })
    expect(lines.map(({ text }) => text)).toContain('message-id=<reused@sender.example>')
  })

  test('nothing is found of what is not there', async () => {
    expect((await trace('nobody@example.com', { 'app.log': APP })).lines).toEqual([])
  })

  test('an address that another one contains is another', async () => {
    expect((await trace('da@example.com', { 'app.log': APP })).lines).toEqual([])
  })
})

describe('what became of it', () => {
  test('the last result of each recipient counts', async () => {
    const { lines } = await trace('m9@sender.example', { 'main.log': EXIM })
    expect(statesOf(lines)).toMatchObject([
      { recipient: 'ada@example.com', state: 'delivered', attempts: 2 },
      { recipient: 'dead@example.com', state: 'bounced', reason: 'user-unknown', attempts: 1 },
    ])
  })

  test('the bounce that Exim sent is part of the story', async () => {
    const found = await trace('1abCDe-000001-Ab', { 'main.log': EXIM })
    expect(idsOf(found)).toEqual(new Set(['1abCDe-000001-Ab', '1abCDf-000001-Cd']))
  })

  test('a bounce e-mail about it is part of the story', async () => {
    const mail = [
      'From: MAILER-DAEMON@mx.example.net',
      'To: news@sender.example',
      'Date: Sun, 1 Mar 2026 10:30:00 +0000',
      'Subject: Undelivered Mail Returned to Sender',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'It failed.',
      '',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example.net',
      '',
      'Final-Recipient: rfc822; ada@example.com',
      'Action: failed',
      'Status: 5.2.1',
      'Diagnostic-Code: smtp; 550 5.2.1 mailbox disabled',
      '',
      '--b',
      'Content-Type: message/rfc822',
      '',
      'Message-ID: <m9@sender.example>',
      'From: news@sender.example',
      'To: ada@example.com',
      'Subject: News',
      '',
      'Hello',
      '--b--',
      '',
    ].join('\n')
    const { lines } = await trace('1abCDe-000001-Ab', { 'main.log': EXIM, 'bounce.eml': mail })
    expect(lines.at(-1)).toMatchObject({
      program: 'bounce e-mail',
      file: expect.stringContaining('bounce.eml'),
    })
    expect(statesOf(lines)[0]).toMatchObject({
      recipient: 'ada@example.com',
      state: 'bounced',
      reason: 'mailbox-disabled',
    })
  })
})

describe('as text', () => {
  test('a failure is followed by its meaning', async () => {
    const found = await trace('m9@sender.example', { 'main.log': EXIM })
    expect([...formatTraceText(found)].join('')).toContain(
      '    = bounced 550 5.1.1: user-unknown (no such mailbox at an existing domain); suppress',
    )
  })

  test('control characters of a hostile line never reach the terminal', async () => {
    const evil = EXIM.replace('User unknown', 'User \x1b[31munknown\x07 \u202eevil')
    const found = await trace('m9@sender.example', { 'main.log': evil })
    const text = [...formatTraceText(found)].join('')
    expect(text).toContain('unknown')
    expect(text.replaceAll('\n', '')).not.toMatch(/[\x00-\x1f\x7f\u202e]/)
  })

  test('NDJSON has a record for each line and each recipient', async () => {
    const found = await trace('m9@sender.example', { 'main.log': EXIM })
    const records = [...formatTraceLines(found)].map(line => JSON.parse(line))
    expect(records.map(({ type }) => type)).toEqual([...Array(6).fill('line'), 'state', 'state'])
    expect(records[2]).toMatchObject({
      queueId: '1abCDe-000001-Ab',
      results: [{ reason: 'user-unknown', action: 'suppress' }],
    })
  })
})

test.each([
  [
    'Oct 14 13:18:19 mx1 postfix/smtp[1]: 3ZkmfQ0Qk6z1LsG: to=<a@b.example>',
    '3ZkmfQ0Qk6z1LsG',
    'postfix/smtp',
    'to=<a@b.example>',
  ],
  [
    '2026-10-14T13:18:19+02:00 mx1 exim[7]: 1RwtK9-0004SS-Fm => a@b.example',
    '1RwtK9-0004SS-Fm',
    'exim',
    '=> a@b.example',
  ],
  ['2026-10-14 13:18:19 1tKzXs-0000000AbCd-1Xyz Completed', '1tKzXs-0000000AbCd-1Xyz', 'exim', 'Completed'],
  [
    'Oct 14 13:18:19 mx1 postfix/smtpd[1]: NOQUEUE: reject: RCPT from x[192.0.2.1]',
    null,
    'postfix/smtpd',
    'NOQUEUE: reject: RCPT from x[192.0.2.1]',
  ],
  [
    'Oct 14 13:18:19 mx1 postfix/smtpd[1]: connect from x[192.0.2.1]',
    null,
    'postfix/smtpd',
    'connect from x[192.0.2.1]',
  ],
])('"%s" is led by %s', (line, queueId, program, text) => {
  expect(parseFacts(line)).toMatchObject({ queueId, program, text })
})
