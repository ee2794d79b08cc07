import { tmpdir } from 'node:os'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { mergeTotals } from '../../src/report/aggregate.ts'
import { VIEW_NAMES } from '../../src/report/model.ts'
import { reportOf, reportOfTotals, totalsOf } from './count.ts'
import { deferral, delivered, failure } from './make.ts'

afterEach(() => vi.unstubAllEnvs())

describe('totals', () => {
  test('a deferral that is delivered later counts as one delivery', () => {
    const { deliveries, attempts } = reportOf([
      deferral({ line: 1 }),
      deferral({ line: 2, firstOfMessage: false, attempts: 2 }),
      delivered({ line: 3, firstOfMessage: false, attempts: 3 }),
    ]).totals
    expect(deliveries).toEqual({ attempted: 1, delivered: 1, bounced: 0, expired: 0, deferred: 0 })
    expect(attempts).toMatchObject({ attempted: 3, delivered: 1, deferred: 2 })
  })

  test('counted in another order, as threads may, it is the same', () => {
    const results = [delivered({ line: 3, firstOfMessage: false, attempts: 2 }), deferral({ line: 1 })]
    expect(reportOf(results).totals.deliveries).toMatchObject({ attempted: 1, delivered: 1, deferred: 0 })
  })

  test('the same queue id on two hosts is two messages', () => {
    const report = reportOf([failure({ host: 'mx1.example.org' }), failure({ host: 'mx2.example.org' })])
    expect(report.totals.deliveries.bounced).toBe(2)
    expect(report.totals.addresses).toBe(1)
  })

  test('a DSN of a failure that stands in the log counts once', () => {
    const logged = failure({ messageId: 'one@example.org' })
    const dsn = failure({
      source: 'dsn',
      file: 'bounce.eml',
      host: 'mx1.example.org',
      queueId: null,
      messageId: 'one@example.org',
    })
    const { totals } = reportOf([dsn, logged])
    expect(totals).toMatchObject({ failures: 1, duplicates: 1, messages: 1 })
    expect(totals.attempts.bounced).toBe(1)
  })

  test('a delay notice does not hide the bounce that followed', () => {
    const dsn = deferral({ source: 'dsn', outcome: 'delayed', queueId: null, messageId: 'one@example.org' })
    const { totals } = reportOf([dsn, failure({ messageId: 'one@example.org', firstOfMessage: false })])
    expect(totals).toMatchObject({ failures: 2, duplicates: 0 })
  })

  test('a failure for another recipient of the same message is no duplicate', () => {
    const dsn = failure({ source: 'dsn', recipient: 'bob@example.com', messageId: 'one@example.org' })
    expect(reportOf([dsn, failure({ messageId: 'one@example.org' })]).totals.failures).toBe(2)
  })

  test('rates are null when no delivery is known', () => {
    const report = reportOf([failure()])
    expect(report.totals.deliveryRates).toEqual({
      denominator: 1,
      delivered: null,
      bounced: null,
      deferred: null,
      expired: null,
    })
    expect(report.views['by-reason'].rows[0]?.rate).toBeNull()
  })

  test('suppressed and rejected are in no rate', () => {
    const report = reportOf([
      delivered({ queueId: 'A' }),
      failure({ queueId: 'B', reason: 'suppressed' }),
      failure({ queueId: 'C', outcome: 'rejected' }),
      failure({ queueId: 'D' }),
    ])
    expect(report.totals.attempts).toMatchObject({ attempted: 2, bounced: 1, suppressed: 1, rejected: 1 })
    expect(report.totals.attemptRates.bounced).toBe(0.5)
    expect(report.views['by-domain'].rows[0]).toMatchObject({ failures: 3, attempts: 2, rate: 0.5 })
  })

  test('a hand-over to a content filter is no delivery', () => {
    const report = reportOf([delivered({ outcome: 'handedOver', relay: '127.0.0.1' }), failure()])
    expect(report.totals.attempts).toMatchObject({ handedOver: 1, delivered: 0, attempted: 1 })
  })
})

