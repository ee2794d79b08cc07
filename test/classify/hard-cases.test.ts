/** The hard cases of the contract (reasons.md) and the contradictions met with in the wild, row by row. */
import { describe, expect, test } from 'vitest'
import { classify } from '../../src/classify/classify.ts'
import type { Example } from '../../src/classify/rule.ts'
import type { Attempt, Verdict } from '../../src/types.ts'
import { attemptSaying } from './attempt-saying.ts'

type Row = [what: string, example: Example, answer: Partial<Verdict>]

const hardCases: Row[] = [
  ['a notice without a cause', '', { reason: 'unknown', rule: 'unknown.no-cause-given' }],
  ['a text that no rule knows', '550 blorp', { reason: 'unknown', rule: 'unknown.unmatched' }],
  [
    'two causes: may not exist, or no permission',
    '550 5.7.1 The address may not exist, or you may not have permission to post',
    { reason: 'recipient-restricted', action: 'review' },
  ],
  [
    'two causes: unknown or full',
    '550 user unknown or mailbox full',
    { reason: 'mailbox-full', action: 'retry' },
  ],
  ['a bare 550 at RCPT', { said: '550', command: 'RCPT' }, { reason: 'unknown', action: 'review' }],
  [
    'a bare 421 at the greeting',
    { said: '421', command: 'CONNECT' },
    { reason: 'system-error', basis: 'reply' },
  ],
  [
    'mailbox unavailable with 550',
    '550 Requested action not taken: mailbox unavailable',
    { reason: 'user-unknown' },
  ],
  [
    'mailbox unavailable with 450',
    '450 Requested mail action not taken: mailbox unavailable',
    { reason: 'unknown' },
  ],
  ['plain words beside 5.2.1', '550 5.2.1 <a@example.com>... User Unknown', { reason: 'user-unknown' }],
  [
    'plain words beside 5.7.1',
    '550 5.7.1 <a@example.com>: Recipient address rejected: User unknown',
    { reason: 'user-unknown' },
  ],
  ['plain words beside 5.1.6', '550 5.1.6 user unknown', { reason: 'user-unknown' }],
  ['x.1.6 without a word of it', '550 5.1.6 sorry', { reason: 'address-moved', basis: 'enhanced' }],
  ['551 by its text', '551 5.7.1 relaying denied', { reason: 'relay-denied' }],
  [
    'x.1.4',
    '550 5.1.4 not unique, several matches found in directory',
    { reason: 'user-unknown', action: 'review' },
  ],
  [
    'content refused and not called spam',
    '554 5.7.1 Message content rejected',
    { reason: 'policy-rejected' },
  ],
  ['a domain without mail host', 'Domain example.com has no MX records', { reason: 'domain-unknown' }],
  ['an old wording of a null MX', 'Name server: .: host not found', { reason: 'domain-not-accepting' }],
  [
    'unrouteable at a domain of the host',
    { said: 'Unrouteable address', local: true, host: 'mx.example.com', recipient: 'a@example.com' },
    { reason: 'user-unknown' },
  ],
  [
    'unrouteable elsewhere',
    { said: 'Unrouteable address', local: true, host: 'mx.example.org', recipient: 'a@example.com' },
    { reason: 'domain-unknown' },
  ],
  [
    'the address in the text is the sender’s',
    { said: '550 5.7.1 <a@example.com>: Access denied', sender: 'a@example.com', recipient: 'b@example.net' },
    { reason: 'sender-rejected', action: 'fix-sender' },
  ],
  [
    'the domain in the text is the sender’s',
    { said: '550 domain example.com does not exist', sender: 'a@example.com', recipient: 'b@example.net' },
    { reason: 'sender-rejected' },
  ],
  [
    'the domain in the text is the recipient’s',
    { said: '550 domain example.net does not exist', sender: 'a@example.com', recipient: 'b@example.net' },
    { reason: 'domain-unknown' },
  ],
  [
    'an AUTH code of a stranger, its words speak of something else',
    '554 5.7.9 no thanks',
    { reason: 'policy-rejected' },
  ],
  [
    'x.7.13 with "account disabled" at RCPT',
    { said: '525 5.7.13 user account disabled', command: 'RCPT' },
    { reason: 'mailbox-disabled' },
  ],
  ['x.7.5 whose words say nothing of TLS', '550 5.7.5 no thanks', { reason: 'policy-rejected' }],
  ['x.7.5 whose words do', '454 4.7.5 certificate has expired', { reason: 'tls-error' }],
  ['521 5.3.2', '521 5.3.2 System not accepting network messages', { reason: 'domain-not-accepting' }],
  ['4.3.2', '421 4.3.2 System not accepting network messages', { reason: 'system-error' }],
  ['a header that is missing', '550 missing Message-ID header', { reason: 'message-malformed' }],
  ['lines too long', '500 line too long', { reason: 'message-malformed' }],
  [
    'temporarily locked with 5yz',
    '550 5.7.1 user a@example.com temporary locked, try again later',
    { reason: 'mailbox-disabled', action: 'review' },
  ],
  [
    'a malformed recipient header',
    'malformed address: <a@example.com> may not follow b@example.com',
    { reason: 'address-invalid', action: 'fix-message' },
  ],
  [
    'too many messages in the mailbox',
    '552 user has too many messages in mailbox',
    { reason: 'mailbox-full' },
  ],
  [
    'relay refused because no AUTH was given',
    '550 5.7.1 authentication required to relay',
    { reason: 'login-failed' },
  ],
  ['relay refused without a word of AUTH', '550 5.7.1 relaying denied', { reason: 'relay-denied' }],
  [
    'a name that looks dynamic',
    '550 5.7.1 your reverse hostname looks dynamic',
    { reason: 'client-identity' },
  ],
  [
    'a HELO that does not fit',
    '550 domain mx.example.com mismatches client ip',
    { reason: 'client-identity' },
  ],
  [
    'an IP blacklisted by the recipient',
    '550 5.7.1 IP address blacklisted by recipient',
    { reason: 'sender-blocked' },
  ],
  ['an open relay accused', '550 Insecure Mail Relay', { reason: 'sender-blocked' }],
  ['x.4.3 that speaks of a directory', '451 4.4.3 Unable to contact LDAP server', { reason: 'system-error' }],
  [
    'an IP that may not send for the domain',
    '554 INVALID IP FOR SENDING MAIL OF DOMAIN example.com',
    { reason: 'auth-failure' },
  ],
  ['the mailbox has a new owner', '550 5.7.17 no', { reason: 'recipient-refused' }],
  ['try again later with 451', '451 please try again later', { reason: 'system-error' }],
  ['try again later with 450', '450 please try again later', { reason: 'unknown' }],
  [
    'a throttle that names its cause',
    '421 4.7.0 rate limited because unauthenticated',
    { reason: 'auth-failure' },
  ],
  [
    'a throttle for reputation',
    {
      said: '451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation. (S775)',
      relay: 'outlook-com.olc.protection.outlook.com',
    },
    { reason: 'rate-limited' },
  ],
  [
    'a quota of the receiving organization',
    '451 4.7.1 organization quota for incoming messages exceeded',
    { reason: 'recipient-rate-limited' },
  ],
  [
    'a sending quota of our own account',
    '550 5.2.2 Submission quota exceeded',
    { reason: 'rate-limited', scope: 'local' },
  ],
  [
    'our relay speaks of our account',
    '554 Sending disabled for this account',
    { reason: 'login-failed', scope: 'local' },
  ],
  [
    'SMTPUTF8 not offered',
    'SMTPUTF8 is required, but was not offered by host mx.example.com[192.0.2.1]',
    { reason: 'address-invalid', action: 'review' },
  ],
  ['554 at the greeting without words', { said: '554', command: 'CONNECT' }, { reason: 'unknown' }],
  ['the recipient’s forwarding is broken', '550 forwarding address is invalid', { reason: 'list-expansion' }],
  ['sender is blacklisted', '550 sender is blacklisted', { reason: 'sender-blocked' }],
  [
    'sender is blacklisted by the recipient',
    '550 sender is blacklisted by the recipient',
    { reason: 'recipient-refused', scope: 'pair' },
  ],
  [
    'docomo after DATA',
    { said: '550 Unknown user a@docomo.ne.jp', relay: 'mfsmax.docomo.ne.jp', command: 'END-OF-DATA' },
    { reason: 'recipient-refused', scope: 'pair' },
  ],
  [
    'docomo at RCPT',
    { said: '550 Unknown user a@docomo.ne.jp', relay: 'mfsmax.docomo.ne.jp', command: 'RCPT' },
    { reason: 'user-unknown' },
  ],
  [
    'KDDI without an address',
    { said: '550 : User unknown', relay: 'lsean.ezweb.ne.jp' },
    { reason: 'recipient-refused' },
  ],
]

