/**
 * Table: the default policy; `bouncelog policy` prints it.
 *
 * Spec: policy.md
 */
import type { Policy, Threshold } from './policy.ts'

const FIRST: Threshold = { days: 1, withinDays: 0, apartDays: 0, apartHours: 0 }
const TWO_DAYS: Threshold = { ...FIRST, days: 2 }
const TWO_DAYS_A_WEEK_APART: Threshold = { ...TWO_DAYS, apartDays: 7 }
const FIVE_DAYS_OVER_30: Threshold = { ...FIRST, days: 5, apartDays: 30 }

export const DEFAULT_POLICY: Policy = {
  version: 1,
  strictDays: 'on',
  rules: {
    'user-unknown': {
      reasons: ['user-unknown'],
      evidence: 'refused-at-rcpt',
      pause: null,
      suppress: FIRST,
      expiresAfterDays: 365,
    },
    'user-unknown-later': {
      reasons: ['user-unknown'],
      evidence: 'any',
      pause: null,
      suppress: TWO_DAYS,
      expiresAfterDays: 365,
    },
    'address-invalid': {
      reasons: ['address-invalid'],
      evidence: 'any',
      pause: null,
      suppress: FIRST,
      expiresAfterDays: null,
    },
    'address-moved': {
      reasons: ['address-moved'],
      evidence: 'any',
      pause: null,
      suppress: FIRST,
      expiresAfterDays: 365,
    },
    'domain-not-accepting': {
      reasons: ['domain-not-accepting'],
      evidence: 'any',
      pause: null,
      suppress: FIRST,
      expiresAfterDays: 180,
    },
    'domain-unknown': {
      reasons: ['domain-unknown'],
      evidence: 'any',
      pause: null,
      suppress: { ...TWO_DAYS, apartHours: 72 },
      expiresAfterDays: 90,
    },
    'mailbox-disabled': {
      reasons: ['mailbox-disabled'],
      evidence: 'any',
      pause: null,
      suppress: TWO_DAYS_A_WEEK_APART,
      expiresAfterDays: 180,
    },
    'mailbox-full-permanent': {
      reasons: ['mailbox-full'],
      evidence: 'permanent',
      pause: null,
      suppress: TWO_DAYS_A_WEEK_APART,
      expiresAfterDays: 180,
    },
    'mailbox-full': {
      reasons: ['mailbox-full'],
      evidence: 'any',
      pause: { ...FIRST, days: 3, withinDays: 14, forDays: 14 },
      suppress: FIVE_DAYS_OVER_30,
      expiresAfterDays: 90,
    },
    'recipient-refused': {
      reasons: ['recipient-refused'],
      evidence: 'any',
      pause: null,
      suppress: FIRST,
      expiresAfterDays: null,
    },
    unreachable: {
      reasons: ['network-error', 'dns-error', 'expired'],
      evidence: 'any',
      pause: { ...FIRST, days: 5, withinDays: 10, forDays: 14 },
      suppress: FIVE_DAYS_OVER_30,
      expiresAfterDays: 60,
    },
    complaint: {
      reasons: ['complaint'],
      evidence: 'any',
      pause: null,
      suppress: FIRST,
      expiresAfterDays: null,
    },
  },
  burst: {
    windowsHours: [1, 24],
    times: 5,
    share: 0.1,
    events: 20,
    historyDays: 7,
    quarantineHours: 72,
    lookBackHours: 24,
  },
  ownOutageDomains: 10,
  typoDistance: 1,
}
