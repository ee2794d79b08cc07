import { describe, expect, test } from 'vitest'
import { ourRules } from '../../src/classify/all-rules.ts'
import { maskText } from '../../src/classify/mask.ts'
import { fromText, toText } from '../../src/classify/plain-rules.ts'
import type { Rule } from '../../src/classify/rule.ts'
import { type RankedRule, rulesOf } from '../../src/classify/rule-table.ts'

const nobody = { sender: null, recipient: null }
const rules = rulesOf(ourRules)
const texts = rules.flatMap(({ rule }) =>
  rule.examples.map(example => maskText(typeof example === 'string' ? example : example.said, nobody).words),
)
const expressionsOf = ({ match }: Rule) => [match ?? []].flat()

describe('rules as text', () => {
  test('come back in their order, without their examples', () => {
    const told = ({ rule, ...ranked }: RankedRule) => ({
      ...ranked,
      ...rule,
      match: expressionsOf(rule).map(({ source }) => source),
      link: rule.link?.source,
      examples: [],
      butNot: [],
    })
    expect(rulesOf(fromText(toText(ourRules))).map(told)).toEqual(rules.map(told))
  })

  test('fit what they fitted, though an expression is made only where all that it needs stands in the text', () => {
    const [first, ...lines] = toText(ourRules).split('\n')
    const missed = rules.flatMap(({ rule }, number) => {
      const alone = `${first}\n${lines[number]}`
      return expressionsOf(rule).flatMap((expression, at) => {
        const fitting = texts.filter(text => expression.test(text))
        // A new one for each text: one that was made asks for nothing else.
        const fits = (text: string) => expressionsOf(fromText(alone).ruleAt(0).rule)[at]?.test(text)
        return fitting.filter(text => fits(text) !== true).map(text => [rule.id, text])
      })
    })
    expect(missed).toEqual([])
  })
})
