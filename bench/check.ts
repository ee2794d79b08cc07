/** Whether bouncelog counts what the generator wrote: a fast wrong answer is worth nothing. */
import { execFileSync } from 'node:child_process'
import type { Truth } from './truth.ts'

interface Row {
  key: string | null
  failures: number
}

interface Report {
  totals: { attempts: Record<string, number> }
  views: Record<string, { rows: Row[] }>
}

const COUNTS = ['delivered', 'handedOver', 'bounced', 'deferred', 'expired', 'delayed'] as const

/** What differs, one line each; none if all is right. */
export function differences(bouncelog: readonly string[], path: string, truth: Truth): string[] {
  const [program = '', ...args] = bouncelog
  const text = execFileSync(program, [...args, 'report', '--format', 'json', '--top', '100000', path], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  })
  // The shape is schema/summary.schema.json's; a wrong one shows as a difference.
  const { totals, views } = JSON.parse(text) as Report
  return [
    ...COUNTS.flatMap(name => difference(name, totals.attempts[name] ?? 0, truth[name])),
    ...compareView(views, 'by-enhanced-code', truth.byEnhancedCode),
    ...compareView(views, 'by-domain', truth.byDomain),
  ]
}

function compareView(views: Report['views'], name: string, truth: Record<string, number>): string[] {
  const rows = views[name]?.rows ?? []
  const found = new Map(rows.map(row => [row.key ?? '', row.failures]))
  const keys = [...new Set([...Object.keys(truth), ...found.keys()])]
  return keys.flatMap(key => difference(`${name} ${key}`, found.get(key) ?? 0, truth[key] ?? 0))
}

function difference(name: string, found: number, expected: number): string[] {
  return found === expected ? [] : [`${name}: ${found}, the truth is ${expected}`]
}
