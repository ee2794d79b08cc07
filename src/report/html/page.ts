/**
 * A Report as one HTML page: self-contained, without outside references, readable without a script.
 *
 * In:  a report, and what changed since another one, if that is known
 * Out: the text of the page, under 2 MB whatever the size of the input
 *
 * The only script may run by its hash, nothing may be loaded (Content-Security-Policy), and every value is escaped
 * by the template (markup.ts). Importing this file loads Plot and linkedom: import it when a page is asked for.
 */
import { createHash } from 'node:crypto'
import type { Diff } from '../diff.ts'
import type { Report } from '../model.ts'
import { html, type Markup, raw } from './markup.ts'
import { SCRIPT } from './script.ts'
import {
  actionSection,
  changesSection,
  headlineSection,
  heatSection,
  inputsSection,
  listsSection,
  plural,
  repliesSection,
  type Section,
  timelineSection,
} from './sections.ts'
import { STYLE } from './style.ts'

export function formatHtml(report: Report, diff: Diff | null = null): string {
  const sections = [
    headlineSection(report),
    actionSection(report),
    changesSection(diff),
    timelineSection(report),
    heatSection(report),
    listsSection(report),
    repliesSection(report),
    inputsSection(report),
  ].filter(section => section !== null)
  return `<!doctype html>\n${page(report, sections).markup}\n`
}

function page(report: Report, sections: readonly Section[]): Markup {
  const { totals } = report
  const period = periodText(report)
  const counted = `${plural(totals.messages, 'message')} to ${plural(totals.addresses, 'address', 'addresses')}, ${plural(totals.attempts.attempted, 'attempt')}`
  return html`<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy()}">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">
<title>Mail delivery report, ${period}</title><style>${raw(STYLE)}</style></head><body>
<a class="skip" href="#${sections[0]?.id ?? 'main'}">Skip to the figures</a>
<header><h1>Mail delivery report</h1><p>${period}</p><p class="soft">${counted}</p>
<nav aria-label="Sections"><ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav></header>
<main id="main">${sections.map(
    ({
      id,
      title,
      body,
    }) => html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${body}</section>
`,
  )}</main>
<footer><p>Made by bouncelog ${report.bouncelogVersion}. This page loads nothing and sends nothing.</p></footer>
<script>${raw(SCRIPT)}</script></body></html>`
}

function periodText({ period }: Report): string {
  if (period.from === null || period.to === null) return 'no dates known'
  const minute = (time: string) => time.slice(0, 16).replace('T', ' ')
  return `${minute(period.from)} to ${minute(period.to)} UTC`
}

function contentPolicy(): string {
  const hash = createHash('sha256').update(SCRIPT).digest('base64')
  return `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
}
