/**
 * All rules in their order of judgement. Within a rank the first rule that fits decides.
 */
import { appleRules } from './providers/apple.ts'
import { asiaRules } from './providers/asia.ts'
import { europeRules } from './providers/europe.ts'
import { gatewayRules } from './providers/gateways.ts'
import { googleRules } from './providers/google.ts'
import { microsoftRules } from './providers/microsoft.ts'
import { northAmericaRules } from './providers/north-america.ts'
import { yahooRules } from './providers/yahoo.ts'
import type { ProviderRules, Rule } from './rule.ts'
import { type RuleTable, tableOf } from './rule-table.ts'
import { addressingRules, senderRules } from './rules/addressing.ts'
import { contentRules, firstContentRules } from './rules/content.ts'
import { languageRules } from './rules/languages.ts'
import { deliveryAgentRules, mailSystemRules } from './rules/mail-system.ts'
import { firstMailboxRules, mailboxRules } from './rules/mailbox.ts'
import { connectionRules, lastNetworkRules, routeRules } from './rules/network.ts'
import { policyRules } from './rules/policy.ts'
import { protocolRules } from './rules/protocol.ts'
import { twoCauseRules } from './rules/two-causes.ts'
import { refusalRules, unavailableRules } from './rules/weak.ts'

export const allProviders: readonly ProviderRules[] = [
  googleRules,
  microsoftRules,
  yahooRules,
  appleRules,
  ...gatewayRules,
  ...northAmericaRules,
  ...europeRules,
  ...asiaRules,
]

export const textRules: readonly Rule[] = [
  ...twoCauseRules,
  ...firstContentRules,
  ...firstMailboxRules,
  ...policyRules,
  ...contentRules,
  ...senderRules,
  ...mailboxRules,
  ...routeRules,
  ...addressingRules,
  ...languageRules,
  ...deliveryAgentRules,
  ...connectionRules,
  ...mailSystemRules,
  ...lastNetworkRules,
]

export const weakRules: readonly Rule[] = [...unavailableRules, ...protocolRules, ...refusalRules]

export const ourRules: RuleTable = tableOf(allProviders, textRules, weakRules)
