/**
 * The burst guard: when an operator condemns many more addresses than it usually does, its answers are suspect.
 *
 * In:  per operator and hour, the answers and how many of them condemn; in any order
 * Out: per operator, the periods in which its verdicts need a second day
 * Spec: policy.md, "Burst guard"
 */
import type { BurstGuard } from './policy.ts'

interface Answers {
  all: number
  condemning: number
}

/** Hour (epoch hours) -> answers, per operator: some dozens of operators, however long the input. */
export type BurstCounts = Map<string, Map<number, Answers>>

/** Epoch seconds; `from` and `to` belong to it. */
export interface SuspectPeriod {
  from: number
  to: number
}

const HOUR = 3600

/** Hosts whose operator is not known: counted together, for comparison only. */
const UNKNOWN_OPERATOR = ''

export function countAnswer(
  counts: BurstCounts,
  provider: string | null,
  at: number,
  meaning: 'condemning' | 'other',
): void {
  const operator = provider ?? UNKNOWN_OPERATOR
  let hours = counts.get(operator)
  if (hours === undefined) {
    hours = new Map()
    counts.set(operator, hours)
  }
  add(hours, Math.floor(at / HOUR), 1, meaning === 'condemning' ? 1 : 0)
}

export function suspectPeriods(counts: BurstCounts, guard: BurstGuard): Map<string, SuspectPeriod[]> {
  const found = new Map<string, SuspectPeriod[]>()
  for (const width of guard.windowsHours) {
    const windows = new Map(
      [...counts].map(([operator, hours]) => [operator, inWindows(hours, width)] as const),
    )
    const everyone: Windows = new Map()
    for (const own of windows.values())
      for (const [window, { all, condemning }] of own) add(everyone, window, all, condemning)
    for (const [operator, own] of windows) {
      const periods = found.get(operator) ?? []
      if (operator === UNKNOWN_OPERATOR) continue
      for (const window of burstsOf({ own: [...own], everyone, width, guard })) {
        const start = window * width * HOUR
        periods.push({
          from: start - guard.lookBackHours * HOUR,
          to: start + (width + guard.quarantineHours) * HOUR - 1,
        })
      }
      if (periods.length > 0) found.set(operator, periods)
    }
  }
  return found
}

/** When the last suspect period that holds `at` ends; null if the answer of that time is not suspect. */
export function suspectUntil(periods: readonly SuspectPeriod[] | undefined, at: number): number | null {
  let until: number | null = null
  for (const { from, to } of periods ?? []) if (at >= from && at <= to) until = Math.max(until ?? to, to)
  return until
}

/** Like hours, but of `width` hours each. */
type Windows = Map<number, Answers>

interface Scene {
  own: readonly Window[]
  everyone: Windows
  width: number
  guard: BurstGuard
}

type Window = readonly [index: number, answers: Answers]

function burstsOf(scene: Scene): number[] {
  const { own, width, guard } = scene
  const history = Math.ceil((guard.historyDays * 24) / width)
  const begin = own.reduce((least, [window]) => Math.min(least, window), Number.POSITIVE_INFINITY)
  const bursts: number[] = []
  for (const [window, { all, condemning }] of own) {
    if (all < guard.events || condemning / all <= guard.share) continue
    const compared =
      window - begin >= history
        ? own.filter(([other]) => other < window && other >= window - history)
        : restOfInput(scene, window)
    if (condemning / all > guard.times * usualShare(compared, guard)) bursts.push(window)
  }
  return bursts
}

/** Without a history of its own: what all the others answer, and this operator at least a day before or after. */
function restOfInput({ own, everyone, width }: Scene, window: number): Window[] {
  const day = Math.ceil(24 / width)
  const mine = new Map(own)
  const others = [...everyone].map(([index, all]): Window => {
    const { all: ownAll = 0, condemning = 0 } = mine.get(index) ?? {}
    return [index, { all: all.all - ownAll, condemning: all.condemning - condemning }]
  })
  return [
    ...own.filter(([other]) => Math.abs(other - window) > day),
    ...others.filter(([, answers]) => answers.all > 0),
  ]
}

/** The share below which half of the answers stand. Where too little is known to say, a high one is assumed. */
function usualShare(windows: readonly Window[], guard: BurstGuard): number {
  const shares = windows
    .map(([, { all, condemning }]) => ({ all, share: condemning / all }))
    .sort((a, b) => a.share - b.share)
  const total = shares.reduce((sum, { all }) => sum + all, 0)
  if (total < guard.events) return guard.share
  let below = 0
  for (const { all, share } of shares) {
    below += all
    if (below * 2 >= total) return share
  }
  return 0
}

function inWindows(hours: ReadonlyMap<number, Answers>, width: number): Windows {
  const windows: Windows = new Map()
  for (const [hour, { all, condemning }] of hours) add(windows, Math.floor(hour / width), all, condemning)
  return windows
}

function add(windows: Windows, window: number, all: number, condemning: number): void {
  const answers = windows.get(window)
  if (answers === undefined) windows.set(window, { all, condemning })
  else {
    answers.all += all
    answers.condemning += condemning
  }
}
