import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeEximLog } from '../../bench/exim-log.ts'
import { writeMailbox } from '../../bench/mailbox.ts'
import { writePostfixLog } from '../../bench/postfix-log.ts'

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'generators-test-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const count = (text: string, expression: RegExp) => text.match(expression)?.length ?? 0

test('one seed writes one log, another seed another', () => {
  const written = [1, 1, 2].map((seed, number) => {
    writePostfixLog(join(folder, String(number)), 100_000, seed)
    return readFileSync(join(folder, String(number)), 'utf8')
  })
  expect(written[1] === written[0]).toBe(true)
  expect(written[2] === written[0]).toBe(false)
})

test('the truth of a Postfix log is what its result lines say', () => {
  const truth = writePostfixLog(join(folder, 'postfix'), 3_000_000, 7)
  const text = readFileSync(join(folder, 'postfix'), 'latin1')
  expect(truth.bounced).toBe(count(text, / dsn=[\d.]+, status=bounced \(/g))
  expect(truth.deferred).toBe(count(text, / dsn=[\d.]+, status=deferred \(/g))
  expect(truth.delivered + truth.handedOver).toBe(count(text, / status=sent \(/g))
  expect(truth.lines).toBe(count(text, /\n/g))
})

test('the truth of an Exim log is what its flags say', () => {
  const truth = writeEximLog(join(folder, 'exim'), 1_000_000, 7)
  const text = readFileSync(join(folder, 'exim'), 'latin1')
  expect(truth.bounced).toBe(count(text, /^\S+ \S+ \S+ \*\* /gm))
  expect(truth.deferred).toBe(count(text, /^\S+ \S+ \S+ == /gm))
  expect(truth.delivered).toBe(count(text, /^\S+ \S+ \S+ => /gm))
})

test('the truth of a mailbox is what its reports say', () => {
  const truth = writeMailbox(join(folder, 'mailbox'), 300, 7)
  const text = readFileSync(join(folder, 'mailbox'), 'latin1')
  expect(count(text, /^From MAILER-DAEMON /gm)).toBe(300)
  expect(truth.bounced).toBe(count(text, /^Action: failed$/gm))
  expect(truth.delayed).toBe(count(text, /^Action: delayed$/gm))
})