const neverPrune: Row[] = [
  ['a quota text with 5yz', '552 5.2.2 Mailbox full', { reason: 'mailbox-full' }],
  [
    'a quota text with 5.1.1',
    '552 5.1.1 Boite du destinataire pleine. Recipient overquota. OFR_417',
    { reason: 'mailbox-full' },
  ],
  [
    'a rate text with 5.2.1',
    '550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages',
    { reason: 'recipient-rate-limited' },
  ],
  [
    'a rate text with 5.1.1',
    '550 5.1.1 <a@example.com> - 192.0.2.1 has sent to too many recipients this hour. IB607',
    { reason: 'rate-limited', conflict: true },
  ],
  [
    'a block text with 5.1.1',
    '550 5.1.1 192.0.2.1 is listed in zen.spamhaus.org',
    { reason: 'sender-blocked', blocklist: 'Spamhaus' },
  ],
  [
    'a block text with 5.2.1',
    '550 5.2.1 Mailbox unavailable. Your IP address 192.0.2.1 is blacklisted using SPAMHAUS-XBL',
    { reason: 'sender-blocked', blocklist: 'Spamhaus XBL' },
  ],
  [
    'Outlook’s block list',
    '550 5.7.1 messages from [192.0.2.1] were not sent (S3150)',
    { reason: 'sender-blocked' },
  ],
  [
    'a verification that has not ended',
    '550 5.1.1 <a@example.com>: Recipient address rejected: unverified address',
    { reason: 'system-error' },
  ],
  [
    'the receiver’s broken DNSBL',
    '554 5.7.1 Client host blocked using multi.uribl.com; Query Refused',
    { reason: 'system-error', action: 'retry' },
  ],
  [
    'a user unknown "for now"',
    '450 4.1.1 <a@example.com>: Recipient address rejected: User unknown',
    { reason: 'user-unknown', conflict: true },
  ],
  [
    'Spectrum’s limit behind 5.1.0',
    '550 5.1.0 <a@example.com> sender rejected. AUP#In-1310',
    { reason: 'rate-limited' },
  ],
  [
    'Yahoo’s 5.7.2',
    '553 5.7.2 [TSS09] All messages from 192.0.2.1 will be permanently deferred',
    { reason: 'sender-blocked' },
  ],
  ['Orange’s 5.2.0', '550 5.2.0 Mail rejete. Mail rejected. ofr_506 [506]', { reason: 'spam' }],
  ['greylisting with 5yz', '554 5.7.1 Greylisted, come back later', { reason: 'greylisted', conflict: true }],
  [
    'a Postfix access map',
    '554 5.7.1 <a@example.com>: Recipient address rejected: Access denied',
    { reason: 'policy-rejected' },
  ],
]

