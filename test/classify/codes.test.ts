import { describe, expect, test } from 'vitest'
import { classify } from '../../src/classify/classify.ts'
import { enhancedCodes, replyCodes } from '../../src/classify/codes.ts'
import { reasons } from '../../src/classify/reasons.ts'
import { subjects } from '../../src/classify/subjects.ts'
import { attemptSaying } from './attempt-saying.ts'

const BASIC = [
  211, 214, 220, 221, 250, 251, 252, 354, 421, 450, 451, 452, 455, 500, 501, 502, 503, 504, 521, 550, 551,
  552, 553, 554, 555, 556,
]
/** Subject -> the last detail that the registry has. */
const LAST_DETAIL = { 0: 0, 1: 10, 2: 4, 3: 6, 4: 7, 5: 6, 6: 10, 7: 30 }

test('every reply code of RFC 5321, and those of RFC 7504, has a row', () => {
  const known = new Set(replyCodes.map(row => row.code))
  expect(BASIC.filter(code => !known.has(code))).toEqual([])
})

test('every enhanced code of the registry has one row', () => {
  const registered = Object.entries(LAST_DETAIL).flatMap(([subject, last]) =>
    Array.from({ length: last + 1 }, (_, detail) => `${subject}.${detail}`),
  )
  expect(enhancedCodes.map(row => row.code)).toEqual(registered)
})

describe('each enhanced code', () => {
  test.each(enhancedCodes)('$code has the subject of its first number, names and existing reasons', row => {
    expect(row.subject).toBe(subjects.find(one => String(one.number) === row.code.split('.')[0])?.subject)
    expect(row.name).not.toBe('')
    expect(row.rfc).toMatch(/^RFC \d{4}|^IANA/)
    expect(row.classes.length).toBeGreaterThan(0)
    for (const reason of [row.reason, row.permanentReason, row.silentReason])
      if (reason !== null && reason !== undefined)
        expect(reasons.some(one => one.reason === reason)).toBe(true)
  })
  test.each(enhancedCodes.filter(row => row.classes.includes(5)))(
    '5.$code without a word gives its reason',
    row => {
      const verdict = classify(attemptSaying(`550 5.${row.code}`))
      expect(verdict.reason).toBe(row.permanentReason ?? row.reason ?? 'unknown')
      expect(verdict.permanence).toBe('permanent')
      expect(verdict.detail).toBe(row.name)
    },
  )
  test.each(enhancedCodes.filter(row => row.classes.includes(4)))(
    '4.$code without a word gives its reason and condemns nobody',
    row => {
      const verdict = classify(attemptSaying(`450 4.${row.code}`))
      expect(verdict.reason).toBe(row.reason ?? 'unknown')
      expect(verdict.permanence).toBe('transient')
      if (row.reason !== 'domain-not-accepting') expect(verdict.action).not.toBe('suppress')
    },
  )
})

describe('each reply code', () => {
  test.each(replyCodes.filter(row => row.code >= 400))('$code without a word gives its reason', row => {
    expect(classify(attemptSaying(String(row.code))).reason).toBe(row.reason ?? 'unknown')
  })
  test.each(replyCodes.filter(row => row.at !== undefined))(
    '$code tells more where its command is known',
    row => {
      for (const [command, reason] of Object.entries(row.at ?? {})) {
        // The keys of `at` are commands: its type says so.
        const verdict = classify(attemptSaying({ said: String(row.code), command: command as 'RCPT' }))
        expect(verdict.reason).toBe(reason)
      }
    },
  )
})

test('an unregistered code keeps its class and subject and is told as such', () => {
  const verdict = classify(attemptSaying('550 5.2.999 blorp'))
  expect(verdict).toMatchObject({
    permanence: 'permanent',
    reason: 'unknown',
    detail: 'not registered (mailbox)',
  })
})

test.each([
  ['5.1.1 inside 5.1.10', '550 5.1.10 no', 'domain-not-accepting'],
  ['5.2.2 inside an address', '550 from 5.2.2.1 no', 'unknown'],
  ['a leading zero', '550 5.1.01 no', 'unknown'],
])('%s is not found', (_what, said, reason) => {
  expect(classify(attemptSaying(said)).reason).toBe(reason)
})

test('the registry’s class wins over the reply’s, as the contract says', () => {
  expect(classify(attemptSaying('550 4.2.2 over quota')).permanence).toBe('transient')
})
