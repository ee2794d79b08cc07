import { describe, expect, test } from 'vitest'
import { allProviders, textRules, weakRules } from '../../src/classify/all-rules.ts'
import { classify } from '../../src/classify/classify.ts'
import type { Rule } from '../../src/classify/rule.ts'
import { attemptSaying } from './attempt-saying.ts'

const rules: readonly Rule[] = [...allProviders.flatMap(table => table.rules), ...textRules, ...weakRules]

test('every rule has an id of its own, a source, an example and a near miss', () => {
  expect(new Set(rules.map(rule => rule.id)).size).toBe(rules.length)
  expect(
    rules.filter(rule => rule.source === '' || rule.examples.length === 0 || rule.butNot.length === 0),
  ).toEqual([])
})

describe.each(rules)('rule $id', rule => {
  test.each(rule.examples)('decides %j', example => {
    expect(classify(attemptSaying(example)).rule).toBe(rule.id)
  })
  test.each(rule.butNot)('leaves %j alone', example => {
    expect(classify(attemptSaying(example)).rule).not.toBe(rule.id)
  })
})

test('a rule that must precede another one does', () => {
  const place = new Map(rules.map((rule, at) => [rule.id, at]))
  const late = rules.filter((rule, at) => rule.before !== undefined && at > (place.get(rule.before) ?? -1))
  expect(late.map(rule => rule.id)).toEqual([])
})

test('only of what the host itself said a rule asks whose the recipient’s domain is', () => {
  // Failures in the same words of another server are counted alike, whoever reports them.
  const asking = rules.filter(({ when }) => when?.recipientDomain !== undefined)
  expect(asking.length).toBeGreaterThan(0)
  expect(asking.filter(({ when }) => when?.origin !== 'local').map(({ id }) => id)).toEqual([])
})
