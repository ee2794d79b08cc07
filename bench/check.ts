/** Whether bouncelog counts what the generator wrote: a fast wrong answer is worth nothing. */
import { execFileSync } from 'node:child_process'
import type { Truth } from './truth.ts'

interface Row {
  key: string | null
  failures: number
}

interface Report {
  totals: { addresses: number; attempts: Record<string, number> }
  views: Record<string, { rows: Row[] }>
  inputs: { records: number; error: string | null }[]
}

const COUNTS = ['delivered', 'handedOver', 'bounced', 'deferred', 'expired', 'delayed'] as const

/** What differs, one line each; none if all is right. */
export function differences(bouncelog: readonly string[], path: string, truth: Truth): string[] {
  const { totals, views } = reportOf(bouncelog, path)
  return [
    ...COUNTS.flatMap(name => difference(name, totals.attempts[name] ?? 0, truth[name])),
    ...(truth.addresses === null ? [] : difference('addresses', totals.addresses, truth.addresses)),
    ...compareView(views, 'by-enhanced-code', truth.byEnhancedCode),
    ...compareView(views, 'by-domain', truth.byDomain),
  ]
}

/** Of mails that nobody has counted by hand it is known only how many they are. */
export function differencesInRecords(bouncelog: readonly string[], path: string, truth: Truth): string[] {
  const [input] = reportOf(bouncelog, path).inputs
  return difference('e-mails', input?.records ?? 0, truth.messages)
}

function reportOf([program = '', ...args]: readonly string[], path: string): Report {
  const text = execFileSync(program, [...args, 'report', '--format', 'json', '--top', '100000', path], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  })
  // The shape is schema/summary.schema.json's; a wrong one shows as a difference.
  return JSON.parse(text) as Report
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
