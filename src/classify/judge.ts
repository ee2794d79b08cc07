/**
 * One attempt -> its verdict and what led to it.
 *
 * In:     a rule set, an attempt
 * Out:    the verdict, and the parts of the story that explain.ts tells
 */
import type { Attempt, Reason, Verdict } from '../types.ts'
import { blocklists } from './blocklists.ts'
import { unframe } from './framing.ts'
import { type Masked, maskText } from './mask.ts'
import { type Bits, nextMarked } from './match.ts'
import { providerTokens } from './providers/provider-tokens.ts'
import { providerOf } from './providers/relays.ts'
import { retryAfterOf } from './retry-after.ts'
import { type Asked, candidatesFor, findRule, findRules, isIn, type Ranks, type RuleSet } from './rule-set.ts'
import type { RankedRule } from './rule-table.ts'
import { codesIn } from './stated-codes.ts'
import { type Codes, type Decision, enhancedRowOf, GENERIC, replyRowOf, verdictOf } from './verdict.ts'

export interface Judgement {
  verdict: Verdict
  decision: Decision
  asked: Asked
  /** The attempt's own words decided so little that the notice is asked, where there is one. */
  asksNotice: boolean
}

/** Codes that say little more than a subject: words are asked first, even weak ones. */
const VAGUE: ReadonlySet<string> = new Set([...GENERIC, '3.0', '4.0', '6.0'])
/** What is no better than a vague answer. */
const NO_CAUSE: ReadonlySet<Reason> = new Set(['unknown', 'expired', 'system-error', 'protocol-error'])

/** `whole`: the diagnostic as masked, where the caller has it: most replies stand in no framing. */
export function judge(set: RuleSet, attempt: Attempt, whole?: Masked): Judgement {
  return judgeAsked(set, askedOf(set, attempt, attempt.diagnostic, whole))
}

/** The same, with every rule that fits: each is asked once, as compiling it takes longer than all else. */
export function judgeByAll(set: RuleSet, attempt: Attempt): Judgement & { fits: readonly RankedRule[] } {
  const asked = askedOf(set, attempt, attempt.diagnostic)
  const fits = findRules(set, asked)
  return { ...judgeAsked(set, { ...asked, fits }), fits }
}

function judgeAsked(set: RuleSet, asked: Asked): Judgement {
  const { attempt } = asked
  let decision = decide(set, asked)
  let told = asked
  const asksNotice = isVague(decision)
  if (asksNotice && attempt.notice !== null && attempt.notice !== '') {
    const noticed = { ...askedOf(set, attempt, attempt.notice), codes: asked.codes, provider: asked.provider }
    const found = firstRule(set, noticed, decision.reason === 'unknown' ? 'all' : 'strong')
    if (found !== null && (decision.reason === 'unknown' || !NO_CAUSE.has(found.reason))) {
      decision = found
      told = noticed
    }
  }
  const verdict = verdictOf(decision, asked.codes, attempt, partsOf(set, told, decision))
  return { verdict, decision, asked, asksNotice }
}

function askedOf(set: RuleSet, attempt: Attempt, text: string, whole?: Masked): Asked {
  const { masked, codes } = replyOf(attempt, text, whole)
  const candidates = candidatesFor(set, masked)
  const provider = providerOf(attempt.relay) ?? providerInText(set, masked, candidates.ours)
  return { masked, candidates, codes, provider, attempt, fits: null }
}

/** The text without its framing, masked, with the codes that the attempt has or the text states. */
export function replyOf(attempt: Attempt, text: string, whole?: Masked): { masked: Masked; codes: Codes } {
  const framed = unframe(text)
  const stated = codesIn(framed.reply)
  const masked = whole !== undefined && framed.reply === text ? whole : maskText(framed.reply, attempt)
  const codes = {
    replyCode: attempt.replyCode ?? stated.replyCode,
    enhancedCode: attempt.enhancedCode ?? stated.enhancedCode,
    status: attempt.status,
    command: attempt.command ?? framed.command,
  }
  return { masked, codes }
}

function isVague(decision: Decision): boolean {
  return decision.reason === 'unknown' || decision.reason === 'expired' || decision.by?.vague === true
}

