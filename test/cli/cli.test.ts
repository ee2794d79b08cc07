import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { COMMANDS } from '../../src/cli/commands.ts'
import { bouncelog } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'bouncelog-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))

const LOG = [
  'Nov 20 10:00:00 mx1 postfix/qmgr[1]: 4A1B2C3D4E: from=<news@example.org>, size=900, nrcpt=2 (queue active)',
  'Nov 20 10:00:01 mx1 postfix/smtp[2]: 4A1B2C3D4E: to=<ada@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.1] said: 550 5.1.1 <ada@example.com>: no such user (in reply to RCPT TO command))',
  'Nov 20 10:00:01 mx1 postfix/smtp[2]: 4A1B2C3D4E: to=<bob@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 ok)',
  'Nov 20 10:00:01 mx1 postfix/qmgr[1]: 4A1B2C3D4E: removed',
  '',
].join('\n')

const DSN = [
  'From: MAILER-DAEMON@mx1.example.org',
  'To: news@example.org',
  'Subject: Undelivered Mail Returned to Sender',
  'MIME-Version: 1.0',
  'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
  '',
  '--b',
  '',
  'It failed.',
  '--b',
  'Content-Type: message/delivery-status',
  '',
  'Reporting-MTA: dns; mx1.example.org',
  'X-Postfix-Queue-ID: 4A1B2C3D4E',
  '',
  'Final-Recipient: rfc822; ada@example.com',
  'Action: failed',
  'Status: 5.1.1',
  'Remote-MTA: dns; mx.example.com',
  'Diagnostic-Code: smtp; 550 5.1.1 <ada@example.com>: no such user',
  '',
  '--b--',
  '',
].join('\n')

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

test('a log becomes one event with every field of its failure', () => {
  const { stdout, status } = bouncelog(['events', '--year', '2026', file('mail.log', LOG)])
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    time: '2026-11-20T10:00:01.000Z',
    recipient: 'ada@example.com',
    sender: 'news@example.org',
    queueId: '4A1B2C3D4E',
    replyCode: 550,
    enhancedCode: '5.1.1',
    command: 'RCPT',
    reason: 'user-unknown',
    action: 'suppress',
  })
})

test('standard input that is not read is left alone for those who share it', () => {
  const shared = spawnSync(
    'sh',
    [
      '-c',
      `i=0; while [ $i -lt 60 ]; do echo $i; i=$((i+1)); sleep 0.02; done |
        { exec 3<&0; "$2" "$3" report "$1" >/dev/null <&3 & cat; wait; }`,
      'sh',
      file('mail.log', LOG),
      process.execPath,
      new URL('../../dist/cli/main.js', import.meta.url).pathname,
    ],
    { encoding: 'utf8' },
  )
  expect(shared.stderr).not.toContain('cat:')
  expect(shared.stdout.trim().split('\n')).toHaveLength(60)
})

test('standard input is read where it is piped in', () => {
  const piped = spawnSync(
    'sh',
    [
      '-c',
      `cat "$1" | "$2" "$3" events`,
      'sh',
      file('mail.log', LOG),
      process.execPath,
      new URL('../../dist/cli/main.js', import.meta.url).pathname,
    ],
    { encoding: 'utf8' },
  )
  expect(piped.stdout).toContain('"recipient":"ada@example.com"')
})

test('a failure that a log and a DSN tell counts once', () => {
  const inputs = [file('1.eml', DSN), file('mail.log', LOG)]
  const alone = bouncelog(['report', '--format', 'json', inputs[0] ?? ''])
  expect(JSON.parse(alone.stdout).totals.attempts.bounced).toBe(1)
  const both = bouncelog(['report', '--format', 'json', ...inputs])
  expect(JSON.parse(both.stdout).totals.attempts.bounced).toBe(1)
})

test('the order of the files does not change the answer', () => {
  const lines = LOG.split('\n')
  const first = file('a-later-name-first.log', `${lines.slice(0, 1).join('\n')}\n`)
  const second = file('a-earlier-name.log', lines.slice(1).join('\n'))
  const inOrder = bouncelog(['events', '--year', '2026', first, second]).stdout
  expect(JSON.parse(inOrder).sender).toBe('news@example.org')
  expect(bouncelog(['events', '--year', '2026', second, first]).stdout).toBe(inOrder)
})

test('events that were written are an input like any other', () => {
  const events = bouncelog(['events', file('mail.log', LOG)]).stdout
  const report = bouncelog(['report', '--format', 'json', file('host-a.ndjson', events)])
  expect(JSON.parse(report.stdout).totals.attempts.bounced).toBe(1)
})

test('events read back and written again are the same bytes', () => {
  const events = bouncelog(['events', file('mail.log', LOG)]).stdout
  expect(bouncelog(['events', file('host-b.ndjson', events)]).stdout).toBe(events)
})

test('--since leaves out what was before it', () => {
  const { stdout } = bouncelog(['events', '--year', '2026', '--since', '2026-11-21', file('mail.log', LOG)])
  expect(stdout).toBe('')
})

test('--verp tells whom a bounce was for that names nobody', () => {
  const bounce = [
    'From: MAILER-DAEMON@mx.example.net',
    'To: back.ada.at.example.com@lists.example.org',
    'Subject: Mail delivery failed: returning message to sender',
    '',
    'A message that you sent could not be delivered.',
    '',
  ].join('\n')
  const pattern = 'back.{local}.at.{domain}@lists.example.org'
  const { stdout } = bouncelog(['events', '--verp', pattern, file('verp.eml', bounce)])
  expect(JSON.parse(stdout).recipient).toBe('ada@example.com')
})

