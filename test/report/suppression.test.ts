import { describe, expect, test } from 'vitest'
import { DEFAULT_POLICY } from '../../src/report/policy-default.ts'
import type { DeliveryEvent } from '../../src/types.ts'
import {
  complaint,
  day,
  decide,
  delivered,
  failure,
  mailboxFull,
  noSuchDomain,
  timedOut,
  verdicts,
} from './suppression-cast.ts'

const onDays = (days: readonly number[], make: (changes: Partial<DeliveryEvent>) => DeliveryEvent) =>
  days.map(number => make({ time: day(number) }))

describe('the policy table', () => {
  test('an unknown user is suppressed at the first refusal at RCPT, for 365 days', () => {
    const [entry] = decide([failure()])
    expect(entry).toMatchObject({
      kind: 'address',
      value: 'ada@example.com',
      verdict: 'suppress',
      reason: 'user-unknown',
      evidenceDays: 1,
      expires: '2027-03-01T12:00:00Z',
    })
  })

  test('an unknown user told of after DATA is pending on the first day', () => {
    expect(verdicts([failure({ command: 'END-OF-DATA' })])).toEqual([
      'pending address ada@example.com user-unknown',
    ])
  })

  test('an unknown user told of after DATA is suppressed on the second day', () => {
    const told = onDays([1, 2], changes => failure({ command: 'END-OF-DATA', ...changes }))
    expect(verdicts(told)).toEqual(['suppress address ada@example.com user-unknown'])
  })

  test('twice on one day is one day', () => {
    const told = [day(1, '08:00'), day(1, '20:00')].map(time => failure({ command: 'END-OF-DATA', time }))
    expect(decide(told)).toMatchObject([
      { verdict: 'pending', evidenceDays: 1, failures: 2, missing: 'failures on 1 more day' },
    ])
  })

  test.each([
    ['the gateway itself', { host: 'eu-smtp-1.mimecast.com' }],
    ['a host of the recipient', { host: 'relay.example.com' }],
    ['a reporter that names no command', { command: null }],
    ['a reporter that found it out by itself', { origin: 'local' }],
  ] as const)('a DSN of %s needs a second day', (_who, changes) => {
    const dsn = failure({ source: 'dsn', ...changes })
    expect(verdicts([dsn])).toEqual(['pending address ada@example.com user-unknown'])
    expect(verdicts([dsn, { ...dsn, time: day(2) }])).toEqual([
      'suppress address ada@example.com user-unknown',
    ])
  })

  test('a DSN of the own host that tells of a refusal at RCPT is enough', () => {
    expect(verdicts([failure({ source: 'dsn' })])).toEqual(['suppress address ada@example.com user-unknown'])
  })

  test('an unknown user of the own host is enough: it knows its users', () => {
    const local = failure({ origin: 'local', command: null, replyCode: null })
    expect(verdicts([local])).toEqual(['suppress address ada@example.com user-unknown'])
  })

  test('an invalid address is suppressed at once and for ever', () => {
    expect(decide([failure({ reason: 'address-invalid' })])).toMatchObject([
      { verdict: 'suppress', reason: 'address-invalid', expires: null },
    ])
  })

  test('a moved address is suppressed at once for 365 days', () => {
    expect(decide([failure({ reason: 'address-moved' })])).toMatchObject([
      { verdict: 'suppress', expires: '2027-03-01T12:00:00Z' },
    ])
  })

  test('a domain that takes no mail is suppressed at once for 180 days', () => {
    expect(decide([failure({ reason: 'domain-not-accepting', scope: 'domain' })])).toMatchObject([
      { kind: 'domain', value: 'example.com', verdict: 'suppress', expires: '2026-08-28T12:00:00Z' },
    ])
  })

  test('an unknown domain is pending until a second look 72 hours later', () => {
    const looks = [day(1, '12:00'), day(4, '11:59')].map(time => noSuchDomain({ time }))
    expect(decide(looks)).toMatchObject([
      { kind: 'domain', verdict: 'pending', missing: 'one of them at or after 2026-03-04T12:00:00Z' },
    ])
  })

  test('an unknown domain is suppressed for 90 days after two looks 72 hours apart', () => {
    const looks = [day(1, '12:00'), day(4, '12:00')].map(time => noSuchDomain({ time }))
    expect(decide(looks)).toMatchObject([
      { kind: 'domain', verdict: 'suppress', expires: '2026-06-02T12:00:00Z' },
    ])
  })

  test('a success for anybody in the domain clears an unknown domain', () => {
    const looks = [day(1), day(5)].map(time => noSuchDomain({ time }))
    const success = delivered({ time: day(6), recipient: 'bob@example.com' })
    expect(verdicts([...looks, success])).toEqual([])
  })

  test.each([
    [[1, 7], 'pending'],
    [[1, 8], 'suppress'],
  ] as const)('a disabled mailbox on days %j: %s', (days, verdict) => {
    const told = onDays(days, changes => failure({ reason: 'mailbox-disabled', ...changes }))
    expect(decide(told)).toMatchObject([{ verdict, reason: 'mailbox-disabled' }])
  })

  test.each([
    [[1, 7], 'pending'],
    [[1, 8], 'suppress'],
  ] as const)('a full mailbox, said to be permanent, on days %j: %s', (days, verdict) => {
    const told = onDays(days, changes =>
      mailboxFull({ permanence: 'permanent', outcome: 'bounced', ...changes }),
    )
    expect(decide(told)).toMatchObject([{ verdict, policyRule: 'mailbox-full-permanent' }])
  })

  test.each([
    [[1, 2], 'pending', null],
    [[1, 2, 14], 'pause', '2026-03-28T12:00:00Z'],
    [[1, 2, 15], 'pending', null],
    [[1, 2, 3, 4, 30], 'pending', null],
    [[1, 2, 3, 4, 31], 'suppress', '2026-06-29T12:00:00Z'],
  ] as const)('a full mailbox on days %j: %s', (days, verdict, expires) => {
    expect(decide(onDays(days, mailboxFull))).toMatchObject([{ verdict, expires, reason: 'mailbox-full' }])
  })

  test('a refusal by a person suppresses the pair for ever', () => {
    const told = [failure({ reason: 'recipient-refused', scope: 'pair' })]
    expect(decide(told)).toMatchObject([
      {
        kind: 'pair',
        value: 'ada@example.com',
        sender: 'news@sender.example',
        verdict: 'suppress',
        expires: null,
      },
    ])
  })

  test.each([
    [[1, 3, 5, 7], 'pending'],
    [[1, 3, 5, 7, 10], 'pause'],
    [[1, 3, 5, 7, 11], 'pending'],
    [[1, 2, 3, 4, 5, 31], 'suppress'],
  ] as const)('a domain out of reach on days %j: %s', (days, verdict) => {
    expect(decide(onDays(days, timedOut))).toMatchObject([{ kind: 'domain', value: 'example.com', verdict }])
  })

  test('a domain is not out of reach if one of its recipients was reached', () => {
    const told = onDays([1, 2, 3, 4, 5], timedOut)
    expect(verdicts([...told, delivered({ time: day(6), recipient: 'bob@example.com' })])).toEqual([])
  })

  test('a domain is not out of reach if its server refused somebody else', () => {
    const told = onDays([1, 2, 3, 4, 5], timedOut)
    const greylisted = failure({
      time: day(6),
      recipient: 'bob@example.com',
      reason: 'greylisted',
      action: 'retry',
      scope: 'pair',
    })
    expect(verdicts([...told, greylisted])).toEqual([])
  })

  test('a complaint suppresses at once, for ever, and no success clears it', () => {
    expect(decide([complaint(), delivered({ time: day(9) })])).toMatchObject([
      { verdict: 'suppress', reason: 'complaint', expires: null },
    ])
  })

  test('a verdict that has expired is for review, with one probe', () => {
    expect(decide([failure()], { now: day(400) })).toMatchObject([
      { verdict: 'review', missing: 'the verdict has expired: probe once' },
    ])
  })
})

