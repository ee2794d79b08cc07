import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { flagsFor } from '../../src/cli/v8.ts'

test.each([
  ['11.3.244.8-node.38', ['--regexp-tier-up-ticks', '--interrupt-budget']],
  ['12.4.254.21-node.57', ['--regexp-tier-up-ticks']],
  ['13.6.233.17-node.53', ['--regexp-tier-up-ticks']],
])('V8 %s is asked for what it knows', (version, flags) => {
  expect(flagsFor(version)).toContain(flags[0])
  expect(flagsFor(version).includes('--interrupt-budget')).toBe(flags.includes('--interrupt-budget'))
})

test('a V8 that nobody has tried is asked for nothing', () => {
  expect(flagsFor('14.0.1')).toBe('')
})

test('the V8 that runs this knows all that it is asked for', () => {
  const { stderr, status } = spawnSync(process.execPath, [
    ...flagsFor(process.versions.v8).split(' '),
    '-e',
    '0',
  ])
  expect([String(stderr), status]).toEqual(['', 0])
})
