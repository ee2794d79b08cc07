/** What was measured, against the bars. */
import type { Bar, Files } from './commands.ts'
import type { Costs } from './measure.ts'
import type { Truth } from './truth.ts'

export interface Measured {
  /** By name of the command. */
  costs: ReadonlyMap<string, Costs>
  truths: Readonly<Partial<Record<keyof Files, Truth>>>
}

export type Verdict = 'goal' | 'floor' | 'MISSED' | 'not measured'

/** Null if it could not be measured here. */
export function figureOf(bar: Bar, { costs, truths }: Measured): number | null {
  const own = costs.get(bar.of)?.[bar.figure]?.median ?? null
  if (own === null || bar.kind === 'absolute') return own
  if (bar.kind === 'speed') {
    const truth = truths[bar.input]
    return truth === undefined ? null : bar.count(truth) / own
  }
  const other = costs.get(bar.than)?.[bar.figure]?.median ?? null
  return other === null ? null : own / other
}

export function verdictOf(bar: Bar, figure: number | null): Verdict {
  if (figure === null) return 'not measured'
  const reaches = (limit: number) => (bar.kind === 'speed' ? figure >= limit : figure <= limit)
  if (reaches(bar.goal)) return 'goal'
  return reaches(bar.floor) ? 'floor' : 'MISSED'
}
