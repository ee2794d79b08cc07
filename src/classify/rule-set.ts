/**
 * Rules in their order of judgement, made ready: which may fit a text, and which do.
 *
 * In:     the user's rules, if any
 * Out:    a rule set; `findRule` gives the one that decides, `findRules` all that fit
 */
import type { Attempt } from '../types.ts'
import { ourRules } from './all-rules.ts'
import { blocklists } from './blocklists.ts'
import type { Masked } from './mask.ts'
import { type Bits, buildIndex, candidatesIn, type Index, nextMarked, signsOf } from './match.ts'
import { preparedIndex } from './prepared.ts'
import { providerTokens } from './providers/provider-tokens.ts'
import type { Expression, Rule, When } from './rule.ts'
import {
  allOf,
  isOfOperator,
  type Rank,
  type RankedRule,
  type Row,
  type Rows,
  rowsOf,
  rowsOfTable,
  rulesOf,
} from './rule-table.ts'
import { listQualitySigns } from './rules/list-quality.ts'
import { type Codes, permanenceOf } from './verdict.ts'

/** strong: all but the weak ones. */
export type Ranks = 'all' | 'strong' | 'weak'

/** Rows, and which of them may fit a text. */
export interface Table {
  rows: Rows
  byWords: Index
  byLinks: Index
}

/** Rules, then blocklists, provider tokens and signs of list quality: one walk over a text marks all of them. */
export interface OurTable extends Table {
  /** Rows that hold for the hosts of one operator only. */
  ofOperators: Bits
  /** Where the rows of each kind begin. */
  weak: number
  blocklists: number
  tokens: number
  listQuality: number
}

export interface RuleSet {
  /** All of them, in their order. */
  ranked(): RankedRule[]
  user: Table | null
  ours: OurTable
}

/** What may fit a text. */
export interface Candidates {
  ours: Bits
  user: Bits | null
}

export interface Asked {
  masked: Masked
  candidates: Candidates
  codes: Codes
  /** Who answered, by the relay's name. */
  provider: string | null
  attempt: Attempt
  /** Every rule that fits, in their order; null: they were not sought. */
  fits: readonly RankedRule[] | null
}

let ours: OurTable | null = null

export function makeRuleSet(userRules: readonly Rule[]): RuleSet {
  ours ??= ourTable()
  if (userRules.length === 0) return { ranked: () => rulesOf(ourRules), user: null, ours }
  const ranked = userRules.map(rule => ({ rule, rank: 'user' as const, provider: rule.provider ?? null }))
  const rows = ranked.flatMap(rowsOf)
  const byWords = buildIndex(rows.map(row => row.words))
  const user = { rows, byWords, byLinks: buildIndex(rows.map(row => row.links)) }
  return { ranked: () => [...ranked, ...rulesOf(ourRules)], user, ours }
}

function ourTable(): OurTable {
  const { firstRows, weak, ofOperators } = ourRules
  const signs = [blocklists, providerTokens, listQualitySigns].map(table => table.map(signRow))
  const rows = rowsOfTable(ourRules, signs.flat())
  const count = firstRows.at(-1) ?? 0
  return {
    rows,
    byWords: preparedIndex('words', () => allOf(rows).map(row => row.words)),
    byLinks: preparedIndex('links', () => allOf(rows).map(row => row.links)),
    ofOperators,
    weak: firstRows[weak] ?? count,
    blocklists: count,
    tokens: count + blocklists.length,
    listQuality: count + blocklists.length + providerTokens.length,
  }
}

function signRow({ match, link }: { match?: Expression; link?: Expression }): Row {
  return { words: match, links: link, one: null }
}

export function candidatesFor({ ours, user }: RuleSet, masked: Masked): Candidates {
  return { ours: candidatesOf(ours, masked), user: user === null ? null : candidatesOf(user, masked) }
}

function candidatesOf(table: Table, { words, links }: Masked): Bits {
  const found = candidatesIn(table.byWords, words)
  if (links !== '') {
    const inLinks = candidatesIn(table.byLinks, links)
    for (let at = 0; at < found.length; at++) found[at] = (found[at] ?? 0) | (inLinks[at] ?? 0)
  }
  return found
}

/** The first rule that fits, in their order. */
export function findRule({ ours, user }: RuleSet, asked: Asked, ranks: Ranks): RankedRule | null {
  if (asked.fits !== null) return asked.fits.find(({ rank }) => isAmong(rank, ranks)) ?? null
  if (user !== null && asked.candidates.user !== null && ranks !== 'weak') {
    const at = firstFit(user, asked.candidates.user, asked, 0, user.rows.length)
    if (at !== -1) return user.rows.at(at)?.one ?? null
  }
  const from = ranks === 'weak' ? ours.weak : 0
  const at = firstFit(
    ours,
    asked.candidates.ours,
    asked,
    from,
    ranks === 'strong' ? ours.weak : ours.blocklists,
  )
  return at === -1 ? null : (ours.rows.at(at)?.one ?? null)
}

