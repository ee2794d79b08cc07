/** The parts of the page, in their order. A part that has nothing to say is null. */

import { actionAdvice, actionOrder, reasonAdvice } from '../advice.ts'
import type { Diff } from '../diff.ts'
import type { ActionGroup, ActionItem, ReplyRow, Report, ViewName } from '../model.ts'
import { formatCount, formatRate } from '../numbers.ts'
import { keyLabel, viewSpec } from '../views.ts'
import { actionTitle, type HeatCell, heatMap, timelineChart } from './charts.ts'
import { html, type Markup } from './markup.ts'
import { chartTable, listTable } from './tables.ts'
import { buildTimeline } from './timeline.ts'

export interface Section {
  id: string
  title: string
  body: Markup
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

export function headlineSection({ totals }: Report): Section {
  const { deliveries, deliveryRates } = totals
  const tile = (name: 'delivered' | 'bounced' | 'deferred' | 'expired', tone: string) => {
    const rate = deliveryRates[name]
    const count = formatCount(deliveries[name])
    const of = `${count} of ${formatCount(deliveries.attempted)}`
    return html`<li class="${deliveries[name] > 0 ? tone : ''}">${label(name)}<strong>${rate === null ? count : formatRate(rate)}</strong>
<span class="soft">${rate === null ? 'deliveries' : of}</span></li>`
  }
  const body = html`<ul class="tiles">${totals.attempts.delivered > 0 ? tile('delivered', 'good') : null}${tile('bounced', 'bad')}${tile('expired', 'bad')}${tile('deferred', '')}
<li>To stop mailing<strong>${formatCount(totals.addressesToSuppress)}</strong><span class="soft">of ${plural(totals.addresses, 'address', 'addresses')}</span></li>
<li>Failures<strong>${formatCount(totals.failures)}</strong><span class="soft">of ${plural(totals.attempts.attempted, 'attempt')}</span></li></ul>
${totals.attempts.delivered === 0 && totals.failures > 0 ? html`<p class="soft">The input holds no deliveries, so that there are no rates.</p>` : null}`
  return { id: 'figures', title: 'At a glance', body }
}

function label(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

export function actionSection(report: Report): Section {
  const groups = actionOrder.flatMap(action => report.actions.filter(group => group.action === action))
  const body =
    groups.length === 0
      ? html`<p>Nothing: no delivery failed.</p>`
      : html`${groups.map(group => actionBlock(group))}`
  return { id: 'todo', title: 'What to do', body }
}

function actionBlock(group: ActionGroup): Markup {
  const { title, step } = actionAdvice[group.action]
  return html`<div class="act tone-${group.action}"><h3>${title}: ${plural(group.recipients, 'address', 'addresses')}, ${plural(group.failures, 'failure')}</h3>
<p class="soft">${label(step)}.</p><ul>${causesOf(group).map(causeItem)}</ul>
${group.leftOff > 0 ? html`<p class="soft">and ${plural(group.leftOff, 'smaller cause')}</p>` : null}</div>`
}

interface CauseLine {
  reason: ActionItem['reason']
  failures: number
  /** By provider and code, the greatest first. */
  places: Map<string, number>
}

/** One line for each reason; who said it, and by which code, stands behind it. */
function causesOf(group: ActionGroup): CauseLine[] {
  const lines = new Map<string, CauseLine>()
  for (const { reason, provider, replyCode, enhancedCode, failures } of group.items) {
    const line = lines.get(reason) ?? { reason, failures: 0, places: new Map<string, number>() }
    line.failures += failures
    const code = [replyCode, enhancedCode].filter(part => part !== null).join(' ')
    const place = `${provider ?? 'other hosts'}${code === '' ? '' : ` ${code}`}`
    line.places.set(place, (line.places.get(place) ?? 0) + failures)
    lines.set(reason, line)
  }
  return [...lines.values()].sort((one, other) => other.failures - one.failures)
}

const PLACES = 5

function causeItem({ reason, failures, places }: CauseLine): Markup {
  const { meaning, step } = reasonAdvice[reason]
  const shown = [...places].slice(0, PLACES).map(([place, count]) => `${place} (${formatCount(count)})`)
  const left = places.size - shown.length
  return html`<li><strong>${formatCount(failures)}</strong> <span class="chip">${reason}</span> ${meaning} <em>${step}</em>
<br><span class="soft">${shown.join(', ')}${left > 0 ? `, and ${left} more` : ''}</span></li>`
}

export function timelineSection(report: Report): Section | null {
  const timeline = buildTimeline(report.timeline, report.bucket)
  if (timeline.times.length === 0) return null
  const actions = actionOrder.filter(action => timeline.bars.some(bar => bar.action === action))
  const counts = new Map(timeline.bars.map(bar => [`${bar.time} ${actionTitle(bar.action)}`, bar.failures]))
  const title = `Failures by ${timeline.unit}`
  const body = html`<ul class="legend">${actions.map(action => html`<li><span class="key tone-${action}"></span>${actionTitle(action)}</li>`)}</ul>
<div class="chart scroll" tabindex="0" role="region" aria-label="${title}, chart">${timelineChart(timeline.bars, timeline.times)}</div>
${timeline.undated > 0 ? html`<p class="soft">${plural(timeline.undated, 'failure')} without a known time ${timeline.undated === 1 ? 'is' : 'are'} left out.</p>` : null}
${chartTable(title, timeline.times, actions.map(actionTitle), (row, column) => counts.get(`${row} ${column}`) ?? 0)}`
  return { id: 'time', title: 'Failures over time (UTC)', body }
}

const HEAT_ROWS = 14
const HEAT_COLUMNS = 14

export function heatSection(report: Report): Section | null {
  const rows = topOf(report, 'by-provider', HEAT_ROWS)
  const columns = topOf(report, 'by-reason', HEAT_COLUMNS)
  const sums = new Map<string, HeatCell>()
  for (const { provider, reason, failures } of report.causes) {
    const [row, column] = [provider ?? NOT_KNOWN, reason]
    if (!rows.includes(row) || !columns.includes(column)) continue
    const cell = sums.get(`${row} ${column}`) ?? { row, column, failures: 0 }
    cell.failures += failures
    sums.set(`${row} ${column}`, cell)
  }
  const cells = [...sums.values()]
  if (cells.length === 0) return null
  const title = 'Failures by provider and reason'
  const body = html`<div class="chart scroll" tabindex="0" role="region" aria-label="${title}, chart">${heatMap(cells, rows, columns)}</div>
${chartTable(title, rows, columns, (row, column) => sums.get(`${row} ${column}`)?.failures ?? 0)}`
  return { id: 'providers', title: 'Who refuses, and why', body }
}

const NOT_KNOWN = '(other hosts)'

function topOf(report: Report, view: ViewName, count: number): string[] {
  const failing = report.views[view].rows.filter(row => row.failures > 0)
  return failing.slice(0, count).map(row => row.key ?? NOT_KNOWN)
}

const LISTS: readonly ViewName[] = [
  'by-reason',
  'by-provider',
  'by-domain',
  'by-enhanced-code',
  'by-reply-code',
  'by-sender-domain',
  'by-relay',
  'by-host',
  'by-blocklist',
  'by-rollup',
]

export function listsSection(report: Report): Section | null {
  const tables = LISTS.map(name => listTable(report, name)).filter(table => table !== null)
  if (tables.length === 0) return null
  const body = html`<p class="filter" hidden><label>Show rows that contain <input type="search" spellcheck="false"></label> <output></output></p>
<div class="lists">${tables}</div>`
  return { id: 'lists', title: 'Top lists', body }
}

const REPLIES = 12

export function repliesSection(report: Report): Section | null {
  if (report.replies.length === 0) return null
  const body = html`<p class="soft">Equal replies are counted together; what differs from message to message stands in braces.</p>
${report.replies.slice(0, REPLIES).map(replyBlock)}`
  return { id: 'replies', title: 'The worst replies, explained', body }
}

function replyBlock(reply: ReplyRow): Markup {
  const { meaning, step } = reasonAdvice[reply.reason]
  return html`<div class="reply"><h3>${plural(reply.failures, 'failure')}, ${plural(reply.recipients, 'address', 'addresses')}
<span class="chip">${reply.reason}</span>${providerChips(reply)}</h3>
<span class="words">${reply.template}</span>
<p><span class="key tone-${reply.action}"></span><strong>${actionTitle(reply.action)}.</strong> ${meaning} ${step}</p>
<details><summary>An example in full</summary><span class="words">${reply.example}</span></details></div>`
}

/** Who said it: nothing where no known provider did. */
function providerChips({ providers }: ReplyRow): Markup | null {
  const known = providers.filter(({ provider }) => provider !== null)
  if (known.length === 0) return null
  const left = providers.length - Math.min(3, known.length)
  return html`${known.slice(0, 3).map(({ provider }) => html` <span class="chip">${provider}</span>`)}${left > 0 ? html` <span class="soft">and ${left} more</span>` : null}`
}

const CHANGES = 25

export function changesSection(diff: Diff | null): Section | null {
  if (diff === null) return null
  const rows = diff.changes.slice(0, CHANGES)
  const side = ({ recipients, denominator }: Diff['changes'][number]['before']) =>
    `${formatCount(recipients)} (${formatRate(denominator > 0 ? recipients / denominator : null)})`
  const body =
    rows.length === 0
      ? html`<p>No change beyond chance since the period that this one is compared with.</p>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label="Changes"><table><caption>Addresses that failed, before and now</caption>
<thead><tr><th scope="col">What</th><th scope="col">Change</th><th scope="col" class="n">Before</th><th scope="col" class="n">Now</th></tr></thead>
<tbody>${rows.map(change => {
          const isWorse = change.direction === 'rose' || change.direction === 'appeared'
          return html`<tr><th scope="row">${viewSpec(change.view).title}: ${keyLabel(change.view, change.key)}</th><td class="${isWorse ? 'up' : 'down'}">${change.direction}</td><td class="n">${side(change.before)}</td><td class="n">${side(change.after)}</td></tr>
`
        })}</tbody></table></div>`
  return { id: 'changes', title: 'What changed', body }
}

const INPUTS = 50

export function inputsSection(report: Report): Section {
  const failed = report.inputs.filter(input => input.error !== null)
  const shown = [...failed, ...report.inputs.filter(input => input.error === null)].slice(0, INPUTS)
  const left = report.inputs.length - shown.length
  const notices = Object.entries(report.notices)
  const body = html`<p>${plural(report.inputs.length, 'input')}${failed.length > 0 ? `, ${formatCount(failed.length)} not read to the end` : ''};
${plural(report.problems.total, 'record')} could not be read.</p>
${notices.length === 0 ? null : html`<p>Messages that are no bounces: ${notices.map(([kind, count]) => `${formatCount(count)} ${kind}`).join(', ')}.</p>`}
${
  shown.length === 0
    ? null
    : html`<details><summary>The inputs</summary><div class="scroll" tabindex="0" role="region" aria-label="Inputs"><table><caption>Inputs</caption>
<thead><tr><th scope="col">File</th><th scope="col">Taken for</th><th scope="col" class="n">Records</th><th scope="col" class="n">Results</th><th scope="col" class="n">Unreadable</th><th scope="col">Error</th></tr></thead>
<tbody>${shown.map(
        input => html`<tr><th scope="row">${input.file}</th><td>${input.format ?? '–'}</td><td class="n">${formatCount(input.records)}</td><td class="n">${formatCount(input.findings)}</td><td class="n">${formatCount(input.skipped)}</td><td>${input.error ?? ''}</td></tr>
`,
      )}</tbody></table></div>${left > 0 ? html`<p class="soft">and ${formatCount(left)} more</p>` : null}</details>`
}
${report.problems.shown.length === 0 ? null : html`<details><summary>What could not be read</summary><ul>${report.problems.shown.slice(0, INPUTS).map(problem => html`<li><code>${problem.file}${problem.line === null ? '' : `:${problem.line}`}</code> ${problem.what}</li>`)}</ul></details>`}
<details><summary>What the words mean</summary><dl>
<dt>Delivery</dt><dd>One message to one recipient, counted once by what it came to in the end: delivered, bounced, expired (given up after the queue lifetime), or deferred and still waiting.</dd>
<dt>Attempt</dt><dd>One try. A delivery that is deferred twice and then delivered is three attempts.</dd>
<dt>Rate</dt><dd>Failed attempts of all attempts in that row. Refusals of mail from clients and mail held back by a suppression list are in no rate.</dd>
<dt>Share</dt><dd>Of all failures.</dd>
<dt>Addresses</dt><dd>Distinct addresses among the failures.</dd></dl></details>`
  return { id: 'inputs', title: 'What was read', body }
}
