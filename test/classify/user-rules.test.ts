import { expect, test } from 'vitest'
import { createClassifier } from '../../src/classify/classify.ts'
import { costOf } from '../../src/classify/expression-cost.ts'
import type { Rule } from '../../src/classify/rule.ts'
import { parseUserRules } from '../../src/classify/user-rules.ts'
import { attemptSaying } from './attempt-saying.ts'

const file = (rules: unknown) => JSON.stringify({ rules }, null, 2)

test('a user’s rule comes before all others', () => {
  const rules = parseUserRules(
    file([{ id: 'ours.gone', reason: 'address-moved', match: 'user unknown', action: 'review' }]),
    'rules.json',
  )
  const { classify, hits } = createClassifier({ rules })
  expect(classify(attemptSaying('550 5.1.1 User unknown'))).toMatchObject({
    reason: 'address-moved',
    action: 'review',
    rule: 'ours.gone',
  })
  expect(hits().get('ours.gone')).toBe(1)
})

test('a rule for one operator leaves the others alone', () => {
  const rules = parseUserRules(
    file([{ id: 'ours.google', reason: 'greylisted', match: 'user unknown', provider: 'google' }]),
    'rules.json',
  )
  const { classify } = createClassifier({ rules })
  expect(classify(attemptSaying({ said: '550 User unknown', relay: 'aspmx.l.google.com' })).reason).toBe(
    'greylisted',
  )
  expect(classify(attemptSaying({ said: '550 User unknown', relay: 'mx.example.com' })).reason).toBe(
    'user-unknown',
  )
})

test('a condition on the recipient’s domain is asked of each failure, whatever was asked before', () => {
  const own: Rule = {
    ...{ id: 'ours.own', reason: 'spam', match: /go away/, source: '', examples: [], butNot: [] },
    when: { recipientDomain: 'of the host' },
  }
  const { classify } = createClassifier({ rules: [own] })
  const reasonOf = (recipient: string) =>
    classify(attemptSaying({ said: '550 Go away', host: 'mail.example.com', recipient })).rule
  expect(reasonOf('a@example.org')).not.toBe('ours.own')
  expect(reasonOf('a@example.com')).toBe('ours.own')
  expect(reasonOf('b@example.org')).not.toBe('ours.own')
})

test('conditions are obeyed', () => {
  const rules = parseUserRules(
    file([
      { id: 'ours.when', reason: 'spam', match: 'go away', when: { replyCode: 571, enhanced: ['x.7.x'] } },
    ]),
    'rules.json',
  )
  const { classify } = createClassifier({ rules })
  expect(classify(attemptSaying('571 5.7.1 go away')).rule).toBe('ours.when')
  expect(classify(attemptSaying('550 5.7.1 go away')).rule).not.toBe('ours.when')
})

test.each([
  ['a comma too many', '{ "rules": [\n  { "id": "a", },\n] }', /^rules\.json:2: not JSON/],
  ['no list', '{}', /^rules\.json:1: expected/],
  ['no id', file([{ reason: 'spam', match: 'x1' }]), /^rules\.json:3: rule 1 has no "id"/],
  [
    'a reason that is none',
    file([
      { id: 'a', reason: 'spam', match: 'abc' },
      { id: 'b', reason: 'spamm', match: 'abc' },
    ]),
    /^rules\.json:8: rule "b": "reason" is "spamm"; expected one of user-unknown/,
  ],
  ['an unknown field', file([{ id: 'a', reason: 'spam', mtch: 'x1' }]), /unknown field "mtch"/],
  [
    'an id used twice',
    file([
      { id: 'a', reason: 'spam', match: 'abc' },
      { id: 'a', reason: 'spam', match: 'abc' },
    ]),
    /used twice/,
  ],
  ['no expression', file([{ id: 'a', reason: 'spam' }]), /neither "match" nor "link"/],
  ['a broken expression', file([{ id: 'a', reason: 'spam', match: '(abc' }]), /is no expression/],
  ['an expression that fits everything', file([{ id: 'a', reason: 'spam', match: 'a?' }]), /fits every text/],
  [
    'an expression with a nested repetition',
    file([{ id: 'a', reason: 'spam', match: '(?:a{1,20}){1,20}b' }]),
    /not safe/,
  ],
  [
    'an expression without an end',
    file([{ id: 'a', reason: 'spam', match: 'a.*b' }]),
    /no upper bound: write \{0,80\}/,
  ],
  ['a back-reference', file([{ id: 'a', reason: 'spam', match: '(a)\\1' }]), /back-reference/],
  ['capitals', file([{ id: 'a', reason: 'spam', match: 'User Unknown' }]), /lower case/],
  [
    'a code that is none',
    file([{ id: 'a', reason: 'spam', match: 'abc', when: { enhanced: '5.1' } }]),
    /expected a code/,
  ],
])('%s is a clear error with its line', (_what, text, message) => {
  expect(() => parseUserRules(text, 'rules.json')).toThrow(message)
})

test('the cost of an expression grows with its repetitions', () => {
  expect(costOf('abc')).toEqual({ ways: 1 })
  expect(costOf('a.{0,9}b')).toEqual({ ways: 10 })
  expect(costOf('a|b')).toEqual({ ways: 2 })
  expect(costOf('(?:a{1,20}){1,20}b')).toMatchObject({ ways: expect.any(Number) })
})
