import { expect, test } from 'vitest'
import { parsePeriod } from '../../src/cli/period.ts'

const NONE = { since: null, until: null, day: null, last: null }
const NOW = Date.parse('2026-11-24T23:30:00Z')

test('without a flag there is no bound', () => {
  expect(parsePeriod(NONE, NOW, 'UTC')).toEqual({ since: null, until: null })
})

test('a day is that of the zone, not of UTC', () => {
  expect(parsePeriod({ ...NONE, day: 'today' }, NOW, 'Europe/Berlin')).toEqual({
    since: '2026-11-24T23:00:00.000Z',
    until: '2026-11-25T23:00:00.000Z',
  })
})

test('yesterday ends where today begins', () => {
  expect(parsePeriod({ ...NONE, day: 'yesterday' }, NOW, 'UTC')).toEqual({
    since: '2026-11-23T00:00:00.000Z',
    until: '2026-11-24T00:00:00.000Z',
  })
})

test('the day on which clocks change has 25 hours', () => {
  expect(parsePeriod({ ...NONE, day: '2026-10-25' }, NOW, 'Europe/Berlin')).toEqual({
    since: '2026-10-24T22:00:00.000Z',
    until: '2026-10-25T23:00:00.000Z',
  })
})

test('--last counts back from now', () => {
  expect(parsePeriod({ ...NONE, last: '90m' }, NOW, 'UTC').since).toBe('2026-11-24T22:00:00.000Z')
})

test('a zone in the time itself wins over the zone of the machine', () => {
  expect(parsePeriod({ ...NONE, since: '2026-11-23T22:00+01:00' }, NOW, 'America/New_York').since).toBe(
    '2026-11-23T21:00:00.000Z',
  )
})

test.each([
  [{ ...NONE, since: '2026-02-30' }, /--since 2026-02-30: expected a time/],
  [{ ...NONE, day: 'tomorrow' }, /--day tomorrow/],
  [{ ...NONE, last: '24' }, /--last 24: expected a length/],
  [{ ...NONE, last: '24h', day: 'today' }, /say one of/],
  [{ ...NONE, since: '2026-11-24', until: '2026-11-23' }, /is not before/],
])('a period that makes no sense is refused: %o', (flags, message) => {
  expect(() => parsePeriod(flags, NOW, 'UTC')).toThrow(message)
})