test('--output writes the file and nothing else', () => {
  const target = join(folder, 'deep', 'events.csv')
  const { stdout, status } = bouncelog([
    'events',
    '--format',
    'csv',
    '--output',
    target,
    file('mail.log', LOG),
  ])
  expect([stdout, status]).toEqual(['', 0])
  expect(readFileSync(target, 'utf8')).toMatch(/^time,source,kind,.*\r\n.*ada@example\.com/)
})

test('an input that is missing is named, the others are read, and the exit status says so', () => {
  const { stdout, stderr, status } = bouncelog(['events', join(folder, 'no-such.log'), file('mail.log', LOG)])
  expect(stderr).toContain('no-such.log: no such file')
  expect(stdout).toContain('ada@example.com')
  expect(status).toBe(1)
})

test('an empty log is read: a report of nothing, and no complaint', () => {
  const { stdout, stderr, status } = bouncelog(['report', '--format', 'json', file('empty.log', '')])
  expect(JSON.parse(stdout).totals.attempts.attempted).toBe(0)
  expect([stderr, status]).toEqual(['', 0])
})

test('without anything to read there is no report', () => {
  const { stdout, stderr, status } = bouncelog(['report', join(folder, 'no-such.log')])
  expect([stdout, status]).toEqual(['', 2])
  expect(stderr).toContain('no such file')
})

test('a file that holds no mail is named and skipped', () => {
  const { stderr, status } = bouncelog(['events', file('notes.txt', 'milk\nbread\n')])
  expect(stderr).toContain('notes.txt: no mail log, bounce e-mail or events file')
  expect(status).toBe(2)
})

// Linux alone has a device that is always full.
describe.skipIf(!existsSync('/dev/full'))('a disk that is full', () => {
  test.each(['events', 'report'])('is one line and no success of %s, to a file', command => {
    const { stderr, status } = bouncelog([command, '--output', '/dev/full', file('mail.log', LOG)])
    expect(stderr).toBe('bouncelog: /dev/full: cannot be written (ENOSPC)\n')
    expect(status).toBe(2)
  })
  test('is so on standard output, too', () => {
    const full = openSync('/dev/full', 'w')
    const stdio = ['ignore', full, 'pipe'] as const
    const { stderr, status } = bouncelog(['events', file('mail.log', LOG)], { stdio: [...stdio] })
    closeSync(full)
    expect(stderr).toBe('bouncelog: standard output: cannot be written (ENOSPC)\n')
    expect(status).toBe(2)
  })
})

test('an output that cannot be written is one line, not a stack trace', () => {
  const { stderr, status } = bouncelog([
    'events',
    '--output',
    join(file('plain', 'x'), 'y'),
    file('mail.log', LOG),
  ])
  expect(stderr).toMatch(/^bouncelog: .*cannot be written \(\w+\)\n$/)
  expect(status).toBe(2)
})

test.each([
  [['report', '--frob'], /Unknown argument: frob/],
  [['report', '--bucket', 'week'], /Invalid values|bucket/],
  [['report', '--year', '26'], /--year 26: expected a whole number/],
  [['report', '--timezone', 'Mars/Base'], /--timezone Mars\/Base: expected a zone/],
  [['report', '--max-message', 'big'], /--max-message big: expected a size/],
  [['events', '--verp', 'bounce@example.org'], /--verp bounce@example.org: expected a pattern with/],
  [['trace', '--since', '2026-11-23', 'ada@example.com', 'mail.log'], /--since does not apply/],
  [['events', '--kinds', 'spam'], /--kinds spam: expected all/],
  [['frobnicate'], /Unknown (argument|command)/],
  [[], /Say a command/],
])('a wrong command line %j is told in one line and ends with 2', (args, message) => {
  const { stderr, status } = bouncelog([...args])
  expect(stderr).toMatch(message)
  expect(stderr).not.toMatch(/\n\s+at /)
  expect(status).toBe(2)
})

test.each(COMMANDS.map(({ usage }) => usage.split(' ')[0] ?? ''))(
  'bouncelog %s --help shows two examples',
  name => {
    const { stdout, status } = bouncelog([name, '--help'])
    const examples = stdout.slice(stdout.indexOf('Examples:'))
    expect(examples.match(/^ {2}bouncelog /gm)?.length).toBeGreaterThanOrEqual(2)
    expect(status).toBe(0)
  },
)

test('--version says the version of the package', () => {
  const { version }: { version: string } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  )
  expect(bouncelog(['--version']).stdout).toBe(`bouncelog ${version}\n`)
})

test('a closed pipe is a quiet end', () => {
  const log = file('long.log', LOG.repeat(3000))
  const main = new URL('../../dist/cli/main.js', import.meta.url).pathname
  const shell = spawnSync(
    'bash',
    ['-c', `set -o pipefail; "$0" "$1" events "$2" | head -n 1`, process.execPath, main, log],
    { encoding: 'utf8' },
  )
  expect(shell.stdout.split('\n')).toHaveLength(2)
  expect(shell.stderr).toBe('')
  expect(shell.status).toBe(0)
})
