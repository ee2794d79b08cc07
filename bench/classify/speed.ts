/**
 * How many verdicts a second: on a realistic mix (replies that differ in their addresses and ids) and where
 * every text is new.
 *
 *   npm run bench:classify
 */
import { allProviders, textRules, weakRules } from '../../src/classify/all-rules.ts'
import { createClassifier } from '../../src/classify/classify.ts'
import { attemptOf } from '../../src/classify/explain.ts'
import type { Attempt } from '../../src/types.ts'
import { WORDS } from './words.ts'

const COUNT = 300_000
const NEW_COUNT = 60_000
const rules = [...allProviders.flatMap(table => table.rules), ...textRules, ...weakRules]
const texts = rules
  .flatMap(rule => rule.examples)
  .map(example => (typeof example === 'string' ? example : example.said))

report('realistic mix', COUNT, realistic(COUNT))
report('every text new', NEW_COUNT, allNew(NEW_COUNT))

/** Each reply of the tables again and again, with other addresses, hosts and ids, and what a reader knows. */
function realistic(count: number): Attempt[] {
  const known = texts.map(text => attemptOf(text, {}))
  return Array.from({ length: count }, (_, at) => {
    const one = known[(at * 7919) % known.length] ?? known[0]
    if (one === undefined) throw new Error('no texts')
    const recipient = `reader${at}@customer${at % 5000}.example`
    return {
      ...one,
      recipient,
      diagnostic: one.diagnostic
        .replace(/\S{1,60}@\S{1,60}?(?=[\s>])/, recipient)
        .replace(/192\.0\.2\.\d{1,3}/, `198.51.100.${at % 250}`),
    }
  })
}

/** Words that never come in this order again. */
function allNew(count: number): Attempt[] {
  return Array.from({ length: count }, (_, at) => {
    const words = Array.from(
      { length: 14 },
      (_, place) => WORDS[(at * 31 + place * place * 17 + ((at * 7) >> place)) % WORDS.length] ?? '',
    )
    return attemptOf(`550 5.7.1 ${words.join(' ')} ${at.toString(36)}q`, {})
  })
}

function report(name: string, count: number, attempts: readonly Attempt[]): void {
  const { classify } = createClassifier()
  for (const attempt of attempts.slice(0, 2_000)) classify(attempt)
  const start = performance.now()
  for (const attempt of attempts) classify(attempt)
  const seconds = (performance.now() - start) / 1000
  console.log(
    `${name}: ${Math.round(count / seconds).toLocaleString('en')} verdicts a second (${rules.length} rules)`,
  )
}
