/** Table: the roll-ups hard, soft and block, for comparison with tools that know no more than these. */
import type { Action, Permanence, Reason } from '../types.ts'

export type Rollup = 'hard' | 'block' | 'soft'

export const blockReasons: readonly Reason[] = [
  'spam',
  'virus',
  'attachment-rejected',
  'sender-blocked',
  'auth-failure',
  'client-identity',
  'tls-error',
  'relay-denied',
  'policy-rejected',
  'sender-rejected',
  'rate-limited',
]

/** spec/reasons.md, "Roll-ups that reports offer": hard comes first, soft is every other failure. */
export function rollupOf(verdict: { action: Action; permanence: Permanence; reason: string }): Rollup {
  if (verdict.action === 'suppress' && verdict.permanence === 'permanent') return 'hard'
  return blockReasons.some(reason => reason === verdict.reason) ? 'block' : 'soft'
}
