/**
 * Text rules: policy. Who may send, from where, how fast, and what filters say.
 *
 * The order is the order of judgement: specific before general. Words are lower case, see mask.ts.
 */
import type { Rule } from '../rule.ts'

export const policyRules: readonly Rule[] = [
  // The receiver's own DNSBL look-up failed: nobody is listed. Before every rule that reads "blocked using".
  {
    id: 'system-error.receiver-dnsbl-misconfigured',
    reason: 'system-error',
    match:
      /\bopen resolver\b|\bquery refused\b|\bexcessive (?:number of )?(?:dns )?queries\b|\b127\.255\.255\.25\d\b|\bpublic (?:dns )?resolver\b.{0,60}\bspamhaus\b/,
    link: /uribl\.com\/refused|\brbl\.spamhaus\.org|spamhaus\.(?:org|com)\/(?:returnc|resource-hub\/dnsbl)|spamhaus\.org\/returnc/,
    action: 'retry',
    nature: 'transient',
    before: 'sender-blocked.dnsbl-listed',
    source:
      'spamhaus.org/returnc: the receiver asks through an open resolver or too often, and takes the error for a listing',
    examples: [
      '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; Error: open resolver; https://www.spamhaus.org/returnc/pub/192.0.2.9',
      '550 blocked using multi.uribl.com; 127.0.0.1 -> Query Refused. See http://uribl.com/refused.shtml',
      '554 5.7.1 Client host [192.0.2.1] blocked using rbl.spamhaus.org',
    ],
    butNot: ['554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org'],
  },
  // A link or domain in the body is listed: the message, not the IP.
  {
    id: 'spam.listed-url',
    reason: 'spam',
    match:
      /\b(?:url|uri|link|links|domain|website|web site|host ?name)s?\b.{0,40}\b(?:in|of|from|within) (?:this|the|your) (?:e-?mail|message|mail|body|content)\b.{0,60}\b(?:(?:black|block|deny)[ -]?list|blacklisted|blocklisted|listed|blocked|spam|rejected)|\b(?:blacklisted|blocklisted|blocked|forbidden|bad|malicious|spam) (?:url|uri|link|domain)s?\b.{0,20}\b(?:in|found|detected|content|body|message)\b|\b(?:message|mail|e-?mail|body|content) (?:contains?|contained|has|includes?|with) (?:a |an )?(?:\S{1,20} )?(?:url|uri|link|domain|website)s?\b.{0,60}\b(?:listed|blacklisted|blocked|spam|suspicious|malicious|forbidden|denied|surbl|uribl|dbl)\b|\b(?:urlbl\d{3}|surbl|uribl|ivmuri)\b/,
    link: /\buribl\.com|\bsurbl\.org/,
    source: 'Exim and SpamAssassin set-ups that check links against SURBL, URIBL and the Spamhaus DBL',
    examples: [
      '550 A URL in this email (example.com) is listed on https://uribl.com. Please resolve and retry',
      '554 REJECTED - Blacklisted URL in message. (example.com) in [black]. See http://lookup.uribl.com.',
      '550 5.7.1 Message contains a link to a domain listed in SURBL',
    ],
    butNot: ['550 Your domain has been blacklisted'],
  },
  {
    id: 'recipient-refused.by-recipient',
    reason: 'recipient-refused',
    match:
      /(?<!\bip )\b(?:sender|you|address) (?:(?:is|are|has been|have been|was|were) )?(?:black-?listed|block(?:ed|listed)|rejected|denied|banned|refused) by (?:the |this |their )?(?:\S{1,20} )?(?:recipient|user|addressee|owner|mailbox owner|subscriber)\b|\b(?:recipient|user|addressee|owner|mailbox owner|subscriber) (?:has |have )?(?:blocked|black-?listed|rejected|refuse[sd]|refuses|denied|banned) (?:you\b|your|mail|e-?mail|messages|this|the sender|all mail)|\b(?:recipient|user|account|person)(?:'s)? (?:does ?n[o']t|do not|did ?n[o']t|will not) (?:want|wish|accept|receive|like) (?:to receive )?(?:any )?(?:e-?mails?|mails?|messages?)? ?(?:from )(?:you\b|your|this sender|the sender|\{sender\}|<\{sender)|\b(?:rejected|refused|blocked) by (?:the )?(?:recipient|recipients|user|addressee)(?:'s)? (?:personal |own |individual )?(?:block ?list|black ?list|filter|rule|preferences?|settings?|choice|sieve)\b|\bpersonal (?:block|black) ?list\b|\bmail is rejected by recipients\b/,
    source: 'wordings of personal block lists: Tencent, Mimecast, Zimbra, cPanel, Sieve reject',
    examples: [
      '550 5.7.1 You have been blocked by the recipient',
      '550 5.7.1 The recipient does not want to receive mail from your address',
      '550 5.7.1 The recipient has blocked you',
      '554 5.7.1 Rejected by recipient personal blocklist',
    ],
    butNot: [
      '550 5.7.1 IP address blacklisted by recipient',
      '550 5.7.1 Blocked by recipient mail server policy',
    ],
  },
  {
    id: 'greylisted.named',
    reason: 'greylisted',
    match:
      /gr[ea]y[ -_]?list|\bpostgrey\b|\bgreylst\b|\bgrey\.rbl\b|\bdcc grey|\btriplet\b|\bintentional policy rejection, please try again later\b/,
    link: /grey-?list|postgrey/,
    source: 'Postgrey, milter-greylist, SQLgrey, Exim greylistd, OpenBSD spamd',
    examples: [
      '450 4.2.0 Greylisted, please retry in 5 minutes',
      '451 4.7.1 Greylisting in action, please come back later',
      '554 5.7.1 Recipient address rejected: Greylisted for 300 seconds',
    ],
    butNot: ['421 4.7.0 Try again later'],
  },
  {
    id: 'sender-blocked.dnsbl-listed',
    reason: 'sender-blocked',
    match:
      /\b(?:blocked|rejected|refused|denied|listed|found|blacklisted|blocklisted) (?:using|by|in|on|at|via|through|with|against|because of) (?:an? |the |our |many |several )?(?:(?:rbls?|dnsbls?|dns ?bl|dnsrbl|spamhaus|spam ?cop|sorbs|barracuda|cloudmark|uceprotect|surbl|sbl|xbl|pbl|zen|cbl|senderscore|ivmsip|invaluement|abusix|psbl|hostkarma|spamrats|mailspike|blocklists?|block lists?|blacklists?|black lists?|reputation|real-?time|dns (?:black|block) ?lists?)\b)|\b(?:blocked|listed|found|blacklisted|blocklisted) (?:using|by|in|on|at|via) (?:an? |the |our )?\{host\}|\bdns(?:bl|rbl)\b.{0,40}\b(?:reject|block|list|hit|match|fail|den)|\b(?:rbl|dnsbl) ?(?:reject|restriction|filter|block|lookup|match|hit|filtered|listed|rejected|policy)|\b(?:in|on|by|from) (?:an? |the |our |some |many |multiple )?(?:rbl|dnsbl|real-?time black ?(?:hole )?list)s?\b|\blisted in many rbls\b|\brbl reject|\b(?:zen|sbl|xbl|pbl|cbl|css)[ .-](?:spamhaus|listed|listing)|\bspamhaus (?:dbl|pbl|sbl|xbl|zen|css|block|ip)|\bcsi\.cloudmark|\b(?:ivmsip|senderscore)\b|\bblock(?:ed|listing) (?:in effect)\b|\bblocklisting in effect\b|\bdnsbl:\S{1,30}/,
    link: /spamhaus\.org|abuseat\.org|spamcop\.net|barracudacentral\.org|sorbs\.net|uceprotect\.net|csi\.cloudmark|dnsbl-lookup|ipcheck\.proofpoint|mail-abuse\.(?:com|org)|senderbase\.org|invaluement\.com|backscatterer\.org|psbl\.org|surriel\.com|blocklist\.de|spamrats\.com|junkemailfilter\.com|abusix\.com|truncate\.gbudb|spfbl\.net|dronebl\.org|njabl\.org|dsbl\.org|ordb\.org|mailspike\.|senderscore\./,
    source: 'DNSBL rejections: Postfix reject_rbl_client, Exim dnslists, Sendmail dnsbl; HADES, NDSS 2025',
    examples: [
      '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using bl.spamcop.net',
      '550 5.1.1 192.0.2.1 is listed in zen.spamhaus.org',
      '550 Blocked - see https://www.spamhaus.org/query/bl?ip=192.0.2.1',
      '550 JunkMail rejected - host.example.com [192.0.2.1]:443 is in an RBL',
      '554 Blocklisting in effect',
      '550 5.2.1 Your IP is blacklisted using SPAMHAUS',
      '554 RBL rejection, see your provider',
    ],
    butNot: ['550 blocked by our content filter', '554 5.7.1 Message rejected, open resolver'],
  },
  // SPF, DKIM, DMARC, ARC.
  {
    id: 'rate-limited.because-unauthenticated',
    reason: 'auth-failure',
    match:
      /\brate limit(?:ed|ing)?\b.{0,80}\b(?:unauthenticated|not authenticated|spf|dkim|dmarc)\b|\b(?:unauthenticated|not authenticated)\b.{0,80}\brate limit/,
    source: 'Google 4.7.26, 4.7.27: a throttle that names its cause',
    examples: ['421 4.7.26 Your email has been rate limited because it is unauthenticated'],
    butNot: ['421 4.7.0 rate limited'],
  },
  {
    id: 'auth-failure.named',
    reason: 'auth-failure',
    match:
      /\b(?:spf|dkim|dmarc|arc|sender[ -]?id|domainkeys)\b.{0,60}\b(?:fail|fails|failed|failure|failing|reject|rejects|rejected|rejection|invalid|violation|violat\S{1,8}|not pass|did not|does ?n[o']t|not aligned|error|missing|none|softfail|hardfail|neutral|unauthenticated|unauthori[sz]ed|not authori[sz]ed|no record|not permitted|permerror|temperror|verification|verify|validation|policy|check|required|suspicious|mismatch|bad|incorrect|not found|no valid|denied|deny|block\S{0,3}|prohibit\S{0,3}|quarantine|disallow\S{0,3}|forbid\S{0,4}|refuse\S{0,2}|not designat\S{1,3}|not allowed|unacceptable|alignment)\b|\b(?:fail(?:s|ed|ing|ure)?|violat\S{1,8}|invalid|missing|no|bad|without|lacks?|not pass(?:ed|ing)?|reject(?:ed|s)?(?: by| due to| because of| for)?|due to|because of|required?|require[sd]?|against|pass|unaligned)\b.{0,60}\b(?:spf|dkim|dmarc|domainkeys|sender policy framework|domainkeys identified mail)\b/,
    source: 'RFC 7208, RFC 6376, RFC 7489 wordings of receivers',
    examples: [
      '550 5.7.1 SPF validation failed',
      '501 5.0.2 Mail rejected. DMARC check failed.',
      '550 5.7.1 Message rejected due to senders DMARC policy',
      '550 DKIM signature is missing',
      '554 5.7.1 Sender Policy Framework violation: rejected, spf',
    ],
    butNot: ['550 5.7.1 We accept mail from spf-protected domains'],
  },
  {
    id: 'auth-failure.openspf',
    reason: 'auth-failure',
    match: /\bsender policy framework\b|\bpurported responsible address\b/,
    link: /openspf\.(?:org|net)|spf\.pobox\.com|dmarc\.org|open-spf\.org|spfcheck/,
    source: 'pypolicyd-spf and Mail::SPF send a link to openspf.org; Sender ID (RFC 4407) speaks of the PRA',
    examples: [
      '550 5.7.1 Please see http://www.openspf.org/Why?id=user@example.com&ip=192.0.2.1',
      "550 5.7.1 can't determine Purported Responsible Address",
    ],
    butNot: ['550 5.7.1 Please see http://www.example.com/why'],
  },
  {
    id: 'auth-failure.not-authorized-for-domain',
    reason: 'auth-failure',
    match:
      /\b(?:not|isn'?t|in)[ -]?(?:authori[sz]ed|permitted|allowed|designated|valid|eligible)(?: sender)? (?:to send|for sending|to deliver|to use|to relay|as (?:a )?sender|sender|server|host|ip)(?: \S{1,20}){0,3} (?:from|for|of|on behalf of|as|in) (?:the |this |your |sender )?(?:domain|\{sender|\{host|\{address|<?\{sender|sender)|\b(?:ip|host|server|client)(?: address)? (?:is )?(?:not (?:allowed|authori[sz]ed|permitted)|invalid) (?:for sending|to send)\b.{0,30}\b(?:of|for|from) (?:the )?domain\b|\binvalid ip for sending mail of domain\b|\bunauthori[sz]ed (?:ip|host|server|sender) for (?:the )?domain\b|\bforged? sender\b|\bsender (?:address |domain )?(?:is )?(?:forged|spoofed)\b|\bfake sender\b/,
    source: 'SPF results in plain words; Kagoya and others "INVALID IP FOR SENDING MAIL OF DOMAIN"',
    examples: [
      '554 INVALID IP FOR SENDING MAIL OF DOMAIN example.com',
      '550 5.7.1 192.0.2.1 is not allowed to send mail from example.com',
      '550 host not authorized to send for domain example.com',
    ],
    butNot: ['550 5.7.1 you are not authorized to send to this group', '550 5.7.1 sender not allowed'],
  },
  {
    id: 'auth-failure.per-record',
    reason: 'auth-failure',
    match:
      /\bper (?:it'?s|its|the|their|your) (?:spf|dmarc|dkim)\b|\binspect your (?:spf|dkim|dmarc)\b|\bbad spf\b|\bspf records? for\b|\bnot (?:an? )?(?:permitted|authori[sz]ed|designated|allowed) (?:sender|sending (?:host|server|ip))\b/,
    source: 'pypolicyd-spf, Sun, Message Sniffer',
    examples: [
      "550 is not allowed to send from <example.com> per it's SPF Record",
      '550 Please inspect your SPF settings',
    ],
    butNot: ['550 not allowed to send to this list'],
  },
  {
    id: 'auth-failure.unauthenticated-mail',
    reason: 'auth-failure',
    match:
      /\bunauthenticated (?:e-?mail|mail|message|senders? )?.{0,60}\b(?:not accepted|domain's)\b|\b(?:no|not have|fails? to pass|failed|lacks?|without|missing|not meet|meet) (?:the )?(?:required )?(?:e-?mail |sender |message |domain )?authentication (?:information|checks?|level|requirements?|results?|records?|policy)\b|\bauthentication (?:information|checks?|level|requirements?)\b.{0,40}\b(?:fail|not met|missing|required|not meet)|\bsender (?:is )?(?:un|not )authenticated\b|\bmultiple authentication checks failed\b|\b(?:e-?mail|message|mail|sender|domain) (?:is |was |has )?(?:failed|fails|not passed|did not pass) (?:the )?(?:e-?mail |sender |domain |message )?authentication\b|\bdomain authentication (?:fail|is required|required)|\bsender (?:domain )?authentication (?:fail|required|check)/,
    source: 'Gmail, Outlook.com (5.7.515), Yahoo: rules for bulk senders',
    examples: [
      'This message does not have authentication information or fails to pass authentication checks',
      '550 5.7.1 sender is unauthenticated',
    ],
    butNot: ['530 5.7.0 Authentication required', '535 5.7.8 authentication failed'],
  },
  {
    id: 'auth-failure.spoofing',
    reason: 'auth-failure',
    match:
      /\b(?:anti[ -]?)?spoof(?:ed|ing)?\b.{0,60}\b(?:reject|detect|block|protection|policy|not allowed|denied|forged|mail|message|sender|refused|attempt|check)|\b(?:reject|detect|block|suspect|possible|refus|denied|prohibit)\S{0,4}\b.{0,40}\bspoof/,
    when: { permanence: 'permanent' },
    source: 'filters that refuse mail which claims to be of the receiver’s own domain',
    examples: ['550 5.7.1 Message rejected, sender spoofing detected', '550 spoofed mail not allowed'],
    butNot: ['550 Rejected by header based Anti-Spoofing policy: mimecast'],
  },
  // Reverse DNS and HELO.
  {
    id: 'client-identity.reverse-dns',
    reason: 'client-identity',
    match:
      /\b(?:reverse[ -](?:dns|hostname|host ?name|look-?up|mapping|record|resolution|name)|rdns|ptr|r-dns|in-addr\.arpa)\b|\bfcrdns\b|\bip (?:name )?lookup failed\b|\bcannot find your (?:reverse )?host ?name\b|\b(?:ip|client|host)(?: address| name)? (?:does not|doesn't|not) (?:resolve|have a (?:valid )?(?:host ?name|name))|\bunable to (?:verify|resolve) (?:your )?(?:host ?name|ip)\b|\bcould not (?:resolve|find) (?:your )?(?:reverse|host ?name|ip address)\b|\bgeneric (?:host ?name|reverse|ptr)\b|\bip address (?:has no|without) (?:dns )?(?:name|record|host ?name)|\b(?:dynamic|generic|residential|dial-?up|dynamically assigned) (?:looking |look )?(?:host ?name|reverse|ptr|helo|ehlo)\b|\blooks? (?:like a )?(?:dynamic|generic|dial-?up)\b.{0,20}\b(?:host|name|ptr|dns|helo)/,
    source: 'Postfix reject_unknown_client_hostname; RFC 8601 policy.iprev; German and US providers',
    examples: [
      '450 4.7.1 Access denied. IP name lookup failed [192.0.2.222]',
      '450 4.7.25 Client host rejected: cannot find your reverse hostname, [192.0.2.1]',
      '571 No PTR Record found. Reverse DNS required: 203.0.113.22',
      '554 5.7.1 [C14] Missing reverse DNS for 203.0.113.2',
      '550 5.7.1 Fix reverse DNS for 203.0.113.2',
    ],
    butNot: ['550 5.1.2 Host unknown'],
  },
  {
    id: 'client-identity.helo',
    reason: 'client-identity',
    match:
      /\b(?:helo|ehlo)\b.{0,80}\b(?:invalid|reject|rejected|mismatch|not match|does ?n[o']t match|bad|must|need|fully[ -]qualified|fqdn|not found|unknown|unresolvable|forged|fake|denied|refused|not resolve|argument|wrong|illegal|syntactically|incorrect|impersonat\S{1,5}|own|literal|not allowed|blocked|blacklisted|require[sd]?|not accepted|localhost|numeric|broken)\b|\b(?:invalid|bad|illegal|wrong|forged|fake|unknown|unresolvable|mismatched|rejected|unacceptable|improper|incorrect|syntactically invalid|broken|your) (?:\S{1,20} )?(?:helo|ehlo)\b|\bhelo command rejected\b|\bdomain mismatches client ip\b|\bneed fully-qualified hostname\b|\bhost ?name (?:does not|doesn't) match\b.{0,30}\b(?:ip|address)\b|\bclaim(?:s|ed|ing)? to be (?:me|us)\b|\byou are not me\b/,
    when: { command: ['CONNECT', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'END-OF-DATA'] },
    source: 'Postfix reject_*_helo_hostname, Exim helo checks',
    examples: [
      {
        said: '504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname',
        command: 'RCPT',
      },
      { said: '550 Invalid HELO name (See RFC2821 4.1.1.1)', command: 'EHLO' },
    ],
    butNot: [{ said: '503 5.5.1 Error: send HELO/EHLO first', command: 'MAIL' }],
  },
  {
    id: 'client-identity.helo-any',
    reason: 'client-identity',
    match:
      /\b(?:invalid|bad|illegal|wrong|forged|fake|unresolvable|mismatched|unacceptable|incorrect|syntactically invalid|broken) (?:\S{1,20} )?(?:helo|ehlo)\b|\bhelo command rejected\b|\bneed fully-qualified hostname\b|\bdomain mismatches client ip\b|\bhelo name (?:is )?(?:invalid|not|rejected)|\b(?:helo|ehlo) (?:\S{1,40} )?(?:is |does |are )?(?:not (?:valid|match|resolve|a)|invalid|rejected|forged|fake|mismatch)/,
    source: 'the same, where the command is not known',
    examples: [
      '550 Rejected: HELO example is not a FQDN',
      '550 HELO argument invalid',
      '550 invalid helo name',
    ],
    butNot: ['503 5.5.1 Error: send HELO/EHLO first'],
  },
  // Deliberate delays.
  {
    id: 'greylisted.first-contact',
    reason: 'greylisted',
    match:
      /\b(?:first (?:time|contact|attempt|delivery attempt|mail)|new sender|unknown sender|not seen (?:you )?before|have not seen)\b.{0,80}\b(?:try again|retry|later|delay|wait|defer)|\btemporarily (?:rejected|refused|deferred|delayed) (?:for|by|as|due to) (?:an? )?(?:anti-?spam|spam protection|spam prevention) (?:measure|reason|policy|system|delay)?|\btemporary (?:rejection|delay|deferral).{0,40}\b(?:anti-?spam|spam (?:prevention|protection))|\bdelayed? (?:\S{1,20} )?for (?:spam|anti-?spam)\b|\btry another (?:server|mx)\b|\bretry (?:your message )?(?:with|to|on|using) (?:the |a |another )?(?:secondary|next|other|different) mx\b|\bback off\b.{0,40}\bgrey/,
    when: { permanence: 'transient' },
    source: 'greylisters that avoid the word; rucenter’s "try another server" (nolisting)',
    examples: [
      '451 4.7.1 First time sender, please try again later',
      '450 4.7.1 temporarily deferred due to anti-spam measure, retry later',
      '451 try another server',
    ],
    butNot: ['451 4.3.0 Temporary system failure', '550 5.1.0 new sender policy'],
  },
  {
    id: 'greylisted.postscreen',
    reason: 'greylisted',
    match: /^450 4\.3\.2 service currently unavailable$/,
    source: 'Postfix postscreen(8): the client passed its tests for the first time and shall come back',
    examples: ['450 4.3.2 Service currently unavailable'],
    butNot: ['554 Service currently unavailable', '421 4.3.2 Service shutting down'],
  },
  // Too many recipients of one message: before "too many" of everything else.
  {
    id: 'too-many-recipients.one-message',
    reason: 'too-many-recipients',
    match:
      /\btoo many (?:recipients?|rcpts?|addresses|envelope recipients|destination domains)\b(?! (?:(?:received |sent )?(?:this|per|in an?|within|from you|in the last)|unknown|are unknown)\b)|\b(?:maximum|max|limit)(?: number)? of (?:recipients?|rcpts?)\b.{0,30}\b(?:exceeded|reached|per message|per transaction|per connection)|\b(?:recipients?|rcpts?)(?: count| limit| number)? (?:exceed(?:s|ed)?|limit|per (?:message|mail|transaction|session))\b.{0,20}|\bmore than \d{1,5} recipients\b|\bmultiple destination domains per transaction\b|\btoo many recipients\b.{0,40}\b(?:message|transaction|session|connection)\b/,
    butNot: [
      '550 5.1.1 203.0.113.222 has sent to too many recipients this hour',
      '550 Too many invalid recipients',
      '452 4.3.1 too many recipients received this hour',
    ],
    source: 'RFC 5321 §4.5.3.1.10; RFC 3463 X.5.3',
    examples: [
      '452 4.5.3 Too many recipients',
      '451 4.3.0 Multiple destination domains per transaction is unsupported',
      '550 5.5.3 maximum number of recipients exceeded',
    ],
  },
  // Rates. A rate of one recipient's intake first.
  {
    id: 'recipient-rate-limited.intake',
    reason: 'recipient-rate-limited',
    match:
      /\b(?:user|recipient|account|mailbox|address|person)\b.{0,60}\b(?:is |has been |was )?(?:receiving|received|getting|got|receives) (?:mail|e-?mail|messages?|too (?:much|many))\b.{0,40}\b(?:rate|quickly|fast|too (?:much|many)|limit|prevents)|\b(?:recipient|user|mailbox|account)(?:'s)? (?:\S{1,20} )?(?:per[ -]hour|hourly|daily|receive|receiving|incoming|inbound|message receive)\S{0,10} (?:message )?(?:rate |quota|limit)|\btoo (?:much|many) (?:mail|e-?mails?|messages) (?:for|to|received by) (?:this|the|that) (?:recipient|user|mailbox|address|account)\b|\b(?:recipient|user|mailbox) (?:has |is )?(?:exceeded|over|exceeding) (?:his|her|its|their|the) (?:incoming|receiving|inbound|message receive|receive)\b/,
    source:
      'Gmail 4.2.1 and 5.2.1 "receiving mail at a rate", Exchange 5.2.121, Yahoo "receiving mail too quickly"',
    examples: [
      '450 4.2.1 The recipient is receiving mail at a rate that is too high',
      '450 4.2.1 The recipient has exceeded their incoming mail limit',
    ],
    butNot: ['450 4.7.1 Too many connections from your IP'],
  },
  {
    id: 'rate-limited.unknown-recipients',
    reason: 'rate-limited',
    match:
      /\b(?:too many|excessive|high (?:number|rate) of|many) (?:\S{1,20} )?(?:unknown|invalid|bad|non-?existent|nonexisting|wrong) (?:recipients?|users?|addresses|rcpts?|mailboxes|recipient addresses)\b|\btoo many (?:recipients?|users?|addresses) (?:are |were )?(?:unknown|invalid|not found|rejected)\b|\bexcessive unknown recipients\b|\bdirectory harvest/,
    listQuality: true,
    source: 'Yahoo VS1-MF, Sendmail and Exim limits on bad recipients',
    examples: [
      '451 Excessive unknown recipients',
      '550 5.7.1 Too many invalid recipients',
      '421 directory harvest attack detected',
    ],
    butNot: ['452 4.5.3 Too many recipients'],
  },
  {
    id: 'rate-limited.submission-quota',
    reason: 'rate-limited',
    scope: 'local',
    match: /\bsubmission quota\b|\b(?:outbound|outgoing) quota\b/,
    before: 'mailbox-full.quota',
    source: 'Exchange 5.2.2 "Submission quota exceeded": the sender’s own limit',
    examples: ['550 5.2.2 submission quota reached'],
    butNot: ['550 5.2.2 mailbox quota exceeded'],
  },
  {
    id: 'rate-limited.too-many',
    reason: 'rate-limited',
    match:
      /\btoo many (?:concurrent |simultaneous |smtp |open |active |parallel |new |recent |failed |bad |e-?mail |tcp |incoming |current )?(?:connections?|sessions?|messages?|e-?mails?|mails?|errors?|commands?|attempts?|requests?|transactions?|connects|auth(?:entication)? failures|hits|deliveries|threads|logins|rejects|unauthenticated|emails)\b|\btoo much (?:mail|e-?mail|traffic|volume)\b(?! (?:stored|in |data))|\bsent (?:to )?too (?:many|much)\b|\b(?:sending|send|mailing) (?:\S{1,20} )?too (?:fast|quickly|many|much|often|frequently)|\btoo (?:fast|frequent|frequently)\b|\bexcessive (?:\S{1,20} )?(?:volume|connections?|rate|traffic|messages|mail|e-?mail|email|recipients|number of connections)\b|\bslow(?:ing)? down\b|\bunexpected volume\b|\bunusual (?:rate|volume|amount|sending)\b|\bflood(?:ing|ed)?\b/,
    source: 'Postfix anvil(8), Exim smtp_accept_max, Sendmail ratecontrol, Yahoo TSS04',
    examples: [
      '450 4.7.1 Too many connections from your IP',
      '421 4.7.0 mx.example.com Error: too many errors',
      '550 5.1.1 192.0.2.1 has sent to too many recipients this hour',
      '421 4.7.1 deferred due to excessive volume',
    ],
    butNot: ['452 Too many recipients', '554 5.4.6 Too many hops'],
  },
  {
    id: 'rate-limited.rate',
    reason: 'rate-limited',
    match:
      /\brate[ -]?(?:limit(?:ed|ing|s)?|control(?:led|s)?|throttl\S{0,5})\b|\bthrottl(?:ed|ing|e)\b|\bratelimit|\bfrequency (?:is )?(?:limit|control|exceed|too)|\b(?:connection|message|mail|sending|smtp|recipient|submission|e-?mail|domain|ip|sender|traffic|delivery)(?:s)?[ -](?:rate|frequency|volume|velocity|count|quota|threshold)s? (?:limit |quota |threshold )?(?:is |has been |was )?(?:exceed|reach|limited|too high|surpass|over|denied|violat)|\b(?:exceed(?:s|ed|ing)?|reach(?:ed|es)?|over|hit|above|surpass(?:ed|es)?)\b.{0,30}\b(?:rate|(?:hourly|daily|per[ -](?:hour|day|minute|second|connection)|sending|send|submission|connection|concurrent|messages|smtp|session|relay|outbound|sender|24[ -]hours?|monthly) (?:(?!size)\S{1,20} )?(?:limit|quota|threshold|allowance|maximum|rate))|\b(?:hourly|daily|per[ -](?:hour|day|minute)|sending|send|submission|outgoing|outbound|smtp relay|message rate|user sending|connection|concurrency|session|monthly|sender) (?:\S{1,20} )?(?:limit|quota|threshold|allowance|maximum)s? (?:\S{1,20} )?(?:is |has been |have been |was |were )?(?:exceed|reach|violat|surpass|hit|over)|\b(?:max(?:imum)?|limit) (?:of )?(?:\d{1,6} )?(?:number of )?(?:concurrent |simultaneous |smtp |allowed )?(?:connections?|messages|e-?mails|mails|sessions|message) (?:\S{1,20} )?(?:per|exceed|reached|allowed|from)|\b(?:messages|e-?mails|mails|connections|recipients) (?:per|an|each|this) (?:hour|day|minute|second|connection|session|ip)\b.{0,30}\b(?:limit|exceed|reach|allow|maximum)|\b(?:limit|quota) (?:of|on|for) (?:messages|e-?mails|mails|connections|recipients|sending)\b|\bconnection (?:frequency|rate|concurrency)\b/,
    source: 'wordings of throttles; RFC 3463 X.4.5 is used for them too',
    examples: [
      '421 4.7.0 Connection rate limit exceeded',
      '452 4.3.2 Connection rate limit exceeded.',
      '550 5.4.5 Daily SMTP relay limit exceeded for user',
      '450 4.7.1 hourly sending quota exceeded',
      '421 4.4.5 messages per hour limit reached',
    ],
    butNot: ['552 5.2.2 disk quota exceeded', '552 5.3.4 Message size exceeds limit'],
  },
  {
    id: 'rate-limited.more',
    reason: 'rate-limited',
    match:
      /\btry again slower\b|\btrop de (?:connexions|messages|requ.{1,2}tes)\b|\bzu viele (?:verbindungen|nachrichten|e-?mails|empf.{1,2}nger)\b|\bdemasiad[oa]s (?:conexiones|mensajes|correos)\b|\bmuitas (?:conex.{1,3}es|mensagens)\b|\btroppe (?:connessioni|e-?mail)\b|слишком много|\btoo many (?:\S{1,20} ){0,2}(?:sessions|connections|messages|e-?mails|mails)\b(?! (?:on|in) (?:the |this |his |your )?(?:server|mailbox|inbox))|\bmax(?:imum)? (?:e-?mails|messages|mails|connections|defers and failures) per\b|\bwait a (?:moment|while|minute)\b.{0,40}\btoo\b|\bthreshold\b.{0,20}\b(?:exceed|reach)/,
    source: 'Free, Sendmail daemon.c, cPanel, Exim: throttles in other words and languages',
    examples: [
      '450 please try again slower',
      '421 Trop de connexions, veuillez essayer plus tard',
      '421 Too many concurrent SMTP sessions',
    ],
    butNot: ['552 user has too many messages on the server'],
  },
  // TLS, login, relaying.
  {
    id: 'tls-error.named',
    reason: 'tls-error',
    match:
      /\b(?:must issue a )?starttls\b|\btls\b.{0,80}\b(?:require|required|requires|not (?:offered|available|supported|started|used)|fail|failed|failure|handshake|error|certificate|negotiat\S{1,5}|mandatory|needed|must|only|connection|encrypt\S{1,4}|version|session|cipher|unavailable|untrusted|verif\S{1,7})|\b(?:require[sd]?|over|without|use|using|need|needs|enable|must|start|negotiate|no|not|establish|mandatory|secure) (?:an? |the |secure )?(?:tls|ssl)\b|\bssl\b.{0,40}\b(?:require|handshake|fail|error|certificate|routines)|\b(?:server|peer|client|ssl|tls|untrusted|expired|invalid|x\.?509|self[ -]signed) certificate\b.{0,60}\b(?:not (?:trusted|verified|valid|match)|verif|expired|invalid|fail|error|untrusted|mismatch|required|reject)|\bcertificate (?:verif|has expired|expired|not (?:trusted|valid|verified)|untrusted|mismatch|validation|name mismatch)|\b(?:dane|tlsa|mta-sts|sts policy|requiretls)\b|\b(?:encrypt(?:ed|ion)) (?:connection|channel|session|transport|link)?\s?(?:is )?(?:require|needed|mandatory|must)|\b(?:route|connection|session|recipient|domain) requires (?:encryption|encrypted|an encrypted)\b|\bhigh-strength ciphers?\b|\bcannot start tls\b/,
    source: 'RFC 3207, RFC 7672, RFC 8461, RFC 8689; Postfix smtp_tls_security_level texts; Exim',
    examples: [
      '530 5.7.0 Must issue a STARTTLS command first',
      'TLS is required, but was not offered by host mx.example.com[192.0.2.1]',
      'Cannot start TLS: handshake failure',
      'Server certificate not trusted',
    ],
    butNot: ['530 5.7.0 Authentication required'],
  },
  {
    id: 'login-failed.own-account',
    reason: 'login-failed',
    scope: 'local',
    match:
      /\bsending (?:\S{1,20} ){0,4}?(?:for |from )?(?:this|your|the) (?:account|user|mailbox|domain)?\s?(?:is |has been |was )?(?:disabled|suspended|blocked|not allowed)|\b(?:your|this) (?:account|smtp account|mailbox) (?:is |has been |was )?(?:not (?:allowed|permitted|authori[sz]ed|enabled) to send|disabled for sending|suspended from sending|blocked from sending|restricted from sending)|\bsending disabled\b|\bmain account unavailable\b/,
    source: 'mail.ru, Amazon SES, cPanel: a relay speaks of its customer’s own account',
    examples: [
      '550 Sending for this account is disabled',
      '554 Sending disabled for this account',
      '550 5.7.1 your account has been disabled for sending',
    ],
    butNot: ['550 This account is disabled'],
  },
  {
    id: 'login-failed.auth',
    reason: 'login-failed',
    match:
      /\bauthentifi\S{1,8} (?:requise|invalide|erforderlich)\b|\bauthentication (?:failure|required)\b|\bnot subscribed to ses\b|\bnot authori[sz]ed to perform\b|\b(?:smtp[ -])?auth(?:entication|orization)? (?:is |was |has )?(?:required|needed|mandatory|failed|fail(?:ure)?|rejected|unsuccessful|credentials|invalid|not (?:accepted|enabled|successful|supported))|\b(?:require[sd]?|need|needs|turn on|enable|use|must use|without|requires) (?:smtp |an? )?(?:auth\b|authentication|authenticate)|\b(?:must|need to|have to|please|cannot|could not|not|should) (?:be )?(?:authenticate|log ?in|sign in|achieve exchange server authentication|authenticated)\b|\b(?:client|user|sender|you|server|host) (?:was |were |is |are |has )?(?:not|n't|un) ?(?:been )?authenticated\b|\bauth invalid\b|\binvalid (?:login|password|credentials|user ?name|authentication)|\b(?:user ?name|login|password)(?: and password)? (?:not accepted|incorrect|invalid|is wrong|mismatch|failed)|\bbad (?:credentials|login|password)|\bsasl (?:authentication|login|plain|auth)|\bunauthenticated senders? not allowed\b|\bapplication-specific password\b|\bpassword (?:transition|has expired|expired)|\bpop before smtp\b|\bcheck(?:ing)? your (?:mail|pop) (?:first|before)|\bauthenticat(?:e|ion) (?:first|before)\b|\bauthentication when (?:attempting|sending)|\bauth (?:first|required|failed)/,
    source: 'RFC 4954; relays that want SMTP AUTH',
    examples: [
      '530 5.7.0 Authentication required',
      '535 5.7.8 AUTH invalid',
      '550 Please turn on SMTP Authentication in your mail client',
      '503 This mail server requires authentication when attempting to send to a non-local e-mail address',
      '550 Unauthenticated senders not allowed',
      '550 5.7.1 Sender was not authenticated',
    ],
    butNot: ['550 5.7.1 SPF authentication failed', '550 5.7.26 message fails to pass authentication checks'],
  },
  {
    id: 'sender-blocked.open-relay',
    reason: 'sender-blocked',
    match:
      /\b(?:insecure (?:mail )?relay|possible open relay|is an open relay|open (?:smtp |mail )?relay (?:detected|found|listed|test)|open proxy|open relays? (?:are )?not (?:allowed|accepted|welcome))\b|\bplease use the smtp server of your isp\b|\buse (?:your|the) (?:isp|provider|internet service provider)(?:'s)? (?:smtp|mail) (?:server|relay)|\bdirect-to-mx\b|\bdial-?up\b.{0,40}\b(?:ip|host|address|not accept|reject|block|user|connection)|\bdynamic (?:ip|address|pool|host)\b.{0,60}/,
    source: 'receivers that accuse the client of being an open relay or a dial-up host',
    examples: [
      '550 Insecure Mail Relay',
      '550 5.7.0 <a@example.com>... Please use the smtp server of your ISP.',
      '554 5.7.1 dynamic IP addresses not accepted',
    ],
    butNot: ['550 relay not permitted'],
  },
  {
    id: 'relay-denied.named',
    reason: 'relay-denied',
    match:
      /\brelay(?:ing)?\b(?: \S{1,30}){0,4}? (?:is |was |has been )?(?:not (?:permitted|allowed|authori[sz]ed|supported|possible)|denied|prohibited|forbidden|refused|disabled|blocked|access denied|rejected|restricted|failed|not)|\b(?:cannot|can ?not|can't|unable to|not (?:allowed|permitted|authori[sz]ed|configured|able|going|willing) to|isn'?t allowed to|won'?t|will not|do(?:es)? ?n[o']t|refus(?:e|ed|es) to|may not|denied to|attempt(?:ed)? to|no|not|we do not|never|without|illegal|unauthori[sz]ed|open|third[ -]party|invalid|prohibited|no open) (?:be )?(?:an? )?(?:mail |smtp |email |third[ -]party )?relay(?:ed|ing|s)?\b|\brelay (?:access )?(?:denied|not permitted|prohibited)|\ballowed rcpthosts\b|\brcpthosts\b|\b(?:not|isn't|is not) (?:a )?(?:local|hosted|configured|served|handled) (?:domain|here|by this|on this)|\bwe do not (?:relay|accept mail for|host|handle|serve) (?:for )?(?:this domain|that domain|\{)|\bdomain (?:is )?(?:not (?:hosted|local|served|handled|configured|found|allowed|in|accepted|recognized)|isn'?t (?:hosted|local|in|allowed|handled)) (?:here|on this|by this|in my|in our|for relay|as)|\b(?:local user only|unable to relay|we don'?t handle mail for|not a gateway|recipient (?:domain )?is not local|non-local recipient|no relaying)\b|\brelay(?:ing)? (?:to|for|from) (?:\S{1,40} )?(?:prohibited|denied|not|forbidden)|\bmail from \S{1,60} (?:not allowed|denied) relay|\bthis system is not configured to relay\b/,
    source:
      'Postfix "Relay access denied", Exim "relay not permitted", qmail rcpthosts, Exchange "Unable to relay"',
    examples: [
      '554 5.7.1 <ada@example.com>: Relay access denied',
      '550 relay not permitted',
      "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
      "550 5.7.1 192.0.2.1 isn't allowed to relay",
      '450 4.7.1 We do not relay for example.com',
      '501 5.7.1 This system is not configured to relay mail',
    ],
    butNot: ['550 Insecure Mail Relay', '451 4.3.0 relay queue is busy'],
  },
  // Content filters.
  {
    id: 'client-identity.more',
    reason: 'client-identity',
    match:
      /\bcannot resolve your (?:address|ip|host)\b|\bdomain \S{1,255} mismatches client ip\b|\bunresolvable (?:relay )?host ?name\b|\bunverif(?:y|i)able sending ips?\b|\b(?:client|your|connecting|sending) (?:host ?name|host) (?:is )?(?:unknown|not found|unresolvable|does not resolve|invalid)\b|\bhost ?name verification (?:failed|failure)\b/,
    source: 'qmail, Sun, KDDI: the client’s name',
    examples: [
      '550 cannot resolve your address',
      '550 domain mx.example.com mismatches client ip',
      '450 unresolvable relay host name',
      '550 service permits 2 unverifyable sending IPs',
    ],
    butNot: ['550 5.1.2 Host unknown'],
  },
  {
    id: 'sender-blocked.more',
    reason: 'sender-blocked',
    match:
      /\b(?:bad|rejected|blocked|denied|refused) sender ip\b|\bsender ip (?:address )?(?:rejected|blocked|denied|refused)\b|\b(?:ip|domain|ip\/domain|sender|mta)(?:'s)? reputation (?:problems?|issues?|too low|score)\b|\b(?:in|on) an? (?:\S{1,20} )?(?:rbl|dnsbl|black ?list|block ?list)\b|\bfound on (?:one or more|several) (?:dnsbls?|rbls?|block ?lists?|black ?lists?)\b|\bdnsbl server response\b|\b(?:mail|message|connection|access) from \[?\{ip\}\]? (?:is |was |has been )?(?:refused|rejected|denied|blocked)\b|\baccess from (?:ip address |mail server )?\[?\{ip\}\]? |\bno access from (?:mail server|your)\b|\bnot (?:currently |presently )?accepting (?:mail|e-?mail|messages|connections) from (?:your|this) (?:ip|server|host|network|domain)|\b(?:forbidden|denied|refused|rejected) by your ip\b|\btoo many spams? from\b|\bdo not accept (?:mail|e-?mail|messages) from (?:dynamic|dial-?up|residential|this ip|your ip|hosts)|\byou (?:are|were|seem to be|have been) (?:sending|identified as|a known|listed as) (?:\S{1,20} )?spam|\bidentified as (?:a )?spammer\b|\baccess to submit messages to this e-?mail system has been rejected\b|\b(?:bad|poor|extreme bad) ip profile\b|\bhost network not allowed\b|\bsender domain (?:is )?listed (?:at|in|on|by)\b|\blisted (?:in|at|on) (?:\S{1,60}\.)?(?:drbl|rbl|dnsbl)|\brejected based on (?:geographical|geo)|\bip address is black listed\b|\bblack listed (?:at|by|in)\b|\b(?:ip|server|host) (?:\S{1,40} )?listed as (?:abusive|spam|open)|\bsource of spam\b|\babus detecte\b|\byour (?:access )?ip (?:\{ip\} )?has been (?:rejected|blocked|denied)\b|\bip(?:=|:) ?\{ip\} - a problem\b/,
    source: 'free.fr, mail.ru, Sun, junkemailfilter.com, T-Online, Comcast, SFR and others',
    examples: [
      '550 Bad sender IP address',
      '550 IP/domain reputation problems',
      '550 192.0.2.1 is in an aggregate RBL on rbl.example.net',
      '421 Too many spams from your IP',
      '550 we do not accept mail from dynamic ips',
      '550 #5.7.1 Your access to submit messages to this e-mail system has been rejected.',
      '554 mx found on one or more DNSBLs',
      '550 your server is in a black list',
      '550 Server access forbidden by your IP 192.0.2.1',
      '554 You are sending spam',
    ],
    butNot: ['550 spam detected', '550 5.1.1 user unknown'],
    before: 'spam.named',
  },
  {
    id: 'spam.more',
    reason: 'spam',
    match:
      /\bbulk (?:e-?mail|advertis\S{1,4}|mailing)\b|\bbulk\.advertising\b|\bmass mailer\b|\bspamming\b|\banti-?spam checks?\b|\btoo much spam\b|\bspamprofiler\b|\bmail score \(|\brecurrent pattern detection\b|\bmessage filtered\b|\bfilter(?:ed)? (?:as|for) (?:spam|junk)|\bblocked by our (?:spam )?filter\b|\bspam ?assassin\b|\bpossible spam\b|\bspam score\b|\bcontent filter rejection\b|\bhit by (?:the )?(?:spam|content) filter\b/,
    source: 'Trustwave MailMarshal, Cyren, Cyberoam, Message Sniffer, Symantec.cloud and others',
    examples: [
      '550 rejected - bulk email',
      '550 message refused by mailmarshal spamprofiler',
      '550 your message failed several antispam checks',
      '550 spamming not allowed',
      '550 mail score (9) over 5',
      '553 Message filtered',
      '554 Your message was rejected for possible spam/virus content',
    ],
    butNot: ['421 Too many spams from your IP'],
    before: 'virus.named',
  },
  {
    id: 'virus.named',
    reason: 'virus',
    match:
      /\b(?:virus(?:es)?|malware|trojan|worm|infected|infection|ransomware|phishing and malware|eicar)\b|\bclamav\b/,
    source: 'ClamAV, Amavis, MIMEDefang and kin',
    examples: [
      '550 5.7.0 Virus detected in message',
      '550 Malware found in attachment',
      '554 5.7.1 Your message was infected with Eicar-Test-Signature',
    ],
    butNot: [
      '550 5.7.1 mail from anti-virus.example rejected by policy',
      '554 5.7.1 checked by antivirus, policy violation',
    ],
  },
  {
    id: 'policy-rejected.settings',
    reason: 'policy-rejected',
    match:
      /\borgani[sz]ation(?:al)? (?:settings?|policy|rules?)\b|\bgiven low priority\b|\bdo not accept messages containing\b|\bserver requires confirmation\b|\bconfirm this mail server\b|\bverification failure\b|\bbanned content\b/,
    source: 'Google Workspace, gateways',
    examples: [
      '550 message bounced due to organizational settings',
      '550 message given low priority',
      '421 your server requires confirmation',
      '550 rejecting banned content',
    ],
    butNot: ['550 5.1.1 user unknown in organization'],
    before: 'attachment-rejected.named',
  },
  {
    id: 'attachment-rejected.named',
    reason: 'attachment-rejected',
    match:
      /\b(?:attachments?|attached files?|file (?:type|extension|name)s?|mime[ -]?type|extension|executable|zip (?:file|archive)|password[ -]protected|encrypted archive|macro)s?\b.{0,60}\b(?:not (?:allowed|permitted|accepted|supported)|banned|blocked|reject|rejected|prohibited|forbidden|illegal|disallowed|denied|unacceptable|refused|dangerous|restricted|stripped)|\b(?:banned|blocked|illegal|prohibited|forbidden|dangerous|disallowed|invalid|unsafe|suspicious|restricted|unacceptable|executable|bad) (?:\S{1,20} )?(?:attachments?|file ?(?:type|name|extension)s?|files?|extension|content type|mime type)\b|\bcontent presents a potential security\b|\bits content presents a potential\b|\bbanned (?:contents?|name)\b/,
    source: 'Amavis "BANNED", Gmail "content presents a potential security issue", gateways',
    examples: [
      '552 5.7.0 message blocked: prohibited attachment',
      '554 5.7.1 Message contains a banned file type',
      '550 5.7.1 attachment type not allowed',
    ],
    butNot: ['552 attachment too large'],
  },
  {
    id: 'spam.named',
    reason: 'spam',
    match:
      /(?<![-.\w/])(?:spam(?! (?:complaints?|sources?|traps?|sending|hosts?|server|ip|senders?|origin|block ?list|house|cop\b))|junk ?mail|ube|uce|unsolicited|spamassassin|spamtext|spammy|spam-like|spamlike|phish(?:ing)?|bulk ?mail|dspam|rspamd|spampattern)(?![-\w/]*[.@]\w|[-]?(?:blocking|trap))\b|\b(?:looks? like|classified as|considered|identified as|detected as|scored? as|flagged as|marked as|suspected|suspicion of|seems? to be|appears? to be) (?:possible |probable )?(?:spam|junk|unsolicited)|\b(?:high|exceed(?:s|ed)?|too) (?:\S{1,20} )?spam (?:score|level|rating|points)|\bcontent (?:filter )?score\b|\bunwanted (?:mail|e-?mail|message|content)\b(?!.{0,40}\bip address)/,
    source: 'content filters: SpamAssassin, Rspamd, Amavis, appliances',
    examples: [
      '550 5.7.1 Message content rejected, UBE, id=00000-00-000',
      '571 Message refused, spam detected',
      '554 Message contains Spam Content',
      '550 REJECTED - spamtext',
      '550 High probability of spam',
      '553 Blocked Using Spam Pattern, Your Message May Contain The Spam Contents',
    ],
    butNot: [
      '550 5.1.1 <a@example.com>: user unknown at antispam.example.com',
      '550 Domain blocked due to spam complaints',
      '450 4.7.1 temporarily deferred due to anti-spam measure, retry later',
    ],
    before: 'sender-blocked.reputation',
  },
  // The sending IP, network or domain.
  {
    id: 'sender-blocked.reputation',
    reason: 'sender-blocked',
    match:
      /\b(?:poor|bad|low|no|none|negative|insufficient|very low|unknown|suspicious|questionable)(?:\/\S{1,10})? (?:\S{1,12} )?(?:reputation|sender ?score|karma)\b|\breputation\b.{0,40}\b(?:block|reject|low|poor|bad|deny|denied|threshold|fail|score|of the sending|too)|\bblocked (?:for|due to) (?:abuse|reputation|poor)|\b(?:banned|blocked|blacklisted|blocklisted|denied|rejected|untrusted|barred|disallowed|suspicious|restricted|listed|refused) (?:sending |source |client |your |sender |this |the )?(?:ip|ips|ip address|server|network|host|netblock|mail server|mta|domain|country|region)\b|\b(?:ip|ips|ip address|server|network|host|netblock|mail server|subnet|isp|country|region|\{ip\}|\[\{ip\}\])(?: address)?(?: \(?\[?\{ip\}\]?\)?)? (?:is |are |has been |have been |was |were |is currently |is temporarily |temporarily |currently )?(?:black-?listed|block-?listed|blocked|banned|on our (?:block|black) ?-?list|in our (?:block|black) ?-?list|listed|barred|on a block|on the (?:block|black)|in (?:a|the) black|denied|refused|not welcome|untrusted|being blocked|found (?:on|in) (?:a|the) (?:block|black))\b|\b(?:your|sender|sending|the|from|this|envelope|mail from) (?:e-?mail )?(?:domain|sender domain|network|isp|provider|country|region)(?: \{sender-domain\}| \{host\})? (?:is |has been |was |are )?(?:black-?listed|block-?listed|blocked|banned|on our (?:block|black) ?list|in our (?:block|black) ?list)|\bdomain blocked\b|\b(?:on|in) (?:our|the|a|my|internal|local|global|system|some) (?:\S{1,20} )?(?:block|black|deny|reject|reputation)[ -]?list\b|\bblock ?list(?:ed|ing)?\b|\bblack-?list(?:ed|ing)?\b|\bsender (?:is )?(?:on|in) (?:a |our |the )?(?:block|black) ?list|\bspam (?:source|sources|complaints|trap|traps|sending host|host|server|ip|sender|origin)\b|\bspamtrap\b|\b(?:known )?spammer\b|\baccess to this mail system has been rejected\b|\bpart of their network is on our block list\b|\btoo many (?:unwanted messages|complaints|spam complaints)\b|\bblocked ip\b|\bip blocked\b|\bbad host\b|\bconnections? (?:from|of) (?:your (?:country|region|network|ip)|\[?\{ip\}\]?) (?:are|is|was|has been) (?:not allowed|rejected|denied|blocked|refused)/,
    source: 'wordings of reputation systems and local block lists',
    examples: [
      '550 Your IP has been blacklisted',
      '554 rejected because of the poor reputation of your network',
      '550 5.7.1 IP address blacklisted by recipient',
      '550 Your domain has been blacklisted',
      '550 Domain blocked due to spam complaints',
      '550 5.7.1 Access denied, banned ip [198.51.100.222]',
      '550 sender is blacklisted',
    ],
    butNot: ['550 5.1.1 user unknown', '550 5.7.1 Blocked by content policy'],
  },
  {
    id: 'policy-rejected.content-refused',
    reason: 'policy-rejected',
    match:
      /\b(?:message |mail |e-?mail )?content (?:was |is |has been )?(?:rejected|refused|denied|not (?:acceptable|accepted|allowed)|unacceptable|restricted|prohibited|blocked)\b|\b(?:rejected|refused|blocked) (?:due to|by|because of|for) (?:its |the |a |your )?content\b/,
    source: 'reasons.md: content refused, and not called spam, virus or attachment',
    examples: ['500 5.6.1 Message content rejected', '550 rejected because of its content'],
    butNot: ['550 5.7.1 Message content rejected, UBE, id=00000-00-000'],
  },
]
