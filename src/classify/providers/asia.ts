/** Rules of Asian providers, one table an operator. */
import type { ProviderRules } from '../rule.ts'

const QQ = 'service.mail.qq.com/detail/122'
const NETEASE = 'help.mail.163.com, bounce codes'
const ALIYUN = 'help.aliyun.com, bounce codes: a world of three digits of their own'
const COREMAIL = 'icoremail.vip support list'
const DOCOMO = 'go-sisimai NTTDOCOMO; reasons.md: after DATA the person’s filter speaks'
const KDDI = 'go-sisimai KDDI; reasons.md: without an address it is the person’s filter'

export const asiaRules: readonly ProviderRules[] = [
  {
    provider: 'tencent',
    rules: [
      {
        id: 'tencent.unavailable-or-denied',
        reason: 'unknown',
        match: /\bmailbox unavailable or access denied\b/,
        source: `${QQ}; sources differ, so it stays open`,
        examples: [{ said: '550 Mailbox unavailable or access denied', relay: 'mx3.qq.com' }],
        butNot: [{ said: '550 Mailbox not found. http://service.mail.qq.com/', relay: 'mx3.qq.com' }],
      },
      {
        id: 'tencent.rejected-by-recipient',
        reason: 'recipient-refused',
        match: /\bmail is rejected by recipients?\b/,
        anywhere: 'all',
        source: QQ,
        examples: ['550 Mail is rejected by recipients. http://service.mail.qq.com/detail/122/168'],
        butNot: ['550 mail is rejected'],
      },
      {
        id: 'tencent.suspected-ip',
        reason: 'sender-blocked',
        anywhere: 'all',
        match: /\bsuspected spam ip\b|\bsuspected bounce attacks?\b|\bconnection denied\b/,
        source: QQ,
        examples: [
          { said: '550 Suspected spam ip. http://service.mail.qq.com/', relay: 'mx3.qq.com' },
          { said: '550 Connection denied', relay: 'mx3.qq.com' },
        ],
        butNot: [{ said: '550 Suspected spam', relay: 'mx3.qq.com' }],
      },
      {
        id: 'tencent.frequency',
        reason: 'rate-limited',
        anywhere: 'all',
        match: /\b(?:ip|domain|sender|connection) frequency limited\b/,
        source: QQ,
        examples: [
          '550 Connection frequency limited [Q1YzZ3k= Blocked IP 192.0.2.22]. http://service.mail.qq.com/cgi-bin/help?no=1000722',
          '550 Domain frequency limited. http://service.mail.qq.com/',
        ],
        butNot: ['550 connection limited'],
      },
      {
        id: 'tencent.spam',
        reason: 'spam',
        anywhere: 'all',
        match: /\bmail content denied\b|\bspam is embedded\b|\bsuspected spam\b/,
        source: QQ,
        examples: [
          '550 Mail content denied. http://service.mail.qq.com/',
          '554 Spam is embedded in the email',
        ],
        butNot: ['550 Suspected spam ip'],
      },
      {
        id: 'tencent.deactivated',
        reason: 'mailbox-disabled',
        match: /\bdeactivated mailbox\b/,
        source: QQ,
        examples: [{ said: '550 Deactivated mailbox', relay: 'mx3.qq.com' }],
        butNot: [{ said: '550 Mailbox not found', relay: 'mx3.qq.com' }],
      },
    ],
  },
  {
    provider: 'netease',
    rules: [
      {
        id: 'netease.unknown-recipients',
        reason: 'rate-limited',
        listQuality: true,
        anywhere: 'all',
        match: /\bhl:rep\b/,
        source: NETEASE,
        examples: ['421 HL:REP 163 smtp2'],
        butNot: ['421 HL:ICC 163 smtp2'],
      },
      {
        id: 'netease.rate',
        reason: 'rate-limited',
        anywhere: 'all',
        match: /\bhl:(?:icc|ifc)\b|\b(?:mi:(?:dmc|sfq)|rp:drc)\b/,
        source: NETEASE,
        examples: ['421 HL:ICC 163 smtp2', '450 MI:DMC 163 smtp2', '451 RP:DRC 163 smtp2'],
        butNot: ['554 DT:SPM 163 smtp2'],
      },
      {
        id: 'netease.blocked',
        reason: 'sender-blocked',
        anywhere: 'all',
        match: /\bhl:mep\b|\bdt:rbl\b|\bwm:bl[iu]\b/,
        source: NETEASE,
        examples: ['421 HL:MEP 163 smtp2', '554 DT:RBL 163 smtp2', '553 WM:BLI 163 smtp2'],
        butNot: ['554 DT:SPM 163 smtp2'],
      },
      {
        id: 'netease.protocol',
        reason: 'protocol-error',
        anywhere: 'all',
        match: /\b(?:mi|rp):cel\b|\b:ccl\b|\bccl 163\b/,
        source: NETEASE,
        examples: ['451 MI:CEL 163 smtp2', '451 RP:CEL 163 smtp2'],
        butNot: ['421 HL:ICC 163 smtp2'],
      },
      {
        id: 'netease.spam',
        reason: 'spam',
        anywhere: 'all',
        match: /\bdt:spm\b|\bdt:spt\b/,
        source: NETEASE,
        examples: ['554 DT:SPM 163 smtp2,EMCowABnkJ 1422 http://mail.163.com/help/help_spam_16.htm'],
        butNot: ['554 DT:RBL 163 smtp2'],
      },
      {
        id: 'netease.unknown',
        reason: 'user-unknown',
        match: /\buser not found\b|\bmi:inv\b/,
        source: NETEASE,
        examples: [{ said: '550 User not found: a@163.com', relay: '163mx01.mxmail.netease.com' }],
        butNot: [{ said: '550 User suspended', relay: '163mx01.mxmail.netease.com' }],
      },
    ],
  },
  {
    provider: 'aliyun',
    rules: [
      {
        id: 'aliyun.own-bad-addresses',
        reason: 'suppressed',
        match: /\binvalid rcptto\b/,
        when: { replyCode: [559] },
        source: ALIYUN,
        examples: [{ said: '559 Invalid rcptto [@sm070102]', relay: 'mx1.aliyun.com' }],
        butNot: [{ said: '550 invalid rcptto', relay: 'mx1.aliyun.com' }],
      },
      {
        id: 'aliyun.recipients',
        reason: 'too-many-recipients',
        match: /./,
        when: { replyCode: [556] },
        source: `${ALIYUN}; their 556 is not RFC 7504`,
        examples: [{ said: '556 RCPT count exceeded', relay: 'mx1.aliyun.com' }],
        butNot: [{ said: '557 message size', relay: 'mx1.aliyun.com' }],
      },
      {
        id: 'aliyun.size',
        reason: 'message-too-large',
        match: /./,
        when: { replyCode: [557] },
        source: ALIYUN,
        examples: [{ said: '557 message size exceeds', relay: 'mx1.aliyun.com' }],
        butNot: [{ said: '556 RCPT count exceeded', relay: 'mx1.aliyun.com' }],
      },
      {
        id: 'aliyun.dns',
        reason: 'dns-error',
        match: /./,
        when: { replyCode: [423, 523] },
        source: ALIYUN,
        examples: [{ said: '423 temporary DNS failure', relay: 'mx1.aliyun.com' }],
        butNot: [{ said: '426 connect failed', relay: 'mx1.aliyun.com' }],
      },
      {
        id: 'aliyun.network',
        reason: 'network-error',
        match: /./,
        when: { replyCode: [426, 427, 524, 526] },
        source: ALIYUN,
        examples: [{ said: '426 connect failed', relay: 'mx1.aliyun.com' }],
        butNot: [{ said: '423 temporary DNS failure', relay: 'mx1.aliyun.com' }],
      },
    ],
  },
  {
    provider: 'coremail',
    rules: [
      {
        id: 'coremail.refused',
        reason: 'recipient-refused',
        match: /\buser in blacklist\b/,
        source: COREMAIL,
        examples: [{ said: '550 user in blacklist', relay: 'mx.icoremail.net' }],
        butNot: [{ said: '550 user suspended', relay: 'mx.icoremail.net' }],
      },
      {
        id: 'coremail.blocked',
        reason: 'sender-blocked',
        match: /\bip is rejected\b|\binvalid ip\b/,
        source: COREMAIL,
        examples: [{ said: '554 IP is rejected', relay: 'mx.icoremail.net' }],
        butNot: [{ said: '550 user not found', relay: 'mx.icoremail.net' }],
      },
      {
        id: 'coremail.local-only',
        reason: 'relay-denied',
        match: /\blocal user only\b/,
        source: COREMAIL,
        examples: [{ said: '550 local user only', relay: 'mx.icoremail.net' }],
        butNot: [{ said: '550 user not found', relay: 'mx.icoremail.net' }],
      },
    ],
  },
  {
    provider: 'docomo',
    rules: [
      {
        id: 'docomo.filter',
        reason: 'recipient-refused',
        match: /\bunknown user\b/,
        when: { command: ['DATA', 'END-OF-DATA'] },
        source: DOCOMO,
        examples: [
          { said: '550 Unknown user a@docomo.ne.jp', relay: 'mfsmax.docomo.ne.jp', command: 'END-OF-DATA' },
        ],
        butNot: [{ said: '550 Unknown user a@docomo.ne.jp', relay: 'mfsmax.docomo.ne.jp', command: 'RCPT' }],
      },
      {
        id: 'docomo.full',
        reason: 'mailbox-full',
        match: /\btoo much mail data\b/,
        source: DOCOMO,
        examples: [{ said: '552 Too much mail data', relay: 'mfsmax.docomo.ne.jp' }],
        butNot: [{ said: '552 Too many recipients', relay: 'mfsmax.docomo.ne.jp' }],
      },
    ],
  },
  {
    provider: 'kddi',
    rules: [
      {
        id: 'kddi.filter',
        reason: 'recipient-refused',
        match: /^550 ?: user unknown/,
        source: KDDI,
        examples: [{ said: '550 : User unknown', relay: 'lsean.ezweb.ne.jp' }],
        butNot: [{ said: '550 <a@ezweb.ne.jp>: User unknown', relay: 'lsean.ezweb.ne.jp' }],
      },
    ],
  },
  {
    provider: 'yahoo-japan',
    rules: [
      {
        id: 'yahoo-japan.policy',
        reason: 'policy-rejected',
        match: /\bnot (?:allowed|accepted for policy reasons)\b/,
        source: 'yahoo-help.jp 80870',
        examples: [
          {
            said: '554 Message not allowed - DM Email not accepted for policy reasons.',
            relay: 'mx2.mail.yahoo.co.jp',
          },
        ],
        butNot: [{ said: '550 user unknown', relay: 'mx2.mail.yahoo.co.jp' }],
      },
    ],
  },
]
