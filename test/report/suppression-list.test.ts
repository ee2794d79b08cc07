import { expect, test } from 'vitest'
import { formatEntries } from '../../src/report/suppression-list.ts'
import { likelyIntent } from '../../src/report/suppression-typos.ts'
import { decide, failure } from './suppression-cast.ts'

const entries = decide([
  failure(),
  failure({ recipient: '=1+1@example.com' }),
  failure({ recipient: 'bob@example.net', reason: 'domain-not-accepting', scope: 'domain' }),
  failure({ recipient: 'angry@example.com', reason: 'recipient-refused', scope: 'pair' }),
])

const text = (format: 'csv' | 'json' | 'ndjson' | 'addresses') => [...formatEntries(entries, format)].join('')

test('plain addresses: one a line, domains with an @ in front, no pairs', () => {
  expect(text('addresses')).toBe('=1+1@example.com\nada@example.com\n@example.net\n')
})

test('NDJSON: one entry a line', () => {
  const values = text('ndjson')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line).value)
  expect(values).toEqual(entries.map(({ value }) => value))
})

test('JSON: one document with its version', () => {
  expect(JSON.parse(text('json'))).toEqual({ version: 1, entries })
})

test('an empty list is a whole document, too', () => {
  expect(JSON.parse([...formatEntries([], 'json')].join(''))).toEqual({ version: 1, entries: [] })
})

test('CSV: a formula is no formula to a spreadsheet', () => {
  const lines = text('csv').split('\r\n')
  expect(lines[0]).toBe(
    'kind,value,sender,verdict,reason,policyRule,evidenceDays,failures,firstSeen,lastSeen,lastSuccess,replyCode,enhancedCode,rules,example,expires,missing,likelyIntent',
  )
  expect(lines[1]).toContain("address,'=1+1@example.com,")
})

test.each([
  ['gmial.com', 'gmail.com'],
  ['gmail.con', 'gmail.com'],
  ['gmai.com', 'gmail.com'],
  ['hotmial.com', 'hotmail.com'],
  ['yahooo.com', 'yahoo.com'],
  ['outlok.com', 'outlook.com'],
  ['gmx.dee', null],
  ['gmail.com', null],
  ['mail.ru', null],
  ['example.com', null],
])('%s was probably meant as %s', (domain, intent) => {
  expect(likelyIntent(domain, 1)).toBe(intent)
})
