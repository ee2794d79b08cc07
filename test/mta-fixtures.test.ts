/** Logs of a real Postfix and a real Exim (test/mta): the truth beside each is what the lab's servers said. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readJudged } from '../src/pipeline.ts'

const fixtures = join(import.meta.dirname, '../fixtures')

interface Told {
  failures: Record<string, unknown>[]
  delivered: number
}

async function readLog(path: string): Promise<Told> {
  const told: Told = { failures: [], delivered: 0 }
  for await (const batch of readJudged([path], { timeZone: 'UTC', year: 2026 }))
    for (const finding of batch)
      if (finding.kind === 'failure') told.failures.push({ ...finding })
      else if (finding.kind === 'delivery') told.delivered++
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

describe.each(['postfix/mta', 'exim/mta'])('fixtures/%s', folder => {
  const names = readdirSync(join(fixtures, folder)).filter(name => name.endsWith('.log'))

  test.each(names)('%s gives the failures and the number of deliveries that the servers know', async name => {
    const path = join(fixtures, folder, name)
    const truth = readTruth(path.replace(/log$/, 'ndjson'))
    const { failures, delivered } = await readLog(path)
    expect(inOrder(failures)).toMatchObject(inOrder(truth.slice(0, -1)))
    expect({ delivered }).toEqual(truth.at(-1))
  })
})
