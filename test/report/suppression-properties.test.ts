import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DeliveryEvent } from '../../src/types.ts'
import {
  complaint,
  decide,
  delivered,
  failure,
  mailboxFull,
  noSuchDomain,
  type Told,
  timedOut,
} from './suppression-cast.ts'

const RECIPIENTS = ['ada@example.com', 'Ada@Example.com', 'bob@example.com', 'eve@gmail.com'] as const

const time = fc
  .integer({ min: 0, max: 60 * 24 * 4 })
  .map(quarters => new Date(Date.UTC(2026, 2, 1) + quarters * 900_000).toISOString())

const place = fc.record({
  time,
  recipient: fc.constantFrom(...RECIPIENTS),
  sender: fc.constantFrom('news@sender.example', 'shop@sender.example'),
  messageId: fc.constantFrom(null, 'm1@sender.example', 'm2@sender.example'),
})

type Make = (changes: Partial<DeliveryEvent>) => DeliveryEvent

const failing: fc.Arbitrary<Told> = fc
  .tuple(
    place,
    fc.constantFrom<Make>(
      failure,
      mailboxFull,
      noSuchDomain,
      timedOut,
      changes => failure({ command: 'DATA', provider: 'google', diagnostic: 'no', ...changes }),
      changes => failure({ source: 'dsn', ...changes }),
      changes => failure({ reason: 'mailbox-disabled', ...changes }),
      changes => failure({ reason: 'recipient-refused', scope: 'pair', ...changes }),
      changes => failure({ reason: 'unknown', action: 'review', scope: 'message', ...changes }),
    ),
  )
  .map(([changes, make]) => make(changes))

const told: fc.Arbitrary<Told[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: failing },
    { weight: 3, arbitrary: place.map(changes => delivered(changes)) },
    { weight: 1, arbitrary: place.map(changes => complaint(changes)) },
  ),
  { maxLength: 60 },
)

const NOW = { now: '2026-05-01T00:00:00Z' }

const suppressed = (findings: readonly Told[]) =>
  new Set(
    decide(findings, NOW)
      .filter(({ verdict }) => verdict === 'suppress')
      .map(({ kind, value, sender }) => `${kind} ${value.toLowerCase()} ${sender}`),
  )

test('the order of the input does not change the answer', () => {
  fc.assert(
    fc.property(told, fc.infiniteStream(fc.nat()), (findings, keys) => {
      const shuffled = findings
        .map(finding => ({ finding, key: keys.next().value }))
        .sort((a, b) => a.key - b.key)
        .map(({ finding }) => finding)
      expect(decide(shuffled, NOW)).toEqual(decide(findings, NOW))
    }),
    { numRuns: 200 },
  )
})

test('a success more never suppresses anybody more', () => {
  fc.assert(
    fc.property(told, place, (findings, at) => {
      const before = suppressed(findings)
      for (const entry of suppressed([...findings, delivered({ ...at, messageId: null })]))
        expect(before).toContain(entry)
    }),
    { numRuns: 200 },
  )
})

test('after a success for everybody only complaints stand', () => {
  fc.assert(
    fc.property(told, findings => {
      const successes = RECIPIENTS.map(recipient =>
        delivered({ recipient, time: '2026-04-30T00:00:00.000Z' }),
      )
      const reasons = decide([...findings, ...successes], NOW).map(({ reason }) => reason)
      expect(reasons.every(reason => reason === 'complaint')).toBe(true)
    }),
    { numRuns: 100 },
  )
})

test('whoever is suppressed has a failure of that reason or a complaint', () => {
  fc.assert(
    fc.property(told, findings => {
      const blamed = new Set(findings.map(finding => ('reason' in finding ? finding.reason : finding.kind)))
      for (const { reason } of decide(findings, NOW)) expect(blamed).toContain(reason)
    }),
    { numRuns: 100 },
  )
})
