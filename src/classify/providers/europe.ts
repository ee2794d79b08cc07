/** Rules of operators, one table an operator: europe. */
import type { ProviderRules } from '../rule.ts'

export const europeRules: readonly ProviderRules[] = []
