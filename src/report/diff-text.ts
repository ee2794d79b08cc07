/** A Diff as text for a terminal, as JSON, as CSV. */
import { formatCsvHeader, formatCsvRow } from './csv.ts'
import type { Change, Diff, Direction } from './diff.ts'
import { formatCount, formatRate } from './numbers.ts'
import { painter } from './paint.ts'
import { keyLabel, viewSpec } from './views.ts'
import { cutTo, padEndTo, padStartTo, printable } from './width.ts'

export function formatDiffJson(diff: Diff): string {
  return `${JSON.stringify(diff, null, 2)}\n`
}

export function formatDiffCsv(diff: Diff): string {
  const header = [
    'view',
    'key',
    'direction',
    'recipientsBefore',
    'denominatorBefore',
    'recipientsAfter',
    'denominatorAfter',
    'factor',
    'chance',
  ]
  const rows = diff.changes.map(({ view, key, direction, before, after, factor, chance }) =>
    formatCsvRow([
      view,
      key,
      direction,
      before.recipients,
      before.denominator,
      after.recipients,
      after.denominator,
      factor,
      chance,
    ]),
  )
  return formatCsvHeader(header) + rows.join('')
}

export interface DiffTextOptions {
  width: number
  colour: boolean
  /** Changes of each view. */
  top?: number
}

export function formatDiffText(diff: Diff, options: DiffTextOptions): string {
  const width = Math.max(60, options.width)
  const lines = [...periodLines(diff, width), '', ...changeLines(diff, { ...options, width })]
  return `${lines.join('\n')}\n`
}

function periodLines({ before, after }: Diff, width: number): string[] {
  const side = (name: string, { from, to, addresses, deliveryRates }: Diff['before']) =>
    cutTo(
      `${padEndTo(name, 8)}${day(from)} to ${day(to)}  ${formatCount(addresses)} addresses, ` +
        `delivered ${formatRate(deliveryRates.delivered)}, bounced ${formatRate(deliveryRates.bounced)}`,
      width,
    )
  return [side('before', before), side('after', after)]
}

function day(time: string | null): string {
  return time === null ? '?' : printable(time.slice(0, 16).replace('T', ' '))
}

const ARROWS: Readonly<Record<Direction, string>> = { rose: '↑', appeared: '+', fell: '↓', vanished: '−' }

function changeLines(diff: Diff, { width, colour, top = 10 }: DiffTextOptions): string[] {
  if (diff.changes.length === 0) {
    return [cutTo(`No change beyond chance in ${formatCount(diff.compared)} rows compared.`, width)]
  }
  const paint = painter(colour)
  const lines: string[] = []
  const views = new Set(diff.changes.map(change => change.view))
  for (const view of views) {
    const changes = diff.changes.filter(change => change.view === view)
    if (lines.length > 0) lines.push('')
    lines.push(
      paint.bold(padEndTo(viewSpec(view).title, width - 30)) +
        paint.dim(padStartTo('before', 15) + padStartTo('after', 15)),
    )
    for (const change of changes.slice(0, top)) {
      const isWorse = change.direction === 'rose' || change.direction === 'appeared'
      lines.push((isWorse ? paint.red : paint.green)(changeLine(change, width)))
    }
    if (changes.length > top) lines.push(paint.dim(`  and ${formatCount(changes.length - top)} more`))
  }
  return lines
}

function changeLine({ view, key, direction, before, after }: Change, width: number): string {
  const name = `${ARROWS[direction]} ${printable(keyLabel(view, key))}`
  return padEndTo(`  ${name}`, width - 30) + sideText(before) + sideText(after)
}

function sideText({ recipients, denominator }: Change['before']): string {
  const rate = denominator > 0 ? recipients / denominator : null
  return padStartTo(formatCount(recipients), 7) + padStartTo(formatRate(rate), 8)
}