describe('who may condemn', () => {
  const harmless = [
    ['sender-blocked', 'fix-sender', 'ip'],
    ['spam', 'fix-message', 'message'],
    ['auth-failure', 'fix-sender', 'sender'],
    ['policy-rejected', 'review', 'sender'],
    ['rate-limited', 'slow-down', 'ip'],
    ['recipient-rate-limited', 'retry', 'address'],
    ['greylisted', 'retry', 'pair'],
    ['message-too-large', 'fix-message', 'message'],
    ['sender-rejected', 'fix-sender', 'sender'],
    ['client-identity', 'fix-sender', 'ip'],
    ['tls-error', 'fix-sender', 'sender'],
    ['relay-denied', 'fix-sender', 'sender'],
    ['login-failed', 'fix-sender', 'local'],
    ['delivery-agent-error', 'review', 'local'],
    ['list-expansion', 'review', 'address'],
    ['system-error', 'retry', 'domain'],
    ['system-full', 'retry', 'domain'],
  ] as const

  test.each(harmless)('%s is kept, however often it is said', (reason, action, scope) => {
    const told = onDays([1, 5, 9, 13, 40, 80], changes => failure({ reason, action, scope, ...changes }))
    expect(verdicts(told)).toEqual([])
  })

  test.each(['sender', 'ip', 'message', 'local'] as const)(
    'an answer for the %s condemns no address',
    scope => {
      expect(decide([failure({ scope })]).filter(({ verdict }) => verdict !== 'review')).toEqual([])
    },
  )

  test('an unknown reason is for review, even many times', () => {
    const told = onDays([1, 9, 40], changes =>
      failure({ reason: 'unknown', action: 'review', scope: 'message', ...changes }),
    )
    expect(verdicts(told)).toEqual(['review address ada@example.com unknown'])
  })

  test('what a smarthost suppressed by itself is for review', () => {
    expect(verdicts([failure({ reason: 'suppressed', action: 'review' })])).toEqual([
      'review address ada@example.com suppressed',
    ])
  })

  test('a reason that only the outcome tells is for review', () => {
    expect(verdicts([failure({ basis: 'outcome' })])).toEqual(['review address ada@example.com user-unknown'])
  })

  test('a reason that a rule wants reviewed is for review', () => {
    expect(verdicts([failure({ action: 'review' })])).toEqual(['review address ada@example.com user-unknown'])
  })

  test('a malformed header of the message condemns nobody', () => {
    expect(verdicts([failure({ reason: 'address-invalid', action: 'fix-message' })])).toEqual([])
  })

  test('what this host refused from others condemns nobody', () => {
    expect(verdicts([failure({ outcome: 'rejected' })])).toEqual([])
  })

  test('a failure without a time condemns nobody', () => {
    expect(verdicts([failure({ time: null })])).toEqual([])
  })

  test('a user-unknown never condemns a whole domain', () => {
    expect(verdicts([failure({ scope: 'domain' })])).toEqual([
      'suppress address ada@example.com user-unknown',
    ])
  })

  test('days on which nothing at all was reached speak of the own network', () => {
    const told = Array.from({ length: 12 }, (_, index) =>
      onDays([1, 2, 3, 4, 5], changes => timedOut({ recipient: `ada@d${index}.example`, ...changes })),
    ).flat()
    expect(verdicts(told)).toEqual([])
  })
})

