/**
 * Rules in their order of judgement, made ready: which may fit a text, and which do.
 *
 * In:     the user's rules, if any
 * Out:    a rule set; `findRules` gives what fits, first the one that decides
 */
import type { Attempt } from '../types.ts'
import { allProviders, textRules, weakRules } from './all-rules.ts'
import type { Masked } from './mask.ts'
import { buildIndex, type Index, markCandidates, markedRows } from './match.ts'
import { preparedIndex } from './prepared.ts'
import type { Expression, Rule, When } from './rule.ts'
import { type Codes, permanenceOf } from './verdict.ts'

/** user and provider rules come first, weak ones after the specific enhanced codes. */
export type Rank = 'user' | 'provider' | 'text' | 'weak'

export interface RankedRule {
  rule: Rule
  rank: Rank
  /** Of a provider's table: its provider. */
  provider: string | null
}

/** One expression of a rule: what the indexes file. */
interface Row {
  one: RankedRule
  words: Expression | undefined
  links: Expression | undefined
}

export interface RuleSet {
  ranked: readonly RankedRule[]
  rows: readonly Row[]
  byWords: Index
  byLinks: Index
}

export interface Asked {
  masked: Masked
  codes: Codes
  /** Who answered, by the relay's name. */
  provider: string | null
  attempt: Attempt
  /** The ranks that are asked. */
  ranks: readonly Rank[]
}

export function makeRuleSet(userRules: readonly Rule[]): RuleSet {
  const ranked: RankedRule[] = [
    ...userRules.map(rule => ({ rule, rank: 'user' as const, provider: rule.provider ?? null })),
    ...allProviders.flatMap(table =>
      table.rules.map(rule => ({ rule, rank: 'provider' as const, provider: table.provider })),
    ),
    ...textRules.map(rule => ({ rule, rank: 'text' as const, provider: null })),
    ...weakRules.map(rule => ({ rule, rank: 'weak' as const, provider: null })),
  ]
  const rows = ranked.flatMap(rowsOf)
  const words = () => rows.map(row => row.words)
  const links = () => rows.map(row => row.links)
  return userRules.length > 0
    ? { ranked, rows, byWords: buildIndex(words()), byLinks: buildIndex(links()) }
    : { ranked, rows, byWords: preparedIndex('words', words), byLinks: preparedIndex('links', links) }
}

function rowsOf(one: RankedRule): Row[] {
  const { match, link } = one.rule
  const rows: Row[] = [match ?? []].flat().map(words => ({ one, words, links: undefined }))
  return link === undefined ? rows : [...rows, { one, words: undefined, links: link }]
}

/** The rules that fit, in their order, lazily: whoever wants the first one only pays for no more. */
export function* findRules(set: RuleSet, asked: Asked): Generator<RankedRule> {
  const wanted = new Uint32Array((set.rows.length + 31) >>> 5)
  markCandidates(set.byWords, asked.masked.words, wanted)
  if (asked.masked.links !== '') markCandidates(set.byLinks, asked.masked.links, wanted)
  let last: RankedRule | null = null
  for (const at of markedRows(wanted)) {
    const row = set.rows[at]
    if (row === undefined || row.one === last || !asked.ranks.includes(row.one.rank) || !fits(row, asked))
      continue
    last = row.one
    yield row.one
  }
}

function fits({ one, words, links }: Row, asked: Asked): boolean {
  const { rule } = one
  const foreign = one.provider !== null && one.provider !== asked.provider
  if (foreign && (rule.anywhere === undefined || (rule.anywhere === 'link' && words !== undefined)))
    return false
  if (rule.when !== undefined && !holds(rule.when, asked)) return false
  return words?.test(asked.masked.words) === true || links?.test(asked.masked.links) === true
}

function holds(when: When, asked: Asked): boolean {
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
export function isOfHost(attempt: Attempt): boolean {
  const host = attempt.host?.toLowerCase() ?? ''
  const domain = attempt.recipient?.slice(attempt.recipient.lastIndexOf('@') + 1).toLowerCase() ?? ''
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`))
}

/** "x.1.1" fits "5.1.1", "4.7.x" fits "4.7.28". */
function codeFits(pattern: string, code: string): boolean {
  const wanted = pattern.split('.')
  return code.split('.').every((part, at) => wanted[at] === 'x' || wanted[at] === part)
}
