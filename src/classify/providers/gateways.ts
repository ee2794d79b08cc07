/** Rules of security gateways and of filters that speak for themselves, one table an operator. */
import type { ProviderRules } from '../rule.ts'

const MIMECAST = 'community.mimecast.com, SMTP error codes'

export const gatewayRules: readonly ProviderRules[] = [
  {
    provider: 'mimecast',
    rules: [
      {
        id: 'mimecast.greylisted',
        reason: 'greylisted',
        match: /\binternal resources are temporarily unavailable\b/,
        anywhere: 'all',
        source: MIMECAST,
        examples: [
          '451 Internal resources are temporarily unavailable - https://community.mimecast.com/docs/DOC-1369#451',
        ],
        butNot: ['451 Internal server error'],
      },
      {
        id: 'mimecast.blocked',
        reason: 'sender-blocked',
        match: /\blocal ct ip reputation\b|\bip (?:address )?temporarily blacklisted\b/,
        anywhere: 'all',
        source: MIMECAST,
        examples: [
          '550 Local CT IP Reputation (reject) - https://community.mimecast.com/docs/DOC-1369#550',
          { said: '451 IP temporarily blacklisted', relay: 'eu-smtp-inbound-1.mimecast.com' },
        ],
        butNot: [{ said: '451 Recipient temporarily unavailable', relay: 'eu-smtp-inbound-1.mimecast.com' }],
      },
      {
        id: 'mimecast.rate',
        reason: 'rate-limited',
        match: /\brecipient temporarily unavailable\b|\baccount service (?:is )?temporarily unavailable\b/,
        source: MIMECAST,
        examples: [
          { said: '451 Recipient temporarily unavailable', relay: 'eu-smtp-inbound-1.mimecast.com' },
        ],
        butNot: [{ said: '550 Invalid Recipient', relay: 'eu-smtp-inbound-1.mimecast.com' }],
      },
      {
        id: 'mimecast.unknown',
        reason: 'user-unknown',
        match: /\binvalid recipient\b|\buser unknown\b/,
        source: MIMECAST,
        examples: [
          '550 Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#550',
          { said: '503 User unknown', relay: 'eu-smtp-inbound-1.mimecast.com' },
        ],
        butNot: [{ said: '501 Invalid address', relay: 'eu-smtp-inbound-1.mimecast.com' }],
      },
      {
        id: 'mimecast.address',
        reason: 'address-invalid',
        match: /\binvalid address\b/,
        source: MIMECAST,
        examples: [{ said: '501 Invalid address', relay: 'eu-smtp-inbound-1.mimecast.com' }],
        butNot: [{ said: '550 Invalid Recipient', relay: 'eu-smtp-inbound-1.mimecast.com' }],
      },
      {
        id: 'mimecast.refused',
        reason: 'recipient-refused',
        action: 'review',
        match: [
          /\badministrative prohibition\b|\benvelope blocked\b|\bmanually blocked\b|\bsender address blocked\b/,
        ],
        source: MIMECAST,
        examples: [
          '550 Administrative prohibition - envelope blocked - https://community.mimecast.com/docs/DOC-1369#550',
          { said: '421 Sender address blocked', relay: 'eu-smtp-inbound-1.mimecast.com' },
        ],
        butNot: ['550 administrative prohibition'],
      },
      {
        id: 'mimecast.auth',
        reason: 'auth-failure',
        match: /\b(?:spf|dkim|dmarc) sender invalid\b/,
        anywhere: 'all',
        source: MIMECAST,
        examples: [
          '550 SPF Sender Invalid - envelope rejected - https://community.mimecast.com/docs/DOC-1369#550',
          '550 DMARC Sender Invalid - envelope rejected',
        ],
        butNot: ['550 invalid sender'],
      },
      {
        id: 'mimecast.spoofing',
        reason: 'policy-rejected',
        match: /\banti-spoofing policy\b/,
        anywhere: 'all',
        source: MIMECAST,
        examples: [
          '550 Rejected by header based Anti-Spoofing policy: user@example.com - https://community.mimecast.com/docs/DOC-1369#550',
        ],
        butNot: ['550 DMARC Sender Invalid'],
      },
      {
        id: 'mimecast.encryption',
        reason: 'tls-error',
        match: /\bthis route requires (?:encryption|high-strength)\b/,
        anywhere: 'all',
        source: MIMECAST,
        examples: [
          '553 This route requires encryption (SSL/TLS)',
          '553 This route requires high-strength ciphers',
        ],
        butNot: ['553 route refused'],
      },
      {
        id: 'mimecast.signature',
        reason: 'spam',
        match: /\bmcspamsignature\b|\bspam ?signature\b/,
        anywhere: 'all',
        source: MIMECAST,
        examples: ['554 email rejected due to security policies - MCSpamSignature.sa.2.2'],
        butNot: ['554 email rejected due to security policies'],
      },
      {
        id: 'mimecast.security-policy',
        reason: 'policy-rejected',
        match: /\bemail rejected due to security policies\b|\bcontent examination\b/,
        anywhere: 'all',
        source: MIMECAST,
        examples: [
          '554 Email rejected due to security policies - https://community.mimecast.com/docs/DOC-1369#554',
        ],
        butNot: ['554 email rejected due to security policies - MCSpamSignature.sa.2.2'],
      },
      {
        id: 'mimecast.inbounds-disabled',
        reason: 'domain-not-accepting',
        action: 'review',
        match: /\baccount inbounds disabled\b/,
        anywhere: 'all',
        source: MIMECAST,
        examples: ['550 Account inbounds disabled'],
        butNot: ['550 account disabled'],
      },
      {
        id: 'mimecast.open-relay',
        reason: 'relay-denied',
        match: /\bopen relay not allowed\b/,
        anywhere: 'all',
        source: MIMECAST,
        examples: ['451 Open relay not allowed - https://community.mimecast.com/docs/DOC-1369#451'],
        butNot: ['550 you are an open relay'],
      },
    ],
  },
  {
    provider: 'proofpoint',
    rules: [
      {
        id: 'proofpoint.reputation',
        reason: 'sender-blocked',
        blocklist: 'Proofpoint',
        anywhere: 'all',
        link: /proofpoint\.com\/dnsbl-lookup|ipcheck\.proofpoint\.com/,
        source: 'suped.com; support.proofpoint.com/dnsbl-lookup.cgi',
        examples: [
          '554 5.7.0 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1',
          '554 Blocked - see https://support.proofpoint.com/dnsbl-lookup.cgi?ip=192.0.2.1',
        ],
        butNot: ['550 5.7.1 user email address is marked as invalid'],
      },
      {
        id: 'proofpoint.invalid',
        reason: 'user-unknown',
        anywhere: 'all',
        match: /\buser email address is marked as invalid\b/,
        source: 'Proofpoint Essentials, message log codes',
        examples: ['550 5.7.1 User email address is marked as invalid'],
        butNot: ['550 5.7.1 user address is invalid'],
      },
    ],
  },
  {
    provider: 'barracuda',
    rules: [
      {
        id: 'barracuda.reputation',
        reason: 'sender-blocked',
        blocklist: 'Barracuda',
        anywhere: 'all',
        match: /\bblocked using barracuda reputation\b/,
        link: /barracudacentral\.org|bbl\.barracudacentral/,
        source: 'barracudacentral.org',
        examples: [
          '554 Service unavailable; Client host [192.0.2.1] blocked using Barracuda Reputation; http://www.barracudanetworks.com/reputation/?r=1',
          '550 listed in b.barracudacentral.org',
        ],
        butNot: ['550 permanent failure for one or more recipients (a@example.com:blocked)'],
      },
      {
        id: 'barracuda.blocked',
        reason: 'policy-rejected',
        anywhere: 'all',
        match: /\b(?:permanent|temporary) failure for one or more recipients \([^)]{0,340}:blocked\)/,
        source: 'campus.barracuda.com: content, list or reputation, not told which',
        examples: ['550 permanent failure for one or more recipients (a@example.com:blocked)'],
        butNot: ['550 permanent failure for one or more recipients (a@example.com:550 5.1.1 user unknown)'],
      },
    ],
  },
  {
    provider: 'messagelabs',
    rules: [
      {
        id: 'messagelabs.unknown',
        reason: 'user-unknown',
        match: /\binvalid recipient\b|\bno such user\b|\brejected\b/,
        when: { replyCode: [542, 550, 553], enhanced: ['5.1.1', '5.1.0'] },
        source: 'Symantec.cloud SMTP error codes',
        examples: [{ said: '542 5.1.1 <a@example.com> Rejected', relay: 'cluster5.eu.messagelabs.com' }],
        butNot: [{ said: '553 5.7.1 message filtered', relay: 'cluster5.eu.messagelabs.com' }],
      },
      {
        id: 'messagelabs.filtered',
        reason: 'spam',
        match: /\bmessage filtered\b/,
        source: 'Symantec.cloud, troubleshooting bounces 553',
        examples: [{ said: '553 Message filtered', relay: 'cluster5.eu.messagelabs.com' }],
        butNot: [{ said: '550 Please turn on SMTP Authentication', relay: 'cluster5.eu.messagelabs.com' }],
      },
    ],
  },
  {
    provider: 'postini',
    rules: [
      {
        id: 'postini.unknown',
        reason: 'user-unknown',
        match: /\bno such user - psmtp\b/,
        anywhere: 'all',
        source: 'Postini, until 2015',
        examples: ['550 No such user - psmtp'],
        butNot: ['550 blocked - psmtp'],
      },
    ],
  },
  {
    provider: 'trendmicro',
    rules: [
      {
        id: 'trendmicro.reputation',
        reason: 'sender-blocked',
        blocklist: 'Trend Micro',
        anywhere: 'all',
        match: /\btrend ?micro (?:email reputation|ers|rbl\+)|\brbl\+|\btm-?ers\b/,
        link: /mail-abuse\.com\/cgi-bin\/lookup|ers\.trendmicro\.com/,
        source: 'docs.trendmicro.com, email reputation services',
        examples: [
          '550 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using Trend Micro Email Reputation Service',
          '450 blocked, see http://www.mail-abuse.com/cgi-bin/lookup?ip_address=192.0.2.1',
        ],
        butNot: ['550 5.1.1 user unknown'],
      },
    ],
  },
  {
    provider: 'ironport',
    rules: [
      {
        id: 'ironport.address-rejected',
        reason: 'user-unknown',
        action: 'review',
        anywhere: 'all',
        match: /#5\.1\.0 address rejected\b/,
        source: 'Cisco Secure Email: recipient access table or LDAP accept query',
        examples: ['550 #5.1.0 Address rejected.'],
        butNot: ['550 5.1.0 Sender rejected'],
      },
      {
        id: 'ironport.reputation',
        reason: 'sender-blocked',
        blocklist: 'Talos',
        anywhere: 'all',
        match: /\byour access to this mail system has been rejected due to\b/,
        source: 'Cisco Secure Email, SenderBase reputation score',
        examples: [
          "554 Your access to this mail system has been rejected due to the sending MTA's poor reputation.",
          '554 Your access to this mail system has been rejected due to poor reputation of a domain used in message transfer',
        ],
        butNot: ['554 Your access has been rejected'],
      },
    ],
  },
  {
    provider: 'cloudmark',
    rules: [
      {
        id: 'cloudmark.reputation',
        reason: 'sender-blocked',
        blocklist: 'Cloudmark CSI',
        anywhere: 'all',
        match: /\bpoor reputation sender\b|\bcloudmark sender intelligence\b/,
        link: /csi\.cloudmark\.com/,
        source: 'csi.cloudmark.com',
        examples: [
          '550 5.7.1 Poor Reputation Sender. See https://csi.cloudmark.com/reset-request/?ip=192.0.2.1',
        ],
        butNot: ['554 5.7.1 spam'],
      },
    ],
  },
  {
    provider: 'spamexperts',
    rules: [
      {
        id: 'spamexperts.blocked',
        reason: 'policy-rejected',
        anywhere: 'all',
        match: /\(\{[a-z]{4,10}\}:blocked\)/,
        source: 'SpamExperts local cloud',
        examples: ['550 message rejected (a@example.com:blocked)'],
        butNot: ['550 permanent failure for one or more recipients (a@example.com:blocked)'],
      },
    ],
  },
  {
    provider: 'rackspace',
    rules: [
      {
        id: 'rackspace.invalid',
        reason: 'user-unknown',
        match: /\bmailbox does not exist\b|\binvalid recipient\b/,
        source: 'Rackspace Email',
        examples: [
          {
            said: '550 5.1.1 <a@example.com>: Recipient address rejected: Invalid recipient',
            relay: 'mx1.emailsrvr.com',
          },
        ],
        butNot: [{ said: '550 5.7.1 rejected by policy', relay: 'mx1.emailsrvr.com' }],
      },
    ],
  },
  {
    provider: 'ses',
    rules: [
      {
        id: 'ses.identity',
        reason: 'sender-rejected',
        scope: 'local',
        match: /\bemail address is not verified\b|\bidentities failed the check\b/,
        anywhere: 'all',
        source: 'docs.aws.amazon.com/ses',
        examples: [
          '554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: a@example.com',
        ],
        butNot: ['554 Message rejected'],
      },
      {
        id: 'ses.sending-limit',
        reason: 'rate-limited',
        scope: 'local',
        match: /\bmaximum sending rate exceeded\b|\bdaily message quota exceeded\b/,
        anywhere: 'all',
        source: 'docs.aws.amazon.com/ses',
        examples: [
          '454 Throttling failure: Maximum sending rate exceeded.',
          '454 Throttling failure: Daily message quota exceeded.',
        ],
        butNot: ['552 5.2.2 quota exceeded'],
      },
    ],
  },
  {
    provider: 'zoho',
    rules: [
      {
        id: 'zoho.policy',
        reason: 'policy-rejected',
        match: /\bemail policy violation detected\b/,
        source: 'zoho.com/mail help, SMTP errors',
        examples: [{ said: '554 5.7.7 Email policy violation detected', relay: 'smtpin.zoho.com' }],
        butNot: [{ said: '550 5.1.1 User does not exist - <a@zoho.example.com>', relay: 'smtpin.zoho.com' }],
      },
      {
        id: 'zoho.relay',
        reason: 'relay-denied',
        match: /\b(?:relaying issues|relaying disallowed)\b/,
        anywhere: 'all',
        source: 'zoho.com/mail help',
        examples: ['553 5.7.1 Relaying disallowed as a@example.com'],
        butNot: ['550 5.1.1 User does not exist'],
      },
    ],
  },
]
