/** A Report as one JSON document: schema/summary.schema.json describes it. */
import type { Report } from './model.ts'

/** Indented, since people read it and tools do not mind. */
export function formatJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`
}
