/** A disk that fills up while a report is made of a large input. */
import type { writeSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { hashText, newHash } from '../../src/hash.ts'
import { addDistinct, distinctCount, newDistinct } from '../../src/report/distinct.ts'
import { addFact, FACT, newFacts, readColumn } from '../../src/report/facts.ts'

let room = 0

/** The system has room for so many writes. */
vi.mock('node:fs', async importOriginal => {
  const fs = await importOriginal<{ writeSync: typeof writeSync }>()
  const write = (
    file: number,
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): number => {
    if (room-- <= 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    return fs.writeSync(file, bytes, offset, length, position)
  }
  return { ...fs, writeSync: write }
})

test.each([0, 1, 5])('with room for %i blocks, all addresses are counted', blocks => {
  room = blocks
  const set = newDistinct(1024)
  const hash = newHash()
  for (let index = 0; index < 12_000; index++) {
    hashText(`user${index % 9000}@example.com`, hash)
    addDistinct(set, hash)
  }
  expect(distinctCount(set)).toBe(9000)
})

test.each([0, 1, 5])('with room for %i blocks, no failure is lost', blocks => {
  room = blocks
  const facts = newFacts()
  for (let index = 0; index < 120_000; index++) {
    const place = addFact(facts)
    facts.cells[place + FACT.kind] = index
  }
  const kinds = new Uint32Array(facts.count)
  readColumn(facts, FACT.kind, kinds)
  expect(kinds.every((kind, index) => kind === index)).toBe(true)
})
