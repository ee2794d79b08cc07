/**
 * Rules in their order of judgement, and their rows: one for each expression of a rule.
 *
 * In:     the numbers of rules and rows, and what makes a rule
 * Out:    rows, each made when it is first asked for: of a thousand a run meets some dozens
 */
import { type Bits, bitsOf } from './match.ts'
import type { Expression, ProviderRules, Rule } from './rule.ts'

/** user and provider rules come first, weak ones after the specific enhanced codes. */
export type Rank = 'user' | 'provider' | 'text' | 'weak'

export interface RankedRule {
  rule: Rule
  rank: Rank
  /** Of a provider's table: its provider. */
  provider: string | null
}

/** What is sought in the words, and what in the links: one of them is enough. */
export interface Row {
  words: Expression | undefined
  links: Expression | undefined
  /** Of a rule: one expression of it is one row. */
  one: RankedRule | null
}

/** As an array has them. */
export type Rows = Pick<readonly Row[], 'length' | 'at'>

export interface RuleTable {
  /** By rule the number of its first row, and behind them how many rows there are. */
  firstRows: readonly number[]
  /** The first weak rule. */
  weak: number
  /** Rows that hold for the hosts of one operator only. */
  ofOperators: Bits
  ruleAt(number: number): RankedRule
}

export function tableOf(
  providers: readonly ProviderRules[],
  texts: readonly Rule[],
  weak: readonly Rule[],
): RuleTable {
  const ranked: RankedRule[] = [
    ...providers.flatMap(({ provider, rules }) =>
      rules.map(rule => ({ rule, rank: 'provider' as const, provider })),
    ),
    ...texts.map(rule => ({ rule, rank: 'text' as const, provider: null })),
    ...weak.map(rule => ({ rule, rank: 'weak' as const, provider: null })),
  ]
  const rows = ranked.map(rowsOf)
  const firstRows = [0]
  for (const own of rows) firstRows.push((firstRows.at(-1) ?? 0) + own.length)
  return {
    firstRows,
    weak: ranked.length - weak.length,
    ofOperators: bitsOf(rows.flat().map(isOfOperator)),
    ruleAt(number) {
      const one = ranked[number]
      if (one === undefined) throw new RangeError(`there is no rule ${number}`)
      return one
    },
  }
}

/** In their order. */
export function rulesOf({ firstRows, ruleAt }: RuleTable): RankedRule[] {
  return firstRows.slice(0, -1).map((_, number) => ruleAt(number))
}

/** The rows of all its rules, and behind them those of others. */
export function rowsOfTable({ firstRows, ruleAt }: RuleTable, others: readonly Row[]): Rows {
  const count = firstRows.at(-1) ?? 0
  const made: (Row | undefined)[] = new Array(count).fill(undefined)
  return {
    length: count + others.length,
    at(row) {
      if (row >= count) return others[row - count]
      if (made[row] === undefined) {
        const number = ruleOf(firstRows, row)
        const first = firstRows[number] ?? 0
        for (const [at, own] of rowsOf(ruleAt(number)).entries()) made[first + at] = own
      }
      return made[row]
    },
  }
}

/** All of them. */
export function allOf(rows: Rows): Row[] {
  return Array.from({ length: rows.length }).flatMap((_, at) => rows.at(at) ?? [])
}

/** The last rule whose first row is not behind this one. */
function ruleOf(firstRows: readonly number[], row: number): number {
  let from = 0
  let to = firstRows.length - 1
  while (to - from > 1) {
    const middle = (from + to) >>> 1
    if ((firstRows[middle] ?? 0) <= row) from = middle
    else to = middle
  }
  return from
}

export function rowsOf(one: RankedRule): Row[] {
  const { match, link } = one.rule
  const rows: Row[] = [match ?? []].flat().map(words => ({ words, links: undefined, one }))
  if (link !== undefined) rows.push({ words: undefined, links: link, one })
  return rows
}

export function isOfOperator({ one, words }: Row): boolean {
  if (one === null || one.provider === null) return false
  const { anywhere } = one.rule
  return anywhere === undefined || (anywhere === 'link' && words !== undefined)
}
