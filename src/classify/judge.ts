/**
 * One attempt -> its verdict and what led to it.
 *
 * In:     a rule set, an attempt
 * Out:    the verdict, and the parts of the story that explain.ts tells
 */
import type { Attempt, Reason, Verdict } from '../types.ts'
import { type BlocklistRow, blocklists } from './blocklists.ts'
import { unframe } from './framing.ts'
import { type Masked, maskText } from './mask.ts'
import { hasCandidate } from './match.ts'
import { preparedIndex } from './prepared.ts'
import { providerTokens } from './providers/provider-tokens.ts'
import { providerOf } from './providers/relays.ts'
import { retryAfterOf } from './retry-after.ts'
import { type Asked, findRules, type Rank, type RuleSet } from './rule-set.ts'
import { listQualitySigns } from './rules/list-quality.ts'
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
const STRONG: readonly Rank[] = ['user', 'provider', 'text']
/** What is no better than a vague answer. */
const NO_CAUSE: ReadonlySet<Reason> = new Set(['unknown', 'expired', 'system-error', 'protocol-error'])
const ALL: readonly Rank[] = [...STRONG, 'weak']

/** `whole`: the diagnostic as masked, where the caller has it: most replies stand in no framing. */
export function judge(set: RuleSet, attempt: Attempt, whole?: Masked): Judgement {
  const asked = askedOf(attempt, attempt.diagnostic, whole)
  let decision = decide(set, asked)
  let told = asked
  const asksNotice = isVague(decision)
  if (asksNotice && attempt.notice !== null && attempt.notice !== '') {
    const noticed = { ...askedOf(attempt, attempt.notice), codes: asked.codes, provider: asked.provider }
    const found = firstRule(set, noticed, decision.reason === 'unknown' ? ALL : STRONG)
    if (found !== null && (decision.reason === 'unknown' || !NO_CAUSE.has(found.reason))) {
      decision = found
      told = noticed
    }
  }
  const verdict = verdictOf(decision, asked.codes, attempt, partsOf(told, decision))
  return { verdict, decision, asked, asksNotice }
}

/** The text without its framing, masked, with the codes that the attempt has or the text states. */
export function askedOf(attempt: Attempt, text: string, whole?: Masked): Asked {
  const framed = unframe(text)
  const stated = codesIn(framed.reply)
  const masked = whole !== undefined && framed.reply === text ? whole : maskText(framed.reply, attempt)
  return {
    masked,
    codes: {
      replyCode: attempt.replyCode ?? stated.replyCode,
      enhancedCode: attempt.enhancedCode ?? stated.enhancedCode,
      status: attempt.status,
      command: attempt.command ?? framed.command,
    },
    provider: providerOf(attempt.relay) ?? providerInText(masked),
    attempt,
    ranks: ALL,
  }
}

function isVague(decision: Decision): boolean {
  return decision.reason === 'unknown' || decision.reason === 'expired' || decision.by?.vague === true
}

function decide(set: RuleSet, asked: Asked): Decision {
  const specific = specificCode(asked.codes)
  if (specific === null)
    return firstRule(set, asked, ALL) ?? byCode(asked.codes, asked) ?? byReply(asked) ?? nothing(asked)
  return (
    firstRule(set, asked, STRONG) ??
    byEnhanced(specific, asked) ??
    firstRule(set, asked, ['weak']) ??
    byReply(asked) ??
    nothing(asked)
  )
}

function firstRule(set: RuleSet, asked: Asked, ranks: readonly Rank[]): Decision | null {
  for (const { rule, rank, provider } of findRules(set, { ...asked, ranks }))
    return {
      reason: rule.reason,
      basis: rank === 'provider' ? 'provider' : 'text',
      rule: rule.id,
      by: rule,
      provider,
    }
  return null
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

function partsOf(asked: Asked, decision: Decision) {
  return {
    provider: asked.provider ?? decision.provider,
    blocklist: blocklistOf(asked.masked, decision),
    retryAfter: retryAfterOf(asked.masked.words) ?? decision.by?.retryAfter ?? null,
    listQuality:
      decision.by?.listQuality === true || listQualitySigns.some(sign => sign.match.test(asked.masked.words)),
  }
}

/** Only where being listed, or the content of what is listed, is the matter. */
function blocklistOf(masked: Masked, decision: Decision): string | null {
  if (decision.by?.blocklist !== undefined) return decision.by.blocklist
  if (masked.links === '' && !hasCandidate(blocklistWords, masked.words)) return null
  const listed = (row: BlocklistRow) =>
    row.match?.test(masked.words) === true || row.link?.test(masked.links) === true
  return blocklists.find(listed)?.name ?? null
}

const blocklistWords = preparedIndex('blocklists', () => blocklists.map(row => row.match))
const tokenWords = preparedIndex('provider tokens', () => providerTokens.map(token => token.match))

function providerInText(masked: Masked): string | null {
  if (masked.links === '' && !hasCandidate(tokenWords, masked.words)) return null
  const speaks = (token: (typeof providerTokens)[number]) =>
    token.match?.test(masked.words) === true || token.link?.test(masked.links) === true
  return providerTokens.find(speaks)?.provider ?? null
}
