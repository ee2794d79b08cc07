/**
 * A Report as text for a terminal: one screen that says what is wrong and whose move it is.
 *
 * In:  a report; width in columns, colour or not, how many rows of each list
 * Out: lines, each ended by LF, none wider than `width` (60 at least)
 */
import { actionAdvice, actionOrder } from './advice.ts'
import type { ActionGroup, ActionItem, Rank, Report, View, ViewName } from './model.ts'
import { formatCount, formatRate } from './numbers.ts'
import { type Paint, painter } from './paint.ts'
import { keyLabel, viewSpec } from './views.ts'
import { cutTo, padEndTo, padStartTo, printable } from './width.ts'

export interface TerminalOptions {
  width: number
  colour: boolean
  /** Rows of each list. */
  top?: number
}

interface Canvas {
  width: number
  paint: Paint
  top: number
}

export function formatTerminal(report: Report, options: TerminalOptions): string {
  const canvas: Canvas = {
    width: Math.max(60, Math.min(options.width, 160)),
    paint: painter(options.colour),
    top: options.top ?? 5,
  }
  const blocks = [
    headLines(report, canvas),
    figureLines(report, canvas),
    actionLines(report, canvas),
    listLines(report, canvas),
    noteLines(report, canvas),
  ]
  const lines = blocks.filter(block => block.length > 0).flatMap(block => [...block, ''])
  return `${lines.slice(0, -1).join('\n')}\n`
}

function headLines(report: Report, { width, paint }: Canvas): string[] {
  const { totals, period } = report
  const when = period.from === null ? 'no dates known' : `${minute(period.from)} to ${minute(period.to)} UTC`
  const lines = [paint.bold(cutTo(`Mail deliveries, ${when}`, width))]
  const counted = [plural(totals.messages, 'message'), plural(totals.addresses, 'address', 'addresses')]
  lines.push(cutTo(`${counted.join(', ')}, ${plural(totals.attempts.attempted, 'attempt')}`, width))
  return lines
}

