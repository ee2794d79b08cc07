import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bouncelog } from './run.ts'

const LOG = `2026-03-01 10:00:00 1abCDe-000001-Ab <= news@sender.example H=app [192.0.2.1] P=esmtp S=1234 id=m1@sender.example
2026-03-01 10:00:01 1abCDe-000001-Ab ** dead@example.com R=dnslookup T=remote_smtp H=mx.example.com [192.0.2.25]: SMTP error from remote mail server after RCPT TO:<dead@example.com>: 550 5.1.1 User unknown
2026-03-01 10:00:02 1abCDe-000001-Ab Completed
2026-03-01 10:00:03 1abCDf-000001-Cd <= news@sender.example H=app [192.0.2.1] P=esmtp S=1234 id=m2@sender.example
`

const log = join(mkdtempSync(join(tmpdir(), 'trace-')), 'main.log')
writeFileSync(log, LOG)

const STORY = `2026-03-01 10:00:00.000Z    exim  1abCDe-000001-Ab  <= news@sender.example H=app [192.0.2.1] P=esmtp S=1234 id=m1@sender.example
2026-03-01 10:00:01.000Z    exim  1abCDe-000001-Ab  ** dead@example.com R=dnslookup T=remote_smtp H=mx.example.com [192.0.2.25]: SMTP error from remote mail server after RCPT TO:<dead@example.com>: 550 5.1.1 User unknown
    = bounced 550 5.1.1: user-unknown (no such mailbox at an existing domain); suppress  [user-unknown.named]
2026-03-01 10:00:02.000Z    exim  1abCDe-000001-Ab  Completed

dead@example.com: bounced, user-unknown (no such mailbox at an existing domain), by mx.example.com, 2026-03-01 10:00:01.000Z  <m1@sender.example>
`

test('the story of a message, line by line, and how it ended', () => {
  expect(bouncelog(['trace', 'm1@sender.example', log])).toEqual({ stdout: STORY, stderr: '', status: 0 })
})

test('from standard input, which is read several times', () => {
  const run = bouncelog(['trace', 'm1@sender.example', '-'], { input: LOG })
  expect(run).toEqual({ stdout: STORY, stderr: '', status: 0 })
})

test('a key that nothing names is told', () => {
  expect(bouncelog(['trace', 'nobody@example.com', log])).toEqual({
    stdout: '',
    stderr: 'bouncelog: nothing names "nobody@example.com"\n',
    status: 1,
  })
})

test('an input that cannot be read is told, and is not hidden by what was found', () => {
  const run = bouncelog(['trace', 'm1@sender.example', log, `${log}.missing`])
  expect(run).toMatchObject({ stdout: STORY, status: 1 })
  expect(run.stderr).toContain('no such file')
})
