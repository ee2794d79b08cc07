import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bouncelog } from './run.ts'

const LOG = `2026-03-01 10:00:00 1abCDe-000001-Ab <= news@sender.example H=app [192.0.2.1] P=esmtp S=1234 id=m1@sender.example
2026-03-01 10:00:01 1abCDe-000001-Ab ** dead@example.com R=dnslookup T=remote_smtp H=mx.example.com [192.0.2.25]: SMTP error from remote mail server after RCPT TO:<dead@example.com>: 550 5.1.1 User unknown
2026-03-01 10:00:02 1abCDe-000001-Ab => ada@example.com R=dnslookup T=remote_smtp H=mx.example.com [192.0.2.25] C="250 OK"
`

function inputs() {
  const folder = mkdtempSync(join(tmpdir(), 'suppress-'))
  const log = join(folder, 'main.log')
  const list = join(folder, 'list.csv')
  writeFileSync(log, LOG)
  writeFileSync(list, 'name,email\r\nDead,DEAD@example.com\r\n"Ada, L",ada@example.com\r\n')
  return { folder, log, list }
}

test('the addresses to stop mailing, one a line', () => {
  const { log } = inputs()
  const run = bouncelog(['suppress', log, '--format', 'addresses'])
  expect(run).toMatchObject({ stdout: 'dead@example.com\n', status: 0 })
  expect(run.stderr).toBe('bouncelog: 1 suppress, 0 pause, 0 quarantine, 0 pending, 0 review\n')
})

test('a mailing list without them, and what went', () => {
  const { log, list } = inputs()
  const run = bouncelog(['suppress', log, '--against', list, '--column', 'email'])
  expect(run.stdout).toBe('name,email\r\n"Ada, L",ada@example.com\r\n')
  expect(run.stderr).toContain('list.csv: 1 rows kept, 1 left out (user-unknown 1)')
})

test('a list is not filtered by a log that could not be read', () => {
  const { folder, list } = inputs()
  const output = join(folder, 'clean.csv')
  const run = bouncelog(['suppress', join(folder, 'missing.log'), '--against', list, '-o', output])
  expect(run.status).toBe(2)
  expect(() => readFileSync(output)).toThrow('ENOENT')
})

test('the list itself is never overwritten', () => {
  const { log, list } = inputs()
  const run = bouncelog(['suppress', log, '--against', list, '-o', list])
  expect(run).toMatchObject({ stdout: '', status: 2 })
  expect(run.stderr).toContain('is the list itself')
})

test('the printed policy can be given back', () => {
  const { folder, log } = inputs()
  const file = join(folder, 'policy.json')
  writeFileSync(file, bouncelog(['policy']).stdout)
  const plain = bouncelog(['suppress', log, '--format', 'json'])
  expect(bouncelog(['suppress', log, '--format', 'json', '--policy', file]).stdout).toBe(plain.stdout)
})

test('a policy with a mistake is refused with its place, before anything is read', () => {
  const { folder, log } = inputs()
  const file = join(folder, 'policy.json')
  writeFileSync(file, '{"rules":{"mailbox-full":{"pause":{"days":"three"}}}}')
  const run = bouncelog(['suppress', log, '--policy', file])
  expect(run).toMatchObject({ stdout: '', status: 2 })
  expect(run.stderr).toContain('policy.json: rules.mailbox-full.pause.days: expected integer, found "three"')
})

test('what stands behind -- is an input, whatever it begins with', () => {
  const { log } = inputs()
  const plain = bouncelog(['suppress', log, '--format', 'addresses'])
  expect(bouncelog(['suppress', '--format', 'addresses', '--', log])).toEqual(plain)
})