describe('successes', () => {
  test('a success after the failure clears it, whichever was read first', () => {
    const told = [failure(), delivered({ time: day(2) })]
    expect(verdicts(told)).toEqual([])
    expect(verdicts(told.toReversed())).toEqual([])
  })

  test('a success before the failure clears nothing, and is told', () => {
    const told = [delivered({ time: day(1) }), failure({ time: day(2) })]
    expect(decide(told.toReversed())).toMatchObject([
      { verdict: 'suppress', lastSuccess: '2026-03-01T12:00:00Z' },
    ])
  })

  test('days before a success are no evidence any more', () => {
    const told = onDays([1, 2, 4], mailboxFull)
    expect(decide([...told, delivered({ time: day(3) })])).toMatchObject([
      { verdict: 'pending', evidenceDays: 1 },
    ])
  })

  test('the case of an address makes no difference', () => {
    expect(verdicts([failure(), delivered({ time: day(2), recipient: 'ADA@Example.COM' })])).toEqual([])
  })

  test('a hand-over to a filter is no success', () => {
    const told = [failure(), delivered({ time: day(2), outcome: 'handedOver' })]
    expect(verdicts(told)).toEqual(['suppress address ada@example.com user-unknown'])
  })

  test('a relay of our own that took the message and was refused later has not delivered it', () => {
    const told = [1, 8].flatMap(number => {
      const messageId = `m${number}@sender.example`
      return [
        delivered({ time: day(number, '10:00'), messageId }),
        failure({ time: day(number, '10:05'), messageId, reason: 'mailbox-disabled' }),
      ]
    })
    expect(decide(told)).toMatchObject([{ verdict: 'suppress', evidenceDays: 2, lastSuccess: null }])
  })

  test('a message that was deferred and delivered later is delivered', () => {
    const messageId = 'm1@sender.example'
    const told = [1, 2, 3].map(number => mailboxFull({ time: day(number), messageId }))
    expect(verdicts([...told, delivered({ time: day(3, '18:00'), messageId })])).toEqual([])
  })

  test('a relay that took the message and bounced it later has not delivered it', () => {
    const told = [1, 2].flatMap(number => [
      delivered({ time: day(number, '10:00'), messageId: `m${number}@sender.example` }),
      failure({
        time: day(number, '10:05'),
        messageId: `m${number}@sender.example`,
        source: 'dsn',
        host: 'mx.example.com',
      }),
    ])
    expect(decide(told)).toMatchObject([{ verdict: 'suppress', evidenceDays: 2 }])
  })
})

