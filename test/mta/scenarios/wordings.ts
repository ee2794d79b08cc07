/** Scenarios: texts in the manner of the large providers (their tokens, own words), odd replies, replies that mimic an MTA. */
import { PASS, type Scenario, says } from '../scenario.ts'

export const wordingScenarios: readonly Scenario[] = [
  // Providers' manner
  says(
    'google-no-user',
    'RCPT',
    '550-5.1.1 The account you wrote to does not exist here. Look for\n550-5.1.1 typing errors or spaces in the address. See\n550 5.1.1  https://support.example.test/mail/?p=NoSuchUser a1b2c3-4d5e6f.7 - gsmtp',
  ),
  says(
    'google-quota',
    'RCPT',
    '452-4.2.2 The inbox of this person is out of space. Tell them, or see\n452 4.2.2 https://support.example.test/mail/?p=OverQuotaTemp x9-20020a.1 - gsmtp',
  ),
  says(
    'google-user-rate',
    'RCPT',
    '450-4.2.1 This person gets mail faster than allowed now. Resend later; see\n450 4.2.1 https://support.example.test/mail/?p=ReceivingRate q7-2002.5 - gsmtp',
  ),
  says(
    'google-rate',
    'END-OF-DATA',
    '421-4.7.28 We see an unusual rate of mail from your network 198.51.100.0/24\n421 4.7.28 https://support.example.test/mail/?p=UnsolicitedRateLimitError k3.1 - gsmtp',
  ),
  says(
    'google-auth',
    'END-OF-DATA',
    '550-5.7.26 This mail is blocked as its sender is not authenticated.\n550-5.7.26 DKIM = did not pass\n550-5.7.26 SPF [example.test] with ip: [198.51.100.11] = did not pass\n550 5.7.26  https://support.example.test/mail/?p=UnauthenticatedEmail z2.8 - gsmtp',
  ),
  says(
    'microsoft-block',
    'MAIL',
    '550 5.7.1 Mail from IP 198.51.100.11 was not sent: part of its network is on our list (S3150). See http://mail.example.test/troubleshooting.aspx#errors. [AB1.prod.mail.example.test 2026-11-24T10:00:00.000Z 08DE]',
  ),
  says(
    'microsoft-no-user',
    'RCPT',
    '550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302). [XY2EUR05 2026-11-24T10:00:00.000Z 08DE]',
  ),
  says(
    'microsoft-recipient',
    'END-OF-DATA',
    '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient $rcpt not found by SMTP address lookup',
  ),
  says(
    'microsoft-full',
    'END-OF-DATA',
    '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded; Failed to process message [Stage: CreateMessage]',
  ),
  says(
    'microsoft-throttle',
    'MAIL',
    '451 4.7.650 The mail server [198.51.100.11] is rate limited for its IP reputation. (S775) [DB3 08DE]',
  ),
  says(
    'microsoft-access',
    'RCPT',
    '550 5.4.1 Recipient address rejected: Access denied. [AM7EUR03 2026-11-24T10:00:00.000Z 08DE] ',
  ),
  says(
    'yahoo-defer',
    'CONNECT',
    '421 4.7.0 [TSS04] Mail from 198.51.100.11 deferred for now: user complaints - 4.16.55.1; see https://postmaster.example.test/error-codes',
  ),
  says('yahoo-no-user', 'RCPT', '552 1 Requested mail action aborted, mailbox not found'),
  says(
    'yahoo-auth',
    'END-OF-DATA',
    '554 5.7.9 Message not accepted for policy reasons. See https://postmaster.example.test/error-codes',
  ),
  says('apple-full', 'RCPT', '552 5.2.2 <$rcpt>: user is over quota'),
  says(
    'tonline-block',
    'CONNECT',
    '554 IP=198.51.100.11 - A problem occurred. (Ask your postmaster for help or to contact tosa@rx.example.test to clarify.) (BL)',
  ),
  says(
    'gmx-block',
    'CONNECT',
    '554-gmx.example.test (mxgmx017) Nemesis ESMTP Service not available\n554-No SMTP service\n554-Bad DNS PTR resource record.\n554 For explanation visit https://postmaster.example.test/en/case?c=rdns&i=ip&v=198.51.100.11&r=1M',
  ),
  says(
    'comcast-block',
    'CONNECT',
    '554 resimta-po.example.test resimta-po 198.51.100.11 found on one or more DNSBLs, see http://postmaster.example.test/mail-error-codes/#BL000001',
  ),
  says(
    'mimecast-no-user',
    'RCPT',
    '550 Invalid Recipient - https://community.example.test/docs/DOC-1369#550 [a1B2c3D4e5F6.de42]',
  ),
  says('proofpoint-user', 'RCPT', '550 5.1.1 <$rcpt>... User unknown'),
  says(
    'barracuda-block',
    'END-OF-DATA',
    '554 Service unavailable; Client host [198.51.100.11] blocked using Barracuda Reputation; http://www.example.test/reputation/?ip=198.51.100.11',
  ),
  says(
    'orange-throttle',
    'CONNECT',
    '421 opmta1.example.test service refuse. Veuillez essayer plus tard. OFR_104 [104]',
  ),
  says('orange-utf8', 'RCPT', '550 5.1.1 Adresse du destinataire inconnue: boîte inexistante. OFR_416'),
  says(
    'spamhaus-block',
    'RCPT',
    '554 5.7.1 Service unavailable; Client host [198.51.100.11] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/198.51.100.11',
  ),
  says(
    'greylist-postgrey',
    'RCPT',
    '450 4.2.0 <$rcpt>: Recipient address rejected: Greylisted, see http://postgrey.example.test/help/x.html',
    PASS,
  ),
  says(
    'greylist-451',
    'RCPT',
    '451 4.7.1 Greylisting in action, please come back in 00:00:05',
    '451 4.7.1 Greylisting in action, please come back in 00:00:01',
    PASS,
  ),
  says('greylist-data', 'DATA', '451 greylisted, try again in 4 seconds', PASS),
  says(
    'greylist-then-550',
    'RCPT',
    '451 4.7.1 greylisted',
    '550 5.1.1 the greylist hid that there is no such user',
  ),
  says('throttle-421', 'RCPT', '421 4.7.0 too many messages, slow down, retry in 6 seconds', PASS),
  says('throttle-mail', 'MAIL', '450 4.7.1 sending rate exceeded, wait 5 s', PASS),
  says('end-451-then-pass', 'END-OF-DATA', '451 4.3.0 queue file write error', PASS),
  says(
    'reason-changes',
    'RCPT',
    '450 4.7.1 greylisted',
    '452 4.2.2 mailbox full',
    '451 4.3.0 database is locked',
  ),

  // Multi-line
  says('lines-plain', 'RCPT', '550-The address you wrote to\n550-has no mailbox\n550 on this system.'),
  says(
    'lines-mixed-enhanced',
    'RCPT',
    '550-5.7.1 first of all a policy\n550 5.1.1 but there is no such user',
  ),
  says('lines-enhanced-first', 'RCPT', '550-5.1.1 no such user\n550 and that is all'),
  says('lines-other-code', 'RCPT', '550-5.1.1 no such user\n554 5.7.1 says the last line'),
  says(
    'lines-many',
    'RCPT',
    `${Array.from({ length: 30 }, (_, i) => `550-5.7.1 line ${i + 1} of a very long explanation`).join('\n')}\n550 5.7.1 the end`,
  ),
  says('lines-empty', 'RCPT', '550-\n550-5.1.1\n550 5.1.1 here it is'),
  says('lines-4yz', 'MAIL', '451-4.7.1 first\n451-4.7.1 second\n451 4.7.1 third'),
  says('long-line', 'RCPT', `550 5.7.1 ${'a long word '.repeat(60)}end`),

  // Codes in odd places
  says('mismatch-5-4', 'RCPT', '550 4.2.1 the codes do not agree'),
  says('mismatch-4-5', 'RCPT', '450 5.1.1 the codes do not agree'),
  says('code-hash', 'RCPT', '550 #5.1.0 address rejected'),
  says('code-parens', 'RCPT', '553 sorry, that domain is not in my list of allowed hosts (#5.7.1)'),
  says('code-ip', 'RCPT', '550 5.7.1.4 is an address, not a code'),
  says('code-version', 'RCPT', '550 refused by Filter/5.4.12.1'),
  says('code-leading-zero', 'RCPT', '550 5.01.01 odd digits'),
  says('code-three-digits', 'RCPT', '550 5.7.509 access denied, sender domain fails DMARC'),
  says('code-tab', 'RCPT', '550 5.1.1\tno\tsuch\tuser'),
  says('code-unregistered', 'RCPT', '550 5.8.9 nobody registered this'),
  says('code-354', 'RCPT', '354 start mail input'),
  says('code-250-other', 'END-OF-DATA', '250 2.0.0 Ok status=bounced (said: 550 5.1.1 no)'),
  says('code-251', 'RCPT', '251 2.1.5 user not local; will forward'),
  says('code-252', 'RCPT', '252 2.1.5 cannot verify, will take it'),
  says('code-two', 'RCPT', '550 550 5.1.1 doubled by a proxy'),

  // Texts that look like an MTA's own syntax
  says(
    'mimic-postfix',
    'RCPT',
    '550 5.7.1 smtp; 250 ok, relay=mx[192.0.2.4]:25, delay=1, dsn=2.0.0, status=sent (in reply to MAIL FROM command)',
  ),
  says('mimic-postfix-paren', 'RCPT', '550 5.1.1 user (old) unknown) (in reply to DATA command)'),
  says('mimic-postfix-from', 'RCPT', '550 5.7.1 from=<a@b.example.test>, size=1, nrcpt=1 (queue active)'),
  says(
    'mimic-exim',
    'RCPT',
    '550 5.1.1 => <other@d1.example.test> R=x T=y H=z [192.0.2.9]: ** == retry timeout exceeded',
  ),
  says('mimic-exim-dt', 'RCPT', '550 5.1.1 took DT=0.5s QT=3s'),
  says(
    'mimic-exim-h',
    'RCPT',
    '550 5.7.1 H=mx.example.test [192.0.2.9]: SMTP error from remote mail server after MAIL FROM:<x@y.example.test>: 421 4.2.1 later',
  ),
  says('mimic-newline', 'RCPT', '550 5.1.1 DOMAIN\\user not found\\n in C:\\mail'),
  says('mimic-control', 'RCPT', '550 5.1.1 bell\u0007 and escape \u001b[31mred\u001b[0m'),
  says('text-utf8', 'RCPT', '550 5.1.1 Empfänger unbekannt: кто это?'),
  says('text-html', 'RCPT', '550 5.7.1 <script>alert(1)</script> & "quotes" =cmd|calc'),
  says('text-expired', 'RCPT', '550 5.4.7 Delivery expired (message too old) behind this gateway'),
  says('text-other-address', 'RCPT', '550 5.1.1 <real-owner@inner.example.test>: user unknown'),
  says('text-two-codes', 'RCPT', '550 5.1.1 upstream said: 452 4.2.2 full'),
]
