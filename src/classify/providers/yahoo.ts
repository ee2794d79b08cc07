/**
 * Rules of Yahoo's hosts, which answer for AOL, AT&T, Verizon and, since 2025, Comcast addresses too.
 */
import type { ProviderRules } from '../rule.ts'

const PAGE = 'senders.yahooinc.com/smtp-error-codes'
const AOL = 'postmaster.aol.com error codes, until 2018'

export const yahooRules: ProviderRules = {
  provider: 'yahoo',
  rules: [
    {
      id: 'yahoo.permanently-deferred',
      reason: 'sender-blocked',
      nature: 'permanent',
      anywhere: 'all',
      match: /\[ts(?:03|s09|s11)\]|\bpermanently deferred\b/,
      source: `${PAGE}; help.yahoo.com SLN3436`,
      examples: [
        '421 4.7.1 [TS03] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed.',
        '553 5.7.2 [TSS09] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed.',
      ],
      butNot: [
        '421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints',
      ],
    },
    {
      id: 'yahoo.deferred',
      reason: 'rate-limited',
      anywhere: 'all',
      match: [
        /\[ts(?:s04|s05|01|02|s08)\]|\btemporarily deferred due to (?:unexpected volume|user complaints)/,
      ],
      source: PAGE,
      examples: [
        '421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1',
        '421 4.7.0 [TS01] Messages from 192.0.2.1 temporarily deferred due to user complaints',
      ],
      butNot: [
        "553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in Spamhaus's list",
      ],
    },
    {
      id: 'yahoo.spamhaus',
      reason: 'sender-blocked',
      anywhere: 'all',
      blocklist: 'Spamhaus',
      match: /\[(?:bl2[13]|tss07)\]/,
      source: PAGE,
      examples: [
        "553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in Spamhaus's list",
        '553 5.7.1 [TSS07] Connections not accepted',
      ],
      butNot: ['554 5.7.9 [PH01] Message not accepted for policy reasons'],
    },
    {
      id: 'yahoo.phishing',
      reason: 'spam',
      anywhere: 'all',
      match: /\[ph0\d\]/,
      source: PAGE,
      examples: ['554 Message not allowed - [PH01] Email not accepted for policy reasons.'],
      butNot: [
        '554 5.7.9 Message not accepted for policy reasons. See https://senders.yahooinc.com/error-codes',
      ],
    },
    {
      id: 'yahoo.policy',
      reason: 'policy-rejected',
      match: /\bnot accepted for policy reasons\b/,
      source: PAGE,
      examples: [
        '554 5.7.9 Message not accepted for policy reasons. See https://senders.yahooinc.com/error-codes',
      ],
      butNot: [
        '554 Message not allowed - [PH01] Email not accepted for policy reasons. See https://senders.yahooinc.com/error-codes',
      ],
    },
    {
      id: 'yahoo.authenticate',
      reason: 'auth-failure',
      match: /\brequires all senders to authenticate\b|\bauthenticate with (?:either )?spf or dkim\b/,
      source: PAGE,
      examples: [
        '550 5.7.9 This mail has been blocked because the sender is unauthenticated. Yahoo requires all senders to authenticate with either SPF or DKIM. See https://senders.yahooinc.com/smtp-error-codes',
      ],
      butNot: [
        '554 5.7.9 Message not accepted for policy reasons. See https://senders.yahooinc.com/error-codes',
      ],
    },
    {
      id: 'yahoo.disabled',
      reason: 'mailbox-disabled',
      anywhere: 'all',
      match: [
        /\b(?:this|your) (?:mailbox|account|user) (?:is|has been) (?:disabled|discontinued)\b.{0,40}(?:\(554\.30\)|discontinued|\[#10\d\]|- mta\d)/,
        /\(554\.30\)|\bdelivery error: dd\b.{0,160}\b(?:disabled|discontinued|no longer valid|inactive)\b/,
        /\baccount has been disabled or discontinued\b/,
      ],
      source: PAGE,
      examples: [
        '554 30 Sorry, your message to user@yahoo.com cannot be delivered. This mailbox is disabled (554.30)',
        '554 delivery error: dd Sorry your message to a@example.com cannot be delivered. This account has been disabled or discontinued [#102]. - mta222.mail.bf1.yahoo.com',
      ],
      butNot: ["554 delivery error: dd This user doesn't have a yahoo.com account (a@yahoo.com) [0]"],
    },
    {
      id: 'yahoo.over-quota',
      reason: 'mailbox-full',
      anywhere: 'all',
      match: [
        /\bdelivery error: dd\b.{0,160}\b(?:over quota|full)\b/,
        /\bsorry,? your message to \S{1,320} cannot be delivered\. this (?:account|mailbox) is (?:over quota|full)\b/,
      ],
      source: PAGE,
      examples: [
        '554 delivery error: dd Requested mail action aborted: mailbox full',
        'Sorry, your message to a@example.jp cannot be delivered. This account is over quota.',
      ],
      butNot: [
        '554 30 Sorry, your message to user@yahoo.com cannot be delivered. This mailbox is disabled (554.30)',
      ],
    },
    {
      id: 'yahoo.no-account',
      reason: 'user-unknown',
      anywhere: 'all',
      match: [
        /\bthis user doesn't have an? \S{1,260} account\b/,
        /\bdelivery error: dd\b.{0,160}\b(?:not a valid (?:recipient|mailbox|user)|unknown user|no such user|does not exist|not found)\b/,
      ],
      source: PAGE,
      examples: [
        "554 delivery error: dd This user doesn't have a yahoo.com account (a@yahoo.com) [0] - mta1061.mail.ne1.yahoo.com",
        '554 delivery error: dd Not a valid recipient - mta1.mail.bf1.yahoo.com',
      ],
      butNot: ['554 delivery error: dd Requested mail action aborted: mailbox full'],
    },
    {
      id: 'yahoo.mailbox-not-found',
      reason: 'user-unknown',
      match: /\bmailbox not found\b/,
      source: 'KumoMTA issue 431',
      examples: [
        { said: '552 1 Requested mail action aborted, mailbox not found', relay: 'mta7.am0.yahoodns.net' },
      ],
      butNot: [{ said: '552 1 Requested mail action aborted, mailbox full', relay: 'mta7.am0.yahoodns.net' }],
    },
    {
      id: 'yahoo.receiving-too-quickly',
      reason: 'recipient-rate-limited',
      match: /\breceiving mail too quickly\b/,
      source: PAGE,
      examples: [{ said: '450 User is receiving mail too quickly', relay: 'mta7.am0.yahoodns.net' }],
      butNot: [{ said: '421 max message per connection reached', relay: 'mta7.am0.yahoodns.net' }],
    },
    {
      id: 'yahoo.sender-domain',
      reason: 'sender-rejected',
      match: /\bunresolvable rfc\.?5321 from domain\b|\bresolvable 5321\b/,
      source: PAGE,
      examples: [
        {
          said: '451 Message temporarily deferred due to unresolvable RFC.5321 from domain',
          relay: 'mta7.am0.yahoodns.net',
        },
      ],
      butNot: [{ said: '451 resources temporarily not available', relay: 'mta7.am0.yahoodns.net' }],
    },
    {
      id: 'yahoo.unknown-recipients',
      reason: 'rate-limited',
      listQuality: true,
      anywhere: 'all',
      match: /\bvs1-(?:mf|ip)\b/,
      source: PAGE,
      examples: [
        '451 VS1-MF Excessive unknown recipients - possible Open Relay',
        '451 VS1-IP Excessive unknown recipients',
      ],
      butNot: ['451 resources temporarily not available'],
    },
    {
      id: 'yahoo.per-connection',
      reason: 'rate-limited',
      match: /\bmax(?:imum)? messages? per connection\b/,
      source: PAGE,
      examples: [
        {
          said: '421 Max message per connection reached, closing transmission channel',
          relay: 'mta7.am0.yahoodns.net',
        },
      ],
      butNot: [{ said: '421 resources unavailable', relay: 'mta7.am0.yahoodns.net' }],
    },
    {
      id: 'aol.blocked',
      reason: 'sender-blocked',
      anywhere: 'all',
      match: /\((?:rtr:(?:bb|du|sc|bl|ge)|rly:bl|con:b1)\)/,
      source: AOL,
      examples: ['554 (RTR:BB) http://postmaster.info.aol.com/errors/554rtrbb.html', '421 (CON:B1) blocked'],
      butNot: ['554 (RTR:RD)'],
    },
    {
      id: 'aol.reverse-dns',
      reason: 'client-identity',
      anywhere: 'all',
      match: /\(rtr:rd\)/,
      source: AOL,
      examples: ['554 (RTR:RD) http://postmaster.info.aol.com/errors/554rtrrd.html'],
      butNot: ['554 (RTR:BB)'],
    },
    {
      id: 'aol.virus',
      reason: 'virus',
      anywhere: 'all',
      match: /\(rtr:ch\)/,
      source: AOL,
      examples: ['554 (RTR:CH)'],
      butNot: ['554 (RTR:BB)'],
    },
    {
      id: 'aol.content',
      reason: 'spam',
      anywhere: 'all',
      match: /\((?:hvu:b[12]|rly:ch)\)/,
      source: AOL,
      examples: ['554 (HVU:B1) http://postmaster.info.aol.com/errors/554hvub1.html', '554 (RLY:CH)'],
      butNot: ['554 (RLY:B1)'],
    },
    {
      id: 'aol.rate',
      reason: 'rate-limited',
      anywhere: 'all',
      match: /\((?:rly:b[12d]|rly:cs\d|dyn:t\d|rly:ir)\)/,
      source: AOL,
      examples: ['554 (RLY:B1) http://postmaster.info.aol.com/errors/554rlyb1.html', '421 (DYN:T1)'],
      butNot: ['554 (RLY:BL)'],
    },
    {
      id: 'aol.dmarc',
      reason: 'auth-failure',
      anywhere: 'all',
      match: /\(dmarc:\)?/,
      source: AOL,
      examples: ['521 5.2.1 (DMARC:) This message failed DMARC Evaluation'],
      butNot: ['554 (RLY:B1)'],
    },
  ],
}
