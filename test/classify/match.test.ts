import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { allProviders, textRules, weakRules } from '../../src/classify/all-rules.ts'
import { classify, createClassifier } from '../../src/classify/classify.ts'
import { BEYOND_ASCII, literalsOf } from '../../src/classify/literals.ts'
import { maskText } from '../../src/classify/mask.ts'
import { nextMarked } from '../../src/classify/match.ts'
import { relaySuffixes } from '../../src/classify/providers/relay-names.ts'
import type { Rule } from '../../src/classify/rule.ts'
import { candidatesFor, makeRuleSet } from '../../src/classify/rule-set.ts'
import { allOf } from '../../src/classify/rule-table.ts'
import { attemptSaying } from './attempt-saying.ts'

const rules: readonly Rule[] = [...allProviders.flatMap(table => table.rules), ...textRules, ...weakRules]
const examples = rules.flatMap(rule => [...rule.examples, ...rule.butNot])
const nobody = { sender: null, recipient: null }

describe('the index', () => {
  test('leaves no expression out that fits', () => {
    const { rows } = makeRuleSet([]).ours
    const texts = examples.map(
      example => maskText(typeof example === 'string' ? example : example.said, nobody).words,
    )
    const missed = allOf(rows).flatMap(({ one, words }) => {
      const sets = words === undefined ? [] : literalsOf(words)
      return texts
        .filter(
          text =>
            words?.test(text) === true &&
            !sets.every(set =>
              set.some(piece => (piece === BEYOND_ASCII ? /[^\x00-\x7f]/.test(text) : text.includes(piece))),
            ),
        )
        .map(text => [one?.rule.id, text])
    })
    expect(missed).toEqual([])
  })
  test('tries few expressions on a text', () => {
    const set = makeRuleSet([])
    const masked = maskText('550 5.1.1 <ada@example.com>: Recipient address rejected: User unknown', nobody)
    const { ours } = candidatesFor(set, masked)
    const tried = allOf(set.ours.rows).filter((_, row) => nextMarked(ours, row, row + 1) === row)
    expect(tried.length).toBeLessThan(set.ours.rows.length / 20)
  })
})

describe('the cache', () => {
  test('gives the same answers in any order', () => {
    const forwards = createClassifier()
    const backwards = createClassifier()
    const attempts = examples.map(attemptSaying)
    const first = attempts.map(attempt => forwards.classify(attempt).rule)
    const second = attempts
      .toReversed()
      .map(attempt => backwards.classify(attempt).rule)
      .reverse()
    expect(second).toEqual(first)
    expect(attempts.map(attempt => classify(attempt).rule)).toEqual(first)
  })
  test('tells texts apart that differ in a link only', () => {
    const { classify } = createClassifier()
    const listed = (url: string) => classify(attemptSaying(`554 5.7.1 rejected, see ${url}`)).blocklist
    const urls = ['http://example.com/a', 'https://www.spamhaus.org/sbl/query/1', 'http://example.net/b']
    expect(urls.map(listed)).toEqual([null, 'Spamhaus SBL', null])
  })
  test('gives the same words from the host of another operator what they get when that host is asked about alone', () => {
    const relays = ['mx.example.net', ...relaySuffixes.map(({ suffix }) => `mx.${suffix}`)]
    const wrong = examples.flatMap((example, number) => {
      const said = attemptSaying(example)
      const { classify } = createClassifier()
      // Nobody's host and two of operators, others for each example: all together take a minute.
      const asked = [0, number * 7, number * 7 + 13].map(at => relays[at % relays.length] ?? null)
      if (number % 2 === 1) asked.reverse()
      return asked.flatMap(relay => {
        const alone = createClassifier().classify({ ...said, relay })
        const found = classify({ ...said, relay })
        return isDeepStrictEqual(found, alone) ? [] : [[said.diagnostic, asked[0], relay]]
      })
    })
    expect(wrong).toEqual([])
  })
  test('counts what each rule decided, found anew or not', () => {
    const { classify, hits } = createClassifier()
    const { rule } = classify(attemptSaying('550 5.1.1 <ada@example.com>: user unknown'))
    classify(attemptSaying('550 5.1.1 <bob@example.com>: user unknown'))
    classify(attemptSaying(`550 5.1.1 user unknown ${'very '.repeat(1_000)}`))
    expect(hits().get(rule)).toBe(3)
  })
  test('a verdict cannot be changed by who got it', () => {
    expect(Object.isFrozen(classify(attemptSaying('550 5.1.1 user unknown')))).toBe(true)
  })
})

describe('what differs from mail to mail is masked', () => {
  test.each([
    ['<ada@example.com>: user unknown', '<{address}>: user unknown'],
    ['host mx1.example.com[192.0.2.1] said', 'host {host}[{ip}] said'],
    ['see http://example.com/a?b=c, please', 'see {url}, please'],
    ['[2001:db8::1] blocked', '[{ip}] blocked'],
    ['RESOLVER.ADR.RecipNotFound; not found', 'resolver.adr.recipnotfound; not found'],
    ['550 5.1.1 no', '550 5.1.1 no'],
    ['a {sender} of your own', 'a (sender) of your own'],
    ['ada@example.com...', '{address}...'],
  ])('%s', (text, words) => {
    expect(maskText(text, nobody).words).toBe(words)
  })
  test('and it is told whose address it is', () => {
    const parties = { sender: 'a@example.com', recipient: 'b@example.net' }
    expect(
      maskText('<a@example.com> <B@example.net> <c@example.com> example.net example.org', parties).words,
    ).toBe('<{sender}> <{recipient}> <{sender}> {recipient-domain} {host}')
  })
  test('in time that grows with the text only', () => {
    const hostile = [
      '@'.repeat(16_000),
      'a.'.repeat(8_000),
      '1:'.repeat(8_000),
      'http://'.repeat(2_300),
      'a@b.'.repeat(4_000),
    ]
    const start = performance.now()
    for (const text of hostile) maskText(text, nobody)
    expect(performance.now() - start).toBeLessThan(500)
  })
})

test('hostile texts are judged in bounded time', () => {
  const words = [
    'user ',
    'mailbox ',
    'recipient address ',
    'blocked using ',
    'message size exceeds ',
    'spf ',
    'reverse dns ',
    '<a@b> ',
    'host not found ',
    'is not ',
    'url in your ',
  ]
  const start = performance.now()
  for (const word of words) classify(attemptSaying(`550 ${word.repeat(16_000 / word.length)}`))
  expect(performance.now() - start).toBeLessThan(5_000)
})
