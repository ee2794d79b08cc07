import { describe, expect, test } from 'vitest'
import { formatProgress, startProgress } from '../../src/cli/progress.ts'
import { formatEcs } from '../../src/report/ecs.ts'
import { formatBytes, formatCount, formatRate } from '../../src/report/numbers.ts'
import { formatPrometheus } from '../../src/report/prometheus.ts'
import { reportOf } from './count.ts'
import { delivered, failure } from './make.ts'

describe('Prometheus', () => {
  const report = reportOf([
    delivered({ queueId: 'A' }),
    failure({ queueId: 'B', provider: 'google' }),
    failure({ queueId: 'C', provider: 'a"b\\c\nd', reason: 'spam', action: 'fix-message' }),
  ])
  const lines = formatPrometheus(report).split('\n')

  test('failures are labelled by reason, provider and action', () => {
    expect(lines).toContain(
      'bouncelog_failures_total{reason="user-unknown",provider="google",action="suppress"} 1',
    )
  })

  test('a label value cannot end its sample', () => {
    expect(lines).toContain(
      String.raw`bouncelog_failures_total{reason="spam",provider="a\"b\\c\nd",action="fix-message"} 1`,
    )
  })

  test('every line is a comment or a sample, and every metric has its type before its first sample', () => {
    const known = new Set<string>()
    for (const line of lines.slice(0, -1)) {
      const type = /^# TYPE (\w+) (?:counter|gauge)$/.exec(line)
      if (type?.[1] !== undefined) known.add(type[1])
      else if (!line.startsWith('# HELP ')) {
        const sample = /^(\w+)(?:\{.*\})? [0-9.e+]+$/.exec(line)
        expect(sample, line).not.toBeNull()
        expect(known).toContain(sample?.[1])
      }
    }
  })
})

describe('ECS', () => {
  test('an event stands in the fields of the schema, the rest under bouncelog', () => {
    const document = JSON.parse(formatEcs([failure({ messageId: 'one@example.org' })]))
    expect(document).toMatchObject({
      '@timestamp': '2026-03-01T10:00:00.000Z',
      event: {
        outcome: 'failure',
        action: 'bounced',
        reason: 'user-unknown',
        code: '5.1.1',
        duration: 1_500_000_000,
      },
      email: {
        message_id: 'one@example.org',
        from: { address: ['news@example.org'] },
        to: { address: ['ada@example.com'] },
      },
      host: { name: 'mx1.example.org' },
      log: { file: { path: 'mail.log' } },
      bouncelog: { reason: 'user-unknown', action: 'suppress', smtp_code: 550, queue_id: '4F9D195432C' },
    })
  })

  test('what is not known is left out, the null sender is said', () => {
    const document = JSON.parse(
      formatEcs([failure({ sender: '', relay: null, relayIp: null, relayPort: null })]),
    )
    expect(document.destination).toBeUndefined()
    expect(document.email.from).toBeUndefined()
    expect(document.bouncelog.null_sender).toBe(true)
  })
})

describe('progress', () => {
  test('shows share, size, speed and time left', () => {
    const line = formatProgress({ bytes: 512 * 1024 ** 2, totalBytes: 1024 ** 3, seconds: 4 }, 80)
    expect(line).toContain('50 % of 1.0 GiB, 128.0 MiB/s, 4s left')
    expect(line).toMatch(/^\[█{15}░{15}\]/)
  })

  test('of standard input, whose size is not known, shows what was read', () => {
    expect(formatProgress({ bytes: 2048, totalBytes: null, seconds: 1 }, 80)).toBe('2.0 KiB read, 2.0 KiB/s')
  })

  test.each([10, 40, 79])('fits %i columns', width => {
    expect(formatProgress({ bytes: 5e8, totalBytes: 1e9, seconds: 3 }, width).length).toBeLessThanOrEqual(
      width,
    )
  })

  test('nothing is drawn of a run that is over at once, and at the end nothing is left', () => {
    let now = 0
    let drawn = ''
    const terminal = { write: (text: string) => (drawn += text), columns: 80 }
    const bar = startProgress({ totalBytes: 100, terminal, clock: () => now })
    bar.update(50)
    bar.end()
    expect(drawn).toBe('')
    now = 1000
    bar.update(60)
    bar.end()
    expect(drawn).toContain('60 %')
    expect(drawn.endsWith('\r\x1b[K')).toBe(true)
  })
})

describe('numbers', () => {
  test.each([
    [0, '0.0 %'],
    [0.0001, '<0.1 %'],
    [0.99999, '>99.9 %'],
    [1, '100.0 %'],
    [0.5, '50.0 %'],
    [null, '–'],
  ])('a rate of %s reads %s', (rate, text) => expect(formatRate(rate)).toBe(text))

  test('thousands are parted by commas, bytes have a unit', () => {
    expect(formatCount(1_234_567)).toBe('1,234,567')
    expect(formatBytes(1_610_612_736)).toBe('1.5 GiB')
  })
})
