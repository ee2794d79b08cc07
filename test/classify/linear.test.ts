/**
 * No text can stall a run: every expression of the tables is linear.
 *
 * All of them at once take the checker minutes, so that what it has proved is written down (proved.json,
 * one digest an expression) and only what is new is checked here. `PROVE=1 npx vitest run
 * test/classify/linear.test.ts` checks the new ones with more time and writes the file anew.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { checkSync } from 'recheck'
import { expect, test } from 'vitest'
import { costOf } from '../../src/classify/expression-cost.ts'
import { LIMIT } from '../../src/classify/mask.ts'
import { allExpressions } from './expressions.ts'

const FILE = new URL('./proved.json', import.meta.url)
const proved = new Set<string>(JSON.parse(readFileSync(FILE, 'utf8')))
const patient = process.env.PROVE === '1'
const digestOf = (expression: RegExp) =>
  createHash('sha256').update(String(expression)).digest('base64url').slice(0, 12)

test('no expression repeats without an upper bound, so that the time grows with the text only', () => {
  const unbounded = allExpressions().filter(([, { source }]) => 'refused' in costOf(source))
  expect(unbounded).toEqual([])
})

test('the checker proves each new expression, or its best attack stays quick on the longest text that is judged', {
  timeout: 600_000,
}, () => {
  const attacked: string[] = []
  const safe = new Set<string>()
  for (const [name, expression] of allExpressions()) {
    const digest = digestOf(expression)
    if (proved.has(digest)) {
      safe.add(digest)
      continue
    }
    const found = checkSync(expression.source, expression.flags, {
      timeout: patient ? 4_000 : 1_000,
    })
    if (found.status === 'vulnerable' && !isQuick(expression, found.attack.string))
      attacked.push(`${name}: ${expression}`)
    else safe.add(digest)
  }
  if (patient)
    writeFileSync(
      FILE,
      `[\n${[...safe]
        .sort()
        .map(digest => `  "${digest}"`)
        .join(',\n')}\n]\n`,
    )
  expect(attacked).toEqual([])
})

/** A gap of 40 characters, tried at each place, counts as an attack on texts much longer than we judge. */
function isQuick(expression: RegExp, attack: string): boolean {
  const text = attack.slice(0, LIMIT)
  const start = performance.now()
  expression.test(text)
  return performance.now() - start < 50
}
