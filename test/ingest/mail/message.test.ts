import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findingsOf } from '../../../src/ingest/mail/findings.ts'
import { mailDefaults, parseOddMail, readMessage } from '../../../src/ingest/mail/message.ts'
import { parseMail } from '../../../src/ingest/mail/mime.ts'

const root = join(import.meta.dirname, '../../../fixtures/mail')
const place = { file: 'f', line: 1 }
const mails = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.eml'))

/** What mailparser does not hand on as it came, so that the two ways cannot agree; each read by the fast way. */
const ONLY_FAST: readonly string[] = [
  'malformed/no-boundary-parameter.eml',
  'malformed/other-boundary.eml',
  'malformed/no-content-type.eml',
  'malformed/damaged-header-line.eml',
  'layouts/general-gb18030.eml',
]

describe('two ways to take a mail apart', () => {
  const both = mails.filter(file => !ONLY_FAST.includes(file))

  test.each(both)('mailparser and the fast way find the same in %s, with LF and with CRLF', async file => {
    const bytes = readFileSync(join(root, file), 'latin1')
    const fast = parseMail(bytes)
    if (fast === null) return expect(file).toMatch(/^malformed/)
    const found = comparable(findingsOf(fast, place, []))
    for (const mail of [bytes, bytes.replaceAll('\n', '\r\n')])
      expect(comparable(findingsOf(await parseOddMail(mail), place, []))).toEqual(found)
  })
})

describe('a status part', () => {
  const status = [
    'Reporting-MTA: dns; mx.example.net',
    '',
    'Final-Recipient: rfc822; bob@example.org',
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 <bob@example.org>: no such user',
    '',
  ].join('\n')
  const quoted = status.replaceAll('.', '=2E').replaceAll(' failed', ' fai=\nled')
  const wrapped = Buffer.from(status).toString('base64').replace(/.{76}/g, '$&\n')

  test.each([
    ['7bit', status],
    ['8bit', status],
    ['binary', status],
    ['quoted-printable', quoted],
    ['base64', wrapped],
  ])('in %s tells the same to both ways', async (encoding, body) => {
    const mail = [
      'From: MAILER-DAEMON@mx.example.net',
      'Subject: Undelivered Mail Returned to Sender',
      'Content-Type: multipart/report; boundary=b1',
      '',
      '--b1',
      'Content-Type: message/delivery-status',
      `Content-Transfer-Encoding: ${encoding}`,
      '',
      body,
      '--b1--',
    ].join('\n')
    const told = [{ recipient: 'bob@example.org', replyCode: 550, enhancedCode: '5.1.1', outcome: 'bounced' }]
    const fast = parseMail(mail)
    expect(fast === null ? null : findingsOf(fast, place, [])).toMatchObject(told)
    expect(findingsOf(await parseOddMail(mail), place, [])).toMatchObject(told)
  })
})

/** mailparser trims and joins texts in its own way: the human words around a failure may differ by white space. */
function comparable(findings: readonly object[]): object[] {
  return findings.map(finding => ({ ...finding, notice: null }))
}

test('a mail that only mailparser can take apart is read', async () => {
  const mail = [
    'From: MAILER-DAEMON@mx.example.net',
    'Subject: Undelivered Mail Returned to Sender',
    'Content-Type: multipart/report; boundary*0="b"; boundary*1="1"',
    '',
    '--b1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.net',
    '',
    'Final-Recipient: rfc822; bob@example.org',
    'Action: failed',
    'Status: 5.1.1',
    '',
    '--b1--',
  ].join('\r\n')
  const { findings } = await readMessage(mail, { ...place, truncated: false }, mailDefaults)
  expect(findings).toMatchObject([{ recipient: 'bob@example.org', enhancedCode: '5.1.1' }])
})