function minute(time: string | null): string {
  return time === null ? '' : printable(time.slice(0, 16).replace('T', ' '))
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** Deliveries are what each message came to for each recipient, attempts the single tries. */
function figureLines({ totals }: Report, { paint, width }: Canvas): string[] {
  const { deliveries, deliveryRates, attempts, attemptRates } = totals
  const lines = [paint.dim(padEndTo('', 12) + padStartTo('deliveries', 21) + padStartTo('attempts', 21))]
  for (const name of ['delivered', 'bounced', 'deferred', 'expired'] as const) {
    const cells = [formatCount(deliveries[name]), formatRate(deliveryRates[name])]
    const tries = [formatCount(attempts[name]), formatRate(attemptRates[name])]
    const line =
      padEndTo(`  ${name}`, 12) +
      padStartTo(cells[0] ?? '', 12) +
      padStartTo(cells[1] ?? '', 9) +
      padStartTo(tries[0] ?? '', 12) +
      padStartTo(tries[1] ?? '', 9)
    lines.push(name === 'bounced' || name === 'expired' ? markIf(line, deliveries[name] > 0, paint) : line)
  }
  lines.push(
    padEndTo('  of', 12) +
      padStartTo(formatCount(deliveries.attempted), 12) +
      padStartTo(formatCount(attempts.attempted), 21),
  )
  const apart = [
    counted(attempts.delayed, 'delay notices'),
    counted(attempts.handedOver, 'handed over to a filter'),
    counted(attempts.rejected, 'refused from clients'),
    counted(attempts.suppressed, 'not sent (suppression list)'),
    counted(totals.duplicates, 'DSNs of failures in the log'),
  ].filter(text => text !== null)
  if (apart.length > 0) lines.push(cutTo(`  apart: ${apart.join(', ')}`, width))
  if (attempts.delivered === 0 && totals.failures > 0) lines.push('  no rates: the input holds no deliveries')
  return lines
}

function counted(count: number, what: string): string | null {
  return count === 0 ? null : `${formatCount(count)} ${what}`
}

function markIf(line: string, isBad: boolean, paint: Paint): string {
  return isBad ? paint.red(line) : line
}

function actionLines(report: Report, canvas: Canvas): string[] {
  if (report.actions.length === 0) {
    return report.totals.attempts.attempted > 0 ? ['No failures.'] : []
  }
  const { paint, width } = canvas
  const lines = [paint.bold('What to do')]
  for (const action of actionOrder) {
    const group = report.actions.find(candidate => candidate.action === action)
    if (group === undefined) continue
    const { title } = actionAdvice[action]
    const head = `  ${padEndTo(title, 16)}${padStartTo(amountOf(group), 18)}  `
    lines.push(...itemLines(head, group, { width, paint }))
  }
  return lines
}

function amountOf(group: ActionGroup): string {
  if (group.action === 'suppress') return plural(group.recipients, 'address', 'addresses')
  return plural(group.failures, 'failure')
}

/** Two lines of causes at most: what does not fit is said as a number. */
function itemLines(head: string, group: ActionGroup, { width, paint }: Omit<Canvas, 'top'>): string[] {
  // One column is kept for the comma at the end of the first line.
  const room = width - head.length - 1
  const causes = causesOf(group)
  const lines: string[] = ['']
  let shown = 0
  for (const cause of causes) {
    const last = lines.length - 1
    const line = lines[last] ?? ''
    const rest = causes.length - shown
    const reserve = last === 1 && rest > 1 ? ` +${rest}`.length : 0
    const joined = line === '' ? cause : `${line}, ${cause}`
    if (joined.length + reserve <= room || line === '') lines[last] = cutTo(joined, room)
    else if (last === 0) {
      lines[0] = `${line},`
      lines.push(cutTo(cause, room))
    } else break
    shown++
  }
  const left = causes.length - shown
  if (left > 0) lines[lines.length - 1] = cutTo(`${lines[lines.length - 1] ?? ''} +${left}`, room)
  const colour = group.action === 'suppress' || group.action === 'fix-sender' ? paint.yellow : paint.plain
  return lines.map((line, index) => (index === 0 ? colour(head) + line : ' '.repeat(head.length) + line))
}

/** Causes that differ in the code only are one; provider and code stand where they are the same for all. */
function causesOf(group: ActionGroup): string[] {
  const causes = new Map<string, { items: ActionItem[]; count: number }>()
  for (const item of group.items) {
    const withProvider = group.action === 'fix-sender' || group.action === 'slow-down'
    const key = withProvider ? `${item.reason} ${item.provider ?? ''}` : item.reason
    const cause = causes.get(key) ?? { items: [], count: 0 }
    cause.items.push(item)
    cause.count += group.action === 'suppress' ? item.recipients : item.failures
    causes.set(key, cause)
  }
  const sorted = [...causes.values()].sort((one, other) => other.count - one.count)
  return sorted.map(({ items, count }) => describeCause(group, items, count))
}

function describeCause(group: ActionGroup, items: ActionItem[], count: number): string {
  const [first] = items
  if (first === undefined) return ''
  const withPlace = group.action === 'fix-sender' || group.action === 'slow-down'
  const place = withPlace && first.provider !== null ? ` at ${printable(first.provider)}` : ''
  const codes = [first.replyCode, first.enhancedCode].filter(code => code !== null).join(' ')
  const code = withPlace && codes !== '' ? ` (${codes})` : ''
  return `${formatCount(count)} ${first.reason}${place}${code}`
}

const LISTS: readonly ViewName[] = ['by-reason', 'by-provider', 'by-domain', 'by-enhanced-code']

/** Two lists beside each other where there is room for two. */
function listLines(report: Report, canvas: Canvas): string[] {
  if (report.totals.failures === 0) return []
  const gap = 4
  const half = Math.floor((canvas.width - gap) / 2)
  const width = half >= 36 ? half : canvas.width
  const lists = LISTS.map(name => listOf(report, name, { ...canvas, width }))
  if (half < 36) return lists.flatMap((list, index) => (index === 0 ? list : ['', ...list]))
  const lines: string[] = []
  for (let index = 0; index < lists.length; index += 2) {
    const left = lists[index] ?? []
    const right = lists[index + 1] ?? []
    if (index > 0) lines.push('')
    for (let row = 0; row < Math.max(left.length, right.length); row++) {
      // A list's lines are all exactly `width` wide, colours aside.
      const line = (left[row] ?? ' '.repeat(width)) + ' '.repeat(gap) + (right[row] ?? '')
      lines.push(line.trimEnd())
    }
  }
  return lines
}

const SHARE = 8
const COUNT = 10

function listOf(report: Report, name: ViewName, { width, paint, top }: Canvas): string[] {
  const view = report.views[name]
  const ranks = ranksOf(view)
  const hasRate = ranks.some(rank => rank.delivered !== null) && report.totals.attempts.delivered > 0
  const keyWidth = width - COUNT - SHARE - 1
  const last = hasRate ? 'rate' : 'share'
  const { title } = viewSpec(name)
  const lines = [
    paint.bold(padEndTo(title, keyWidth)) +
      paint.dim(padStartTo('failures', COUNT) + padStartTo(last, SHARE + 1)),
  ]
  const failing = ranks.filter(rank => rank.failures > 0)
  for (const rank of failing.slice(0, top)) {
    const share = formatRate(hasRate ? rank.rate : rank.share)
    lines.push(
      padEndTo(`  ${keyText(name, rank)}`, keyWidth) +
        padStartTo(formatCount(rank.failures), COUNT) +
        padStartTo(share, SHARE + 1),
    )
  }
  const left = failing.length - top + view.leftOff
  if (left > 0) lines.push(paint.dim(padEndTo(`  and ${formatCount(left)} more`, width)))
  return lines
}

/** Of a report that was read from a file, its rows. */
function ranksOf(view: View): readonly Rank[] {
  return view.ranks ?? view.rows
}

function keyText(name: ViewName, { key }: Rank): string {
  return printable(keyLabel(name, key))
}

function noteLines(report: Report, { paint, width }: Canvas): string[] {
  const lines: string[] = []
  const rollups = ranksOf(report.views['by-rollup']).map(
    rank => `${rank.key ?? ''} ${formatCount(rank.failures)}`,
  )
  if (rollups.length > 0) lines.push(cutTo(`In other tools' words: ${rollups.join(', ')}`, width))
  const notices = Object.entries(report.notices).map(([kind, count]) => `${formatCount(count)} ${kind}`)
  if (notices.length > 0) lines.push(cutTo(`Not bounces: ${notices.join(', ')}`, width))
  const { unmatched } = report.views
  const ranks = ranksOf(unmatched)
  const others = unmatched.leftOff === 0 ? null : unmatched.other
  const unruled = ranks.reduce((sum, rank) => sum + rank.failures, others?.failures ?? 0)
  if (unruled > 0) {
    const wordings = ranks.length + unmatched.leftOff
    lines.push(
      cutTo(
        `${plural(unruled, 'failure')} in ${plural(wordings, 'wording')} that no rule knows (view unmatched)`,
        width,
      ),
    )
  }
  if (report.problems.total > 0) {
    lines.push(
      paint.yellow(
        cutTo(`${plural(report.problems.total, 'record')} could not be read (view problems)`, width),
      ),
    )
  }
  for (const input of report.inputs.filter(candidate => candidate.error !== null).slice(0, 3)) {
    lines.push(paint.red(cutTo(`${printable(input.file)}: ${printable(input.error ?? '')}`, width)))
  }
  return lines
}
