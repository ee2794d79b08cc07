/**
 * Weak words: asked only where neither a plain text nor a specific enhanced code decides. They say who
 * refused or that something was refused, and little of the cause.
 */
import type { Rule } from '../rule.ts'

export const unavailableRules: readonly Rule[] = [
  {
    id: 'address-moved.not-local',
    reason: 'address-moved',
    action: 'review',
    match: /\b(?:user|recipient) (?:is )?not local\b|\bnot our customer\b/,
    source: 'RFC 5321 §4.2.3, 551',
    examples: ['551 User not local; please try forwarding'],
    butNot: ['550 relay not permitted'],
  },
  {
    id: 'user-unknown.mailbox-unavailable',
    reason: 'user-unknown',
    match: [
      /\bmailbox (?:is )?(?:unavailable|not available)\b|\bmail ?-?box unavailable\b/,
      /\b(?:user|recipient|account|address) (?:is )?(?:unavailable|not available|not accessible)\b/,
    ],
    when: { permanence: 'permanent' },
    source: 'RFC 5321 §4.2.3, the text of 550',
    examples: [
      '550 Requested action not taken: mailbox unavailable',
      '550 5.5.0 Requested action not taken: mailbox unavailable',
    ],
    butNot: ['450 Requested mail action not taken: mailbox unavailable'],
  },
  {
    id: 'unknown.mailbox-unavailable',
    reason: 'unknown',
    match: /\bmailbox (?:is )?(?:temporarily )?(?:unavailable|not available|busy|locked)\b/,
    source: 'RFC 5321 §4.2.3, the text of 450: says only that it did not work',
    examples: ['450 Requested mail action not taken: mailbox unavailable'],
    butNot: ['550 Requested action not taken: mailbox unavailable'],
  },
  {
    id: 'user-unknown.unrouteable-local',
    reason: 'user-unknown',
    match: /\bunroute?able (?:mail )?address\b/,
    when: { origin: 'local', recipientDomain: 'of the host' },
    source: 'Exim "Unrouteable address" at a domain of the reporting host: no router knew the user',
    examples: [
      { said: 'Unrouteable address', local: true, host: 'mail.example.com', recipient: 'a@example.com' },
    ],
    butNot: [
      { said: 'Unrouteable address', local: true, host: 'mail.example.org', recipient: 'a@example.com' },
      // Another host knows the domain or not, whoever asks.
      { said: '550 Unrouteable address', host: 'mail.example.com', recipient: 'a@example.com' },
    ],
    before: 'domain-unknown.unrouteable-here',
  },
  {
    id: 'domain-unknown.unrouteable-here',
    reason: 'domain-unknown',
    match: /\bunroute?able (?:mail )?(?:address|domain)\b/,
    when: { origin: 'local' },
    source: 'Exim "Unrouteable address": no router took it, said by the sending host itself',
    examples: [
      { said: 'Unrouteable address', local: true, host: 'mail.example.org', recipient: 'a@example.com' },
    ],
    butNot: ['550 Unrouteable address'],
    before: 'domain-unknown.unrouteable-address',
  },
  {
    id: 'domain-unknown.unrouteable-address',
    reason: 'domain-unknown',
    action: 'review',
    match: [
      /\bunroute?able (?:mail )?(?:address|domain)\b|\bcannot route\b|\bunable to route\b/,
      /\bcould not find a gateway\b|\bno route\b/,
    ],
    source: 'Exim "Unrouteable address": no router took it',
    examples: ['550 Unrouteable address', 'Could not find a gateway for a@example.com'],
    butNot: ['connect to example.com[192.0.2.1]:25: No route to host'],
  },
  {
    id: 'relay-denied.cannot-deliver-for',
    reason: 'relay-denied',
    match: /\bi cannot deliver mail for\b/,
    source: 'qmail-ldap and Alt-N: a domain that is not served',
    examples: ['550 I cannot deliver mail for a@example.com'],
    butNot: ['550 cannot deliver mail'],
  },
]

