/** A Report as one JSON document: schema/summary.schema.json describes it. */
import type { Diff } from './diff.ts'
import type { Report } from './model.ts'
import { foreignName, type Taxonomy } from './taxonomy.ts'

export interface JsonOptions {
  /** What changed since another summary: the member `changes`. */
  diff?: Diff | null
  /** Adds what that tool calls each reason that occurs: the member `taxonomy`. */
  taxonomy?: Taxonomy | null
}

/** Indented, since people read it and tools do not mind. */
export function formatJson(report: Report, { diff = null, taxonomy = null }: JsonOptions = {}): string {
  const document = {
    ...report,
    ...(diff === null ? {} : { changes: diff }),
    ...(taxonomy === null ? {} : { taxonomy: { name: taxonomy, reasons: foreignNames(report, taxonomy) } }),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function foreignNames(report: Report, taxonomy: Taxonomy): { [reason: string]: string | null } {
  const reasons = report.views['by-reason'].rows.map(row => row.key ?? '')
  return Object.fromEntries(reasons.map(reason => [reason, foreignName(taxonomy, reason)]))
}
