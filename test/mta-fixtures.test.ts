/** Logs of a real Postfix and a real Exim (test/mta): the truth beside each is what the lab's servers said. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readJudged } from '../src/pipeline.ts'

const fixtures = join(import.meta.dirname, '../fixtures')

interface Told {
  failures: Record<string, unknown>[]
  delivered: number
  handedOver: number
}

async function readLog(path: string): Promise<Told> {
  const told: Told = { failures: [], delivered: 0, handedOver: 0 }
  for await (const batch of readJudged([path], { timeZone: 'UTC', year: 2026 }))
    for (const finding of batch)
      if (finding.kind === 'failure') told.failures.push({ ...finding })
      else if (finding.kind === 'delivery') told[finding.outcome]++
  return told
}

function readTruth(path: string): Record<string, unknown>[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  return lines.map(line => JSON.parse(line))
}

/** By line and recipient: one line can speak of several recipients. */
function inOrder(events: Record<string, unknown>[]): Record<string, unknown>[] {
  return events.sort(
    (a, b) => Number(a.line) - Number(b.line) || String(a.recipient).localeCompare(String(b.recipient)),
  )
}

describe('fixtures/mta', () => {
  const folder = join(fixtures, 'mta')
  const names = readdirSync(folder).filter(name => name.endsWith('.log'))

  test('holds logs', () => {
    expect(names).not.toHaveLength(0)
  })

  test.each(names)('%s gives the failures and the successes that the servers know', async name => {
    const path = join(folder, name)
    const truth = readTruth(path.replace(/log$/, 'ndjson'))
    const { failures, ...successes } = await readLog(path)
    expect(inOrder(failures)).toMatchObject(inOrder(truth.slice(0, -1)))
    expect(successes).toEqual(truth.at(-1))
  })
})
