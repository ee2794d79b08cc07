/**
 * The indexes of our own tables, each made once. The command is built with all of them made: 60 ms less at each
 * start (build.mjs); as a library they are made when they are first asked for.
 */
import { type FiledPieces, filePieces, type Index, indexOf } from './match.ts'
import type { Expression } from './rule.ts'

/** By the name of the table. */
export const prepared: { [table: string]: FiledPieces } = {}

export function preparedIndex(table: string, expressions: () => readonly (Expression | undefined)[]): Index {
  prepared[table] ??= filePieces(expressions())
  return indexOf(prepared[table])
}
