import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bouncelog } from './run.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zone-test-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const failure = (stamp: string): string =>
  `${stamp} mx postfix/smtp[1]: 4F3A1B2C3D: to=<ada@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.1] said: 550 5.1.1 No such user (in reply to RCPT TO command))`

/** The times that `events` gives for these local times, as a machine in that zone reads them. */
function timesOf(stamps: readonly string[], zone: string, flags: readonly string[]): string[] {
  const log = join(folder, 'mail.log')
  writeFileSync(log, `${stamps.map(failure).join('\n')}\n`)
  const { stdout } = bouncelog(['events', '--year', '2026', ...flags, log], { zone })
  return stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line).time)
}

test('a local time is one of the machine where the log is read', () => {
  expect(timesOf(['Jul  1 12:00:00', 'Dec  1 12:00:00'], 'Europe/Berlin', [])).toEqual([
    '2026-07-01T10:00:00.000Z',
    '2026-12-01T11:00:00.000Z',
  ])
})

test.each(['Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'])(
  'the zone of the machine is read as if it were named: %s',
  zone => {
    // Around the changes of clocks of both halves of the earth, with the hours that they skip or repeat.
    const stamps = ['Mar 8', 'Mar 29', 'Apr 5', 'Oct 4', 'Oct 25', 'Nov 1'].flatMap(day =>
      [0, 1, 2, 3, 4].map(hour => `${day.replace(/ (\d)$/, '  $1')} 0${hour}:30:00`),
    )
    expect(timesOf(stamps, zone, [])).toEqual(timesOf(stamps, 'UTC', ['--timezone', zone]))
  },
)

test('--day is a day of the machine', () => {
  const stamps = ['Nov 22 23:30:00', 'Nov 23 00:30:00', 'Nov 23 23:30:00', 'Nov 24 00:30:00']
  expect(timesOf(stamps, 'Asia/Kolkata', ['--day', '2026-11-23'])).toEqual([
    '2026-11-22T19:00:00.000Z',
    '2026-11-23T18:00:00.000Z',
  ])
})
