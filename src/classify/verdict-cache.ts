/**
 * Verdicts by what the judgement sees of an attempt: the masked template, the codes, who answered.
 *
 * In:     an attempt; later its verdict
 * Out:    the verdict that was given for the same sight before; from the host of an operator who has no rule of his own for it,
 *         the same but for his name
 *
 * A cache can't change an answer: everything that judge.ts reads is compared. Hot: found without making a
 * string, by a hash of the masked characters and the characters themselves.
 */
import { own } from '../text.ts'
import type { Attempt, Verdict } from '../types.ts'
import type { Judgement } from './judge.ts'
import { type Mask, maskInto, newMask, textOf } from './mask.ts'
import { hasCandidate } from './match.ts'
import { providerOf } from './providers/relays.ts'
import { isOfHost, linksIn, operatorsOf, type RuleSet } from './rule-set.ts'

/** Templates kept. A log has some thousand; when they are full, they are built anew. */
const CACHE_LIMIT = 10_000
/** A template longer than this is not worth keeping: it hardly comes twice. */
const KEY_LIMIT = 2_000
/** Of one hash. More are a stranger's work: they are judged each time. */
const CHAIN_LIMIT = 8

interface Told {
  /** Characters as mask.ts writes them. */
  words: string
  /** Only if an expression may fit them: most are names of the hosts that took part, each another one. */
  links: string
}

/** The whole text was judged, or what framing left of it. */
export type Judged = 'whole' | 'part'

interface Kept
  extends Pick<Attempt, 'replyCode' | 'enhancedCode' | 'status' | 'command' | 'outcome' | 'origin'> {
  judged: Judged
  said: Told
  /** The attempt's own words decided so little that its notice was asked; if not, any notice gives the same. */
  asksNotice: boolean
  notice: Told | null
  isOfHost: boolean
  provider: string | null
  verdict: Verdict
  /** Of others who said the same; null: none but for this one. */
  others: Map<string, Verdict> | null
  /** Others of whom it may not hold. */
  operators: readonly string[]
  /** How often it was given. */
  count: number
  next: Kept | null
}

export interface VerdictCache {
  byHash: Map<number, Kept>
  size: number
  /** Those that hold for others, too, by their verdict. */
  shared: WeakMap<Verdict, Kept>
  /** How often each rule decided, besides what is kept. */
  hits: Map<string, number>
  set: RuleSet
  /** The attempt that was asked for last. */
  said: Mask
  saidLinks: string
  /** Which expressions stand in the links: all that the judgement of a whole text sees of them. */
  saidSigns: string
  /** Masked only where it is asked: to mask all of them was a tenth of the whole time of a mailbox. */
  notice: Mask
  noticeLinks: string
  isNoticeSeen: boolean
  hash: number
  /** The same with who answered: several operators mean something of their own by these words. */
  ownHash: number
  isOfHost: boolean
  provider: string | null
}

export function newVerdictCache(set: RuleSet): VerdictCache {
  return {
    byHash: new Map(),
    size: 0,
    shared: new WeakMap(),
    hits: new Map(),
    set,
    said: newMask(),
    saidLinks: '',
    saidSigns: '',
    notice: newMask(),
    noticeLinks: '',
    isNoticeSeen: false,
    hash: 0,
    ownHash: 0,
    isOfHost: false,
    provider: null,
  }
}

export function findVerdict(cache: VerdictCache, attempt: Attempt): Verdict | null {
  see(cache, attempt)
  const kept = findKept(cache, attempt, cache.hash) ?? findKept(cache, attempt, cache.ownHash)
  if (kept === null) return null
  kept.count++
  return verdictFor(cache, kept, cache.provider)
}

/** The operators from whose hosts an attempt like that of this verdict may mean something else; null: from any other's. */
export function exceptionsOf(cache: VerdictCache, verdict: Verdict): readonly string[] | null {
  return cache.shared.get(verdict)?.operators ?? null
}

/** What `findVerdict` gives for the same attempt from another host, of which `verdict` was given; null: it is to be asked. */
export function verdictFromHost(cache: VerdictCache, verdict: Verdict, relay: string | null): Verdict | null {
  const kept = cache.shared.get(verdict)
  const provider = providerOf(relay)
  return kept !== undefined && isFor(kept, provider) ? verdictFor(cache, kept, provider) : null
}

function findKept(cache: VerdictCache, attempt: Attempt, hash: number): Kept | null {
  let kept = cache.byHash.get(hash) ?? null
  while (kept !== null && !isSame(kept, attempt, cache)) kept = kept.next
  return kept
}

/** A host's name tells an operator before the words do; where it tells none, they are asked. */
function isFor({ provider: own, others, operators }: Kept, provider: string | null): boolean {
  return own === provider || (others !== null && provider !== null && !operators.includes(provider))
}

function verdictFor({ shared }: VerdictCache, kept: Kept, provider: string | null): Verdict {
  const { others } = kept
  if (others === null || provider === null || provider === kept.provider) return kept.verdict
  const known = others.get(provider)
  if (known !== undefined) return known
  const verdict = Object.freeze({ ...kept.verdict, provider })
  others.set(provider, verdict)
  shared.set(verdict, kept)
  return verdict
}

