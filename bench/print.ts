/** The tables of a run: for a terminal, and in Markdown for the README. */
import { BARS, type Bar, type Files } from './commands.ts'
import type { Costs, Spread } from './measure.ts'
import { figureOf, type Measured, verdictOf } from './verdicts.ts'

export function formatCosts(costs: ReadonlyMap<string, Costs>): string {
  const head = ['CPU s', 'min', 'max', 'wall s', 'min', 'max', 'MiB'].map(name => name.padStart(9)).join('')
  const lines = [...costs].map(([name, { runs, cpu, wall, peak }]) => {
    const figures = [...seconds(cpu), ...seconds(wall), peak === null ? '?' : peak.median.toFixed(0)]
    return `${name.padEnd(48)}${String(runs).padStart(5)}${figures.map(figure => figure.padStart(9)).join('')}`
  })
  return [`${'command'.padEnd(48)} runs${head}`, ...lines].join('\n')
}

function seconds({ median, min, max }: Spread): string[] {
  return [median, min, max].map(figure => figure.toFixed(3))
}

export function formatBars(measured: Measured): string {
  const lines = BARS.map(bar => {
    const figure = figureOf(bar, measured)
    const [reached = '?', floor, goal] = [figure, bar.floor, bar.goal].map(number =>
      number === null ? '?' : short(number),
    )
    return `${barName(bar).padEnd(84)}${reached.padStart(9)} ${bar.unit} (floor ${floor}, goal ${goal}): ${verdictOf(bar, figure)}`
  })
  return ['bar', ...lines].join('\n')
}

function barName(bar: Bar): string {
  if (bar.kind === 'speed') return `${bar.of}, a CPU second`
  return `${bar.of}, ${bar.figure}${bar.kind === 'ratio' ? ` / ${bar.than}` : ''}`
}

function short(number: number): string {
  if (number >= 100) return number.toFixed(0)
  return number >= 10 ? number.toFixed(1) : number.toFixed(3)
}

/** The README's table: each command with what it was measured on and the bars that it was held to. */
export function formatMarkdown(measured: Measured): string {
  const lines = [...measured.costs].map(([name, { cpu, wall, peak }]) => {
    const bars = BARS.filter(bar => bar.of === name).flatMap(bar => markdownBar(bar, measured))
    const figures = [cpu.median.toFixed(2), wall.median.toFixed(2), peak?.median.toFixed(0) ?? '?']
    const cells = [`\`${name.replaceAll('|', '\\|')}\``, ...figures, bars.join('; ')]
    return `| ${cells.join(' | ')} |`
  })
  return ['| command | CPU s | wall s | peak MiB | bar |', '|---|---|---|---|---|', ...lines].join('\n')
}

function markdownBar(bar: Bar, measured: Measured): string[] {
  const figure = figureOf(bar, measured)
  if (figure === null) return []
  if (bar.kind === 'ratio') {
    const than = bar.than.replaceAll('|', '\\|')
    return [`${two(figure)} × the ${WORDS[bar.figure]} of \`${than}\` (bar: ${two(bar.floor)})`]
  }
  const unit = bar.unit.replace('CPU-s', 'CPU second')
  if (bar.kind === 'absolute') return [`${two(figure)} ${unit} (bar: ${two(bar.floor)})`]
  return [`${whole(figure)} ${unit} (bar: ${whole(bar.floor)})`]
}

const WORDS = { cpu: 'CPU time', wall: 'time', peak: 'memory' } as const

function two(figure: number): string {
  return figure >= 10 ? figure.toFixed(0) : figure.toFixed(2)
}

/** "12,300": three digits are more than a run can tell. */
function whole(figure: number): string {
  return Number(figure.toPrecision(3)).toLocaleString('en-US')
}

/** What each input holds. */
export function formatTruths(truths: Measured['truths']): string {
  const names = Object.keys(truths) as (keyof Files)[]
  return names
    .map(name => {
      const { bytes, lines, messages, delivered, bounced, deferred, expired } = truths[name] ?? NOTHING
      const counts = { lines, messages, delivered, bounced, deferred, expired }
      const told = Object.entries(counts).filter(([, count]) => count > 0)
      const words = told.map(([what, count]) => `${count.toLocaleString('en-US')} ${what}`)
      return `${name}: ${(bytes / 1e6).toFixed(0)} MB, ${words.join(', ')}`
    })
    .join('\n')
}

const NOTHING = { bytes: 0, lines: 0, messages: 0, delivered: 0, bounced: 0, deferred: 0, expired: 0 }
