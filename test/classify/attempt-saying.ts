/** An attempt for a test: what a server said, and what is known besides. */
import { attemptOf } from '../../src/classify/explain.ts'
import type { Example } from '../../src/classify/rule.ts'
import type { Attempt } from '../../src/types.ts'

export function attemptSaying(example: Example): Attempt {
  if (typeof example === 'string') return attemptOf(example, {})
  const { said, outcome, local, host, ...context } = example
  const attempt = attemptOf(said, context)
  return {
    ...attempt,
    host: host ?? null,
    outcome: outcome ?? attempt.outcome,
    origin: local === true ? 'local' : attempt.origin,
  }
}
