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
      return number * 2 + (relayIp === null ? 0 : 1)
    },
  }
}
