/** Rules of what apple's mail hosts say. */
import type { ProviderRules } from '../rule.ts'

export const appleRules: ProviderRules = { provider: 'apple', rules: [] }
