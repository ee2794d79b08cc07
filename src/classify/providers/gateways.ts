/** Rules of operators, one table an operator: gateways. */
import type { ProviderRules } from '../rule.ts'

export const gatewayRules: readonly ProviderRules[] = []
