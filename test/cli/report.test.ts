import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatNdjson } from '../../src/report/ndjson.ts'
import { failure } from '../report/make.ts'
import { bouncelog } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'bouncelog-report-'))
const quiet = join(folder, 'quiet.ndjson')
const loud = join(folder, 'loud.ndjson')

function events(count: number, provider: string): string {
  const failures = Array.from({ length: count }, (_, index) =>
    failure({ queueId: `${provider}${index}`, recipient: `${provider}${index}@example.com`, provider }),
  )
  return formatNdjson(failures)
}

beforeAll(() => {
  writeFileSync(quiet, events(40, 'google'))
  writeFileSync(loud, events(40, 'google') + events(400, 'yahoo'))
})

afterAll(() => rmSync(folder, { recursive: true }))

describe('bouncelog report', () => {
  test('says the same with more threads, of a log that is long enough for three', () => {
    const stamp = 'Nov 23 10:00:00 mx'
    const bounced = `${stamp} postfix/smtp[1]: 4F3A1B2C3D: to=<ada@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.1] said: 550 5.1.1 No such user (in reply to RCPT TO command))\n`
    const long = join(folder, 'long.log')
    writeFileSync(long, bounced + `${stamp} kernel: ${'x'.repeat(60_000)}\n`.repeat(880) + bounced)
    const [one, two, three] = ['1', '2', '3'].map(threads =>
      bouncelog(['report', '--format', 'json', '--threads', threads, long]),
    )
    expect(JSON.parse(one?.stdout ?? '').totals.failures).toBe(2)
    for (const more of [two, three]) expect([more?.stdout, more?.stderr]).toEqual([one?.stdout, ''])
  })

  test('counts a failure once that a log and a bounce e-mail tell', () => {
    // Of what is said again and again, the later ones are counted by the scanner.
    const ids = Array.from({ length: 8 }, (_, at) => `4F3A1B2C3D${at}`)
    const lines = ids.flatMap((id, at) => {
      const result = at < 4 ? 'dsn=5.1.1, status=bounced' : 'dsn=4.2.2, status=deferred'
      const said = at < 4 ? '550 5.1.1 No such user' : '452 4.2.2 Mailbox full'
      return [
        `postfix/cleanup[1]: ${id}: message-id=<m${at}@shop.example>`,
        `postfix/qmgr[1]: ${id}: from=<news@shop.example>, size=9, nrcpt=1 (queue active)`,
        `postfix/smtp[1]: ${id}: to=<u${at}@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=1, delays=0/0/0/1, ${result} (host mx.example.com[192.0.2.1] said: ${said} (in reply to RCPT TO command))`,
      ]
    })
    const log = join(folder, 'told-twice.log')
    writeFileSync(log, lines.map(line => `Nov 23 10:00:00 mx ${line}\n`).join(''))
    const report = (
      at: number,
      action: string,
      status: string,
      fields: string[],
      headers: string[],
    ): string =>
      [
        'From MAILER-DAEMON Mon Nov 23 10:00:00 2026',
        'From: MAILER-DAEMON@mx (Mail Delivery System)',
        'To: news@shop.example',
        'Date: Mon, 23 Nov 2026 10:00:00 +0000',
        'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
        '',
        '--b',
        'Content-Type: message/delivery-status',
        '',
        'Reporting-MTA: dns; mx',
        ...fields,
        '',
        `Final-Recipient: rfc822; u${at}@example.com`,
        `Action: ${action}`,
        `Status: ${status}`,
        '',
        '--b',
        'Content-Type: message/rfc822-headers',
        '',
        'From: news@shop.example',
        ...headers,
        '',
        '--b--',
        '',
        '',
      ].join('\n')
    const reports = [
      report(2, 'failed', '5.1.1', [], ['Message-ID: <m2@shop.example>']),
      report(3, 'failed', '5.1.1', [`X-Postfix-Queue-ID: ${ids[3]}`], []),
      report(5, 'delayed', '4.2.2', [], ['Message-ID: <m5@shop.example>']),
      report(6, 'delayed', '4.2.2', [], ['Message-ID: <m6@shop.example>']),
      // A deferral is no failure.
      report(7, 'failed', '5.2.2', [], ['Message-ID: <m7@shop.example>']),
    ]
    for (const threads of ['1', '2']) {
      // Standard input is read last, when the log is counted.
      const args = ['report', '--format', 'json', '--threads', threads, log, '-']
      const { stdout } = bouncelog(args, { input: reports.join('') })
      expect(JSON.parse(stdout).totals).toMatchObject({ failures: 9, duplicates: 4 })
    }
  })

  test('writes one view to standard output as CSV', () => {
    const { stdout, status } = bouncelog(['report', '--format', 'csv', '--view', 'by-provider', quiet])
    expect(stdout.split('\r\n')[1]).toMatch(/^google,40,40,/)
    expect(status).toBe(0)
  })

  test('--out writes the summary, the events and a CSV of each view', () => {
    const out = join(folder, 'out')
    bouncelog(['report', '--out', out, quiet])
    const names = readdirSync(out)
    expect(names).toEqual(
      expect.arrayContaining(['summary.json', 'events.csv', 'by-reason.csv', 'skipped.csv']),
    )
    expect(readFileSync(join(out, 'events.csv'), 'utf8').split('\r\n')).toHaveLength(42)
    expect(JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')).totals.failures).toBe(40)
  })

  test('the summary is the same bytes at every run', () => {
    const run = () => bouncelog(['report', '--format', 'json', loud]).stdout
    expect(run()).toBe(run())
  })

  test('--top cuts every table and says what it left off', () => {
    const { stdout } = bouncelog(['report', '--format', 'json', '--top', '1', loud])
    const view = JSON.parse(stdout).views['by-provider']
    expect(view.rows).toHaveLength(1)
    expect(view.other.failures).toBe(40)
  })

  test('--format html writes a page, --format prometheus a textfile', () => {
    expect(bouncelog(['report', '--format', 'html', quiet]).stdout).toMatch(
      /^<!doctype html>\n<html lang="en">/,
    )
    expect(bouncelog(['report', '--format', 'prometheus', quiet]).stdout).toContain(
      'bouncelog_failures_total{reason="user-unknown",provider="google",action="suppress"} 40',
    )
  })

  test('--taxonomy names the reasons as another tool does', () => {
    const { stdout } = bouncelog(['report', '--format', 'json', '--taxonomy', 'sisimai', quiet])
    expect(JSON.parse(stdout).taxonomy).toEqual({
      name: 'sisimai',
      reasons: { 'user-unknown': 'userunknown' },
    })
  })

  test('--baseline says what changed', () => {
    const old = join(folder, 'old.json')
    bouncelog(['report', '--format', 'json', '-o', old, quiet])
    expect(bouncelog(['report', '--baseline', old, loud]).stdout).toMatch(/\+ yahoo/)
  })

  test('colours are written only when they are asked for', () => {
    expect(bouncelog(['report', quiet]).stdout).not.toContain('\x1b[')
    expect(bouncelog(['report', '--color', 'always', quiet]).stdout).toContain('\x1b[1m')
  })

  test('a baseline that is no summary stops before anything is read', () => {
    const { stderr, status } = bouncelog(['report', '--baseline', quiet, loud])
    expect(stderr).toContain('quiet.ndjson: no summary of this version')
    expect(status).toBe(2)
  })
})

describe('bouncelog events --taxonomy', () => {
  test('adds a column with the name another tool gives to the reason', () => {
    const { stdout } = bouncelog(['events', '--taxonomy', 'powermta', quiet])
    expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({
      reason: 'user-unknown',
      powermta: 'bad-mailbox',
    })
    const csv = bouncelog(['events', '--taxonomy', 'powermta', '--format', 'csv', quiet]).stdout.split('\r\n')
    expect(csv[0]).toMatch(/,attempts,powermta$/)
    expect(csv[1]).toMatch(/,1,bad-mailbox$/)
  })

  test('is refused where the format has no room for it', () => {
    const { stderr, status } = bouncelog(['events', '--taxonomy', 'ses', '--format', 'ecs', quiet])
    expect(stderr).toContain('--taxonomy is about --format ndjson and csv')
    expect(status).toBe(2)
  })
})

describe('bouncelog diff', () => {
  const [old, now] = [join(folder, 'before.json'), join(folder, 'after.json')]
  beforeAll(() => {
    bouncelog(['report', '--format', 'json', '-o', old, quiet])
    bouncelog(['report', '--format', 'json', '-o', now, loud])
  })

  test('tells what appeared', () => {
    const { stdout, status } = bouncelog(['diff', old, now])
    expect(stdout).toMatch(/\+ yahoo +0 .* 400 /)
    expect(status).toBe(0)
  })

  test('writes JSON and CSV', () => {
    const changes = JSON.parse(bouncelog(['diff', '--format', 'json', old, now]).stdout).changes
    expect(changes).toContainEqual(expect.objectContaining({ key: 'yahoo', direction: 'appeared' }))
    expect(bouncelog(['diff', '--format', 'csv', old, now]).stdout).toMatch(/^view,key,direction,/)
  })

  test('a file that is not there is told by its name', () => {
    const { stderr, status } = bouncelog(['diff', old, join(folder, 'none.json')])
    expect(stderr).toContain('none.json: cannot be read (ENOENT)')
    expect(status).toBe(2)
  })
})