export const refusalRules: readonly Rule[] = [
  {
    id: 'policy-rejected.recipient-access',
    reason: 'policy-rejected',
    match: [
      /\brecipient (?:address )?rejected\b/,
      /\brecipient (?:address )?(?:is )?(?:denied|refused|not (?:allowed|accepted|permitted))\b/,
      /\brejected recipient\b/,
    ],
    source: 'Postfix smtpd access maps: could be a list of either side',
    examples: ['554 5.7.1 <a@example.com>: Recipient address rejected: Access denied'],
    butNot: ['550 5.1.1 <a@example.com>: Recipient address rejected: User unknown'],
  },
  {
    id: 'sender-blocked.blocked',
    reason: 'sender-blocked',
    match: [
      /\bclient host (?:\S{1,300} )?(?:rejected|blocked|denied)\b/,
      /\b(?:host|client|server|ip|you|connection|connections|mail server|your (?:ip|server|host|network|domain|address|e-?mail|mail|message)s?) (?:\S{1,100} )?(?:is |are |has been |have been |was |were )?(?:blocked|banned|barred|rejected|refused|denied|not welcome|not allowed)\b/,
      /\bblocked\b|\bbanned\b|\bblock list\b/,
      /\bconnection (?:\S{1,40} )?(?:rejected|refused by policy|denied|not allowed)/,
      /\b(?:not|n't|refus\S{1,3}) (?:accept(?:ing|ed)?|allow\S{0,3}|tak\S{1,3}) (?:mail|e-?mail|connections?|messages|smtp)? ?from (?:your|this|\{ip|\[\{ip|you|that)\b/,
      /\brefused to talk\b|\bnot accepting connections\b|\bno smtp service\b|\bgo away\b/,
      /\bconnection from \S{1,100} (?:rejected|denied|refused)\b|\b(?:refused|rejected) - see\b/,
      /\bservice refus\S{1,3}\b|\bconnections from (?:your )?(?:country|region)\b|\baccess denied\.\.\./,
    ],
    source: 'refusals of the client that name no list',
    examples: [
      '550 Blocked - see https://www.example.com/help for info',
      '554 5.7.1 <mx.example.com[192.0.2.1]>: Client host rejected: no',
    ],
    butNot: ['550 5.1.1 blocked address, user unknown'],
  },
  {
    id: 'system-error.error-report',
    reason: 'system-error',
    match: [
      /\btransaction failed\b|\bprocessing (?:failed|aborted)\b|\brequested action aborted\b/,
      /\blocal error\b|\bresources? (?:temporarily )?unavailable\b/,
    ],
    when: { replyCode: [421, 451, 452] },
    source: 'RFC 5321 §4.2.3, the texts of 451',
    examples: ['451 transaction failed'],
    butNot: ['554 Transaction failed'],
  },
  {
    id: 'policy-rejected.content',
    reason: 'policy-rejected',
    match: [
      /\b(?:content|message|mail|e-?mail|body|subject|data|transaction|submission|it|header|text|letter|msg)s?(?:'s)? (?:\S{1,40} ){0,3}?(?:is |was |were |has been |have been |are )?(?:rejected|refused|denied|blocked|not (?:accepted|allowed|permitted|acceptable)|unacceptable|prohibited|forbidden|restricted|declined|discarded|disallowed)\b/,
      /\b(?:content|message|mail) (?:filter|policy|rule|restriction|policies)\b/,
      /\b(?:rejected|refused|blocked|denied) (?:content|message|mail|e-?mail|by (?:content|policy|rule|filter|administrator|the administrator|admin|system|local|mail|our|mailscanner|milter|the (?:mail|content|spam|recipient|receiving|domain)))\b/,
      /\bwe (?:do not|don't|can't|cannot|will not) accept (?:this|your|the) (?:message|mail|e-?mail)\b/,
    ],
    source: 'content refused, and not called spam, virus or attachment',
    examples: ['550 5.7.1 Message denied', '550 message rejected'],
    butNot: ['550 5.7.1 message rejected as spam', '550 Account has been disabled'],
  },
  {
    id: 'policy-rejected.named',
    reason: 'policy-rejected',
    match: [
      /\bpolic(?:y|ies)\b|\badministrative(?:ly)?\b|\bprohibit(?:ed|ion|s)?\b|\baccess (?:is )?denied\b/,
      /\baccess (?:to \S{1,60} )?(?:rejected|refused|not (?:allowed|granted|permitted))/,
      /\bnot (?:authori[sz]ed|permitted|allowed)\b|\bpermission denied\b|\bunauthori[sz]ed\b/,
      /\bsecurity (?:reason|policy|violation|restriction|error|settings?)s?\b|\bforbidden\b/,
      /\bblocked by (?:rule|admin|policy|filter)|\brestrict(?:ed|ion)s?\b|\brefused\b|\bdenied\b/,
      /\bdisallowed\b|\bviolat(?:es|ion|ed|ing)\b|\bnot welcome\b|\brejected\b|\bunacceptable\b/,
      /\bnot acceptable\b|\bdelivery not (?:allowed|authori[sz]ed)\b|\b(?:security|email) policies\b/,
    ],
    source: 'RFC 3463 X.7.1; access maps and local rules that say no more',
    examples: [
      '550 Reject due to policy restrictions',
      '550 5.7.0 Local Policy Violation',
      '550 5.7.1 Access denied',
      '452 4.7.1 restricted by policy error',
    ],
    butNot: ['550 5.7.1 SPF policy violation', '550 rejected: mailbox full'],
  },
  {
    id: 'system-error.unavailable',
    reason: 'system-error',
    match:
      /\b(?:busy|unavailable|not available|not ready|out of service|failure|temporarily|suspended|internal)\b/,
    when: { permanence: 'transient' },
    source: 'words of a server that cannot, for now',
    examples: ['450 busy - please try later', '431 not ready'],
    butNot: ['450 Requested mail action not taken: mailbox unavailable'],
  },
]
