/** What a generated input holds, counted by its generator while it writes. */

export interface Truth {
  lines: number
  bytes: number
  messages: number
  delivered: number
  handedOver: number
  bounced: number
  deferred: number
  expired: number
  /** Delay warnings of e-mails: no failure yet. */
  delayed: number
  /** E-mails that are no failure at all. */
  notices: number
  /** Refused at the door: no event unless asked for. */
  rejected: number
  /** Different recipients; null: not counted. */
  addresses: number | null
  /** Failures by enhanced code; '' where there is none. */
  byEnhancedCode: Record<string, number>
  /** Failures by the recipient's domain. */
  byDomain: Record<string, number>
}

export function newTruth(): Truth {
  return {
    lines: 0,
    bytes: 0,
    messages: 0,
    delivered: 0,
    handedOver: 0,
    bounced: 0,
    deferred: 0,
    expired: 0,
    delayed: 0,
    notices: 0,
    rejected: 0,
    addresses: null,
    byEnhancedCode: {},
    byDomain: {},
  }
}

export function countFailure(
  truth: Truth,
  outcome: 'bounced' | 'deferred' | 'expired' | 'delayed',
  enhancedCode: string | null,
  recipient: string,
): void {
  truth[outcome]++
  const code = enhancedCode ?? ''
  truth.byEnhancedCode[code] = (truth.byEnhancedCode[code] ?? 0) + 1
  const domain = recipient.slice(recipient.lastIndexOf('@') + 1)
  truth.byDomain[domain] = (truth.byDomain[domain] ?? 0) + 1
}
