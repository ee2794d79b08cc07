/** Operators of next hops as numbers, in the order in which they are met. */
import type { FailureJudge } from '../plain-results.ts'

/** Numbers of operators with the same of these differ in who the operator is. */
const FORMS = 4

/** Whether a next hop has a name, and an address. */
export function formOf(operator: number): number {
  return operator % FORMS
}

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
      return number * FORMS + (relayIp === null ? 0 : 1) + (relay === null ? 0 : 2)
    },
  }
}
