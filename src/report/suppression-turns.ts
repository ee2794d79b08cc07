/**
 * The burst guard for hosts whose operator is not known: many addresses that had taken mail before are refused
 * on one day. Shares of answers are not kept for them (there may be a million domains), but this shows as well.
 *
 * In:  a Suppression that has seen the whole input
 * Out: per domain (with an @ in front), the periods in which its verdicts need a second day
 */
import type { Suppression } from './suppression.ts'
import type { SuspectPeriod } from './suppression-burst.ts'
import type { Dossier } from './suppression-evidence.ts'
import { lastSuccessOf, type Successes } from './suppression-successes.ts'

const HOUR = 3600
const DAY = 24 * HOUR
const NONE: ReadonlyMap<number, number> = new Map()

export function suspectDomains({ dossiers, successes, policy }: Suppression): Map<string, SuspectPeriod[]> {
  const { events, lookBackHours, quarantineHours } = policy.burst
  const turned = new Map<string, number>()
  const suspects = new Map<string, SuspectPeriod[]>()
  for (const dossier of dossiers.values()) {
    for (const { operator, day } of daysOfTurning(dossier, successes)) {
      const count = (turned.get(`${day} ${operator}`) ?? 0) + 1
      turned.set(`${day} ${operator}`, count)
      if (count !== events) continue
      const from = day * DAY - lookBackHours * HOUR
      const to = (day + 1) * DAY + quarantineHours * HOUR - 1
      suspects.set(operator, [...(suspects.get(operator) ?? []), { from, to }])
    }
  }
  return suspects
}

/** The days on which an address that has taken mail was condemned by a host without a known operator. */
function daysOfTurning(
  { kind, key, strikes }: Dossier,
  successes: Successes,
): { operator: string; day: number }[] {
  if (kind !== 'address') return []
  const condemning = strikes.filter(
    ({ operator, condemns, permanent }) => operator.startsWith('@') && condemns && permanent,
  )
  if (condemning.length === 0 || lastSuccessOf(successes, 'address', key, NONE).at === 0) return []
  const days = new Map(condemning.map(({ operator, last }) => [Math.floor(last / DAY), operator] as const))
  return [...days].map(([day, operator]) => ({ operator, day }))
}
