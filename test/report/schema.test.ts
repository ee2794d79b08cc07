import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { reasonAdvice } from '../../src/report/advice.ts'
import { eventColumnNames } from '../../src/report/columns.ts'
import { diffReports } from '../../src/report/diff.ts'
import { formatJson } from '../../src/report/json.ts'
import { VIEW_NAMES } from '../../src/report/model.ts'
import { formatNdjson } from '../../src/report/ndjson.ts'
import type { Notice } from '../../src/types.ts'
import { reportOf } from './count.ts'
import { type Schema, violations } from './json-schema.ts'
import { failure } from './make.ts'
import { makeNight } from './night.ts'

function schemaNamed(name: string): Schema {
  return JSON.parse(readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), 'utf8'))
}

const summary = schemaNamed('summary')
const event = schemaNamed('event')

const complaint: Notice = { ...failure(), kind: 'complaint' }

describe('the schema of the summary', () => {
  const night = reportOf([...makeNight({ results: 3000 }), complaint])

  test.each([
    ['of nothing', formatJson(reportOf([]))],
    ['of one failure', formatJson(reportOf([failure()]))],
    ['of a night', formatJson(night)],
    ['of a night in tables of two rows', formatJson(reportOf([...makeNight({ results: 3000 })], 2))],
    ['with changes and a taxonomy', formatJson(night, { diff: diffReports(night, night), taxonomy: 'ses' })],
  ])('holds for a summary %s', (_, text) => {
    expect(violations(JSON.parse(text), summary)).toEqual([])
  })

  test('refuses a summary that lacks something or says more', () => {
    const { totals: _, ...rest } = night
    expect(violations(rest, summary)).not.toEqual([])
    expect(violations({ ...night, more: 1 }, summary)).toEqual(['$: more is not allowed'])
    expect(violations({ ...night, bucket: 'week' }, summary)).toHaveLength(1)
  })

  test('names every view', () => {
    const { properties } = summary as { properties: { views: { required: string[] } } }
    expect([...properties.views.required].sort()).toEqual([...VIEW_NAMES].sort())
  })
})

describe('the schema of an event', () => {
  test('holds for events as they are written', () => {
    const events = [...makeNight({ results: 2000 })].filter(result => result.kind === 'failure')
    for (const line of formatNdjson(events).trimEnd().split('\n')) {
      expect(violations(JSON.parse(line), event)).toEqual([])
    }
  })

  test('has the columns of an event in their order, and every reason', () => {
    const { properties } = event as { properties: { [name: string]: { enum?: string[] } } }
    expect(Object.keys(properties)).toEqual(eventColumnNames)
    expect([...(properties.reason?.enum ?? [])].sort()).toEqual(Object.keys(reasonAdvice).sort())
  })
})
