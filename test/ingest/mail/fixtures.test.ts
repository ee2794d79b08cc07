import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readMailbox } from '../../../src/ingest/mail/mailbox.ts'
import { mailDefaults, readMessage } from '../../../src/ingest/mail/message.ts'

const root = join(import.meta.dirname, '../../../fixtures/mail')
const folders = readdirSync(root, { withFileTypes: true }).filter(entry => entry.isDirectory())

/** A pair says what matters of each finding: every field that it names must be so, and no finding may be missing or too many. */
async function expectPair(bytes: string, expected: unknown[]) {
  const { findings } = await readMessage(bytes, { file: 'f', line: 1, truncated: false }, mailDefaults)
  expect(findings).toMatchObject(expected)
}

describe.each(folders.map(folder => folder.name))('fixtures/mail/%s', folder => {
  const files = readdirSync(join(root, folder))
  const names = files.filter(file => file.endsWith('.eml')).map(file => file.slice(0, -4))

  test('has mails, and every mail has its pair', () => {
    expect(names).not.toHaveLength(0)
    expect(files.filter(file => file.endsWith('.ndjson')).sort()).toEqual(
      names.map(n => `${n}.ndjson`).sort(),
    )
  })

  test.each(names)('%s gives the findings beside it, with LF and with CRLF', async name => {
    const text = readFileSync(join(root, folder, `${name}.eml`), 'latin1')
    const expected = readFileSync(join(root, folder, `${name}.ndjson`), 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line))
    await expectPair(text, expected)
    await expectPair(text.replaceAll('\n', '\r\n'), expected)
  })
})

describe('all fixtures in one mailbox', () => {
  const mails = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.eml'))
    .map(file => readFileSync(join(root, file), 'latin1'))
    .filter(text => !text.startsWith('From '))

  test.each([97, 65_536])('tell what each tells alone, in chunks of %i bytes', async size => {
    const postmark = 'From MAILER-DAEMON Tue Mar  3 10:00:00 2026\n'
    const mbox = mails.map(text => `${postmark}${text.replace(/^(>*From )/gm, '>$1').trimEnd()}\n\n`).join('')
    const bytes = Buffer.from(mbox, 'latin1')
    async function* chunks() {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
    }
    const read = async (text: string) =>
      (await readMessage(text, { file: 'f', line: 1, truncated: false }, mailDefaults)).findings
    const found: unknown[] = []
    for await (const messages of readMailbox(chunks(), mailDefaults))
      for (const { text } of messages) found.push(await read(text))
    const alone: unknown[] = []
    for (const text of mails) alone.push(await read(text))
    expect(found).toEqual(alone)
  })
})
