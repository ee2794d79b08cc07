/** Rules of operators, one table an operator: asia. */
import type { ProviderRules } from '../rule.ts'

export const asiaRules: readonly ProviderRules[] = []
