/**
 * Words that tell what became of the delivery where no Action does: still being tried, or given up after many
 * tries. Without any of them the mail bounced.
 */
import type { Outcome } from '../../types.ts'

export interface OutcomeSign {
  pattern: RegExp
  outcome: Outcome
  source: string
}

export const outcomeSigns: readonly OutcomeSign[] = [
  {
    pattern: /\bthis is a warning (?:message )?only\b|\bthis is just a warning\b|\badvisory-only\b/i,
    outcome: 'delayed',
    source: 'Postfix, Sendmail, Gmail',
  },
  {
    pattern: /\b(?:message )?will be retried\b|\bstill being retried\b/i,
    outcome: 'delayed',
    source: 'Gmail, Postfix',
  },
  {
    pattern: /\b(?:we )?will (?:continue|keep) (?:to try|trying)\b|\battempts will continue\b/i,
    outcome: 'delayed',
    source: 'AT&T, Symantec, Exim',
  },
  {
    pattern: /\bhas (?:been delayed|not yet been delivered|been postponed)\b|\bhave not yet been\b/i,
    outcome: 'delayed',
    source: 'Exim, Gmail, AT&T',
  },
  {
    pattern: /\bretry timeout exceeded\b|\bhosts have been failing for a long time\b/i,
    outcome: 'expired',
    source: 'Exim',
  },
  {
    pattern: /\bin the queue too long\b|\bafter multiple retries\b/i,
    outcome: 'expired',
    source: 'qmail, Yahoo',
  },
  {
    pattern:
      /\bnot been collected after\b|\benvelope expired\b|\bmessage expired\b|\bdelivery time expired\b/i,
    outcome: 'expired',
    source: 'Demon, OpenSMTPD',
  },
  {
    pattern: /\bdelivery failed \d{1,4} attempts\b|\bnot delivered within \d/i,
    outcome: 'expired',
    source: 'IMail, KDDI',
  },
  {
    pattern: /\bcould not be delivered for \d{1,4} (?:hours?|days?|minutes?)\b|\bwas aborted after \d/i,
    outcome: 'expired',
    source: 'Sendmail, AMEN',
  },
]