test('a message over the limit is told as a problem, and what was read of it counts', async () => {
  const bytes = readFileSync(join(root, 'layouts/qmail.eml'), 'latin1')
  const { findings, problems } = await readMessage(bytes, { ...place, truncated: true }, mailDefaults)
  expect(findings).toHaveLength(2)
  expect(problems).toMatchObject([{ file: 'f', line: 1 }])
})

test('a bounce that names nobody is decoded by the VERP patterns of the user', async () => {
  const mail = [
    'Return-Path: <>',
    'From: MAILER-DAEMON@mx.example.net',
    'To: x.bob.at.example.org.1234@bounce.example.com',
    'Subject: Undeliverable mail',
    '',
    'Your message could not be delivered.',
  ].join('\n')
  const options = { ...mailDefaults, verp: ['x.{local}.at.{domain}.*@bounce.example.com'] }
  const { findings } = await readMessage(mail, { ...place, truncated: false }, options)
  expect(findings).toMatchObject([{ recipient: 'bob@example.org' }])
})

test('a VERP address that names somebody else than the notice is whom the mail was sent to', async () => {
  const mail = [
    'From: MAILER-DAEMON@mx.example.net',
    'To: list+bob=example.org@lists.example.com',
    'Subject: failure notice',
    '',
    'Hi. This is the qmail-send program at mx.example.net.',
    '',
    '<bob@inner.example.org>:',
    'no such box',
  ].join('\n')
  const options = { ...mailDefaults, verp: ['list+{local}={domain}@lists.example.com'] }
  const { findings } = await readMessage(mail, { ...place, truncated: false }, options)
  expect(findings).toMatchObject([
    { recipient: 'bob@inner.example.org', originalRecipient: 'bob@example.org' },
  ])
})

test('a file of SES notices is read like the mails that carry them, one on each line', async () => {
  const notice = (recipient: string) =>
    JSON.stringify({
      notificationType: 'Bounce',
      bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: recipient, status: '5.1.1' }] },
      mail: { source: 'ada@example.com', messageId: '1' },
    })
  const bytes = Buffer.from(`${notice('bob@example.org')}\n${notice('jürgen@example.org')}\n`).toString(
    'latin1',
  )
  const { findings } = await readMessage(bytes, { ...place, truncated: false }, mailDefaults)
  expect(findings).toMatchObject([{ recipient: 'bob@example.org' }, { recipient: 'jürgen@example.org' }])
})

describe('hostile bytes', () => {
  const samples = mails.map(file => readFileSync(join(root, file)))

  test('any mail with bytes changed, cut or repeated is read without an exception', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...samples),
        fc.array(fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 12 })), { maxLength: 6 }),
        async (sample, edits) => {
          let bytes = Buffer.from(sample)
          for (const [at, put] of edits) {
            const from = at % (bytes.length + 1)
            bytes = Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + put.length * 2)])
          }
          const { findings } = await readMessage(
            bytes.toString('latin1'),
            { ...place, truncated: false },
            mailDefaults,
          )
          for (const finding of findings) expect(finding.file).toBe('f')
        },
      ),
      { numRuns: 300 },
    )
  })

  test.each([
    ['blanks', ' '.repeat(200_000)],
    ['angle brackets', '<'.repeat(200_000)],
    ['at signs', 'a@'.repeat(100_000)],
    ['reply codes', '550-'.repeat(50_000)],
    ['header names', 'From: '.repeat(40_000)],
    ['field lines', 'From: a\nDate: b\n'.repeat(15_000)],
    ['addresses on lines', '<bob@example.org>: 550 no\n'.repeat(8_000)],
    ['dashes', '-'.repeat(200_000)],
    ['parentheses', '('.repeat(200_000)],
  ])('a notice of nothing but %s is read within a second', async (_, body) => {
    const head =
      'Return-Path: <>\nFrom: MAILER-DAEMON@example.net\nSubject: failure notice\n\nundeliverable\n'
    const start = performance.now()
    await readMessage(head + body, { ...place, truncated: false }, mailDefaults)
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
