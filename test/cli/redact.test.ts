import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bouncelog } from './run.ts'

const LOG = `2026-03-01 10:00:00 1abCDe-000001-Ab <= news@sender.example H=app [192.0.2.1] P=esmtp S=1234 id=m1@sender.example
2026-03-01 10:00:01 1abCDe-000001-Ab ** ada@example.com R=dnslookup T=remote_smtp H=mx.example.com [192.0.2.25]: SMTP error from remote mail server after RCPT TO:<ada@example.com>: 550 5.1.1 User ada unknown
`

const log = join(mkdtempSync(join(tmpdir(), 'redact-')), 'main.log')
writeFileSync(log, LOG)

test.each([['events'], ['suppress'], ['report', '--format', 'json']])(
  '%s --redact names nobody',
  (...args) => {
    const run = bouncelog([...args, '--redact', log])
    expect(run.status).toBe(0)
    expect(run.stdout).toMatch(/u-[a-z2-7]{12}/)
    expect(run.stdout).not.toMatch(/\bada\b/)
  },
)

test('--redact=domains hides the domains, too', () => {
  expect(bouncelog(['events', '--redact=domains', log]).stdout).not.toMatch(/example\.com|sender\.example/)
})

test('a key makes two runs comparable; without one they are not', () => {
  const withKey = (): string => bouncelog(['events', '--redact', '--redact-key', 'k', log]).stdout
  const without = (): string => bouncelog(['events', '--redact', log]).stdout
  expect(withKey()).toBe(withKey())
  expect(without()).not.toBe(without())
})

test('a key alone is a mistake', () => {
  expect(bouncelog(['events', '--redact-key', 'k', log])).toMatchObject({ status: 2, stdout: '' })
})
