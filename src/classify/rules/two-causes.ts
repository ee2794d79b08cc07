/**
 * Rules for texts that name two causes: the less destructive one holds, never `suppress` on half a sentence.
 *
 * Spec: reasons.md, hard cases
 */
import type { Rule } from '../rule.ts'

export const twoCauseRules: readonly Rule[] = [
  {
    id: 'recipient-restricted.or-unknown',
    reason: 'recipient-restricted',
    match:
      /\b(?:group|list|address|mailbox|account|user|recipient)\b.{0,40}\b(?:may|might) not exist\b.{0,40}\b(?:not have|lack|without) (?:the )?(?:permissions?|rights?|access)\b/,
    source:
      'Google Groups: a group that is closed to the sender and one that does not exist are told in one sentence',
    examples: [
      '550 5.7.1 The group team may not exist, or you may not have permission to post messages to it',
      'the address you tried to reach might not exist, or you might not have permissions to send to it',
    ],
    butNot: ['550 5.1.1 the address may not exist'],
  },
  {
    id: 'recipient-restricted.google-group',
    reason: 'recipient-restricted',
    match: [
      /\bthe (?:google )?group you (?:tried|are trying|attempted) to contact\b/,
      /\byou tried to contact \([^)]{1,80}\) may not exist\b/,
    ],
    source: 'Google Groups, support.google.com/groups',
    examples: ["We're writing to let you know that the group you tried to contact (team) may not exist"],
    butNot: ['the user you are trying to contact is receiving mail at a rate'],
  },
  {
    id: 'unknown.account-or-domain',
    reason: 'unknown',
    match: /\b(?:account|user|mailbox) or domain (?:may|might) not exist\b.{0,40}\b(?:blacklisted|blocked)\b/,
    source: 'cPanel and GoDaddy smarthosts: one text for dead addresses, blocks and DNS faults',
    examples: [
      '550 5.4.4 The account or domain may not exist, they may be blacklisted, or missing the proper dns entries.',
    ],
    butNot: ['550 5.1.1 The account does not exist'],
  },
  {
    id: 'mailbox-full.or-unknown',
    reason: 'mailbox-full',
    match: [
      /\b(?:unknown|invalid|does not exist|not found|inactive|disabled)\b.{0,20}\bor\b.{0,30}\b(?:mailbox (?:is )?full|over ?-?quota|quota exceeded|full)\b/,
      /\b(?:mailbox (?:is )?full|over ?-?quota|quota exceeded)\b.{0,10}\bor\b.{0,40}\b(?:unknown|invalid|not exist|not found|inactive|disabled)\b/,
    ],
    source: 'texts that leave it open; the address may be alive',
    examples: ['550 user unknown or mailbox full', '550 mailbox full or account disabled'],
    butNot: ['550 5.1.1 user unknown', '552 mailbox full'],
  },
  {
    id: 'policy-rejected.unavailable-or-denied',
    reason: 'policy-rejected',
    match:
      /\b(?:mailbox|user|recipient|account) (?:is )?(?:unavailable|unknown|not found|does not exist)\b.{0,10}\bor (?:the )?(?:access|permission|delivery|relay(?:ing)?|mail) (?:is |was )?(?:denied|refused|not (?:allowed|permitted|granted)|prohibited)\b/,
    source: 'Tencent: "Mailbox unavailable or access denied" is sent for both',
    examples: ['550 5.1.1 Mailbox unavailable or access denied', '550 mailbox not found or access denied'],
    butNot: ['550 Requested action not taken: mailbox unavailable', '550 5.7.1 Access denied'],
  },
  {
    id: 'spam.or-virus',
    reason: 'spam',
    match: /\bspam or (?:a )?(?:virus|malware|phishing)\b|\b(?:virus|malware) or (?:as )?spam\b/,
    source: 'T-Online and others: one text for both filters',
    examples: [
      '550 5.7.0 Message rejected due to spam or virus classification',
      '554 virus or spam detected',
    ],
    butNot: ['550 Virus Detected; Content Rejected'],
  },
]