/** The verdict of the attempt that was asked for last. */
export function keepVerdict(
  cache: VerdictCache,
  attempt: Attempt,
  { verdict, asksNotice, asked }: Judgement,
  judged: Judged,
): void {
  const hasNotice = asksNotice && attempt.notice !== null
  if (hasNotice) seeNotice(cache, attempt)
  // By a notice, or the user's rules, what is said may mean something else from any host.
  const operators = hasNotice || cache.set.user !== null ? null : operatorsOf(cache.set, asked)
  // Where the host's name tells no operator, the words may.
  const isOwn = operators === null || (asked.provider !== null && operators.includes(asked.provider))
  const hash = isOwn ? cache.ownHash : cache.hash
  const length = cache.said.length + (hasNotice ? cache.notice.length : 0)
  if (cache.size >= CACHE_LIMIT) forget(cache)
  const next = cache.byHash.get(hash) ?? null
  if (length > KEY_LIMIT || chainOf(next) >= CHAIN_LIMIT) {
    addHits(cache.hits, verdict.rule, 1)
    return
  }
  const { replyCode, enhancedCode, status, command, outcome, origin } = attempt
  const kept: Kept = {
    judged,
    said: toldOf(cache.said, judged === 'whole' ? cache.saidSigns : cache.saidLinks),
    asksNotice,
    notice: hasNotice ? toldOf(cache.notice, cache.noticeLinks) : null,
    replyCode,
    enhancedCode: enhancedCode === null ? null : own(enhancedCode),
    status: status === null ? null : own(status),
    command,
    outcome,
    origin,
    isOfHost: cache.isOfHost,
    provider: cache.provider,
    verdict,
    others: isOwn ? null : new Map(),
    operators: operators ?? [],
    count: 1,
    next,
  }
  cache.byHash.set(hash, kept)
  if (!isOwn) cache.shared.set(verdict, kept)
  cache.size++
}

/** How often each rule decided, by its id. */
export function hitsOf(cache: VerdictCache): ReadonlyMap<string, number> {
  const hits = new Map(cache.hits)
  addKept(cache, hits)
  return hits
}

function forget(cache: VerdictCache): void {
  addKept(cache, cache.hits)
  cache.byHash = new Map()
  cache.size = 0
}

function addKept({ byHash }: VerdictCache, hits: Map<string, number>): void {
  for (const first of byHash.values())
    for (let kept: Kept | null = first; kept !== null; kept = kept.next)
      addHits(hits, kept.verdict.rule, kept.count)
}

function addHits(hits: Map<string, number>, rule: string, count: number): void {
  hits.set(rule, (hits.get(rule) ?? 0) + count)
}

function chainOf(first: Kept | null): number {
  let length = 0
  for (let kept = first; kept !== null; kept = kept.next) length++
  return length
}

/** Writes down what the judgement sees of an attempt. */
function see(cache: VerdictCache, attempt: Attempt): void {
  const { said, set } = cache
  maskInto(said, attempt.diagnostic, attempt)
  cache.saidLinks = linksOf(said, set)
  cache.saidSigns = cache.saidLinks === '' ? '' : signsIn(cache.saidLinks, set)
  cache.isNoticeSeen = false
  cache.isOfHost = isOfHost(attempt)
  cache.provider = providerOf(attempt.relay)
  // The same words come with several codes, and from many operators.
  cache.hash = hashOf(said) ^ ((attempt.replyCode ?? 0) << 8)
  cache.ownHash = cache.hash ^ (cache.provider?.length ?? 0)
}

function seeNotice(cache: VerdictCache, attempt: Attempt): void {
  if (cache.isNoticeSeen) return
  cache.isNoticeSeen = true
  maskInto(cache.notice, attempt.notice ?? '', attempt)
  cache.noticeLinks = linksOf(cache.notice, cache.set)
}

/** Most are names of the hosts that took part, and no expression may fit them. */
function linksOf(mask: Mask, { ours, user }: RuleSet): string {
  const { links, linksLength } = mask
  if (linksLength === 0) return ''
  // Not in lower case yet, where they are not ASCII.
  const mayFit =
    mask.wideLinks ||
    hasCandidate(ours.byLinks, links, linksLength) ||
    (user !== null && hasCandidate(user.byLinks, links, linksLength))
  return mayFit ? textOf(links, linksLength).toLowerCase() : ''
}

/** A greylist's page has another address for each recipient's domain, and all of them say the same. */
function signsIn(links: string, { ours, user }: RuleSet): string {
  return user === null ? linksIn(ours, links) : `${linksIn(user, links)}/${linksIn(ours, links)}`
}

function hashOf({ words, length }: Mask): number {
  let hash = length
  // Two at once: half the time of one by one. Of an odd number the first one is left out.
  for (let at = length & 1; at < length; at += 2)
    hash = Math.imul(hash, 0x01000193) ^ ((words[at] ?? 0) + ((words[at + 1] ?? 0) << 16))
  return hash ^ (hash >>> 15)
}

function toldOf({ words, length }: Mask, links: string): Told {
  return { words: textOf(words, length), links }
}

function isSame(kept: Kept, attempt: Attempt, cache: VerdictCache): boolean {
  return (
    kept.replyCode === attempt.replyCode &&
    isFor(kept, cache.provider) &&
    kept.command === attempt.command &&
    kept.outcome === attempt.outcome &&
    kept.origin === attempt.origin &&
    kept.isOfHost === cache.isOfHost &&
    kept.enhancedCode === attempt.enhancedCode &&
    kept.status === attempt.status &&
    isTold(kept.said, cache.said, kept.judged === 'whole' ? cache.saidSigns : cache.saidLinks) &&
    (!kept.asksNotice || isSameNotice(kept.notice, attempt, cache))
  )
}

function isSameNotice(notice: Told | null, attempt: Attempt, cache: VerdictCache): boolean {
  if (notice === null || attempt.notice === null) return notice === null && attempt.notice === null
  seeNotice(cache, attempt)
  return isTold(notice, cache.notice, cache.noticeLinks)
}

function isTold({ words, links }: Told, mask: Mask, seenLinks: string): boolean {
  if (links !== seenLinks || words.length !== mask.length) return false
  for (let at = 0; at < words.length; at++) if (words.charCodeAt(at) !== mask.words[at]) return false
  return true
}
