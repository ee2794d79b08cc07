/**
 * The charts of the page as SVG, drawn here and not in the browser. The only file that knows Plot and linkedom.
 *
 * In:  rows of numbers and names
 * Out: SVG markup; colours are CSS variables, so that light and dark are the page's matter
 */
import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import type { Action } from '../../types.ts'
import { actionAdvice, actionOrder } from '../advice.ts'
import { formatCount } from '../numbers.ts'
import { cutTo, printable } from '../width.ts'
import { type Markup, raw } from './markup.ts'
import type { TimeBar } from './timeline.ts'

export const CHART_WIDTH = 960

/** Failures over time, stacked by action. */
export function timelineChart(bars: readonly TimeBar[], times: readonly string[]): Markup {
  const cells = bars.map(bar => ({
    ...bar,
    title: `${bar.time}: ${formatCount(bar.failures)} ${bar.action}`,
  }))
  const svg = Plot.plot({
    document: newDocument(),
    width: CHART_WIDTH,
    height: 320,
    marginLeft: 70,
    marginBottom: 45,
    x: {
      type: 'band',
      domain: times,
      ticks: thinned(times),
      label: null,
      padding: paddingOf(times.length),
    },
    y: {
      grid: true,
      label: 'failures',
      // Half a failure is none.
      tickFormat: (value: number) => (Number.isInteger(value) ? formatCount(value) : ''),
      ticks: 5,
      nice: true,
    },
    color: { domain: [...actionOrder], range: actionOrder.map(colourOf) },
    marks: [
      Plot.ruleY([0]),
      Plot.barY(cells, {
        x: 'time',
        y: 'failures',
        fill: 'action',
        order: [...actionOrder],
        title: 'title',
      }),
    ],
  })
  return chart(
    svg,
    CHART_WIDTH,
    'Failures over time, stacked by what to do about them. The table below holds the numbers.',
  )
}

export interface HeatCell {
  row: string
  column: string
  failures: number
}

/** Failures by provider and reason: the darker, the more. */
export function heatMap(
  cells: readonly HeatCell[],
  rows: readonly string[],
  columns: readonly string[],
): Markup {
  const most = Math.max(1, ...cells.map(cell => cell.failures))
  const width = Math.max(340, Math.min(CHART_WIDTH, 200 + columns.length * 64))
  // A logarithm, so that a provider with a hundredth of the mail is still seen.
  const strength = (failures: number) => 0.12 + 0.78 * (Math.log1p(failures) / Math.log1p(most))
  const marks = cells.map(cell => ({
    ...cell,
    strength: strength(cell.failures),
    label: shortCount(cell.failures),
    title: `${cell.row}, ${cell.column}: ${formatCount(cell.failures)}`,
  }))
  const svg = Plot.plot({
    document: newDocument(),
    width,
    height: 130 + rows.length * 34,
    marginLeft: 150,
    marginTop: 120,
    marginBottom: 10,
    x: {
      type: 'band',
      domain: columns,
      axis: 'top',
      tickRotate: -40,
      label: null,
      tickSize: 0,
      padding: 0.06,
    },
    y: {
      type: 'band',
      domain: rows,
      label: null,
      tickSize: 0,
      padding: 0.08,
      tickFormat: (name: string) => cutTo(name, 20),
    },
    opacity: { type: 'identity' },
    marks: [
      Plot.cell(marks, {
        x: 'column',
        y: 'row',
        fill: 'var(--heat)',
        fillOpacity: 'strength',
        rx: 3,
        title: 'title',
      }),
      Plot.text(marks, { x: 'column', y: 'row', text: 'label', fill: 'currentColor' }),
    ],
  })
  return chart(svg, width, 'Failures by provider and reason. The table below holds the numbers.')
}

export function colourOf(action: Action): string {
  return `var(--${action})`
}

export function actionTitle(action: Action): string {
  return actionAdvice[action].title
}

/** 12345 -> 12k: what fits a cell. */
function shortCount(count: number): string {
  if (count < 10_000) return formatCount(count)
  return count < 10_000_000 ? `${formatCount(count / 1000)}k` : `${formatCount(count / 1e6)}M`
}

/** Few bars stay slim. */
function paddingOf(bars: number): number {
  if (bars > 40) return 0.1
  return bars < 5 ? 0.7 : 0.2
}

/** At most nine ticks, evenly. */
function thinned(times: readonly string[]): string[] {
  const step = Math.ceil(times.length / 9)
  return times.filter((_, index) => index % step === 0)
}

function newDocument(): NonNullable<Plot.PlotOptions['document']> {
  // linkedom's document has what Plot calls; it does not claim to be the DOM's own type.
  return parseHTML('<!doctype html><html><body></body></html>').document as unknown as NonNullable<
    Plot.PlotOptions['document']
  >
}

interface Picture {
  outerHTML: string
  setAttribute: (name: string, value: string) => void
}

/** One picture with one name for a screen reader, which would else read out each bar. */
function chart(svg: Picture, width: number, label: string): Markup {
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-label', printable(label))
  svg.setAttribute('focusable', 'false')
  // Not Plot's own option, which sets a property that linkedom does not let it set.
  // Narrower screens scroll it: letters that shrink with the picture cannot be read.
  const size = `max-width:${width}px;min-width:${Math.min(width, 640)}px`
  svg.setAttribute('style', `overflow:visible;font-size:13px;${size}`)
  // Plot names its groups for screen readers, who hear the one name of the picture instead.
  return raw(svg.outerHTML.replace(/(<(?:g|text|path|rect)\b[^<>]*?) aria-label="[^"]*"/g, '$1'))
}
