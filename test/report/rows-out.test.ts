import { describe, expect, test } from 'vitest'
import { eventColumnNames } from '../../src/report/columns.ts'
import { csvEventHeader, formatCsvEvents, formatCsvRow } from '../../src/report/csv.ts'
import { formatNdjson } from '../../src/report/ndjson.ts'
import { failure } from './make.ts'

describe('NDJSON', () => {
  test('a line holds exactly the columns of an event, in their order', () => {
    const text = formatNdjson([failure()])
    expect(Object.keys(JSON.parse(text))).toEqual(eventColumnNames)
    expect(text.endsWith('}\n')).toBe(true)
  })

  test('a value that is not known is null, the null sender an empty string', () => {
    const row = JSON.parse(formatNdjson([failure({ messageId: null, sender: '' })]))
    expect(row).toMatchObject({ messageId: null, sender: '' })
  })
})

describe('CSV', () => {
  test('the header names the columns of an event in their order', () => {
    expect(csvEventHeader).toBe(`${eventColumnNames.join(',')}\r\n`)
  })

  test('an event has a field for every column', () => {
    const line = formatCsvEvents([failure({ diagnostic: 'no' })])
    expect(line.split(',')).toHaveLength(eventColumnNames.length)
  })

  test.each([
    ['comma, quote " and line\r\nbreak', '"comma, quote "" and line\r\nbreak"'],
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    [' =1', "' =1"],
    ['no such user ', '"no such user "'],
    ['user-unknown', 'user-unknown'],
  ])('%j is written as %j', (cell, written) => {
    expect(formatCsvRow([cell])).toBe(`${written}\r\n`)
  })

  test('a number below zero stays a number', () => {
    expect(formatCsvRow([-1.5, 550, null, '', true])).toBe('-1.5,550,,"",true\r\n')
  })
})