const condemned: Row[] = [
  [
    'Exchange Online’s edge',
    {
      said: '550 5.4.1 Recipient address rejected: Access denied',
      relay: 'example-com.mail.protection.outlook.com',
    },
    { reason: 'user-unknown', subject: 'addressing' },
  ],
  [
    'Outlook.com 5.5.0',
    {
      said: '550 5.5.0 Requested action not taken: mailbox unavailable',
      relay: 'outlook-com.olc.protection.outlook.com',
    },
    { reason: 'user-unknown', basis: 'provider' },
  ],
  [
    'Exchange 5.1.10',
    '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
    { reason: 'user-unknown' },
  ],
  [
    'Yahoo’s dd',
    "554 delivery error: dd This user doesn't have a yahoo.com account (a@yahoo.com) [0]",
    { reason: 'user-unknown' },
  ],
  [
    'Yahoo’s 554.30',
    '554 30 Sorry, your message to a@yahoo.com cannot be delivered. This mailbox is disabled (554.30)',
    { reason: 'mailbox-disabled' },
  ],
  [
    'Yahoo’s 552',
    { said: '552 1 Requested mail action aborted, mailbox not found', relay: 'mta7.am0.yahoodns.net' },
    { reason: 'user-unknown' },
  ],
  [
    'NXDOMAIN from Postfix',
    {
      said: 'Host or domain name not found. Name service error for name=example.invalid type=A: Host not found',
      local: true,
    },
    { reason: 'domain-unknown', scope: 'domain' },
  ],
  [
    'a null MX from Postfix',
    { said: 'Domain example.com does not accept mail (nullMX)', local: true },
    { reason: 'domain-not-accepting' },
  ],
  [
    'RFC 7505',
    '556 5.1.10 <a@example.com>: Recipient address has a null MX',
    { reason: 'domain-not-accepting' },
  ],
]

