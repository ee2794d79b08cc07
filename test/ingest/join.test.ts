import { expect, test } from 'vitest'
import { holdReports, leftReports, matchReports, newJoinState } from '../../src/ingest/join.ts'
import type { Attempt, Delivery, Finding } from '../../src/types.ts'

const BASE: Attempt = {
  kind: 'failure',
  time: null,
  source: 'postfix',
  file: 'mail.log',
  line: 1,
  host: 'mx1',
  queueId: 'A1',
  messageId: 'm1@example.org',
  sender: 'news@example.org',
  recipient: 'ada@example.com',
  originalRecipient: null,
  domain: 'example.com',
  relay: null,
  relayIp: null,
  relayPort: null,
  outcome: 'bounced',
  replyCode: 550,
  enhancedCode: '5.1.1',
  status: null,
  origin: 'remote',
  command: null,
  diagnostic: '550 5.1.1 no',
  notice: null,
  delay: null,
  attempts: 1,
  firstOfMessage: true,
}

function ignore(): void {}

function joined(reports: Finding[], log: Finding[]): Finding[] {
  const state = newJoinState()
  return [...holdReports(state, reports, ignore), ...matchReports(state, log), ...leftReports(state)]
}

test('a bounce that the log and a DSN tell is one event: that of the log', () => {
  const report: Attempt = { ...BASE, source: 'dsn', file: '1.eml', command: 'RCPT' }
  const [event, ...others] = joined([report], [BASE])
  expect(others).toEqual([])
  expect(event).toMatchObject({ source: 'postfix', file: 'mail.log', command: 'RCPT' })
})

test('the Message-ID alone is enough, and the case of the address does not matter', () => {
  const report: Attempt = { ...BASE, source: 'dsn', queueId: null, recipient: 'ADA@example.com' }
  expect(joined([report], [BASE])).toHaveLength(1)
})

test('the longer copy of a reply that the log cut short is kept', () => {
  const report: Attempt = { ...BASE, source: 'dsn', diagnostic: '550 5.1.1 no such user here' }
  expect(joined([report], [BASE])[0]).toMatchObject({ diagnostic: '550 5.1.1 no such user here' })
})

test('a report of another message to the same recipient stays', () => {
  const report: Attempt = { ...BASE, source: 'dsn', queueId: 'B2', messageId: 'm2@example.org' }
  expect(joined([report], [BASE]).map(finding => finding.source)).toEqual(['postfix', 'dsn'])
})

test('a delay warning repeats the deferral, not the bounce', () => {
  const warning: Attempt = { ...BASE, source: 'dsn', outcome: 'delayed' }
  expect(joined([warning], [BASE])).toHaveLength(2)
  expect(joined([warning], [{ ...BASE, outcome: 'deferred' }])).toHaveLength(1)
})

test('a success report of a delivery that the log tells counts once', () => {
  const delivery: Delivery = { ...BASE, kind: 'delivery', outcome: 'delivered' }
  expect(joined([{ ...delivery, source: 'dsn' }], [delivery])).toHaveLength(1)
})

test('an event that was read back is not held: its host said it already', () => {
  const state = newJoinState()
  expect(holdReports(state, [BASE], ignore)).toEqual([BASE])
})
