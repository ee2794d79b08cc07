import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type InputOptions, listInputs } from '../../src/ingest/inputs.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inputs-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Files with contents of their own, unless one is given. */
function write(...names: string[]): void {
  for (const name of names) writeAs(name, `of ${name}`)
}

function writeAs(name: string, content: string | Buffer): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), content)
}

async function list(names: string[], options: InputOptions = {}): Promise<string[]> {
  const { inputs, problems } = await listInputs(
    names.map(name => join(folder, name)),
    options,
  )
  expect(problems).toEqual([])
  return inputs.map(input => input.path.slice(folder.length + 1))
}

test.each([
  [
    'numbers',
    ['mail.log', 'mail.log.1', 'mail.log.2.gz', 'mail.log.10.gz'],
    ['mail.log.10.gz', 'mail.log.2.gz', 'mail.log.1', 'mail.log'],
  ],
  [
    'dates',
    ['maillog', 'maillog-20261018.gz', 'maillog-20261025.gz', 'maillog-20261101'],
    ['maillog-20261018.gz', 'maillog-20261025.gz', 'maillog-20261101', 'maillog'],
  ],
  [
    'dates with dashes',
    ['mainlog', 'mainlog-2026-11-01', 'mainlog-2026-10-31.xz'],
    ['mainlog-2026-10-31.xz', 'mainlog-2026-11-01', 'mainlog'],
  ],
  [
    'dates and times',
    ['maillog', 'maillog.20261101T000000.bz2', 'maillog.20261101T120000.bz2'],
    ['maillog.20261101T000000.bz2', 'maillog.20261101T120000.bz2', 'maillog'],
  ],
  [
    'dates before the extension',
    ['mail.log', 'mail-20261101.log', 'mail-20261031.log.gz'],
    ['mail-20261031.log.gz', 'mail-20261101.log', 'mail.log'],
  ],
  [
    'two digits, as exicyclog writes',
    ['mainlog', 'mainlog.01', 'mainlog.02.gz'],
    ['mainlog.02.gz', 'mainlog.01', 'mainlog'],
  ],
  [
    'from zero, as newsyslog writes',
    ['maillog', 'maillog.0.bz2', 'maillog.1.bz2'],
    ['maillog.1.bz2', 'maillog.0.bz2', 'maillog'],
  ],
  ['old', ['maillog', 'maillog.old'], ['maillog.old', 'maillog']],
])('a log rotated by %s is read oldest first', async (_, given, read) => {
  write(...given)
  expect(await list(given)).toEqual(read)
})

test('the logs of two hosts do not mix', async () => {
  write('a/mail.log', 'a/mail.log.1', 'b/mail.log', 'b/mail.log.1')
  expect(await list([''])).toEqual(['a/mail.log.1', 'a/mail.log', 'b/mail.log.1', 'b/mail.log'])
})

test('a folder is read with all that is under it, in the order of names', async () => {
  write('b.eml', 'a/2.eml', 'a/1.eml', 'c/d/e.eml')
  expect(await list([''])).toEqual(['a/1.eml', 'a/2.eml', 'b.eml', 'c/d/e.eml'])
})

test('of a Maildir cur and new are read, tmp is not', async () => {
  write('cur/1:2,S', 'new/2', 'tmp/3')
  expect(await list([''])).toEqual(['cur/1:2,S', 'new/2'])
})

test('--glob chooses by name in all folders', async () => {
  write('mail.log', 'kern.log', 'old/mail.log.1')
  expect(await list([''], { glob: 'mail.*' })).toEqual(['mail.log', 'old/mail.log.1'])
})

test('--glob with a slash chooses by the path under the folder', async () => {
  write('new/1.eml', 'old/1.eml')
  expect(await list([''], { glob: 'new/*.eml' })).toEqual(['new/1.eml'])
})

test('--glob does not hide a file that was named', async () => {
  write('mail.log')
  expect(await list(['mail.log'], { glob: '*.eml' })).toEqual(['mail.log'])
})

test('a file named twice, linked or found again in its folder is read once', async () => {
  write('mail.log')
  symlinkSync('mail.log', join(folder, 'soft'))
  linkSync(join(folder, 'mail.log'), join(folder, 'hard'))
  expect(await list(['mail.log', 'mail.log', 'soft', 'hard', ''])).toEqual(['mail.log'])
})

test('a link that leads back up ends', async () => {
  write('a/mail.log')
  symlinkSync('..', join(folder, 'a/up'))
  expect(await list([''])).toEqual(['a/mail.log'])
})

test('a log that is there packed and unpacked is read once, and the other is named', async () => {
  const content = 'Nov  2 08:00:00 mx1 postfix/qmgr[1]: removed\n'.repeat(9000)
  writeAs('mail.log.1', content)
  writeAs('mail.log.1.gz', gzipSync(content))
  const { inputs, repeated } = await listInputs([folder])
  expect(inputs.map(input => input.path)).toEqual([join(folder, 'mail.log.1')])
  expect(repeated.map(input => input.path)).toEqual([join(folder, 'mail.log.1.gz')])
})

test('two files whose names alone are alike are both read', async () => {
  writeAs('mail.log.1', 'Nov  2 08:00:00 mx1 postfix/qmgr[1]: A: removed\n')
  writeAs('mail.log.1.gz', gzipSync('Nov  1 08:00:00 mx1 postfix/qmgr[1]: B: removed\n'))
  expect(await list([''])).toEqual(['mail.log.1', 'mail.log.1.gz'])
})

test('a path that is not there is a problem, and the others are listed', async () => {
  write('mail.log')
  const { inputs, problems } = await listInputs([join(folder, 'gone'), join(folder, 'mail.log')])
  expect(inputs.map(input => input.path)).toEqual([join(folder, 'mail.log')])
  expect(problems).toEqual([{ file: join(folder, 'gone'), line: null, what: 'no such file', text: null }])
})

test('a link in a folder that leads nowhere is a problem', async () => {
  symlinkSync('nowhere', join(folder, 'mail.log'))
  expect((await listInputs([folder])).problems).toMatchObject([{ file: join(folder, 'mail.log') }])
})

test('standard input stands where it was named, once', async () => {
  write('mail.log')
  async function* stdin() {
    yield Buffer.from('x')
  }
  const { inputs } = await listInputs(['-', join(folder, 'mail.log'), '-'], { stdin: stdin() })
  expect(inputs.map(input => input.path)).toEqual(['-', join(folder, 'mail.log')])
})

test('without a path the usual places are read, as far as they are there', async () => {
  write('log/mail.log', 'log/mail.log.1', 'log/kern.log')
  const usualPlaces = [join(folder, 'log/mail.log*'), join(folder, 'exim4/mainlog*')]
  const { inputs, problems } = await listInputs([], { usualPlaces })
  expect(inputs.map(input => input.path)).toEqual([
    join(folder, 'log/mail.log.1'),
    join(folder, 'log/mail.log'),
  ])
  expect(problems).toEqual([])
})
