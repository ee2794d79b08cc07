import { describe, expect, test } from 'vitest'
import { formatTerminal } from '../../src/report/terminal.ts'
import { displayWidth, padEndTo, printable } from '../../src/report/width.ts'
import { type Counted, reportOf } from './count.ts'
import { deferral, delivered, failure } from './make.ts'

const night: Counted[] = [
  ...Array.from({ length: 90 }, (_, index) =>
    delivered({ queueId: `D${index}`, recipient: `d${index}@example.net` }),
  ),
  ...Array.from({ length: 6 }, (_, index) =>
    failure({ queueId: `B${index}`, recipient: `b${index}@example.com` }),
  ),
  ...Array.from({ length: 4 }, (_, index) =>
    failure({
      queueId: `S${index}`,
      recipient: `s${index}@outlook.example`,
      provider: 'microsoft',
      reason: 'sender-blocked',
      action: 'fix-sender',
      enhancedCode: '5.7.1',
    }),
  ),
]

function linesOf(results: readonly Counted[], width = 80): string[] {
  return formatTerminal(reportOf(results), { width, colour: false }).split('\n')
}

describe('the terminal report', () => {
  test('rates stand beside counts and their denominator', () => {
    const lines = linesOf(night)
    const figures = lines.map(line => line.replaceAll(/ +/g, ' ').trim())
    expect(figures).toContain('delivered 90 90.0 % 90 90.0 %')
    expect(figures).toContain('bounced 10 10.0 % 10 10.0 %')
    expect(figures).toContain('of 100 100')
  })

  test('what to do names addresses to stop, and the provider and code to fix', () => {
    const text = linesOf(night).join('\n')
    expect(text).toMatch(/Stop mailing +6 addresses {2}6 user-unknown/)
    expect(text).toMatch(/Fix the sender +4 failures {2}4 sender-blocked at microsoft \(550 5\.7\.1\)/)
  })

  test('fits a screen of 40 lines', () => {
    const varied = Array.from({ length: 500 }, (_, index) =>
      failure({
        queueId: `V${index}`,
        recipient: `v@d${index % 60}.example`,
        provider: `provider${index % 30}`,
        enhancedCode: `5.${index % 8}.${index % 20}`,
        action:
          (['suppress', 'retry', 'slow-down', 'fix-sender', 'fix-message', 'review'] as const)[index % 6] ??
          'retry',
      }),
    )
    expect(linesOf([...night, ...varied]).length).toBeLessThanOrEqual(40)
  })

  test.each([60, 72, 80, 100, 140])('no line is wider than %i columns', width => {
    const wide = deferral({
      recipient: 'ada@例え.jp',
      domain: '例え例え例え例え例え例え例え例え例え例え例え例え例え例え例え.jp',
    })
    const long = failure({
      provider: 'p'.repeat(300),
      reason: 'sender-blocked',
      action: 'fix-sender',
      queueId: 'X',
    })
    for (const line of linesOf([...night, wide, long], width))
      expect(displayWidth(line)).toBeLessThanOrEqual(width)
  })

  test('an escape sequence in a host name is shown, not obeyed', () => {
    const text = formatTerminal(reportOf([failure({ domain: '\x1b[2Jexample.com\u202e' })]), {
      width: 80,
      colour: false,
    })
    expect(text).toContain('\ufffd[2Jexample.com\ufffd')
    expect(text).not.toContain('\x1b')
  })

  test('without deliveries it says why there are no rates', () => {
    expect(linesOf([failure()]).join('\n')).toContain('no rates: the input holds no deliveries')
  })

  test.each([10_000, 3])('a report read from its JSON, of views with %i rows, gives the same text', rows => {
    const unmatched = Array.from({ length: 5 }, (_, index) =>
      failure({
        queueId: `U${index}`,
        recipient: `u@u${index}.example`,
        reason: 'unknown',
        rule: 'unknown.unmatched',
        diagnostic: `550 ${'abcde'[index]} no`,
      }),
    )
    const results = [...night, ...unmatched]
    const report = reportOf(results, rows)
    const read = JSON.parse(JSON.stringify(reportOf(results, rows)))
    const options = { width: 100, colour: false, top: 20 }
    expect(formatTerminal(report, options)).toBe(formatTerminal(read, options))
    expect(formatTerminal(report, options)).toContain('5 failures in 5 wordings that no rule knows')
  })

  test('an empty input gives figures of zero and no lists', () => {
    const text = linesOf([]).join('\n')
    expect(text).toContain('no dates known')
    expect(text).not.toContain('What to do')
  })

  test('colour is written only where it is asked for', () => {
    expect(formatTerminal(reportOf(night), { width: 80, colour: true })).toContain('\x1b[1m')
    expect(formatTerminal(reportOf(night), { width: 80, colour: false })).not.toContain('\x1b')
  })
})

describe('columns', () => {
  test.each([
    ['example', 7],
    ['例え', 4],
    ['e\u0301', 1],
    ['📬', 2],
    ['ﾊﾝｶｸ', 4],
  ])('%s takes %i', (text, width) => expect(displayWidth(text)).toBe(width))

  test('a text that is cut shows an ellipsis and fills its columns', () => {
    expect(padEndTo('例え例え', 6)).toBe('例え… ')
  })

  test('a line break cannot forge a line of the report', () => {
    expect(printable('a\r\nb\u2028c')).toBe('a\ufffd\ufffdb\ufffdc')
  })
})
