import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cutMarks } from '../../../src/ingest/mail/cut-marks.ts'
import { parseSaid } from '../../../src/ingest/mail/framing.ts'
import { framings } from '../../../src/ingest/mail/framing-table.ts'
import { fits } from '../../../src/ingest/mail/free-form.ts'
import { layouts } from '../../../src/ingest/mail/layouts/all.ts'
import { letterOf } from '../../../src/ingest/mail/letter.ts'
import { parseMail } from '../../../src/ingest/mail/mime.ts'
import { recipientLines, recipientSentences } from '../../../src/ingest/mail/recipient-lines.ts'
import { readShape } from '../../../src/ingest/mail/shapes.ts'

const root = join(import.meta.dirname, '../../../fixtures/mail')
const letters = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.eml'))
  .map(file => parseMail(readFileSync(join(root, file), 'latin1')))
  .filter(mail => mail !== null)
  .map(letterOf)

test.each(layouts.map(layout => [layout.id, layout] as const))('layout %s reads a fixture', (_, layout) => {
  const read = letters.filter(letter => fits(letter, layout) && readShape(letter, layout).length > 0)
  expect(read).not.toHaveLength(0)
})

test('no two layouts have one id, and each says who writes it', () => {
  expect(new Set(layouts.map(({ id }) => id)).size).toBe(layouts.length)
  for (const { source } of layouts) expect(source).not.toBe('')
})

test.each(framings.map(({ example }) => example))('the framing is taken off "%s"', example => {
  const said = parseSaid(example)
  expect(said.byServer).toBe(true)
  expect(said.text.length).toBeLessThan(40)
})

test.each(
  [...recipientLines, ...recipientSentences].map(({ example, pattern }) => [example, pattern] as const),
)('ada@example.com is found in "%s"', (example, pattern) =>
  expect(pattern.exec(example)?.groups?.recipient).toBe('ada@example.com'),
)

test.each([
  '--- Below this line is a copy of the message.',
  '------ This is a copy of the message, including all the headers. ------',
  '----- Original message -----',
  '   ----- Unsent message follows -----',
  '--- The header of the original message is following. ---',
  'Message headers follow.',
  '|------------------------- Message text follows: ------------------------|',
  'En-têtes de message d’origine :'.replace('’', "'"),
])('the copied message begins behind "%s"', line => {
  expect(cutMarks.some(({ pattern }) => pattern.test(line))).toBe(true)
})

test.each([
  'Your message could not be delivered.',
  'This report relates to a message you sent with the following header fields:',
  'The following recipients did not receive this message:',
])('the notice goes on behind "%s"', line => {
  expect(cutMarks.some(({ pattern }) => pattern.test(line))).toBe(false)
})
