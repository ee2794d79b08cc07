/**
 * The numbers of a verdict's values in the dictionaries. The classifier gives the same object for the same answer, so that
 * they are looked up once for each answer, not for each failure.
 */
import type { Verdict } from '../types.ts'
import type { Totals } from './aggregate.ts'
import { idOf } from './dictionary.ts'
import { FLAG } from './kinds.ts'

export interface VerdictIds {
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

export function verdictIds(totals: Totals, verdict: Verdict): VerdictIds {
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
