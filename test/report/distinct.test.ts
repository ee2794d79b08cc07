import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { hashAddress, hashText, newHash } from '../../src/hash.ts'
import {
  addDistinct,
  distinctCount,
  eachValue,
  mergeDistinct,
  newDistinct,
} from '../../src/report/distinct.ts'

const hash = newHash()

function setOf(values: Iterable<string>, limit?: number) {
  const set = newDistinct(limit)
  for (const value of values) {
    hashText(value, hash)
    addDistinct(set, hash)
  }
  return set
}

function names(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => `user${from + index}@example.com`)
}

describe('counting distinct values', () => {
  test('counts as a Set does', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 300 }), values => {
        expect(distinctCount(setOf(values))).toBe(new Set(values).size)
      }),
    )
  })

  test('a set that went to disk many times counts exactly', () => {
    const twice = [...names(0, 30_000), ...names(10_000, 40_000), ...names(0, 500)]
    const set = setOf(twice, 2048)
    expect(set.runs.length).toBeGreaterThan(10)
    expect(distinctCount(set)).toBe(40_000)
  })

  test('two sets that went to disk are one set when merged', () => {
    const [one, other] = [setOf(names(0, 9000), 1024), setOf(names(6000, 15_000), 1024)]
    mergeDistinct(one, other)
    expect(distinctCount(one)).toBe(15_000)
  })

  test('every value is told, also what went to disk', () => {
    const values = names(0, 5000)
    const told = new Set<string>()
    eachValue(setOf(values, 1024), (high, low) => told.add(`${high} ${low}`))
    const expected = values.map(value => {
      hashText(value, hash)
      return `${hash.hi} ${hash.lo}`
    })
    expect([...told].sort()).toEqual(expected.sort())
  })

  test('where there is no place for files, all stays in memory', () => {
    vi.stubEnv('TMPDIR', '/nowhere')
    const set = setOf([...names(0, 9000), ...names(3000, 12_000)], 1024)
    vi.unstubAllEnvs()
    expect(set.runs).toEqual([])
    expect(distinctCount(set)).toBe(12_000)
  })

  test('memory is bounded by the limit', () => {
    const set = setOf(names(0, 50_000), 2048)
    expect(set.cells.byteLength).toBe(2048 * 8)
    expect(distinctCount(set)).toBe(50_000)
  })

  test('a million addresses do not collide', () => {
    const set = newDistinct()
    const domain = newHash()
    for (let index = 0; index < 1_000_000; index++) {
      hashAddress(`u${index % 1000}@d${Math.floor(index / 1000)}.example`, hash, domain)
      addDistinct(set, hash)
    }
    expect(distinctCount(set)).toBe(1_000_000)
  })
})

describe('the hash of an address', () => {
  test.each([
    ['ada@example.com', 'bob@example.com'],
    ['ada@example.com', 'ada@example.net'],
    ['a@b@example.com', 'b@a@example.com'],
    ['ada', '@ada'],
    ['@', ''],
  ])('%s is not %s', (one, other) => {
    const [first, second, domain] = [newHash(), newHash(), newHash()]
    hashAddress(one, first, domain)
    hashAddress(other, second, domain)
    expect(first).not.toEqual(second)
  })

  test('its domain is what follows the last @', () => {
    const domain = newHash()
    hashAddress('"a@b"@example.com', hash, domain)
    const plain = newHash()
    hashText('example.com', plain)
    expect(domain).toEqual(plain)
  })
})
