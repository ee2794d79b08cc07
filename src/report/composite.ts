/**
 * Groups of failures that agree in several dimensions (reason and provider and code).
 *
 * In:  a selection of facts, the dimensions
 * Out: by fact the number of its group (in the order of their first facts), by group the numbers of its values in
 *      the order of the dimensions
 */
import type { Dimension } from './facts.ts'
import { dimensionOf, type Selection, tableFor } from './tally.ts'

export interface Composite {
  of: Int32Array
  /** [group][dimension] */
  values: number[][]
}

export function groupBy(selection: Selection, dimensions: readonly Dimension[]): Composite {
  const columns = dimensions.map(dimension => dimensionOf(selection, dimension))
  const of = new Int32Array(selection.rows.length)
  const values: number[][] = []
  const firsts: number[] = []
  const table = tableFor(of.length) // group + 1
  const mask = table.length - 1
  const hashes = new Uint32Array(of.length)
  for (const column of columns) mixInto(hashes, column)
  for (let fact = 0; fact < of.length; fact++) {
    let slot = (hashes[fact] ?? 0) & mask
    let group = (table[slot] ?? 0) - 1
    while (group !== -1 && !areEqual(columns, firsts[group] ?? 0, fact)) {
      slot = (slot + 1) & mask
      group = (table[slot] ?? 0) - 1
    }
    if (group === -1) {
      group = values.length
      table[slot] = group + 1
      firsts.push(fact)
      values.push(columns.map(column => column[fact] ?? 0))
    }
    of[fact] = group
  }
  return { of, values }
}

function mixInto(hashes: Uint32Array, column: Int32Array): void {
  for (let fact = 0; fact < hashes.length; fact++) {
    const mixed = Math.imul((hashes[fact] ?? 0) ^ (column[fact] ?? 0), 0x9e3779b1)
    hashes[fact] = mixed ^ (mixed >>> 15)
  }
}

function areEqual(columns: readonly Int32Array[], one: number, other: number): boolean {
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index]
    if (column?.[one] !== column?.[other]) return false
  }
  return true
}
