/**
 * Groups of failures that agree in several dimensions (reason and provider and code).
 *
 * In:  a selection of facts, the dimensions
 * Out: by fact the number of its group, by group the numbers of its values in the order of the dimensions
 */
import { DICTIONARY_LIMIT } from './dictionary.ts'
import { columnOf, type Dimension } from './facts.ts'
import type { Selection } from './tally.ts'

export interface Composite {
  of: Int32Array
  /** [group][dimension] */
  values: number[][]
}

/** More than any number of a dictionary, and small enough that group * FACTOR + number is exact. */
const FACTOR = DICTIONARY_LIMIT * 2

export function groupBy(selection: Selection, dimensions: readonly Dimension[]): Composite {
  const { cells, starts } = selection
  let of = new Int32Array(starts.length)
  let values: number[][] = [[]]
  for (const dimension of dimensions) {
    const column = columnOf(dimension)
    const groups = new Map<number, number>()
    const nextOf = new Int32Array(starts.length)
    const nextValues: number[][] = []
    for (let fact = 0; fact < starts.length; fact++) {
      const id = cells[(starts[fact] ?? 0) + column] ?? 0
      const before = of[fact] ?? 0
      const key = before * FACTOR + id
      let group = groups.get(key)
      if (group === undefined) {
        group = nextValues.length
        groups.set(key, group)
        nextValues.push([...(values[before] ?? []), id])
      }
      nextOf[fact] = group
    }
    of = nextOf
    values = nextValues
  }
  return { of, values }
}
