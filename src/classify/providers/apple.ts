/** Rules of Apple: iCloud Mail and Hide My Email. */
import type { ProviderRules } from '../rule.ts'

export const appleRules: ProviderRules = {
  provider: 'apple',
  rules: [
    {
      id: 'apple.relay-switched-off',
      reason: 'recipient-refused',
      match: /\brelay(?:ing)? (?:not permitted|denied)\b/,
      link: /privaterelay\.appleid\.com/,
      when: { replyCode: [550, 551, 553, 554], permanence: 'permanent', enhanced: ['5.7.1'] },
      source: 'tamingdns.com: the owner switched the alias off',
      examples: [
        {
          said: '550 5.7.1 Relay not permitted',
          relay: 'smtp1.privaterelay.appleid.com',
          recipient: 'x@privaterelay.appleid.com',
        },
      ],
      butNot: [
        {
          said: '550 5.1.1 <x@privaterelay.appleid.com>: user not found',
          relay: 'smtp1.privaterelay.appleid.com',
        },
      ],
    },
    {
      id: 'apple.inactive',
      reason: 'mailbox-disabled',
      match: /\binactive e-?mail address\b/,
      source: 'smtp.codes/icloud',
      examples: [{ said: '550 5.1.1 inactive email address', relay: 'mx01.mail.icloud.com' }],
      butNot: [{ said: '550 5.1.1 user does not exist', relay: 'mx01.mail.icloud.com' }],
    },
    {
      id: 'apple.unknown',
      reason: 'user-unknown',
      match: /\bunknown or illegal alias\b|\buser (?:does not exist|not found)\b/,
      source: 'smtp.codes/icloud',
      examples: [{ said: '550 5.1.1 unknown or illegal alias: a@icloud.com', relay: 'mx01.mail.icloud.com' }],
      butNot: [
        { said: '550 5.1.6 recipient no longer on server: a@icloud.com', relay: 'mx01.mail.icloud.com' },
      ],
    },
    {
      id: 'apple.local-policy',
      reason: 'policy-rejected',
      anywhere: 'all',
      match: /\[cs0[12]\]/,
      source: 'suped.com; a content or reputation verdict that is not named',
      examples: [
        '554 5.7.1 [CS01] Message rejected due to local policy. See https://support.apple.com/en-us/HT204137',
      ],
      butNot: ['554 5.7.1 [HME1] This message was rejected'],
    },
    {
      id: 'apple.hide-my-email',
      reason: 'auth-failure',
      anywhere: 'all',
      match: /\[hme1\]/,
      source: 'support.apple.com, Hide My Email',
      examples: [
        '554 5.7.1 [HME1] This message was blocked for failing both SPF and DKIM authentication checks.',
      ],
      butNot: ['554 5.7.1 [CS01] Message rejected due to local policy.'],
    },
    {
      id: 'apple.spamhaus-dbl',
      reason: 'spam',
      blocklist: 'Spamhaus DBL',
      match: /\bdomain present in the spamhaus dbl\b/,
      source: 'bentonow.com/smtp-errors/apple',
      examples: [
        {
          said: '550 5.7.1 Mail was rejected due to a domain present in the Spamhaus DBL',
          relay: 'mx01.mail.icloud.com',
        },
      ],
      butNot: [{ said: '550 5.7.1 Your IP 192.0.2.1 is listed in Spamhaus', relay: 'mx01.mail.icloud.com' }],
    },
    {
      id: 'apple.volume',
      reason: 'rate-limited',
      match: [
        /\bexcessive volume\b|\btoo many errors\b|\bnot accepting connections\b.{0,200}too many errors/,
      ],
      source: 'smtp.codes/icloud',
      examples: [
        {
          said: '421 4.7.1 Messages to a@icloud.com deferred due to excessive volume. Try again later',
          relay: 'mx01.mail.icloud.com',
        },
      ],
      butNot: [{ said: '451 4.7.1 Service unavailable - try again later', relay: 'mx01.mail.icloud.com' }],
    },
    {
      id: 'apple.busy',
      reason: 'system-error',
      match: /\bservice unavailable\b/,
      when: { permanence: 'transient' },
      source: 'smtp.codes/icloud',
      examples: [{ said: '451 4.7.1 Service unavailable - try again later', relay: 'mx01.mail.icloud.com' }],
      butNot: [{ said: '421 4.7.1 deferred due to excessive volume', relay: 'mx01.mail.icloud.com' }],
    },
  ],
}
