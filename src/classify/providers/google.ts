/**
 * Rules of Google: Gmail and Google Workspace.
 *
 * The parameter `p=` of the link in each reply names the rule; words second; its own 27, 29, 30, 31, 32
 * and 40 mean other things than the registry's.
 * Source of all rows: support.google.com/a/answer/3726730, unless a row says other.
 */
import type { ProviderRules } from '../rule.ts'

const PAGE = 'support.google.com/a/answer/3726730'

export const googleRules: ProviderRules = {
  provider: 'google',
  rules: [
    {
      id: 'google.receiving-rate',
      reason: 'recipient-rate-limited',
      anywhere: 'all',
      link: /p=receivingrate/,
      match: /\byou are trying to contact is receiving mail (?:at a rate|too quickly)\b/,
      source: PAGE,
      examples: [
        '450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered. https://support.google.com/mail/?p=ReceivingRate x1 - gsmtp',
        '550 5.2.1 See https://support.google.com/mail/?p=ReceivingRatePerm',
      ],
      butNot: ['550 5.2.1 The email account that you tried to reach is disabled. x1 - gsmtp'],
    },
    {
      id: 'google.over-quota-inactive',
      reason: 'mailbox-full',
      nature: null,
      anywhere: 'all',
      link: /p=overquotaperm/,
      match: /\bout of storage(?: space)? and inactive\b/,
      source: PAGE,
      examples: [
        "552 5.2.2 The recipient's inbox is out of storage space and inactive. https://support.google.com/mail/?p=OverQuotaPerm",
      ],
      butNot: [
        "452 4.2.2 The recipient's inbox is out of storage space. https://support.google.com/mail/?p=OverQuotaTemp",
      ],
    },
    {
      id: 'google.over-quota',
      reason: 'mailbox-full',
      anywhere: 'all',
      link: /p=overquota/,
      match: /\binbox is out of storage space\b|\baccount that you tried to reach is over quota\b/,
      source: PAGE,
      examples: [
        "452 4.2.2 The recipient's inbox is out of storage space. Please direct the recipient to https://support.google.com/mail/?p=OverQuotaTemp",
        '452 4.2.2 The email account that you tried to reach is over quota.',
      ],
      butNot: ['550 5.4.5 Daily user sending quota exceeded. x1 - gsmtp'],
    },
    {
      id: 'google.disabled',
      reason: 'mailbox-disabled',
      anywhere: 'all',
      link: /p=disableduser/,
      match: /\baccount that you tried to reach is (?:disabled|inactive|suspended)\b/,
      source: PAGE,
      examples: [
        '550 5.2.1 The email account that you tried to reach is disabled. Learn more at https://support.google.com/mail/?p=DisabledUser x1 - gsmtp',
        '550 5.2.1 The email account that you tried to reach is inactive.',
      ],
      butNot: [
        '550 5.2.1 The user you are trying to contact is receiving mail at a rate. https://support.google.com/mail/?p=ReceivingRatePerm',
      ],
    },
    {
      id: 'google.no-such-user',
      reason: 'user-unknown',
      anywhere: 'all',
      link: /p=nosuchuser/,
      match: /\baccount that you tried to reach does not exist\b|\bgmail: no such user\b/,
      source: PAGE,
      examples: [
        "550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos. https://support.google.com/mail/?p=NoSuchUser x1 - gsmtp",
        'the email account that you tried to reach does not exist.',
      ],
      butNot: [
        "553 5.1.2 We weren't able to find the recipient domain. https://support.google.com/mail/?p=BadRcptDomain",
      ],
    },
    {
      id: 'google.bad-domain',
      reason: 'domain-unknown',
      anywhere: 'all',
      link: /p=badrcptdomain/,
      match: /\bweren't able to find the recipient domain\b/,
      source: PAGE,
      examples: [
        "553 5.1.2 We weren't able to find the recipient domain. Please check for any spelling errors. x1 - gsmtp",
      ],
      butNot: ['550 5.1.1 does not exist https://support.google.com/mail/?p=NoSuchUser'],
    },
    {
      id: 'google.address-syntax',
      reason: 'address-invalid',
      match: /\brecipient address <?(?:\{[a-z]{4,9}\}|\S{1,60})>? is not a valid rfc/,
      source: PAGE,
      examples: ['553 5.1.3 The recipient address <a@b> is not a valid RFC 5321 address. x1 - gsmtp'],
      butNot: ['553 5.1.7 The sender address <a@b> is not a valid RFC 5321 address. x1 - gsmtp'],
    },
    {
      id: 'google.sender-syntax',
      reason: 'sender-rejected',
      match: /\bsender address <?(?:\{[a-z]{4,9}\}|\S{1,60})>? is not a valid rfc/,
      source: PAGE,
      examples: ['553 5.1.7 The sender address <a@b> is not a valid RFC 5321 address. x1 - gsmtp'],
      butNot: ['553 5.1.3 The recipient address <a@b> is not a valid RFC 5321 address. x1 - gsmtp'],
    },
    {
      id: 'google.too-large',
      reason: 'message-too-large',
      anywhere: 'link',
      link: /p=maxsizeerror|gmail-header-limits|header-limits/,
      match: [
        /\bexceeded google's (?:message size|mail) limits\b/,
        /\bmessage exceeded .{0,40}size limits\b.{0,100}gsmtp|\bnumber of attachments .{0,60}exceeds? google/,
      ],
      source: PAGE,
      examples: [
        "552 5.3.4 Your message exceeded Google's message size limits. https://support.google.com/mail/?p=MaxSizeError x1 - gsmtp",
        '552 5.3.4 The size of the header exceeds the limit. https://support.google.com/mail/?p=header-limits x1 - gsmtp',
      ],
      butNot: [
        '552 5.7.0 This message was blocked because its content presents a potential security issue. x1 - gsmtp',
      ],
    },
    {
      id: 'google.message-id-quota',
      reason: 'message-malformed',
      match: [
        /\bmessages? with (?:the same|duplicate) message-?id\b|\bmessage-?id quota\b/,
        /\bsame message-id header\b/,
      ],
      source: PAGE,
      examples: ['421 4.7.28 Gmail has detected messages with the same Message-ID header. x1 - gsmtp'],
      butNot: ['550 5.7.1 missing Message-ID header x1 - gsmtp'],
    },
    {
      id: 'google.blocked-rate',
      reason: 'sender-blocked',
      match: /\bunusual (?:rate|amount) of (?:unsolicited|suspicious)\b/,
      when: { enhanced: ['5.7.28'] },
      source: PAGE,
      examples: [
        '550 5.7.28 Our system has detected an unusual rate of unsolicited mail originating from your IP Netblock. x1 - gsmtp',
      ],
      butNot: [
        '421 4.7.28 Our system has detected an unusual rate of unsolicited mail originating from your IP address. x1 - gsmtp',
      ],
    },
    {
      id: 'google.unsolicited-rate',
      reason: 'rate-limited',
      anywhere: 'all',
      link: /p=unsolicitedratelimiterror/,
      match: /\bunusual (?:rate|amount) of (?:unsolicited|suspicious) (?:mail|messages|e-?mail)\b/,
      source: PAGE,
      examples: [
        '421-4.7.28 Our system has detected an unusual rate of unsolicited mail originating from your IP address. To protect our users from spam, mail sent from your IP address has been temporarily rate limited. https://support.google.com/mail/?p=UnsolicitedRateLimitError x1 - gsmtp',
      ],
      butNot: ['421 4.7.0 Try again later, closing connection. x1 - gsmtp'],
    },
    {
      id: 'google.reputation',
      reason: 'sender-blocked',
      match: /\b(?:very )?low reputation\b/,
      source: PAGE,
      examples: [
        '550 5.7.1 Our system has detected that this message is likely suspicious due to the very low reputation of the sending domain. x1 - gsmtp',
      ],
      butNot: ['550 5.7.1 likely unsolicited mail. x1 - gsmtp'],
    },
    {
      id: 'google.unauthenticated',
      reason: 'auth-failure',
      anywhere: 'link',
      link: /p=(?:unauthenticatedemail|dmarcrejection|spfpass|unauthenticatedmail|dkim)|answer\/81126#authentication/,
      match: [
        /\bunauthenticated e-?mail from\b|\bgmail requires all senders to authenticate\b/,
        /\bdoes not have authentication information\b/,
        /\b(?:spf|dkim|dmarc)\b.{0,80}\b(?:did not pass|pass|fail|hard fail|suspicious entries|policy|record)/,
        /\bmail from domain \[\{[a-z-]{4,16}\}\] has an? (?:invalid )?spf\b/,
        /\brate limited because (?:it is|the) (?:unauthenticated|spf|dkim|dmarc)/,
        /\bfrom: header .{0,60}\baligned\b/,
      ],
      source: PAGE,
      examples: [
        "550-5.7.26 Unauthenticated email from example.com is not accepted due to domain's DMARC policy. https://support.google.com/mail/?p=DmarcRejection x1 - gsmtp",
        '550-5.7.26 https://support.google.com/mail/?p=DmarcRejection',
        '421 4.7.27 Your email has been rate limited because SPF did not pass. x1 - gsmtp',
        'The MAIL FROM domain [mail.example.com] has an SPF record with a hard fail policy (-all) but it fails to pass SPF checks. x1 - gsmtp',
        '451 4.7.24 The SPF record of the sending domain has one or more suspicious entries. x1 - gsmtp',
      ],
      butNot: ['550 5.7.29 not sent over a TLS connection x1 - gsmtp'],
    },
    {
      id: 'google.ptr',
      reason: 'client-identity',
      anywhere: 'link',
      link: /p=ipv6autherror/,
      match: [
        /\bdoes not (?:have|meet) .{0,60}\bptr\b|\bptr records?\b|\bipv6 sending guidelines\b/,
        /\bcorresponding forward dns\b/,
      ],
      source: PAGE,
      examples: [
        'The IP address sending this message does not have a PTR record setup, or the corresponding forward DNS entry does not point to the sending IP. x1 - gsmtp',
        '550-5.7.1 Our system has detected that this message does not meet IPv6 sending guidelines regarding PTR records and authentication. https://support.google.com/mail/?p=IPv6AuthError x1 - gsmtp',
      ],
      butNot: ['550 5.7.26 Unauthenticated email x1 - gsmtp'],
    },
    {
      id: 'google.not-authorized-ip',
      reason: 'sender-blocked',
      anywhere: 'all',
      link: /p=notauthorizederror/,
      match: /\bip you're using to send mail is not authorized to send\b/,
      source: PAGE,
      examples: [
        "550-5.7.1 The IP you're using to send mail is not authorized to send email directly to our servers. https://support.google.com/mail/?p=NotAuthorizedError x1 - gsmtp",
      ],
      butNot: ['550 5.7.1 not authorized to send to group. x1 - gsmtp'],
    },
    {
      id: 'google.not-whitelisted',
      reason: 'policy-rejected',
      match: /\bip not in whitelist for rcpt domain\b/,
      source: PAGE,
      examples: ['421 4.7.0 IP not in whitelist for RCPT domain, closing connection. x1 - gsmtp'],
      butNot: ['421 4.7.0 TLS required for RCPT domain, closing connection. x1 - gsmtp'],
    },
    {
      id: 'google.tls',
      reason: 'tls-error',
      match: [
        /\btls (?:is )?required\b|\bmust issue a starttls\b|\bover a tls\b/,
        /\bnot (?:sent )?(?:over|using|through) (?:a )?(?:tls|secure)\b|\btls connection\b/,
      ],
      source: PAGE,
      examples: [
        '421 4.7.0 TLS required for RCPT domain, closing connection. x1 - gsmtp',
        '550 5.7.29 Your email was not sent over a TLS connection. x1 - gsmtp',
      ],
      butNot: ['421 4.7.0 IP not in whitelist for RCPT domain. x1 - gsmtp'],
    },
    {
      id: 'google.owner-rule',
      reason: 'policy-rejected',
      match: /\bpolicy that prohibited the mail\b|- gcdp$|\bdomain has a policy\b/,
      anywhere: 'all',
      source: PAGE,
      examples: [
        '550 5.7.1 The user or domain that you are sending to (or from) has a policy that prohibited the mail that you sent. x1 - gsmtp',
        '550 5.7.1 not allowed here x1 - gcdp',
      ],
      butNot: ['550 5.7.1 likely unsolicited mail x1 - gsmtp'],
    },
    {
      id: 'google.attachment',
      reason: 'attachment-rejected',
      anywhere: 'all',
      link: /p=blockedmessage|mail\/answer\/6590/,
      match: /\b(?:blocked|rejected) because its content presents a potential\b|\billegal attachment\b/,
      source: PAGE,
      examples: [
        '552-5.7.0 This message was blocked because its content presents a potential security issue. https://support.google.com/mail/?p=BlockedMessage x1 - gsmtp',
      ],
      butNot: ['550 5.7.1 likely unsolicited mail x1 - gsmtp'],
    },
    {
      id: 'google.malformed',
      reason: 'message-malformed',
      anywhere: 'link',
      link: /p=rfcmessagenoncompliant/,
      match: [
        /\bis not rfc.?\d{4} compliant\b/,
        /\bmessages? (?:missing|with multiple) .{0,60}\b(?:from|header|message-id|addresses)\b/,
        /\bmultiple .{0,40} headers?\b/,
      ],
      source: PAGE,
      examples: [
        '550-5.7.1 This message is not RFC 5322 compliant. https://support.google.com/mail/?p=RfcMessageNonCompliant x1 - gsmtp',
        'Messages with multiple addresses in From: header are not accepted. x1 - gsmtp',
      ],
      butNot: ['553 5.1.3 The recipient address <a@b> is not a valid RFC 5321 address. x1 - gsmtp'],
    },
    {
      id: 'google.loop',
      reason: 'routing-loop',
      anywhere: 'all',
      link: /p=mailloop/,
      match: /\bexceeded \d{1,3} hops\b/,
      source: PAGE,
      examples: [
        '554 5.4.6 Message exceeded 50 hops, this may indicate a mail loop. https://support.google.com/mail/?p=MailLoop x1 - gsmtp',
      ],
      butNot: ['421 4.7.0 Try again later. x1 - gsmtp'],
    },
    {
      id: 'google.sending-limit',
      reason: 'rate-limited',
      scope: 'local',
      match: /\bdaily (?:\S{1,20} ){0,3}?(?:sending |relay )?(?:limit|quota)\b|\bsmtp relay limit\b/,
      source: PAGE,
      examples: [
        '550 5.4.5 Daily user sending quota exceeded. x1 - gsmtp',
        '550 5.7.1 Daily SMTP relay limit exceeded for customer. x1 - gsmtp',
      ],
      butNot: ["452 4.2.2 The recipient's inbox is out of storage space x1 - gsmtp"],
    },
    {
      id: 'google.relay',
      reason: 'relay-denied',
      match: /\bmail relay denied\b|\binvalid credentials for relay\b|\brelay denied\b/,
      source: PAGE,
      examples: [
        '550 5.7.1 Invalid credentials for relay [192.0.2.1]. x1 - gsmtp',
        '550 5.7.0 Mail relay denied [192.0.2.1]. x1 - gsmtp',
      ],
      butNot: ['550 5.4.5 Daily SMTP relay limit exceeded x1 - gsmtp'],
      before: 'login-failed.auth',
    },
    {
      id: 'google.too-many-recipients',
      reason: 'too-many-recipients',
      anywhere: 'link',
      link: /p=toomanyrecipientserror/,
      match: [
        /\bmultiple destination domains per transaction\b|\brecipients (?:per|for) transaction\b/,
        /\bdomain policy size per transaction\b/,
      ],
      source: PAGE,
      examples: [
        '452-4.5.3 Your message has too many recipients. https://support.google.com/mail/?p=TooManyRecipientsError x1 - gsmtp',
        '451 4.3.0 Multiple destination domains per transaction is unsupported. Please try again. x1 - gsmtp',
      ],
      butNot: ['421 4.7.0 Try again later. x1 - gsmtp'],
    },
    {
      id: 'google.spam',
      reason: 'spam',
      anywhere: 'link',
      link: /p=unsolicitedmessageerror/,
      match: [
        /\b(?:likely|probably) (?:unsolicited|suspicious)\b|\bnature of the (?:content|links)\b/,
        /\blinks within\b|\blikely unsolicited mail\b/,
      ],
      source: PAGE,
      examples: [
        '550-5.7.1 Our system has detected that this message is likely unsolicited mail. https://support.google.com/mail/?p=UnsolicitedMessageError x1 - gsmtp',
        '550 5.7.1 suspicious due to the nature of the content and/or the links within. x1 - gsmtp',
      ],
      butNot: [
        '550 5.7.1 likely suspicious due to the very low reputation of the sending domain. x1 - gsmtp',
      ],
    },
    {
      id: 'google.system',
      reason: 'system-error',
      match: [/\btemporary system problem\b|\bserver (?:is )?busy\b|\btry again later\b|\bcannot process\b/],
      when: { permanence: 'transient' },
      source: PAGE,
      examples: [
        '421 4.3.0 Temporary System Problem. Try again later. x1 - gsmtp',
        '421 4.7.0 Try again later, closing connection. x1 - gsmtp',
      ],
      butNot: ['421 4.7.0 Connection expired, try reconnecting. x1 - gsmtp'],
    },
    {
      id: 'google.connection',
      reason: 'network-error',
      match: /\bconnection expired\b|\btimeout - closing connection\b/,
      source: PAGE,
      examples: [
        '421 4.7.0 Connection expired, try reconnecting. x1 - gsmtp',
        '451 4.4.2 Timeout - closing connection. x1 - gsmtp',
      ],
      butNot: ['421 4.7.0 Try again later, closing connection. x1 - gsmtp'],
    },
    {
      id: 'google.helo',
      reason: 'client-identity',
      match: /\b(?:helo|ehlo) argument\b/,
      source: PAGE,
      examples: ['501 5.5.4 HELO/EHLO argument "x" invalid, closing connection. x1 - gsmtp'],
      butNot: ['503 5.5.1 EHLO/HELO first. x1 - gsmtp'],
    },
    {
      id: 'google.dmarc-codes',
      reason: 'auth-failure',
      match: /./,
      when: { enhanced: ['x.7.24', 'x.7.26', 'x.7.27', 'x.7.30', 'x.7.31', 'x.7.32', 'x.7.40'] },
      source: `${PAGE}; Google's own numbers`,
      examples: ['421 4.7.27 x1 - gsmtp', '550 5.7.30 x1 - gsmtp', '550 5.7.40 x1 - gsmtp'],
      butNot: ['550 5.7.29 x1 - gsmtp'],
    },
    {
      id: 'google.ptr-codes',
      reason: 'client-identity',
      match: /./,
      when: { enhanced: ['x.7.23', 'x.7.25'] },
      source: `${PAGE}; Google's own numbers`,
      examples: ['421 4.7.23 x1 - gsmtp'],
      butNot: ['421 4.7.24 x1 - gsmtp'],
    },
    {
      id: 'google.tls-codes',
      reason: 'tls-error',
      match: /./,
      when: { enhanced: ['x.7.29'] },
      source: `${PAGE}; Google's own numbers`,
      examples: ['421 4.7.29 x1 - gsmtp'],
      butNot: ['421 4.7.30 x1 - gsmtp'],
    },
    {
      id: 'google.throttle-code',
      reason: 'rate-limited',
      match: /./,
      when: { enhanced: ['4.7.28'] },
      source: PAGE,
      examples: ['421 4.7.28 x1 - gsmtp'],
      butNot: ['550 5.7.28 x1 - gsmtp'],
    },
    {
      id: 'google.did-not-connect',
      reason: 'network-error',
      anywhere: 'all',
      match: /\brecipient server did not accept our requests to connect\b/,
      link: /answer(?:\.py\?answer=|\/)7720/,
      source: 'Gmail as the sender',
      examples: [
        'The recipient server did not accept our requests to connect. Learn more at https://support.google.com/mail/answer/7720 [example.org 192.0.2.1: socket error]',
      ],
      butNot: ['421 4.7.0 try again later x1 - gsmtp'],
    },
    {
      id: 'google.address-not-found',
      reason: 'user-unknown',
      anywhere: 'all',
      match:
        /^\*\* address not found \*\* .{0,200}because the address couldn't be found\. check for typos or unnecessary spaces and try again\.(?! the response)/,
      source: 'Gmail as the sender, where no server answered',
      examples: [
        "** Address not found ** Your message wasn't delivered to a@example.it because the address couldn't be found. Check for typos or unnecessary spaces and try again.",
      ],
      butNot: ["the address couldn't be found, or is unable to receive mail"],
    },
  ],
}