function decide(set: RuleSet, asked: Asked): Decision {
  const specific = specificCode(asked.codes)
  if (specific === null)
    return firstRule(set, asked, 'all') ?? byCode(asked.codes, asked) ?? byReply(asked) ?? nothing(asked)
  return (
    firstRule(set, asked, 'strong') ??
    byEnhanced(specific, asked) ??
    firstRule(set, asked, 'weak') ??
    byReply(asked) ??
    nothing(asked)
  )
}

function firstRule(set: RuleSet, asked: Asked, ranks: Ranks): Decision | null {
  const found = findRule(set, asked, ranks)
  if (found === null) return null
  const { rule, rank, provider } = found
  return {
    reason: rule.reason,
    basis: rank === 'provider' ? 'provider' : 'text',
    rule: rule.id,
    by: rule,
    provider,
  }
}

/** The reply's own code unless it is generic; then the one that the reporting MTA declared. */
function specificCode(codes: Codes): string | null {
  for (const code of [codes.enhancedCode, codes.status])
    if (code !== null && enhancedRowOf(code) !== undefined && !VAGUE.has(code.slice(2))) return code
  return null
}

function byCode(codes: Codes, asked: Asked): Decision | null {
  return [codes.enhancedCode, codes.status].reduce<Decision | null>(
    (found, code) => found ?? byEnhanced(code, asked),
    null,
  )
}

function byEnhanced(code: string | null, asked: Asked): Decision | null {
  const row = enhancedRowOf(code)
  if (code === null || row === undefined || row.reason === null) return null
  const permanent = code[0] === '5' ? row.permanentReason : undefined
  const silent = row.silentReason !== undefined && hasWords(asked.masked) ? row.silentReason : undefined
  const reason = permanent ?? silent ?? row.reason
  return reason === 'unknown'
    ? null
    : { reason, basis: 'enhanced', rule: `enhanced.x.${row.code}`, by: null, provider: null }
}

function byReply(asked: Asked): Decision | null {
  const row = replyRowOf(asked.codes.replyCode)
  if (row === undefined || row.reason === null) return null
  const at = asked.codes.command === null ? undefined : row.at?.[asked.codes.command]
  const reason = at ?? row.reason
  return reason === 'unknown'
    ? null
    : { reason, basis: 'reply', rule: `reply.${row.code}`, by: null, provider: null }
}

function nothing(asked: Asked): Decision {
  const rule = hasWords(asked.masked) ? 'unknown.unmatched' : 'unknown.no-cause-given'
  return { reason: 'unknown', basis: 'outcome', rule, by: null, provider: null }
}

/** Words besides codes, placeholders and signs. */
function hasWords(masked: Masked): boolean {
  return /\p{L}{2}/u.test(masked.words.replace(/\{[a-z-]{2,20}\}/g, ' '))
}

function partsOf(set: RuleSet, asked: Asked, decision: Decision) {
  const { masked, candidates, provider } = asked
  const { listQuality, rows } = set.ours
  return {
    provider: provider ?? decision.provider,
    blocklist: decision.by?.blocklist ?? blocklistOf(set, masked, candidates.ours),
    retryAfter: retryAfterOf(masked.words) ?? decision.by?.retryAfter ?? null,
    listQuality:
      decision.by?.listQuality === true ||
      firstSign(set, masked, candidates.ours, listQuality, rows.length) !== -1,
  }
}

/** Only where being listed, or the content of what is listed, is the matter. */
function blocklistOf(set: RuleSet, masked: Masked, candidates: Bits): string | null {
  const at = firstSign(set, masked, candidates, set.ours.blocklists, set.ours.tokens)
  return at === -1 ? null : (blocklists[at - set.ours.blocklists]?.name ?? null)
}

function providerInText(set: RuleSet, masked: Masked, candidates: Bits): string | null {
  const at = firstSign(set, masked, candidates, set.ours.tokens, set.ours.listQuality)
  return at === -1 ? null : (providerTokens[at - set.ours.tokens]?.provider ?? null)
}

/** The first row of these that stands in the text; -1 if none does. */
function firstSign({ ours }: RuleSet, masked: Masked, candidates: Bits, from: number, to: number): number {
  for (let at = nextMarked(candidates, from, to); at !== -1; at = nextMarked(candidates, at + 1, to)) {
    const row = ours.rows.at(at)
    if (row !== undefined && isIn(row, masked)) return at
  }
  return -1
}
