/**
 * Text rules: the form of the message. Headers, MIME, conversion.
 */
import type { Rule } from '../rule.ts'

/** Before the policy rules: a doubled DKIM-Signature is no failure of DKIM. */
export const firstContentRules: readonly Rule[] = [
  {
    id: 'message-malformed.duplicate-header',
    reason: 'message-malformed',
    match: [
      /\b(?:duplicated?|multiple|repeated|more than one) (?:\S{1,20} )?headers?\b/,
      /\bduplicate[sd]? (?:from|to|date|subject|message-id|dkim-signature)\b/,
    ],
    source: 'RFC 5322 §3.6; Amazon SES',
    examples: ["554 Transaction failed: Duplicate header 'DKIM-Signature'.", '550 multiple From headers'],
    butNot: ['550 DKIM signature is missing'],
    before: 'auth-failure.named',
  },
  {
    id: 'message-malformed.line-length',
    reason: 'message-malformed',
    match: [
      /\bline(?:s)? (?:\S{1,20} )?(?:is |are )?(?:too long|length|limit exceeded|exceed)|\bline_too_long\b/,
      /\blong lines?\b|\bmaximum line length\b|\bline limit exceeded\b/,
    ],
    source: 'RFC 5321 §4.5.3.1.6; Exim "message has lines too long for transport"',
    examples: [
      '500 Line limit exceeded',
      '552 5.6.0 Message has conformance issues: LINE_TOO_LONG',
      '550 maximum allowed line length is 998 octets, got 1211',
      '550 line too long',
    ],
    butNot: ['552 5.3.4 Message too large'],
  },
]

