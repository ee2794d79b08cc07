import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventColumnNames } from '../../src/report/columns.ts'
import { csvEventHeader, formatCsvEvents, formatCsvRow } from '../../src/report/csv.ts'
import { eventRow, formatNdjson } from '../../src/report/ndjson.ts'
import type { DeliveryEvent } from '../../src/types.ts'
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

  test('an event that is read again is the same columns, whatever stands in its texts', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 5 }), events => {
        expect(formatNdjson(events)).toBe(
          events.map(event => `${JSON.stringify(eventRow(event))}\n`).join(''),
        )
      }),
      { numRuns: 2_000 },
    )
  })

  test('events that differ in one column of the verdict are told apart', () => {
    const events = [
      failure(),
      failure({ detail: 'another' }),
      failure({ conflict: true }),
      failure({ retryAfter: 60 }),
    ]
    const told = formatNdjson(events)
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(told.map(row => [row.detail, row.conflict, row.retryAfter])).toEqual([
      ['Bad destination mailbox address', false, null],
      ['another', false, null],
      ['Bad destination mailbox address', true, null],
      ['Bad destination mailbox address', false, 60],
    ])
  })
})

/** What JSON must write otherwise, what tears a line apart, and what is no character alone. */
const hostileText = fc.oneof(
  fc.constantFrom(
    '',
    'plain words',
    '"',
    '\\',
    '\n',
    '\u0000',
    '\u007f',
    '\u2028',
    'ü',
    '\ud800',
    '\udc00x',
    '😀',
    '},{"time":',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const nullable = fc.option(hostileText)
const anyEvent: fc.Arbitrary<DeliveryEvent> = fc
  .record({
    time: nullable,
    file: hostileText,
    line: fc.nat(),
    host: nullable,
    queueId: nullable,
    messageId: nullable,
    sender: nullable,
    recipient: nullable,
    originalRecipient: nullable,
    domain: nullable,
    provider: nullable,
    relay: nullable,
    relayIp: nullable,
    relayPort: fc.option(fc.nat()),
    rule: hostileText,
    detail: nullable,
    blocklist: nullable,
    enhancedCode: nullable,
    replyCode: fc.option(fc.integer()),
    retryAfter: fc.option(fc.nat()),
    conflict: fc.boolean(),
    diagnostic: hostileText,
    delay: fc.option(fc.double()),
    attempts: fc.nat(),
  })
  .map(failure)

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
