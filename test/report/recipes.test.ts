/** The recipes of docs/recipes.md that can be run here are run: jq and SQL. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatJson } from '../../src/report/json.ts'
import { formatNdjson } from '../../src/report/ndjson.ts'
import type { DeliveryEvent } from '../../src/types.ts'
import { reportOf } from './count.ts'
import { makeNight } from './night.ts'

const text = readFileSync(new URL('../../docs/recipes.md', import.meta.url), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'bouncelog-recipes-'))

function blocks(kind: string): string[] {
  return [...text.matchAll(new RegExp(`<!-- test: ${kind} -->\n\`\`\`\\w+\n([^\`]*)\`\`\``, 'g'))].map(
    match => match[1] ?? '',
  )
}

beforeAll(() => {
  const night = [...makeNight({ results: 20_000, days: 0.5 })]
  const events = night.filter((result): result is DeliveryEvent => result.kind === 'failure')
  writeFileSync(join(folder, 'events.ndjson'), formatNdjson(events))
  writeFileSync(join(folder, 'summary.json'), formatJson(reportOf(night)))
})
afterAll(() => rmSync(folder, { recursive: true }))

const hasJq = spawnSync('jq', ['--version']).status === 0

describe('recipes', () => {
  test.skipIf(!hasJq).each(blocks('jq'))('in the shell: %s', command => {
    const output = execFileSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' })
    expect(output.trim().split('\n').length).toBeGreaterThan(0)
    expect(output).not.toBe('')
  })

  test.each(blocks('duckdb'))('in DuckDB: %s', async sql => {
    const connection = await (await DuckDBInstance.create()).connect()
    const reader = await connection.runAndReadAll(
      sql.replaceAll("'events.ndjson'", `'${join(folder, 'events.ndjson')}'`),
    )
    expect(reader.getRowObjectsJson().length).toBeGreaterThan(0)
  })

  test('there are some of both', () => {
    expect(blocks('jq').length).toBeGreaterThan(2)
    expect(blocks('duckdb').length).toBeGreaterThan(2)
  })
})
