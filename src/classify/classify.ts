/**
 * The order of judgement: the user's rules, the provider's, text rules, specific codes, weak words,
 * generic codes, the reply code with its command; else unknown.
 *
 * In:     an attempt
 * Out:    its verdict: the same for the same attempt, whatever was asked before
 * Spec:   reasons.md, "Evidence, in order"
 */
import type { Attempt, Verdict } from '../types.ts'
import { blocklists } from './blocklists.ts'
import { judge } from './judge.ts'
import { type Masked, maskText } from './mask.ts'
import { buildIndex, hasCandidate, type Index } from './match.ts'
import { preparedIndex } from './prepared.ts'
import { providerTokens } from './providers/provider-tokens.ts'
import { providerOf } from './providers/relays.ts'
import type { Rule } from './rule.ts'
import { isOfHost, makeRuleSet, type RuleSet } from './rule-set.ts'

export interface Classifier {
  classify(attempt: Attempt): Verdict
  /** How often each rule decided, by its id. */
  hits(): ReadonlyMap<string, number>
}

/** Templates kept. A log has some thousand; when they are full, they are built anew. */
const CACHE_LIMIT = 10_000
/** A template longer than this is not worth keeping: it hardly comes twice. */
const KEY_LIMIT = 2_000

export function createClassifier(options: { rules?: readonly Rule[] } = {}): Classifier {
  const set = makeRuleSet(options.rules ?? [])
  const linkSigns = signsOfLinks(set)
  const hits = new Map<string, number>()
  let cache = new Map<string, Verdict>()
  /** Keys of attempts whose own words decide so little that their notice is asked. */
  let undecided = new Set<string>()
  return {
    classify(attempt) {
      const masked = maskText(attempt.diagnostic, attempt)
      const own = keyOf(attempt, masked, linkSigns)
      // Nearly all notices are never asked: to mask them all was a tenth of the whole time of a mailbox.
      const key = undecided.has(own) ? withNotice(own, attempt, linkSigns) : own
      let verdict = cache.get(key)
      if (verdict === undefined) {
        const judgement = judge(set, attempt, masked)
        verdict = Object.freeze(judgement.verdict)
        if (cache.size >= CACHE_LIMIT) {
          cache = new Map()
          undecided = new Set()
        }
        if (judgement.asksNotice && own.length <= KEY_LIMIT) undecided.add(own)
        const whole = judgement.asksNotice ? withNotice(own, attempt, linkSigns) : own
        if (whole.length <= KEY_LIMIT) cache.set(whole, verdict)
      }
      hits.set(verdict.rule, (hits.get(verdict.rule) ?? 0) + 1)
      return verdict
    },
    hits: () => hits,
  }
}

let classifier: Classifier | null = null

/** With our own rules. They are made ready at the first call: 50 ms that a program pays only if it asks. */
export function classify(attempt: Attempt): Verdict {
  classifier ??= createClassifier()
  return classifier.classify(attempt)
}

/** Every expression that looks at links. */
function signsOfLinks({ ranked }: RuleSet): Index {
  const rows = [...blocklists, ...providerTokens, ...ranked.map(({ rule }) => rule)]
  const links = () => rows.map(row => row.link)
  return ranked.some(({ rank }) => rank === 'user') ? buildIndex(links()) : preparedIndex('all links', links)
}

/** Everything that the judgement sees of an attempt before it asks the notice. */
function keyOf(attempt: Attempt, said: Masked, linkSigns: Index): string {
  const codes = `${attempt.replyCode}/${attempt.enhancedCode}/${attempt.status}/${attempt.command}/${attempt.outcome}/${attempt.origin}/${attempt.origin === 'local' && isOfHost(attempt)}/${providerOf(attempt.relay)}`
  return `${codes}\n${said.words}\n${telling(said.links, linkSigns)}`
}

/** And what it sees then: two lines more, so that no key of the one kind is one of the other. */
function withNotice(key: string, attempt: Attempt, linkSigns: Index): string {
  const notice = maskText(attempt.notice ?? '', attempt)
  return `${key}\n${notice.words}\n${telling(notice.links, linkSigns)}`
}

/** The links, if any expression may fit them: most are names of the hosts that took part, each another one. */
function telling(links: string, linkSigns: Index): string {
  return links !== '' && hasCandidate(linkSigns, links) ? links : ''
}
