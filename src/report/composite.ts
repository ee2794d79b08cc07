/**
 * Groups of failures that agree in several dimensions (reason and provider and code), all of which follow from the kind.
 *
 * In:  the kinds of a run, a selection of its facts, the dimensions
 * Out: a grouping; by group the numbers of its values in the order of the dimensions, and its failures
 */
import { type KindDimension, type Kinds, kindColumn } from './kinds.ts'
import type { Grouping, Selection } from './tally.ts'

export interface Composite {
  of: Grouping
  /** [group][dimension] */
  values: number[][]
  failures: number[]
}

export function groupBy(kinds: Kinds, selection: Selection, dimensions: readonly KindDimension[]): Composite {
  const columns = dimensions.map(dimension => kindColumn(kinds, dimension))
  const groups = new Int32Array(kinds.count).fill(-1)
  const values: number[][] = []
  const failures: number[] = []
  const known = new Map<string, number>()
  selection.failures.forEach((count, kind) => {
    // All of this kind were left out as duplicates.
    if (count === 0) return
    const own = columns.map(column => column[kind] ?? 0)
    const key = own.join()
    const group = known.get(key) ?? values.push(own) - 1
    known.set(key, group)
    groups[kind] = group
    failures[group] = (failures[group] ?? 0) + count
  })
  return { of: { values: selection.kinds, groups }, values, failures }
}
