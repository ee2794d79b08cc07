/** All scenarios of the lab, in the order in which servers get their addresses. */
import type { Scenario } from '../scenario.ts'
import { enhancedScenarios } from './enhanced.ts'
import { messageScenarios } from './messages.ts'
import { replyScenarios } from './replies.ts'
import { wordingScenarios } from './wordings.ts'

export const allScenarios: readonly Scenario[] = [
  ...replyScenarios,
  ...enhancedScenarios,
  ...wordingScenarios,
  ...messageScenarios,
]