function isAmong(rank: Rank, ranks: Ranks): boolean {
  return ranks === 'all' || (rank === 'weak') === (ranks === 'weak')
}

/** Every rule that fits, in their order. */
export function findRules({ ours, user }: RuleSet, asked: Asked): RankedRule[] {
  const users =
    user === null || asked.candidates.user === null
      ? []
      : allFits(user, asked.candidates.user, asked, user.rows.length)
  return [...users, ...allFits(ours, asked.candidates.ours, asked, ours.blocklists)]
}

function allFits(table: Table, marks: Bits, asked: Asked, to: number): RankedRule[] {
  const found: RankedRule[] = []
  for (
    let at = firstFit(table, marks, asked, 0, to);
    at !== -1;
    at = firstFit(table, marks, asked, at + 1, to)
  ) {
    const one = table.rows.at(at)?.one ?? null
    if (one !== null && one !== found.at(-1)) found.push(one)
  }
  return found
}

function firstFit(table: Table, marks: Bits, asked: Asked, from: number, to: number): number {
  for (let at = nextMarked(marks, from, to); at !== -1; at = nextMarked(marks, at + 1, to)) {
    const row = table.rows.at(at)
    if (row !== undefined && mayHold(row, asked) && isIn(row, asked.masked)) return at
  }
  return -1
}

/** The expression stands in the words, or in the links. */
export function isIn({ words, links }: Row, masked: Masked): boolean {
  return words?.test(masked.words) === true || links?.test(masked.links) === true
}

/** The rows whose expression stands in these links. */
export function linksIn({ rows, byLinks }: Table, links: string): string {
  const marks = candidatesIn(byLinks, links)
  let found = ''
  for (let at = nextMarked(marks, 0, rows.length); at !== -1; at = nextMarked(marks, at + 1, rows.length))
    if (rows.at(at)?.links?.test(links) === true) found += ` ${at}`
  return found
}

/** What a rule asks for besides its expression. */
function mayHold(row: Row, asked: Asked): boolean {
  const { one } = row
  if (one === null) return false
  return (one.provider === asked.provider || !isOfOperator(row)) && holds(one.rule.when, asked)
}

/** Operators who have a rule of their own for this text: from their hosts it may mean something else. */
export function operatorsOf({ ours }: RuleSet, asked: Asked): string[] {
  const found: string[] = []
  const own = ours.ofOperators.map((bits, at) => bits & (asked.candidates.ours[at] ?? 0))
  for (let at = nextMarked(own, 0, ours.weak); at !== -1; at = nextMarked(own, at + 1, ours.weak)) {
    const row = ours.rows.at(at)
    const provider = row?.one?.provider ?? null
    if (row === undefined || provider === null || found.includes(provider)) continue
    if (holds(row.one?.rule.when, asked) && isIn(row, asked.masked)) found.push(provider)
  }
  return found
}

function holds(when: When | undefined, asked: Asked): boolean {
  if (when === undefined) return true
  const { codes, attempt } = asked
  if (when.replyCode !== undefined && !when.replyCode.includes(codes.replyCode ?? 0)) return false
  if (when.command !== undefined && (codes.command === null || !when.command.includes(codes.command)))
    return false
  if (when.outcome !== undefined && !when.outcome.includes(attempt.outcome)) return false
  if (when.origin !== undefined && when.origin !== attempt.origin) return false
  if (when.recipientDomain !== undefined && !isOfHost(attempt)) return false
  if (when.permanence !== undefined && when.permanence !== permanenceOf(codes, attempt.outcome)) return false
  if (when.enhanced === undefined) return true
  const code = codes.enhancedCode ?? codes.status
  return code !== null && when.enhanced.some(pattern => codeFits(pattern, code))
}

/** mail.example.com is of example.com. */
export function isOfHost({ host, recipient }: Pick<Attempt, 'host' | 'recipient'>): boolean {
  const domain = recipient?.slice(recipient.lastIndexOf('@') + 1).toLowerCase() ?? ''
  return isHostOf(host, domain)
}

/** `domain` is in lower case. */
export function isHostOf(name: string | null, domain: string): boolean {
  const host = name?.toLowerCase() ?? ''
  return (
    domain !== '' &&
    host.endsWith(domain) &&
    (host.length === domain.length || host.at(-domain.length - 1) === '.')
  )
}

/** What our rules look for in links: a few letters of each. */
export function linkSigns(): readonly string[] {
  ours ??= ourTable()
  return signsOf(ours.byLinks)
}

/** "x.1.1" fits "5.1.1", "4.7.x" fits "4.7.28". */
function codeFits(pattern: string, code: string): boolean {
  let at = 0
  for (const sign of pattern) {
    if (sign === 'x') while (isDigit(code.charCodeAt(at))) at++
    else if (code[at++] !== sign) return false
  }
  return at === code.length
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57
}
