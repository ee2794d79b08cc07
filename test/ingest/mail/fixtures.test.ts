import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
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
