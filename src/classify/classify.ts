/**
 * The order of judgement: the user's rules, the provider's, text rules, specific codes, weak words,
 * generic codes, the reply code with its command; else unknown.
 *
 * In:     an attempt
 * Out:    its verdict: the same for the same attempt, whatever was asked before
 * Spec:   reasons.md, "Evidence, in order"
 */
import type { Attempt, Verdict } from '../types.ts'
import { judge } from './judge.ts'
import { maskedOf } from './mask.ts'
import type { Rule } from './rule.ts'
import { makeRuleSet } from './rule-set.ts'
import {
  exceptionsOf,
  findVerdict,
  hitsOf,
  keepVerdict,
  newVerdictCache,
  verdictFromHost,
} from './verdict-cache.ts'

export interface Classifier {
  classify(attempt: Attempt): Verdict
  /**
   * What it says of the same attempt from another host; `verdict` is what it said of it. Null: it is to be asked, as who runs that
   * host may mean something else.
   */
  fromHost(verdict: Verdict, relay: string | null): Verdict | null
  /** The operators from whose hosts the same may mean something else; null: from any that is not run by the same. */
  exceptions(verdict: Verdict): readonly string[] | null
  /** How often each rule decided, by its id. */
  hits(): ReadonlyMap<string, number>
}

export function createClassifier(options: { rules?: readonly Rule[] } = {}): Classifier {
  const set = makeRuleSet(options.rules ?? [])
  const cache = newVerdictCache(set)
  return {
    classify(attempt) {
      const known = findVerdict(cache, attempt)
      if (known !== null) return known
      const whole = maskedOf(cache.said)
      const judgement = judge(set, attempt, whole)
      Object.freeze(judgement.verdict)
      keepVerdict(cache, attempt, judgement, judgement.asked.masked === whole ? 'whole' : 'part')
      const { verdict } = judgement
      return verdict
    },
    fromHost: (verdict, relay) => verdictFromHost(cache, verdict, relay),
    exceptions: verdict => exceptionsOf(cache, verdict),
    hits: () => hitsOf(cache),
  }
}

let classifier: Classifier | null = null

/** With our own rules, made ready at the first call: a program pays for it only if it asks. */
export function classify(attempt: Attempt): Verdict {
  classifier ??= createClassifier()
  return classifier.classify(attempt)
}
