import { describe, expect, test } from 'vitest'
import { diffReports } from '../../src/report/diff.ts'
import { formatDiffCsv, formatDiffText } from '../../src/report/diff-text.ts'
import { formatJson } from '../../src/report/json.ts'
import type { Report } from '../../src/report/model.ts'
import { differenceByChance, falseDiscoveryCut, incompleteBeta } from '../../src/report/significance.ts'
import { parseSummary } from '../../src/report/summary-file.ts'
import { type Counted, reportOf } from './count.ts'
import { delivered, failure } from './make.ts'

/** So many deliveries, and so many failures of a reason to different addresses. */
function night(deliveries: number, failures: Record<string, number>, attempts = 1): Report {
  const results: Counted[] = []
  for (let index = 0; index < deliveries; index++) {
    results.push(delivered({ queueId: `D${index}`, recipient: `d${index}@example.net` }))
  }
  for (const [provider, count] of Object.entries(failures)) {
    for (let index = 0; index < count * attempts; index++) {
      const queueId = `${provider}${index}`
      const recipient = `${provider}${index % count}@example.com`
      results.push(failure({ queueId, recipient, provider, reason: 'rate-limited', action: 'slow-down' }))
    }
  }
  return reportOf(results)
}

function changesOf(older: Report, newer: Report): string[] {
  const { changes } = diffReports(older, newer)
  return changes
    .filter(change => change.view === 'by-provider')
    .map(change => `${change.key} ${change.direction}`)
}

describe('diff', () => {
  test('does not cry wolf on five events', () => {
    expect(diffReports(night(500, {}), night(500, { yahoo: 5 })).changes).toEqual([])
  })

  test('tells of a provider that begins to refuse', () => {
    expect(changesOf(night(500, { google: 20 }), night(500, { google: 20, yahoo: 60 }))).toContain(
      'yahoo appeared',
    )
  })

  test('tells of a rate that fell, and of what vanished', () => {
    const changes = changesOf(night(900, { google: 200, yahoo: 60 }), night(900, { google: 40 }))
    expect(changes).toContain('yahoo vanished')
    const reasons = diffReports(night(900, { google: 200 }), night(900, { google: 40 })).changes
    expect(reasons.find(change => change.view === 'by-reason')).toMatchObject({ direction: 'fell' })
  })

  test('twice the mail with twice the failures is no change', () => {
    const { changes } = diffReports(night(500, { google: 50 }), night(1000, { google: 100 }))
    expect(changes.filter(change => change.view === 'by-reason')).toEqual([])
  })

  test('many retries to the same few addresses are no trend', () => {
    expect(changesOf(night(500, { yahoo: 4 }), night(500, { yahoo: 4 }, 50))).toEqual([])
  })

  test('a night like the other has no change', () => {
    const report = night(300, { google: 30, yahoo: 10 })
    expect(formatDiffText(diffReports(report, report), { width: 80, colour: false })).toMatch(
      /No change beyond chance/,
    )
  })

  test('a row that may stand among those left off is not said to have appeared', () => {
    const older: Report = night(500, { google: 20 })
    older.views['by-provider'].leftOff = 3
    expect(changesOf(older, night(500, { google: 20, yahoo: 60 }))).not.toContain('yahoo appeared')
  })

  test('a change is one row of CSV', () => {
    const diff = diffReports(night(500, {}), night(500, { yahoo: 60 }))
    const line = formatDiffCsv(diff)
      .split('\r\n')
      .find(text => text.startsWith('by-provider,yahoo,'))
    expect(line).toMatch(/^by-provider,yahoo,appeared,0,\d+,60,60,,/)
  })
})

describe('a summary read back', () => {
  test('compares as the report it was written from', () => {
    const [older, newer] = [night(500, {}), night(500, { yahoo: 60 })]
    const readBack = parseSummary(formatJson(older))
    expect(readBack && diffReports(readBack, newer)).toEqual(diffReports(older, newer))
  })

  test.each([
    '',
    '[]',
    '{}',
    '{"schemaVersion":1}',
    '{"schemaVersion":99}',
    'null',
    '{"schemaVersion":1,"views":{}}',
  ])('%s is no summary', text => expect(parseSummary(text)).toBeNull())

  test('a summary whose rows were tampered with is none', () => {
    const text = formatJson(night(5, { yahoo: 6 })).replaceAll('"recipients": 6', '"recipients": "6"')
    expect(parseSummary(text)).toBeNull()
  })
})

describe('significance', () => {
  test('agrees with binomial tails computed by hand', () => {
    // 5 of 5 on one side of two equal samples: 2 * (1/2)^5.
    expect(differenceByChance({ count: 0, of: 100 }, { count: 5, of: 100 })).toBeCloseTo(1 / 16, 10)
    // P(binomial(4, 0.3) >= 2) = 1 - 0.7^4 - 4 * 0.3 * 0.7^3
    expect(incompleteBeta(0.3, 2, 3)).toBeCloseTo(1 - 0.7 ** 4 - 4 * 0.3 * 0.7 ** 3, 10)
    expect(differenceByChance({ count: 1_000_000, of: 1e7 }, { count: 1_000_500, of: 1e7 })).toBeGreaterThan(
      0.5,
    )
    expect(differenceByChance({ count: 1_000_000, of: 1e7 }, { count: 1_010_000, of: 1e7 })).toBeLessThan(
      1e-6,
    )
  })

  test('of a hundred tests of nothing none is found, of clear ones all', () => {
    const nothing = Array.from({ length: 100 }, (_, index) => (index + 1) / 100)
    expect(falseDiscoveryCut(nothing, 0.01).some(Boolean)).toBe(false)
    expect(falseDiscoveryCut([1e-9, ...nothing, 1e-8], 0.01).filter(Boolean)).toHaveLength(2)
  })
})
