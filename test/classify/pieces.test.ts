/**
 * pieces.ts holds what literals.ts finds, so that no program has to find it when it starts.
 *
 * `WRITE=1 npx vitest run test/classify/pieces.test.ts` writes the file anew, after a rule was changed.
 */
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { allForms } from '../../src/classify/framing.ts'
import { BEYOND_ASCII, literalsOf } from '../../src/classify/literals.ts'
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
  const found = expressions.map(one => lineOf(one, literalsOf(one)))
  expect(lines.map(line => line.replaceAll(MARK, ''))).toEqual(found)
})

test('an expression that the table does not know is filed all the same', () => {
  const expressions = [/\bno such user\b/, /mailbox full/]
  const index = buildIndex(expressions, ['99\tanother ¦expression'])
  expect(index.entries.flat().map(entry => entry.piece)).toEqual(['no such user', 'mailbox full'])
})

function tableOf(name: string, expressions: readonly RegExp[]): string {
  const needs = expressions.map(one => literalsOf(one))
  const counts = new Map<string, number>()
  for (const piece of needs.flat(2))
    for (const three of threesOf(piece)) counts.set(three, (counts.get(three) ?? 0) + 1)
  const marked = (piece: string): string => {
    if (piece === BEYOND_ASCII) return piece
    const rarity = threesOf(piece).map(three => counts.get(three) ?? 0)
    const offset = rarity.indexOf(Math.min(...rarity))
    return `${piece.slice(0, offset)}${MARK}${piece.slice(offset)}`
  }
  const lines = expressions.map((one, at) => lineOf(one, needs[at]?.map(set => set.map(marked)) ?? []))
  return `export const ${name}: readonly string[] = [\n${lines.map(line => `  ${JSON.stringify(line)},\n`).join('')}]\n`
}

function lineOf(expression: RegExp, sets: readonly (readonly string[])[]): string {
  const begin = lineBegin(expression)
  return sets.length === 0 ? begin : `${begin}\t${sets.map(set => set.join('\t')).join('\t\t')}`
}

function threesOf(piece: string): string[] {
  return Array.from({ length: piece.length - 2 }, (_, at) => piece.slice(at, at + 3))
}
