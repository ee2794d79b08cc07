/** Rules of what google's mail hosts say. */
import type { ProviderRules } from '../rule.ts'

export const googleRules: ProviderRules = { provider: 'google', rules: [] }
