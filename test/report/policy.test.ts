import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/errors.ts'
import { parsePolicy } from '../../src/report/policy.ts'
import { findSchemaError } from '../../src/report/policy-check.ts'
import { DEFAULT_POLICY } from '../../src/report/policy-default.ts'
import { POLICY_SCHEMA } from '../../src/report/policy-schema.ts'
import { failure, verdicts } from './suppression-cast.ts'

const errorOf = (text: string): string => {
  try {
    parsePolicy(text, 'my.json')
  } catch (error) {
    return error instanceof UsageError ? error.message : `not a UsageError: ${error}`
  }
  return 'no error'
}

describe('a policy file', () => {
  test('that says nothing leaves the default as it is', () => {
    expect(parsePolicy('{}', 'my.json')).toEqual(DEFAULT_POLICY)
  })

  test('that is the printed default gives the default', () => {
    expect(parsePolicy(JSON.stringify(DEFAULT_POLICY), 'my.json')).toEqual(DEFAULT_POLICY)
  })

  test('changes one number and keeps the others', () => {
    const text = '{"rules":{"mailbox-full":{"suppress":{"days":9}}}}'
    const { suppress, pause } = parsePolicy(text, 'my.json').rules['mailbox-full'] ?? {}
    expect(suppress).toEqual({ days: 9, withinDays: 0, apartDays: 30, apartHours: 0 })
    expect(pause).toEqual(DEFAULT_POLICY.rules['mailbox-full']?.pause)
  })

  test('takes a rule away with null', () => {
    const policy = parsePolicy('{"rules":{"user-unknown":null,"user-unknown-later":null}}', 'my.json')
    expect(verdicts([failure()], { policy })).toEqual([])
  })

  test('adds a rule of its own', () => {
    const rule = {
      reasons: ['mailbox-disabled'],
      evidence: 'any',
      pause: null,
      suppress: { days: 1 },
      expiresAfterDays: null,
    }
    const policy = parsePolicy(JSON.stringify({ rules: { strict: rule } }), 'my.json')
    expect(verdicts([failure({ reason: 'mailbox-disabled' })], { policy })).toEqual([
      'suppress address ada@example.com mailbox-disabled',
    ])
  })

  test('may begin with a byte order mark', () => {
    expect(parsePolicy('\ufeff{"strictDays":"off"}', 'my.json').strictDays).toBe('off')
  })

  test.each([
    ['{\n  "strictDays": off\n}', 'my.json:2: not valid JSON'],
    ['[]', 'my.json: (the whole): expected object, found []'],
    ['{"stritcDays":"off"}', 'my.json: stritcDays: is not known here'],
    ['{"strictDays":"maybe"}', 'my.json: strictDays: "maybe" is none of on, off'],
    [
      '{"rules":{"mailbox-full":{"pause":{"days":"3"}}}}',
      'my.json: rules.mailbox-full.pause.days: expected integer, found "3"',
    ],
    [
      '{"rules":{"mailbox-full":{"pause":{"days":0}}}}',
      'my.json: rules.mailbox-full.pause.days: 0 is not between 1 and 365',
    ],
    [
      '{"rules":{"user-unknown":{"reasons":["spam"]}}}',
      'my.json: rules.user-unknown.reasons[0]: "spam" is none of user-unknown',
    ],
    ['{"rules":{"mine":{"reasons":["expired"]}}}', 'my.json: rules.mine: is new, and lacks "evidence"'],
    ['{"burst":{"windowsHours":[]}}', 'my.json: burst.windowsHours: is empty'],
    ['{"version":2}', 'my.json: version: 2 is not between 1 and 1'],
  ])('%s is refused with its place', (text, message) => {
    expect(errorOf(text)).toContain(message)
  })
})

describe('the schema', () => {
  test('admits the default', () => {
    expect(findSchemaError(JSON.parse(JSON.stringify(DEFAULT_POLICY)), POLICY_SCHEMA)).toBeNull()
  })

  test('is shipped as schema/policy.schema.json', () => {
    const shipped: unknown = JSON.parse(
      readFileSync(new URL('../../schema/policy.schema.json', import.meta.url), 'utf8'),
    )
    expect(shipped).toEqual(POLICY_SCHEMA)
  })
})
