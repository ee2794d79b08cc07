/** Failures over time in at most a hundred bars: hours, days, weeks, months or years, whichever fits. */
import type { Action } from '../../types.ts'
import type { TimelineCell } from '../model.ts'

export interface TimeBar {
  time: string
  action: Action
  failures: number
}

export interface Timeline {
  bars: TimeBar[]
  /** Every bar's time in order, those without failures too. */
  times: string[]
  unit: 'hour' | 'day' | 'week' | 'month' | 'year'
  /** Failures without a known time. */
  undated: number
}

const MOST_BARS = 100

const COARSER: readonly { unit: Timeline['unit']; of: (time: string) => string }[] = [
  { unit: 'hour', of: time => time.slice(0, 13) },
  { unit: 'day', of: time => time.slice(0, 10) },
  { unit: 'week', of: weekOf },
  { unit: 'month', of: time => time.slice(0, 7) },
  { unit: 'year', of: time => time.slice(0, 4) },
]

export function buildTimeline(cells: readonly TimelineCell[], bucket: 'hour' | 'day'): Timeline {
  const undated = cells.reduce((sum, cell) => sum + (cell.time === null ? cell.failures : 0), 0)
  const dated = cells.filter(cell => cell.time !== null)
  const levels = bucket === 'hour' ? COARSER : COARSER.slice(1)
  for (const { unit, of } of levels) {
    const times = [...new Set(dated.map(cell => of(cell.time ?? '')))].sort()
    if (times.length > MOST_BARS && unit !== 'year') continue
    return { bars: sumBars(dated, of), times: withGaps(times, unit).slice(-MOST_BARS), unit, undated }
  }
  return { bars: [], times: [], unit: bucket, undated }
}

function sumBars(cells: readonly TimelineCell[], of: (time: string) => string): TimeBar[] {
  const sums = new Map<string, TimeBar>()
  for (const { time, action, failures } of cells) {
    const at = of(time ?? '')
    const bar = sums.get(`${at} ${action}`) ?? { time: at, action, failures: 0 }
    bar.failures += failures
    sums.set(`${at} ${action}`, bar)
  }
  return [...sums.values()]
}

/** The Monday of its week. */
function weekOf(time: string): string {
  const day = Date.parse(`${time.slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(day)) return time.slice(0, 10)
  const sinceMonday = (new Date(day).getUTCDay() + 6) % 7
  return new Date(day - sinceMonday * DAY).toISOString().slice(0, 10)
}

const DAY = 86_400_000
const STEPS = { hour: 3_600_000, day: DAY, week: 7 * DAY } as const

/** Hours, days and weeks in which nothing failed are shown as such, unless the input jumps by years. */
function withGaps(times: string[], unit: Timeline['unit']): string[] {
  const [first, last] = [times[0], times[times.length - 1]]
  if (first === undefined || last === undefined || unit === 'month' || unit === 'year') return times
  const begin = parseBucket(first)
  const end = parseBucket(last)
  const count = (end - begin) / STEPS[unit] + 1
  if (!(count <= MOST_BARS)) return times
  const filled: string[] = []
  for (let at = begin; at <= end; at += STEPS[unit]) {
    filled.push(new Date(at).toISOString().slice(0, first.length))
  }
  return filled
}

function parseBucket(time: string): number {
  return Date.parse(time.length === 13 ? `${time}:00:00Z` : `${time}T00:00:00Z`)
}
