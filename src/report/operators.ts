/**
 * Operators of next hops as numbers, in the order in which they are met; and what a text says from one's hosts as one number, by
 * which the scanner tells of failures, too (assembly/failures.ts).
 */
import type { FailureJudge, SaidBy } from '../plain-results.ts'

/** The number of an operator, and the form of a next hop. */
const FORMS = 4
/** Operators, at most. */
const OPERATORS = 256

/** Whether a next hop has a name, and an address: the text may name the host where the next hop has no name. */
export function formOf(operator: number): number {
  return operator % FORMS
}

export function withoutForm(operator: number): number {
  return Math.floor(operator / FORMS)
}

/** Null: there are too many operators. */
export function saidBy(text: number, operator: number): SaidBy | null {
  const number = withoutForm(operator)
  return number < OPERATORS ? text * OPERATORS + number : null
}

export function textIn(said: SaidBy): number {
  return Math.floor(said / OPERATORS)
}

/** Without the form of a next hop. */
export function operatorIn(said: SaidBy): number {
  return said % OPERATORS
}

interface Operators extends Pick<FailureJudge, 'operatorOf'> {
  /** His number, without the form of a next hop. */
  operatorNamed(provider: string | null): number
}

export function newOperators(providerOf: (relay: string | null) => string | null): Operators {
  const numbers = new Map<string | null, number>()
  const operatorNamed = (provider: string | null): number => {
    let number = numbers.get(provider)
    if (number === undefined) {
      number = numbers.size
      numbers.set(provider, number)
    }
    return number * FORMS
  }
  return {
    operatorNamed,
    operatorOf: ({ relay, relayIp }) =>
      operatorNamed(providerOf(relay)) + (relayIp === null ? 0 : 1) + (relay === null ? 0 : 2),
  }
}