describe('entries', () => {
  test('a typo of a great domain is listed with what was probably meant', () => {
    const [entry] = decide([noSuchDomain({ recipient: 'ada@gmial.com' })])
    expect(entry).toMatchObject({ kind: 'domain', value: 'gmial.com', likelyIntent: 'gmail.com' })
  })

  test('an entry names its evidence', () => {
    const told = [
      failure({ time: day(1), rule: 'b.rule' }),
      failure({ time: day(3), rule: 'a.rule', diagnostic: '550 5.1.1 no mailbox here' }),
    ]
    expect(decide(told)).toEqual([
      {
        kind: 'address',
        value: 'ada@example.com',
        sender: null,
        verdict: 'suppress',
        reason: 'user-unknown',
        policyRule: 'user-unknown',
        evidenceDays: 2,
        failures: 2,
        firstSeen: '2026-03-01T12:00:00Z',
        lastSeen: '2026-03-03T12:00:00Z',
        lastSuccess: null,
        replyCode: 550,
        enhancedCode: '5.1.1',
        rules: ['a.rule', 'b.rule'],
        example: '550 5.1.1 no mailbox here',
        expires: '2027-03-03T12:00:00Z',
        missing: null,
        likelyIntent: null,
      },
    ])
  })

  test('with strict days off, one failure is enough where the policy asks for days', () => {
    const policy = { ...DEFAULT_POLICY, strictDays: 'off' } as const
    expect(verdicts([failure({ reason: 'mailbox-disabled' })], { policy })).toEqual([
      'suppress address ada@example.com mailbox-disabled',
    ])
  })

  test('with strict days off, a full mailbox still takes its days', () => {
    const policy = { ...DEFAULT_POLICY, strictDays: 'off' } as const
    expect(verdicts([mailboxFull()], { policy })).toEqual(['pending address ada@example.com mailbox-full'])
  })
})
