import { describe, expect, test } from 'vitest'
import { formatOutputFiles } from '../../src/report/output-files.ts'
import { crosswalk, foreignName } from '../../src/report/taxonomy.ts'
import { formatInputsCsv, formatViewCsv } from '../../src/report/view-csv.ts'
import { reportOf } from './count.ts'
import { delivered, failure } from './make.ts'

describe('a view as CSV', () => {
  test('its first column is what it is by, and a row holds counts and rates with their denominator', () => {
    const report = reportOf([delivered({ queueId: 'A' }), failure({ queueId: 'B' })])
    const [header, row] = formatViewCsv(report.views['by-domain']).split('\r\n')
    const cells = new Map((header ?? '').split(',').map((name, index) => [name, row?.split(',')[index]]))
    expect(cells.get('domain')).toBe('example.com')
    expect(cells.get('failures')).toBe('1')
    expect(cells.get('attempts')).toBe('2')
    expect(cells.get('rate')).toBe('0.5')
    expect(cells.get('lastSeen')).toBe('2026-03-01T10:00:00.000Z')
  })

  test('rows left off stand in one row of their own', () => {
    const report = reportOf(
      [failure({ relay: 'a.example' }), failure({ relay: 'b.example', queueId: 'B' })],
      1,
    )
    expect(formatViewCsv(report.views['by-relay'])).toContain('\r\n(other),1,')
  })

  test('a taxonomy adds the name another tool gives to the reason', () => {
    const text = formatViewCsv(reportOf([failure()]).views['by-reason'], 'sisimai')
    expect(text.split('\r\n')[0]?.endsWith(',sisimai')).toBe(true)
    expect(text.split('\r\n')[1]?.endsWith(',userunknown')).toBe(true)
  })

  test('an input that could not be read is listed with its error', () => {
    const input = {
      file: 'old.7z',
      format: null,
      bytes: 0,
      records: 0,
      findings: 0,
      skipped: 0,
      error: 'not a known format',
    }
    expect(formatInputsCsv([input])).toBe(
      'file,format,bytes,records,findings,skipped,error\r\nold.7z,,0,0,0,0,not a known format\r\n',
    )
  })
})

describe('the files of a report', () => {
  test('are the summary and one table for each view', () => {
    const names = [...formatOutputFiles(reportOf([failure()]))].map(file => file.name)
    expect(names).toContain('summary.json')
    expect(names).toContain('by-provider.csv')
    expect(names).toContain('skipped.csv')
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('taxonomies', () => {
  test('every reason has a name in Sisimai and the tools with no word for it say nothing', () => {
    for (const names of Object.values(crosswalk)) expect(names.sisimai).toMatch(/^[a-z]+$/)
    expect(foreignName('sendgrid', 'greylisted')).toBeNull()
    expect(foreignName('ses', 'mailbox-full')).toBe('Transient/MailboxFull')
  })
})
