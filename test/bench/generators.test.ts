import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeEximLog } from '../../bench/exim-log.ts'
import { writeMailbox } from '../../bench/mailbox.ts'
import { writeMixedMailbox } from '../../bench/mixed-mailbox.ts'
import { writePostfixLog } from '../../bench/postfix-log.ts'
import { writeRecipientsLog } from '../../bench/recipients-log.ts'
import { buildReport } from '../../src/pipeline.ts'

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

test('every mail of a folder comes round in the mixed mailbox, and nothing that is no mail', async () => {
  const mails = join(folder, 'mails')
  mkdirSync(join(mails, 'cur'), { recursive: true })
  writeFileSync(join(mails, 'one.eml'), 'From: a@example.org\nSubject: one\n\nFrom here on\n')
  writeFileSync(join(mails, 'cur', '1.2.host:2,S'), 'From x Mon Nov  2 00:00:00 2026\nSubject: two\n\nText\n')
  writeFileSync(join(mails, 'one.ndjson'), '{"kind": "failure"}\n')
  writeFileSync(join(mails, 'mail.log'), 'Nov  2 00:00:00 mx1 postfix/qmgr[1]: A1: removed\n')
  const path = join(folder, 'mixed')
  const { messages, lines } = writeMixedMailbox(path, mails, 5)
  const text = readFileSync(path, 'latin1')
  expect(messages).toBe(5)
  expect(lines).toBe(count(text, /\n/g))
  expect(text.match(/^Subject: .*/gm)?.map(line => line.slice(9))).toEqual([
    'two',
    'one',
    'two',
    'one',
    'two',
  ])
  const { inputs } = await buildReport([path])
  expect(inputs.map(({ format, records }) => ({ format, records }))).toEqual([{ format: 'mbox', records: 5 }])
})

test('a log of so many recipients has so many', async () => {
  const path = join(folder, 'recipients')
  const truth = writeRecipientsLog(path, 2500)
  const { totals } = await buildReport([path])
  expect(totals.addresses).toBe(2500)
  expect(truth).toMatchObject({ addresses: 2500, delivered: 2475, bounced: 25 })
  expect(totals.attempts).toMatchObject({ delivered: truth.delivered, bounced: truth.bounced })
})
