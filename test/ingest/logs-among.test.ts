import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listInputs } from '../../src/ingest/inputs.ts'
import { mayHoldLogs } from '../../src/ingest/logs-among.ts'
import { readEvents } from '../../src/pipeline.ts'

const mails = join(import.meta.dirname, '../../fixtures/mail/mta')
const qmail = readFileSync(join(import.meta.dirname, '../../fixtures/mail/layouts/qmail.eml'), 'latin1')
const LOG = 'Mar  3 10:00:00 mx postfix/qmgr[7]: 4F2a1: removed\n'
const POSTMARK = 'From MAILER-DAEMON Tue Mar  3 10:00:00 2026\n'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'logs-among-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content, 'latin1')
  return path
}

async function answer(...paths: string[]): Promise<boolean> {
  return mayHoldLogs((await listInputs(paths)).inputs)
}

test('a folder of mails and a mailbox hold no log', async () => {
  expect(await answer(mails, write('mbox', POSTMARK + qmail))).toBe(false)
})

test('a packed mailbox holds no log, a packed log is one', async () => {
  expect(await answer(write('mbox.gz', gzipSync(POSTMARK + qmail)))).toBe(false)
  expect(await answer(write('mail.log.gz', gzipSync(LOG)))).toBe(true)
})

test('one log behind many mails is found', async () => {
  expect(await answer(mails, write('zz', LOG))).toBe(true)
})

test.each(['mail.zip', 'nested.tar.xz'])('%s may hold a log', async name => {
  expect(await answer(join(import.meta.dirname, '../../fixtures/archives', name))).toBe(true)
})

test('what is not there holds nothing', async () => {
  expect(await mayHoldLogs([{ path: join(folder, 'none'), size: 1, mtime: 0 }])).toBe(false)
})

test('the events of a mailbox come in the order of its mails', async () => {
  const nameless = qmail.replace(/^Message-ID:.*\n/gim, '')
  const mbox = write('mbox', [qmail, nameless, qmail].map(text => `${POSTMARK}${text}\n\n`).join(''))
  const lines: number[] = []
  for await (const { line } of readEvents([mbox])) lines.push(line)
  expect(lines).toEqual([1, 1, 2, 2, 3, 3])
})