describe('a report', () => {
  const many = () =>
    Array.from({ length: 5000 }, (_, number) =>
      failure({
        line: number,
        recipient: `p${number % 3000}@d${number % 700}.example`,
        queueId: `A${number}`,
      }),
    )

  test('of thousands of failures is the same whether one or several threads counted them', () => {
    const failures = many()
    const parts = totalsOf(failures.slice(0, 1500))
    mergeTotals(parts, totalsOf(failures.slice(1500)))
    const { totals, views } = reportOfTotals(parts)
    expect(totals).toMatchObject({ failures: 5000, messages: 5000, deliveries: { bounced: 5000 } })
    expect(views['by-domain'].rows).toHaveLength(700)
    expect(views['by-domain'].rows.reduce((sum, row) => sum + row.recipients, 0)).toBe(totals.addresses)
    expect(views).toEqual(reportOf(failures).views)
  })

  test('can be copied and changed like any object, before and after a view was read', () => {
    const report = reportOf(many())
    const [reason] = report.views['by-reason'].rows
    report.notices = { 'auto-reply': 2 }
    report.views['by-host'] = report.views['by-reason']
    const copy = structuredClone(report)
    expect(copy.views['by-host'].rows[0]).toEqual(reason)
    expect(copy.notices).toEqual({ 'auto-reply': 2 })
    expect(JSON.parse(JSON.stringify(report))).toEqual(copy)
  })
})

describe('views', () => {
  test('there is a table for every view', () => {
    const { views } = reportOf([failure()])
    expect(Object.keys(views).sort()).toEqual([...VIEW_NAMES].sort())
  })

  test('a row counts each address and each message once', () => {
    const report = reportOf([
      failure({ queueId: 'A', recipient: 'ada@example.com' }),
      failure({ queueId: 'A', recipient: 'bob@example.com' }),
      failure({ queueId: 'B', recipient: 'ada@example.com' }),
    ])
    expect(report.views['by-reason'].rows).toHaveLength(1)
    expect(report.views['by-reason'].rows[0]).toMatchObject({ failures: 3, recipients: 2, messages: 2 })
  })

  test('a failure without a named recipient counts as a failure and as no address', () => {
    const report = reportOf([failure({ recipient: null, domain: null })])
    expect(report.views['by-reason'].rows[0]).toMatchObject({ failures: 1, recipients: 0 })
    expect(report.totals.addresses).toBe(0)
  })

  test('a domain has its own denominator, a reason that of the whole input', () => {
    const report = reportOf([
      delivered({ queueId: 'A', recipient: 'ada@example.com' }),
      delivered({ queueId: 'B', recipient: 'ada@example.net' }),
      failure({ queueId: 'C', recipient: 'bob@example.net' }),
    ])
    const domain = report.views['by-domain'].rows.find(row => row.key === 'example.net')
    expect(domain).toMatchObject({ failures: 1, delivered: 1, attempts: 2, rate: 0.5 })
    expect(report.views['by-reason'].rows[0]).toMatchObject({ delivered: null, attempts: 3, rate: 1 / 3 })
  })

  test('rows beyond the limit become one row, whose addresses are counted once', () => {
    const events = ['a', 'b', 'c'].flatMap(name => [
      failure({ queueId: name, recipient: 'ada@example.com', relay: `${name}.example.com` }),
      failure({ queueId: `${name}2`, recipient: `${name}@example.com`, relay: `${name}.example.com` }),
    ])
    const view = reportOf(events, 1).views['by-relay']
    expect(view.rows.map(row => row.key)).toEqual(['a.example.com'])
    expect(view.leftOff).toBe(2)
    expect(view.other).toMatchObject({ key: null, failures: 4, recipients: 3 })
  })

  test('first and last seen are those of the row', () => {
    const report = reportOf([
      failure({ queueId: 'A', time: '2026-03-02T08:00:00.000Z' }),
      failure({ queueId: 'B', time: '2026-03-01T09:30:00.000Z' }),
      failure({ queueId: 'C', time: null }),
    ])
    expect(report.views['by-reason'].rows[0]).toMatchObject({
      firstSeen: '2026-03-01T09:30:00.000Z',
      lastSeen: '2026-03-02T08:00:00.000Z',
    })
    expect(report.views['by-time'].rows.map(row => row.key)).toEqual(['2026-03-01', '2026-03-02', null])
  })

  test('replies that differ in address and queue id only are one row', () => {
    const report = reportOf([
      failure({
        line: 2,
        diagnostic: '550 5.1.1 <ada@example.com>: no such user (id 4F9D1954)',
        rule: 'unknown.unmatched',
      }),
      failure({
        line: 1,
        diagnostic: '550 5.1.1 <bob@example.com>: no such user (id 77AB2210)',
        rule: 'unknown.unmatched',
      }),
    ])
    expect(report.views.unmatched.rows).toHaveLength(1)
    expect(report.views.unmatched.rows[0]).toMatchObject({
      key: '550 5.1.1 <{address}>: no such user (id {id})',
      example: '550 5.1.1 <bob@example.com>: no such user (id 77AB2210)',
    })
  })
})

