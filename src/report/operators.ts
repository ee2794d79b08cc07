/** Operators of next hops as numbers, in the order in which they are met. */
import type { FailureJudge } from '../plain-results.ts'

export function newOperators(
  providerOf: (relay: string | null) => string | null,
): Pick<FailureJudge, 'operatorOf'> {
  const numbers = new Map<string | null, number>()
  return {
    operatorOf({ relay, relayIp }) {
      const provider = providerOf(relay)
      let number = numbers.get(provider)
      if (number === undefined) {
        number = numbers.size
        numbers.set(provider, number)
      }
      // The text may name the host where the next hop has no name.
      return number * 4 + (relayIp === null ? 0 : 1) + (relay === null ? 0 : 2)
    },
  }
}
