/**
 * Text rules: the mailbox. Full, closed, restricted, refused by its owner; messages that are too large.
 */
import type { Rule } from '../rule.ts'

/** Before the policy rules: too many messages in a mailbox are no rate, and Spam Arrest is no spam. */
export const firstMailboxRules: readonly Rule[] = [
  {
    id: 'mailbox-full.more',
    reason: 'mailbox-full',
    match:
      /\b(?:user|recipient|account|mailbox|mail ?file) (?:does not|doesn't) have enough (?:disk )?space\b|\bmail ?(?:file|box) size exceeds\b|\bmailbox (?:has )?exceeded (?:the )?(?:local |its |size |allowed )?(?:limit|size|quota)|\bhas too many messages (?:on|in)\b|\b(?:exceeding|over) (?:the )?receiving limits?\b|\bmailbox (?:is )?too (?:large|big|full)\b|\bmailbox exceeds\b|\b(?:user|recipient|account) (?:is )?(?:out of|has no|without) (?:disk )?(?:space|storage|quota)\b/,
    source: 'Exchange, MDaemon, Ipswitch, Communigate wordings',
    examples: [
      '552 user does not have enough space',
      '552 mail file size exceeds the maximum size allowed for mail delivery',
      '550 mailbox exceeded the local limit',
      '552 user has too many messages on the server',
      'Account disabled temporarly for exceeding receiving limits',
    ],
    butNot: ['552 message size exceeds the maximum'],
  },
  {
    id: 'recipient-restricted.specific-senders',
    reason: 'recipient-restricted',
    match:
      /\b(?:non|not a)-?members?\b.{0,40}\b(?:members?-only|list|group)|\bmembers-only\b|\b(?:recipient|user|account|mailbox) (?:is |has )?(?:only accepting|accepts? only|restricted (?:sms|who|incoming|e-?mail|mail)|protected by|not accepting (?:mail|messages|e-?mail)s? (?:with|from))|\bpost(?:ing)? by non-member\b|\bnot pre-?approved\b|\bsender (?:is )?not (?:allowed|authori[sz]ed|permitted|enabled) (?:to (?:send|post|deliver|write) )?(?:to|for|in) (?:this|the|that) (?:\S{1,20} )?(?:group|list|mailbox|recipient|address|user)|\bnot subscribed to this group\b/,
    source: 'AOL Phoenix, AT&T, Spam Arrest, Majordomo, FML',
    examples: [
      '550 post by non-member to a members-only list',
      '550 The recipient is only accepting mail from specific email addresses',
      '550 user has restricted SMS e-mail',
      '550 account is protected by Spam Arrest',
      '550 the recipient is not accepting mail with attachments',
    ],
    butNot: ['550 restricted by policy'],
    before: 'mailbox-disabled.named',
  },
]

export const mailboxRules: readonly Rule[] = [
  {
    id: 'suppressed.own-list',
    reason: 'suppressed',
    match:
      /\bsuppression list\b|\b(?:previously|recently) (?:bounced|unsubscribed|complained)\b|\bnot delivering to previously\b|\baddress (?:is |has been )?suppressed\b|\b(?:recipient|address) (?:is )?on (?:the|our|your|a) (?:bounce|unsubscribe|suppress\S{1,4}|do[ -]not[ -]mail) list\b|\bdropped because (?:it|the address|of a previous)\b/,
    source: 'Amazon SES, Mailgun 605, SendGrid "Bounced Address": the sender’s platform did not try',
    examples: [
      '550 5.1.1 Amazon SES has suppressed sending to this address: address is on the suppression list for your account',
      '605 Not delivering to previously bounced address',
    ],
    butNot: ['550 5.1.1 mailbox does not exist'],
  },
  {
    id: 'message-too-large.size',
    reason: 'message-too-large',
    match:
      /\b(?:message|mail|e-?mail|header|attachment|content|data|file|body|letter|msg)s?(?:'s)?(?: \S{1,20}){0,3}? (?:is |are |was )?(?:too (?:big|large|long|huge)|oversized?|exceed(?:s|ed)? (?:the )?(?:\S{1,20} ){0,4}?(?:size|limit|maximum|length)|larger than|bigger than|size (?:\S{1,20} ){0,4}?exceed|exceeds? \d|size limit|size violation|over (?:the )?(?:size|limit))|\b(?:max(?:imum)?|allowed|permitted|fixed maximum|global|domain|server) (?:\S{1,20} )?(?:message|mail|e-?mail|file|attachment) ?(?:size|length)\b|\b(?:message|mail|e-?mail|content|attachment|data) ?(?:size|length) (?:\S{1,30} ){0,4}?(?:exceed|limit|too|over|larger|greater|violat|restrict|not allow|maximum)|(?<!mailbox |inbox |box )\bsize (?:limit|restriction|quota)s? (?:\S{1,20} )?(?:exceed|reached|violat)|\btoo much (?:mail )?data\b|\bexceed(?:s|ed|ing)? (?:\S{1,20} ){0,3}?(?:size limits?|message size|maximum size|mail size|size restriction)|\brecipsizelimit\b|\bsize declared in\b|\bmessage-too-(?:big|large)\b|\bnumber of attachments\b|\bmore than \d{1,9} ?(?:mb|kb|bytes|mbytes|kbytes)\b|\bexceeds? (?:the )?(?:\S{1,20} )?\d{1,6} ?(?:mb|kb|bytes|megabytes)\b/,
    source: 'RFC 1870; Postfix, Exim, Exchange RecipSizeLimit',
    examples: [
      '552 5.3.4 Message too large',
      '552 5.2.3 Message size exceeds fixed maximum message size (10485760)',
      '550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient',
      '552 5.2.3 Your message exceeded our message size limits',
      '550 message size exceeds 20 MB',
    ],
    butNot: ['552 5.2.2 mailbox size limit exceeded', '550 line too long'],
  },
  // The system's disk, not the mailbox's quota.
  {
    id: 'system-full.disk',
    reason: 'system-full',
    match:
      /\binsufficient (?:system |disk |storage )?(?:storage|space|resources|disk space|system resources|queue space|system storage)\b(?!.{0,40}(?:mailbox|inbox|account|user|quota))|\b(?:system|server|disk|file ?system|partition|spool|queue)(?: \S{1,10})? (?:is |are )?(?:full|out of (?:space|storage|disk))\b|\bno space left\b|\bout of (?:disk|storage|queue) ?(?:space)?\b(?!.{0,40}(?:inbox|mailbox))|\bnot enough (?:disk |storage |free )?(?:space|storage)\b(?!.{0,30}(?:mailbox|inbox|account|user))|\bqueue file write error\b|\bfree disk space\b|\blow (?:on )?disk space\b/,
    source: 'RFC 5321 452; Postfix "Insufficient system storage"; ENOSPC',
    examples: [
      '452 4.3.1 Insufficient system storage',
      '452 4.3.1 Insufficient disk space',
      '452 out of disk space',
      '451 4.3.0 Error: queue file write error',
    ],
    butNot: ['452 4.2.2 Mailbox full', '452 insufficient storage space in mailbox'],
    before: 'mailbox-full.quota',
  },
  {
    id: 'recipient-rate-limited.organization-quota',
    reason: 'recipient-rate-limited',
    match:
      /\b(?:organi[sz]ation|domain|customer|tenant|company)(?:'s)? (?:\S{1,20} )?(?:quota|limit) (?:\S{1,20} )?(?:for|on|of) (?:incoming|inbound|received|receiving|daily|messages|mail)\b/,
    before: 'mailbox-full.quota',
    source: 'hosted filters that sell a number of messages a day',
    examples: ['451 4.7.1 domain quota for incoming mail exceeded'],
    butNot: ['452 disk quota of domain exceeded'],
  },
  {
    id: 'mailbox-full.quota',
    reason: 'mailbox-full',
    match:
      /\bover[ -]?quota\b|\boverquota|\b(?:exceed(?:s|ed|ing)?|over|out of|above|reached|hit|violat\S{1,5}|beyond|past) (?:\S{1,20} ){0,4}?(?:quota|storage (?:allocation|limit|space|capacity)|disk (?:space|limit)|mailbox (?:size|limit|quota|space|capacity|storage))\b|\bquota (?:\S{1,20} ){0,3}?(?:exceed(?:ed|s)?|reached|violation|is full|full|over|limit|used|overflow|exceded)\b|\bquota\.? ?(?:exceed|full|error|problem|reached)|\bdisk quota\b|\bmailbox quota\b|\b(?:mail ?-?box(?:es)?|mail ?folder|in-?box|mail ?drop|mail ?store|message ?store|account|mail ?spool|user ?folder|maildir|mail ?file|mail ?storage|folder|user|recipient|incoming mailbox|mail directory)(?:'s)?(?: \S{1,320}){0,3}? (?:is |are |was |has (?:been |become |reached |exceeded )?|already |now |currently |temporarily |of user |too |seems? (?:to be )?)*(?:full|stuffed|overfull|over ?-?limit|over limit|over its|over the limit|too full|exceed\S{0,3} (?:\S{1,15} )?(?:limit|size|space|storage|quota|allowed)|limit exe?eeded|limit exceeded|out of (?:space|storage|quota|disk)|size limit|space|no (?:more )?(?:free )?space|storage (?:limit|full|exceeded))\b|\bfull (?:mail ?box|in-?box|mailbox)\b|\bmailbox[ -]?full\b|\binbox full\b|\b(?:insufficient|no|not enough|no more|without|lack of|inadequate|unsufficient|low|zero) (?:\S{1,20} )?(?:space|storage|disk space|room|quota)(?: \S{1,20})? (?:in|on|for|left|available|remaining|to store)\b|\btoo (?:much|many) (?:mail|messages|e-?mails) (?:stored|in (?:the |his |their |this |your )?(?:mail ?box|inbox|folder))|\bstorage (?:quota|limit|allocation|space|capacity)\b|\b(?:inode|blocks?) limit exceeded\b|\bquotaexceeded\b|\bbox (?:is )?full\b|\b(?:maximum|max) (?:number of )?messages? (?:in|allowed in|per) (?:the |this )?mailbox\b|\bpermanent[ -]?quota\b|\bmailbox (?:is )?at (?:its )?(?:limit|capacity)\b|\bexceed(?:s|ed) (?:his|her|its|their|the) (?:\S{1,20} )?(?:quota|allocat\S{1,4}|storage|allotted|space)\b|\bunable to store\b.{0,20}\bquota|\bwould (?:exceed|be over) (?:\S{1,20} )?(?:mailbox|quota)/,
    source:
      'RFC 3463 §3.3 X.2.2; Cyrus, Dovecot, Courier, Exim appendfile, Postfix virtual(8); the system error EDQUOT',
    examples: [
      '552 5.2.2 Over quota',
      '452 4.2.2 Mailbox quota exceeded',
      '550 Mailbox is full / Blocks limit exceeded / Inode limit exceeded',
      '552 5.2.2 mailbox is stuffed',
      '552 Mailbox limit exeeded for this email address',
      '552-Requested mail action aborted: exceeded storage allocation',
      "The e-mail message could not be delivered because the user's mailfolder is full.",
      'Sorry, your intended recipient has too much mail stored in his mailbox.',
      '452 insufficient storage space in mailbox',
      '550 5.1.1 account is overquota',
    ],
    butNot: [
      '450 4.7.1 hourly sending quota exceeded, slow down',
      '552 message exceeds maximum size',
      '452 4.3.1 Insufficient system storage',
    ],
  },
  // Who may write to it.
  {
    id: 'recipient-refused.more',
    reason: 'recipient-refused',
    match:
      /\b(?:user|recipient|subscriber|addressee|person)s?(?: id)? (?:refuses?|rejects?|declines?|has refused|has rejected|rejected|blocked|reject)\b(?!.{0,20}\b(?:by|:))|\b(?:due to|by|because of|per) (?:the )?(?:user|recipient|subscriber)(?:'s)? (?:rules?|preferences?|settings?|filters?|request|choice|wish)\b|\brefus\S{0,3} (?:to (?:accept|receive) )?(?:your|this) (?:mail|e-?mail|message) ?(?:by|from)? ?(?:recipient|user)?/,
    when: { permanence: 'permanent' },
    source: 'Willcom, Facebook, Sieve, personal filters',
    examples: [
      '550 recipient refuses to accept your mail',
      '550 user refuses to receive this mail',
      '550 5.1.2 user reject',
      '550 refused due to recipient preferences',
      '550 message rejected due to user rules',
    ],
    butNot: [
      '554 5.7.1 <a@example.com>: Recipient address rejected: Access denied',
      '550 recipient rejected: mailbox full',
    ],
  },
  {
    id: 'recipient-restricted.not-permitted',
    reason: 'recipient-restricted',
    match:
      /\b(?:not|n't|isn'?t|aren'?t) (?:a |an )?(?:member|subscriber|subscribed)\b|\b(?:only|restricted to) (?:accepts? (?:messages|mail|e-?mail) from |for )?(?:members|subscribers|internal|authenticated|known|approved|authori[sz]ed|permitted|certain|allowed|specific|list members|trusted|whitelisted|its (?:own )?members)\b(?: \S{1,20}){0,2}|\b(?:accepts?|accepting|takes?|receives?|allow(?:s|ed)?) (?:messages |mail |e-?mails? |postings? |email )?(?:only |solely |exclusively )?(?:from |by )(?:only )?(?:members|subscribers|internal|authenticated|known|approved|authori[sz]ed|permitted|certain|allowed|specific|list members|trusted|whitelisted|people in|senders in|a restricted)\b|\b(?:permissions?|rights?|privileges?|authori[sz]ed|allowed|permitted|entitled) to (?:post|send|write|mail|e-?mail|submit|deliver)(?: \S{1,20}){0,2} (?:to|messages to|mail to|on|in) (?:this|the|that) (?:group|list|mailing list|recipient|user|mailbox|address|distribution list|alias|account|person|distribution group|mail ?list)\b|\bnot (?:allowed|authori[sz]ed|permitted) to (?:send|post) (?:\S{1,20} ){0,3}?(?:list|group|recipient)\b|\bresolver\.rst\.(?:not|auth|rec|send)|\bsender (?:is )?not (?:allowed|authenticated|authori[sz]ed|in (?:the )?(?:allowed|white|safe|permitted)[ -]?(?:senders?)?(?: ?list)?) (?:for|to|in|on|senders)?\b.{0,20}\b(?:group|mailbox|public folder|list|recipient|deliver)|\bclosed (?:mailing )?(?:list|group)\b|\b(?:list|group) (?:is )?(?:closed|private|moderated|restricted)\b|\brestricted (?:list|group|recipient|address|mailbox|distribution)\b|\b(?:recipient|user|mailbox) (?:only )?(?:has|uses|have) (?:an? )?(?:allow|white|safe)[ -]?list\b|\bnot (?:on|in) (?:the |my |his |their |our |its )?(?:recipient'?s? )?(?:white|allow|safe|bypass|approved)[ -]?(?:sender |senders )?list\b|\binternal (?:use|senders|mail|users) only\b|\bnot on bypass list\b(?!.{0,60}block)|\bno external (?:mail|e-?mail|senders?)\b|\b(?:external|outside) (?:mail|e-?mail|senders?) (?:is |are )?(?:not|den|reject|refus|prohib)|\bposting (?:to|from) (?:\S{1,40} )?(?:denied|not|restricted|prohibited)|\bthat recipient is not allowed\b/,
    source: 'Exchange 5.7.1 restrictions, Mailman, Majordomo, Listserv, Google Groups',
    examples: [
      '550 5.7.1 not allowed to post to this list',
      'You are not a member of this mailing list <dev@example.org>.',
      '550 5.7.1 You do not have permission to send to this recipient',
      '550 This list only accepts messages from members',
    ],
    butNot: [
      '550 5.7.1 not authorized to send from domain example.com',
      '554 Recipient not on bypass list, your IP has been found on a block list',
    ],
  },
  {
    id: 'recipient-refused.does-not-accept',
    reason: 'recipient-refused',
    match:
      /\b(?:user|recipient|account|mailbox|subscriber|addressee|person)(?: \S{1,60})? (?:does ?n[o']t|do not|will not|has chosen not to|no longer|refuses to|declined to|has declined|is not) (?:want|wish|accept(?:s|ing)?|receive(?:s)?|like|receiving|interested)\b(?:.{0,40}\bfrom (?:you|your|this sender|external|outside|\{sender|\{address)|(?: any)? (?:more )?(?:your )?(?:mail|e-?mail|messages?) from (?:you|your)\b)|\b(?:rejected|refused|blocked) by (?:the |a )?(?:user|recipient)(?:'s)? (?:request|filter|filters|sieve|rule|rules|script|mail rules)\b|\bsieve\b.{0,40}\b(?:reject|refus)|\bmessage (?:was )?(?:refused|rejected|blocked) by (?:the )?(?:recipient|user|addressee)\b(?!'s (?:mail|domain|server|organi|policy|system|host))|\brecipient (?:has )?(?:opted out|unsubscribed)\b|\bmanually blocked\b|\benvelope blocked\b|\baddress (?:has been )?(?:burned|turned off|switched off|revoked)\b|\balias (?:is |has been )?(?:disabled|switched off|turned off|deactivated|blocked|off)\b/,
    source: 'RFC 5429 reject; forwarding and alias services; Mimecast "Envelope blocked"',
    examples: [
      '550 5.7.1 rejected by sieve script: refused',
      '554 5.7.1 message was refused by recipient',
      '550 Envelope blocked - User Entry',
      '550 alias is disabled',
    ],
    butNot: [
      '550 5.1.1 Recipient address rejected: user unknown',
      '550 5.7.1 IP address blacklisted by recipient',
    ],
  },
  {
    id: 'mailbox-disabled.temporarily',
    reason: 'mailbox-disabled',
    action: 'review',
    nature: null,
    match:
      /\b(?:account|mailbox|mail box|user|recipient|address|alias)(?: \S{1,320}){0,3}? (?:is |was |has been |are )?(?:temporar(?:y|ily) (?:locked|disabled|suspended|blocked|inactive|deactivated|closed|on hold|frozen|not active)|(?:locked|disabled|suspended|blocked|inactive|deactivated|frozen) temporar(?:y|ily))\b|\btemporar(?:y|ily) (?:locked|disabled|suspended|deactivated|blocked|inactive)\b.{0,20}\b(?:account|mailbox|user)\b|\b(?:account|mailbox|user)(?: \S{1,320}){0,2}? (?:is |was |has been )?(?:locked|suspended|disabled|blocked)\b.{0,20}\b(?:try again|for now|later|until)\b/,
    source: 'accounts that are locked for a while; the owner may come back',
    examples: [
      '550 5.7.1 <a@example.com>: Recipient address rejected: User a@example.com temporary locked. Please try again later!',
      '450 4.2.1 mailbox temporarily disabled',
      '550 account is temporarily suspended',
    ],
    butNot: ['550 5.2.1 Mailbox disabled', '451 temporarily unavailable'],
  },
  {
    id: 'mailbox-disabled.named',
    reason: 'mailbox-disabled',
    match:
      /\b(?:account|mail ?-?box|user|recipient|address|addressee|alias|mail account|e-?mail|inbox|subscriber|customer|maildrop|owner)(?:\(s\)|s)?(?: account| address)?(?: \S{1,320}){0,3}? (?:is |was |has been |have been |are |been |it's |currently |permanently |already |now |has )*(?:disabled|inactive|suspended|deactivated|de-activated|expired|closed|locked|archived|not (?:active|activated|enabled|yet activated)|no longer (?:active|valid|available|accepting|accepts|in use|used|in service|enabled|operational|monitored)|frozen|blocked|terminated|cancell?ed|discontinued|retired|on hold|dormant|deleted|removed|purged|unused|restricted|administratively|barred|not accepting|out of service|obsolete|quarantined|turned off|banned|deprovisioned|decommissioned)\b|\b(?:disabled|inactive|suspended|deactivated|expired|closed|locked|blocked|terminated|frozen|dormant|discontinued|cancell?ed|archived|retired) (?:\S{1,20} )?(?:account|mail ?-?box|user|recipient|address|e-?mail address|mail account)\b|\baccount[ -](?:closed|disabled|inactive|suspended|expired|deactivated|locked)\b|\b(?:this|the|that) (?:mailbox|account|address|user) (?:is|has been) (?:not accepting|disabled)|\bnot been collected\b|\bhas not (?:been )?(?:logged in|accessed|used|checked)\b/,
    source:
      'RFC 3463 §3.3 X.2.1; Yahoo 554.30, Sun Messaging Server "user account disabled", vpopmail, iplanet',
    examples: [
      '550 5.2.1 Mailbox disabled',
      '550 Account has been disabled',
      '505 5.2.1 this account is suspended',
      '550 Account Closed, Please Remove',
      '525 5.7.13 Disabled recipient address',
      'The user(s) account is disabled.',
      'vdelivermail: account is locked email bounced',
      '550 User account not activated',
      '550 this mailbox is no longer in use',
    ],
    butNot: [
      '550 Sending for this account is disabled',
      '550 5.7.1 user a@example.com temporary locked, try again later',
      '550 5.7.1 sender domain is blocked',
    ],
  },
  {
    id: 'mailbox-disabled.more',
    reason: 'mailbox-disabled',
    match:
      /\}>? (?:is |has been |was )?(?:currently |temporarily |now )?(?:suspended|disabled|deactivated|locked|frozen|inactive|closed|terminated)\b|\brecipient suspend(?:ed|s)? (?:the )?service\b|\bis a (?:deactivated|disabled|closed|suspended) (?:mailbox|account)|\b(?:inactive|suspended|disabled|expired|terminated) (?:user|account|mailbox|recipient)\b|\}>? is not accepting any (?:mail|e-?mail|messages)\b|\b(?:address|mailbox|account) (?:is )?no longer (?:accepts?|accepting|receives?|receiving|monitored|checked)\b|\bnot (?:being )?(?:monitored|collected|checked)\b|\bexpired account\b/,
    source: 'Softbank, 163.com, Domino and others',
    examples: [
      '550 a@example.com is currently suspended',
      '550 recipient suspend the service',
      '550 a@example.com is not accepting any mail',
      '550 address is not being monitored',
    ],
    butNot: ['550 sender suspended'],
  },
  {
    id: 'list-expansion.forwarding',
    reason: 'list-expansion',
    match:
      /\b(?:mailing |distribution )?list (?:\S{1,20} ){0,2}?(?:expansion|could not be expanded|can(?:no|')t be expanded|not expanded|has no (?:members|subscribers))|\b(?:expand|expansion of) (?:the |a )?(?:mailing |distribution )?(?:list|group|alias)|\bforward(?:ing)?(?: address| target| destination| to \S{1,320}| path)? (?:is |has |was )?(?:mis-?configured|invalid|broken|failed|disabled|not (?:valid|working|configured))|\balias(?:es)? (?:expansion|expands?)|\berror in (?:the )?(?:forward|alias)|\b(?:can ?not|could not|failed to|unable to|error) (?:forward|expand)(?:ing)?\b|\bunbalanced\b.{0,20}\balias|\bbad \.?forward\b|\binvalid forward/,
    source: 'RFC 3463 X.2.4; Exchange 5.2.14; broken .forward and alias files',
    examples: [
      '550 5.2.4 Mailing list expansion problem',
      '550 forwarding address is invalid',
      '451 4.2.4 unable to expand list',
    ],
    butNot: ['550 5.1.1 no such list here', '551 User not local; please try forwarding'],
  },
]