export const contentRules: readonly Rule[] = [
  {
    id: 'address-invalid.smtputf8',
    reason: 'address-invalid',
    action: 'review',
    match: [
      /\bsmtputf8\b|\butf8 support required but not offered\b/,
      /\b(?:utf-?8|non-?ascii|internationali[sz]ed|8-?bit) (?:\S{1,20} )?(?:address|mailbox|local ?part|recipient)(?:es)? (?:\S{1,20} ){0,3}?(?:not|unsupported|required|require)/,
    ],
    source: 'RFC 6531 §3.5; Postfix "message requires SMTPUTF8"',
    examples: [
      'SMTPUTF8 is required, but was not offered by host mx.example.com[192.0.2.1]',
      'utf8 support required but not offered for forwarding',
      '553 5.6.7 non-ASCII addresses not permitted for that sender/recipient',
    ],
    butNot: ['550 5.6.9 improper use of 8-bit data in message header'],
  },
  {
    id: 'address-invalid.header-recipient',
    reason: 'address-invalid',
    action: 'fix-message',
    match: [
      /\bmalformed address\b.{0,40}\b(?:may not follow|ignored)\b/,
      /\b(?:may not follow) \S{1,320}\b.{0,40}\baddress\b/,
      /\b(?:unqualified|malformed|invalid|bad|illegal) (?:address|recipient) (?:in|header)(?: \S{1,20})? (?:to|cc|header|message)\b/,
    ],
    source: 'Exim -t: a To: header that cannot be read; the address may be good',
    examples: [
      ': malformed address: <neko@example.net> may not follow kijitora@example.com This address has been ignored.',
    ],
    butNot: ['501 Malformed address'],
  },
  {
    id: 'message-malformed.headers',
    reason: 'message-malformed',
    match: [
      /\b(?:missing|duplicate[sd]?|multiple|invalid|bad|malformed|illegal|incorrect|no|without|empty|lack(?:s|ing)?|improper|broken|unparseable|non-?compliant|repeated|several|wrong|more than one|must have|not have|contains? no|required|two|unacceptable|forbidden|forged|syntactically invalid|too many) (?:\S{1,30} ){0,2}?(?:headers?|header fields?|header lines?|message-?id(?! ?:)|(?:from|date|subject|to|received|sender|cc): ?(?:headers?|lines?|fields?|address)|sender: header|date header|subject line|mime (?:headers?|structure|version|boundary)|reply-to|boundary|encoded[ -]word|(?:from|date|subject|to|cc|sender) header)(?![a-z])/,
      /\bheaders?\b.{0,40}\b(?:error|missing|invalid|malformed|duplicate|not (?:compliant|rfc|valid|allowed|accepted)|syntax|non-?compliant|required|too (?:long|many)|violat|broken|bad|unacceptable|problem|incorrect|illegal|is empty)/,
      /\b(?:rfc ?-?(?:\d{3,4})?|rfc2822|rfc5322|rfc822|standards?)[ -]?(?:\S{1,20} )?(?:non-?compliant|non-?conform\S{1,5}|not compliant|violation|compliance|conformance|noncompliance)\b/,
      /\bnot (?:rfc|in compliance|compliant|conform|rfc-?\S{0,6} compliant)\b.{0,40}/,
      /\bconformance issues?\b|\bnon-?rfc ?compliant\b|\brfc ?(?:2822|5322|2045|2046|2047)\b/,
    ],
    source: 'RFC 5322 §3.6; Gmail RfcMessageNonCompliant, Exchange, SpamAssassin MTAs',
    examples: [
      '554 5.7.0 Header error',
      '550 5.7.1 Messages missing a valid address in From: header are not accepted',
      '550 5.7.1 Message is not RFC 5322 compliant',
      '554 5.6.0 Message with missing Date: header',
    ],
    butNot: [
      '550 5.5.2 syntax error in HELO, RFC 5321',
      '550 5.1.3 The recipient address is not a valid RFC 5321 address',
    ],
  },
  {
    id: 'message-malformed.line-endings',
    reason: 'message-malformed',
    match: [
      /\bbare (?:lf|cr|line ?feeds?|carriage ?returns?|newlines?|<lf>)\b|\bbare(?: )?<?(?:lf|cr)>?s?\b/,
      /\bstray (?:lf|cr|newline|line ?feed)s?\b|\bsmtplf\b|\bline feeds?\b|\bnull (?:characters?|bytes?)\b/,
      /\bnul characters?\b|\bill?egal characters? in (?:the )?(?:message|header|body)/,
      /\bnon-?ascii (?:characters? )?in (?:the )?(?:message )?(?:header|subject|body)/,
    ],
    source: 'RFC 5321 §2.3.8; qmail, Postfix smtpd_forbid_bare_newline, Exchange 5.6.11',
    examples: [
      '521 5.5.2 mx.example.com Error: bare <LF> received',
      '451 See http://pobox.com/~djb/docs/smtplf.html: bare LF',
      '550 5.6.11 bare line feeds',
    ],
    butNot: ['552 line too long'],
  },
  {
    id: 'message-malformed.mime',
    reason: 'message-malformed',
    match: [
      /\b(?:8-?bit|8bitmime|binarymime|eight-?bit) (?:data|mime|characters?|content|headers?|message)\b/,
      /\bimproper use of 8-bit\b/,
      /\bmime (?:nesting|parts?|structure|encoding|error|conversion|violation|boundary|type (?:is )?(?:invalid|unknown))\b/,
      /\b(?:invalid|bad|malformed|broken|unsupported|incorrect|illegal) (?:\S{1,20} )?(?:mime|content-type|content type|charset|character set|encoding|transfer-encoding|multipart|message format|body|base64)\b/,
      /\bmessage (?:format|structure|is malformed|malformed|corrupt(?:ed)?)\b/,
      /\bcontent (?:conversion|encoding)\b/,
      /\b(?:conversion|convert)\b.{0,40}\b(?:fail|not (?:possible|supported|allowed)|required|prohibit|impossible|charset|content|message|mime)/,
      /\bmessage (?:has |is )?(?:no|empty) (?:body|content)|\bempty (?:message|body|mail)\b/,
      /\bmalformed (?:message|mail|e-?mail|mime|content)\b/,
      /\bmissing (?:subject|date|body|from|message-id)\b|\bblank subject\b|\bno subject\b/,
      /\bpoison message\b|\bmedia not supported\b/,
    ],
    source: 'RFC 2045, RFC 6152; Postfix cleanup(8), Sendmail EightBitMode',
    examples: [
      '550 5.6.9 improper use of 8-bit data in message header',
      '554 5.6.3 conversion required but not supported',
      '550 5.6.0 malformed message',
      '550 missing Subject',
    ],
    butNot: ['554 5.6.1 content rejected'],
  },
]