describe('hard cases, decided', () => {
  test.each(hardCases)('%s', (_what, example, answer) => {
    expect(classify(attemptSaying(example))).toMatchObject(answer)
  })
})

describe('a living reader is never pruned', () => {
  test.each(neverPrune)('%s', (_what, example, answer) => {
    const verdict = classify(attemptSaying(example))
    expect(verdict).toMatchObject(answer)
    expect(verdict.action).not.toBe('suppress')
  })
})

describe('a dead address is suppressed, whatever its code', () => {
  test.each(condemned)('%s', (_what, example, answer) => {
    expect(classify(attemptSaying(example))).toMatchObject({ ...answer, action: 'suppress' })
  })
})

describe('what surrounds the words', () => {
  test('a relay called blocked.example blocks nobody', () => {
    const verdict = classify(
      attemptSaying(
        'host spam.blocked.example[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command)',
      ),
    )
    expect(verdict.reason).toBe('user-unknown')
  })
  test('an expiry keeps its cause', () => {
    const expired: Attempt = {
      ...attemptSaying('mailbox is full: retry timeout exceeded'),
      outcome: 'expired',
    }
    expect(classify(expired).reason).toBe('mailbox-full')
  })
  test('a cause inside an expiry of a relay is the reason', () => {
    expect(
      classify(
        attemptSaying(
          '554 5.4.7 [internal] message timeout (exceeded max time, last transfail: 452-4.2.2 mailbox over quota)',
        ),
      ).reason,
    ).toBe('mailbox-full')
  })
  test('what a gateway wraps is judged', () => {
    expect(
      classify(
        attemptSaying(
          '550 permanent failure for one or more recipients (a@example.com:550 5.1.1 user unknown)',
        ),
      ).reason,
    ).toBe('user-unknown')
  })
  test('4.4.7 and no other cause is an expiry', () => {
    const attempt: Attempt = { ...attemptSaying(''), enhancedCode: '4.4.7', outcome: 'delayed' }
    expect(classify(attempt)).toMatchObject({ reason: 'expired', basis: 'enhanced' })
  })
  test('the notice is asked where the fields name no cause', () => {
    const attempt: Attempt = {
      ...attemptSaying(''),
      enhancedCode: '4.4.7',
      notice: 'Deferred: Connection refused by mx.example.com.',
    }
    expect(classify(attempt).reason).toBe('network-error')
  })
  test('the notice is not asked where the words decide', () => {
    const attempt: Attempt = {
      ...attemptSaying('550 5.1.1 User unknown'),
      notice: 'Perhaps the mailbox is full.',
    }
    expect(classify(attempt).reason).toBe('user-unknown')
  })
  test('a Status that is more specific than the reply’s own code decides', () => {
    const attempt: Attempt = { ...attemptSaying('550 5.0.0 sorry'), status: '5.2.2' }
    expect(classify(attempt)).toMatchObject({
      reason: 'mailbox-full',
      basis: 'enhanced',
      rule: 'enhanced.x.2.2',
    })
  })
  test('the time to come back is read', () => {
    expect(classify(attemptSaying('450 4.2.0 Greylisted, try again in 5 minutes')).retryAfter).toBe(300)
    expect(classify(attemptSaying('450 4.2.0 Greylisted, please try again in 300 seconds')).retryAfter).toBe(
      300,
    )
    expect(classify(attemptSaying('550 5.1.1 user 300 unknown')).retryAfter).toBeNull()
  })
  test('a complaint of unknown recipients is marked', () => {
    expect(classify(attemptSaying('451 VS1-MF Excessive unknown recipients')).listQuality).toBe(true)
    expect(classify(attemptSaying('550 5.1.1 user unknown')).listQuality).toBe(false)
  })
})
