/** What `--out DIR` holds beside the events: the summary and one CSV for each view. */
import { formatJson } from './json.ts'
import { type Report, VIEW_NAMES } from './model.ts'
import type { Taxonomy } from './taxonomy.ts'
import { formatInputsCsv, formatProblemsCsv, formatViewCsv } from './view-csv.ts'

export interface OutputFile {
  name: string
  text: string
}

/** Views that have a file or can be asked for by name, beside those of the report. */
export const EXTRA_VIEWS = ['skipped', 'problems'] as const

export type AnyView = (typeof VIEW_NAMES)[number] | (typeof EXTRA_VIEWS)[number]

export const ANY_VIEW: readonly AnyView[] = [...VIEW_NAMES, ...EXTRA_VIEWS]

export function formatAnyView(report: Report, view: AnyView, taxonomy: Taxonomy | null = null): string {
  if (view === 'skipped') return formatInputsCsv(report.inputs)
  if (view === 'problems') return formatProblemsCsv(report.problems.shown)
  return formatViewCsv(report.views[view], taxonomy)
}

/** One at a time, so that no more than one stands in memory. `events.csv` is written while reading, not here. */
export function* formatOutputFiles(report: Report, taxonomy: Taxonomy | null = null): Generator<OutputFile> {
  yield { name: 'summary.json', text: formatJson(report) }
  for (const view of ANY_VIEW) yield { name: `${view}.csv`, text: formatAnyView(report, view, taxonomy) }
}