describe('merging', () => {
  const results = Array.from({ length: 300 }, (_, index) => {
    const given = {
      line: index,
      queueId: `Q${index % 70}`,
      host: `mx${index % 3}.example.org`,
      recipient: `user${index % 40}@example${index % 7}.com`,
      firstOfMessage: index < 70,
      relay: index % 5 === 0 ? 'aspmx.l.google.com' : `mx.example${index % 7}.com`,
      time: `2026-03-0${1 + (index % 5)}T10:00:00.000Z`,
    }
    if (index % 3 === 0) return delivered(given)
    return index % 3 === 1
      ? deferral({ ...given, provider: 'google' })
      : failure({ ...given, diagnostic: `550 ${index}` })
  })
  const whole = JSON.stringify(reportOf(results))

  test.each([1, 7, 150, 299])('the parts cut at %i give the report of the whole, in either order', cut => {
    const forwards = totalsOf(results.slice(0, cut))
    mergeTotals(forwards, totalsOf(results.slice(cut)))
    const backwards = totalsOf(results.slice(cut))
    mergeTotals(backwards, totalsOf(results.slice(0, cut)))
    expect(JSON.stringify(reportOfTotals(forwards))).toBe(whole)
    expect(JSON.stringify(reportOfTotals(backwards))).toBe(whole)
  })

  test.each([
    ['on disk', tmpdir()],
    ['in memory, where there is no place for files', '/nowhere'],
  ])('70,000 failures, %s, are the same in one part or two and hide what DSNs repeat', (_, place) => {
    vi.stubEnv('TMPDIR', place)
    const many = Array.from({ length: 70_000 }, (_, index) =>
      failure({
        queueId: `Q${index % 60_000}`,
        messageId: `${index % 60_000}@example.org`,
        recipient: `user${index % 50_000}@example${index % 700}.com`,
        time: `2026-03-0${1 + (index % 5)}T10:00:00.000Z`,
        firstOfMessage: index < 60_000,
        outcome: index % 2 === 0 ? 'bounced' : 'expired',
      }),
    )
    const dsns = [1, 69_990].map(index =>
      failure({ ...many[index], source: 'dsn', file: 'bounce.eml', host: null, queueId: null }),
    )
    const other = failure({
      source: 'dsn',
      file: 'bounce.eml',
      queueId: null,
      messageId: 'other@example.org',
    })
    const parts = totalsOf(many.slice(69_000))
    mergeTotals(parts, totalsOf([...dsns, ...many.slice(0, 69_000), other]))
    const report = reportOfTotals(parts)
    expect(report.totals).toMatchObject({ failures: 70_001, duplicates: 2, messages: 60_001 })
    expect(report.totals.deliveries).toMatchObject({ bounced: 35_001, expired: 35_000 })
    expect(report.views['by-domain'].rows).toHaveLength(701)
    expect(JSON.stringify(report)).toBe(JSON.stringify(reportOf([...dsns, other, ...many])))
  })

  test('totals that crossed to another thread and back are the same', () => {
    expect(JSON.stringify(reportOfTotals(structuredClone(totalsOf(results))))).toBe(whole)
  })
})
