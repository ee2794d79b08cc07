/**
 * The numbers of a verdict's values in the dictionaries. The classifier gives the same object for the same answer, so that
 * they are looked up once for each answer, not for each failure; and with them the kind of a failure.
 */
import type { Attempt, Verdict } from '../types.ts'
import type { Totals } from './aggregate.ts'
import { idOf } from './dictionary.ts'
import { FLAG, kindId } from './kinds.ts'
import { codeId } from './value-ids.ts'

interface VerdictIds {
  /** Whose dictionaries they are of. */
  totals: Totals
  flags: number
  permanence: number
  subject: number
  reason: number
  action: number
  provider: number
  blocklist: number
}

const known = new WeakMap<Verdict, VerdictIds>()

function verdictIds(totals: Totals, verdict: Verdict): VerdictIds {
  const ids = known.get(verdict)
  if (ids !== undefined && ids.totals === totals) return ids
  const { dictionaries } = totals
  const made: VerdictIds = {
    totals,
    flags: verdict.rule === 'unknown.unmatched' ? FLAG.unmatched : 0,
    permanence: idOf(dictionaries.permanence, verdict.permanence),
    subject: idOf(dictionaries.subject, verdict.subject),
    reason: idOf(dictionaries.reason, verdict.reason),
    action: idOf(dictionaries.action, verdict.action),
    provider: idOf(dictionaries.provider, verdict.provider),
    blocklist: idOf(dictionaries.blocklist, verdict.blocklist),
  }
  known.set(verdict, made)
  return made
}

/** The number of the kind of a failure that has this verdict, these codes, and the number of this wording. */
export function kindOf(
  totals: Totals,
  verdict: Verdict,
  { outcome, enhancedCode, replyCode }: Pick<Attempt, 'outcome' | 'enhancedCode' | 'replyCode'>,
  template: number,
  flags: number,
): number {
  const { dictionaries, kinds } = totals
  const ids = verdictIds(totals, verdict)
  // Every member by its name: a spread costs a hidden class for each failure, and 1 MiB for 10,000 of them.
  return kindId(kinds, {
    outcome: idOf(dictionaries.outcome, outcome),
    permanence: ids.permanence,
    subject: ids.subject,
    reason: ids.reason,
    action: ids.action,
    enhancedCode: idOf(dictionaries.enhancedCode, enhancedCode),
    replyCode: codeId(dictionaries.replyCode, replyCode),
    provider: ids.provider,
    blocklist: ids.blocklist,
    template,
    flags: ids.flags | flags,
  })
}
