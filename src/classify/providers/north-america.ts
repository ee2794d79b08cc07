/** Rules of operators, one table an operator: north-america. */
import type { ProviderRules } from '../rule.ts'

export const northAmericaRules: readonly ProviderRules[] = []
