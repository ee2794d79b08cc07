/**
 * pieces.ts holds what literals.ts finds, so that no program has to find it when it starts.
 *
 * `WRITE=1 npx vitest run test/classify/pieces.test.ts` writes the file anew, after a rule was changed.
 */
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { allForms } from '../../src/classify/framing.ts'
import { literalsOf } from '../../src/classify/literals.ts'
import { buildIndex, lineBegin, MARK } from '../../src/classify/match.ts'
import { framingPieces, linkPieces, wordPieces } from '../../src/classify/pieces.ts'
import { makeRuleSet } from '../../src/classify/rule-set.ts'

const { rows } = makeRuleSet([]).ours
const words = rows.flatMap(row => row.words ?? [])
const links = rows.flatMap(row => row.links ?? [])
const framing = allForms.map(form => form.match)

if (process.env.WRITE === '1')
  writeFileSync(
    new URL('../../src/classify/pieces.ts', import.meta.url),
    `/**
 * Table: the pieces of text of which each expression needs one (literals.ts), so that no program has to find
 * them when it starts. A line for an expression, in their order: the length of its source, then its pieces; a
 * broken bar stands before the three letters by which a piece is found. Written by test/classify/pieces.test.ts.
 */
${tableOf('wordPieces', words)}
${tableOf('linkPieces', links)}
${tableOf('framingPieces', framing)}`,
  )

test.each([
  ['words', words, wordPieces],
  ['links', links, linkPieces],
  ['framing', framing, framingPieces],
])('the pieces of the expressions for %s are those that stand in the table', (_, expressions, lines) => {
  const found = expressions.map(one => [lineBegin(one), ...(literalsOf(one) ?? [])].join('\t'))
  expect(lines.map(line => line.replaceAll(MARK, ''))).toEqual(found)
})

test('an expression that the table does not know is filed all the same', () => {
  const expressions = [/\bno such user\b/, /mailbox full/]
  const index = buildIndex(expressions, ['99\tanother ¦expression'])
  expect(index.always).toEqual([])
  expect(index.entries.flat().map(entry => entry.piece)).toEqual(['no such user', 'mailbox full'])
})

function tableOf(name: string, expressions: readonly RegExp[]): string {
  const pieces = expressions.map(one => literalsOf(one) ?? [])
  const counts = new Map<string, number>()
  for (const piece of pieces.flat())
    for (const three of threesOf(piece)) counts.set(three, (counts.get(three) ?? 0) + 1)
  const lines = expressions.map((one, at) => {
    const marked = (pieces[at] ?? []).map(piece => {
      const rarity = threesOf(piece).map(three => counts.get(three) ?? 0)
      const offset = rarity.indexOf(Math.min(...rarity))
      return `${piece.slice(0, offset)}${MARK}${piece.slice(offset)}`
    })
    return JSON.stringify([lineBegin(one), ...marked].join('\t'))
  })
  return `export const ${name}: readonly string[] = [\n${lines.map(line => `  ${line},\n`).join('')}]\n`
}

function threesOf(piece: string): string[] {
  return Array.from({ length: piece.length - 2 }, (_, at) => piece.slice(at, at + 3))
}
