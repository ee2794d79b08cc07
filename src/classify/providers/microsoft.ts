/** Rules of what microsoft's mail hosts say. */
import type { ProviderRules } from '../rule.ts'

export const microsoftRules: ProviderRules = { provider: 'microsoft', rules: [] }
