/** Logs that are read at the same time, by several callers in one thread. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readEvents } from '../../../src/pipeline.ts'
import type { DeliveryEvent } from '../../../src/types.ts'

const folder = mkdtempSync(join(tmpdir(), 'bouncelog-interleaved-'))
const names = ['one', 'two', 'three']
const paths = names.map(name => join(folder, `${name}.log`))

beforeAll(() => {
  for (const [at, name] of names.entries()) {
    // Longer than what is read at once, and no two alike.
    const lines = Array.from({ length: 9000 }, (_, line) => {
      const relay = `mx.${name}.example[192.0.2.${at}]`
      return `Oct 14 13:18:19 mx1 postfix/smtp[1]: 4ABCD${name}${line}: to=<u${line}@${name}.example>, relay=${relay}:25, delay=1, dsn=5.1.1, status=bounced (host ${relay} said: 550 5.1.1 no user ${'x'.repeat(line % 7)})`
    })
    writeFileSync(paths[at] ?? '', `${lines.join('\n')}\n`)
  }
})

afterAll(() => rmSync(folder, { recursive: true }))

const read = (path: string) => readEvents([path], { year: 2026 })[Symbol.asyncIterator]()

async function recipientsOf(iterator: AsyncIterator<DeliveryEvent>): Promise<(string | null)[]> {
  const recipients: (string | null)[] = []
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
    recipients.push(next.value.recipient)
  return recipients
}

function expected(name: string): string[] {
  return Array.from({ length: 9000 }, (_, line) => `u${line}@${name}.example`)
}

test('tell what each of them tells alone', async () => {
  const all = await Promise.all(paths.map(path => recipientsOf(read(path))))
  expect(all).toEqual(names.map(expected))
})

test('tell it when others end, or are given up, in the middle', async () => {
  const [one = '', two = '', three = ''] = paths
  const first = read(one)
  await first.next()
  expect(await recipientsOf(read(three))).toEqual(expected('three'))
  const second = read(two)
  await second.next()
  // Step by step: their lines are as long.
  const [firsts, seconds] = await Promise.all([recipientsOf(first), recipientsOf(second)])
  expect(firsts).toEqual(expected('one').slice(1))
  expect(seconds).toEqual(expected('two').slice(1))
  const given = read(one)
  await given.next()
  await given.return?.(undefined)
  expect(await recipientsOf(read(two))).toEqual(expected('two'))
})
