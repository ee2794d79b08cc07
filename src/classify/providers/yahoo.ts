/** Rules of what yahoo's mail hosts say. */
import type { ProviderRules } from '../rule.ts'

export const yahooRules: ProviderRules = { provider: 'yahoo', rules: [] }
