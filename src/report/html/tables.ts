/** Tables of the page: a view's rows with bars, and the numbers behind a chart. */
import type { Report, Row, ViewName } from '../model.ts'
import { formatCount, formatRate } from '../numbers.ts'
import { keyLabel, viewSpec } from '../views.ts'
import { cutTo } from '../width.ts'
import { html, type Markup } from './markup.ts'

/** Rows of a list on the page; the CSV files have them all. */
const LIST_ROWS = 15
/** A key that is longer is nobody's host name. */
const KEY_WIDTH = 80

export function listTable(report: Report, name: ViewName): Markup | null {
  const view = report.views[name]
  const failing = view.rows.filter(row => row.failures > 0)
  if (failing.length === 0) return null
  const rows = failing.slice(0, LIST_ROWS)
  const most = Math.max(1, ...rows.map(row => row.failures))
  const hasRate = rows.some(row => row.delivered !== null) && report.totals.attempts.delivered > 0
  const { title } = viewSpec(name)
  const left = failing.length - rows.length + view.leftOff
  return html`<div><div class="scroll" tabindex="0" role="region" aria-label="${title}">
<table data-sort><caption class="unseen">${title}</caption>
<thead><tr><th scope="col">${title}</th><th scope="col" class="b"><span class="unseen">Bar</span></th>
<th scope="col" class="n">Failures</th><th scope="col" class="n">Addresses</th><th scope="col" class="n">${hasRate ? 'Rate' : 'Share'}</th></tr></thead>
<tbody>${rows.map(row => listRow(name, row, most, hasRate ? row.rate : row.share))}</tbody></table></div>
${left > 0 ? html`<p class="soft">and ${formatCount(left)} more</p>` : null}</div>`
}

function listRow(name: ViewName, row: Row, most: number, rate: number | null): Markup {
  const width = Math.max(1, Math.round((100 * row.failures) / most))
  return html`<tr><th scope="row">${cutTo(keyLabel(name, row.key), KEY_WIDTH)}</th><td class="b"><span style="width:${width}%"></span></td>
<td class="n" data-v="${row.failures}">${formatCount(row.failures)}</td><td class="n" data-v="${row.recipients}">${formatCount(row.recipients)}</td>
<td class="n" data-v="${rate ?? -1}">${formatRate(rate)}</td></tr>
`
}

/** The numbers of a chart, folded away. A cell is a count; no cell is none. */
export function chartTable(
  title: string,
  rows: readonly string[],
  columns: readonly string[],
  countAt: (row: string, column: string) => number,
): Markup {
  return html`<details><summary>The numbers as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="${title}">
<table><caption>${title}</caption><thead><tr><td></td>${columns.map(column => html`<th scope="col" class="n">${column}</th>`)}</tr></thead>
<tbody>${rows.map(
    row =>
      html`<tr><th scope="row">${row}</th>${columns.map(column => html`<td class="n">${zeroAsDash(countAt(row, column))}</td>`)}</tr>
`,
  )}</tbody></table></div></details>`
}

function zeroAsDash(count: number): string {
  return count === 0 ? '–' : formatCount(count)
}
