/**
 * Text rules: addresses. Unknown users, unknown and closed domains, moved, invalid; the sender's address.
 *
 * The sender's come first: "domain of sender does not exist" is never the recipient's fault.
 */
import type { Rule } from '../rule.ts'

/** Before the mailbox rules: an expired address of the sender is no expired mailbox. */
export const senderRules: readonly Rule[] = [
  {
    id: 'sender-rejected.filters',
    reason: 'sender-rejected',
    match:
      /\bbad ?sender(?:mx|noa)?\b|\bsendernoa\b|\bsenderfilterconfig\b|\bbackscatter\b|\bbounce address tag\b|\bempty (?:e-?mail address|sender|envelope sender)|\bvalid-address-filter\b|\b(?:envelope|null) senders? (?:is |are )?not (?:allowed|accepted)|\bfrom: domain is\b|\bprovide a valid from\b|\bvalid sender domain\b|\bfully qualified (?:e-?mail|sender) address\b|\bmail from (?:is )?not owned\b|\bsending (?:this )?from a different address\b|\bsender domain is empty\b|\bunroute?able (?:sender|return)|\b(?:reject|refus)(?:s|es|ing|ed)? (?:all )?(?:mail|e-?mail|messages?) from <?\{(?:address|sender|host|sender-domain)\}|\bnot accept (?:mail|e-?mail|messages) from <?\{(?:address|sender|host|sender-domain)\}|\bis not a registered (?:gateway )?user\b|\b(?:outgoing|outbound) mail (?:suspension|suspended)|\breturned mail not accepted\b|\bdead domain\b/,
    source: 'MDaemon, hMailServer, SecuMail, McAfee, FML and others: the sender’s address did not pass',
    examples: [
      '550 5.7.1 BadSenderMX',
      'backscatter protection detected an invalid or expired email address',
      '550 empty envelope senders not allowed',
      '550 From: Domain is invalid. Please provide a valid From:',
      '550 MAIL FROM not owned by user ada',
      '550 5.1.8 domain example.com is a dead domain',
      '550 server does not accept mail from example.com',
    ],
    butNot: ['550 5.1.2 domain does not exist', '550 Bad sender IP address'],
  },
  {
    id: 'sender-rejected.null-mx',
    reason: 'sender-rejected',
    match:
      /\bsender\b.{0,60}\bnull ?mx\b|\bsender address rejected: domain \{[a-z-]{4,20}\} does not accept mail\b/,
    source: 'Postfix reject_unknown_sender_domain, 4.7.27',
    examples: [
      '550 5.7.27 <a@example.com>: Sender address rejected: Domain example.com does not accept mail (nullMX)',
    ],
    butNot: ['556 5.1.10 <a@example.com>: Recipient address has a null MX'],
  },
  {
    id: 'sender-rejected.domain',
    reason: 'sender-rejected',
    match:
      /\b(?:sender|envelope|return[ -]path|mail from|from|originat(?:or|ing)|reverse[ -]path|sending|return)(?:'s)?(?: e-?mail| envelope| address| address's)? (?:domain|host|mail server|mx)\b.{0,80}\b(?:not (?:exist|found|resolve|valid|have|verif\S{1,5}|resolv\S{1,5})|must (?:exist|resolve)|does ?n[o']t|do not|has no|invalid|unknown|unresolv\S{1,5}|lookup|no (?:a|mx|dns)|unroutable|cannot|could not|can ?n[o']t|unable|fail\S{0,4}|resolve|bogus|null|illegal|unregistered)\b|\bdomain of (?:the )?sender(?: address)?\b|\bsender (?:address )?rejected: domain\b|\b(?:cannot|could not|can'?t|unable to|failed to) (?:resolve|verify|find|look ?up|route to|check)(?: the)? (?:\S{1,20} )?(?:sender|envelope sender|from|mail from|return|originating|your domain|sender's)\b|\bsender domain\b.{0,40}\bfail|\bunresolvable rfc\.?5321 from domain\b|\bbogus mx\b|\bdomain \{sender-domain\} (?:does not exist|not found|is invalid|unknown|not resolv)|\{sender-domain\} (?:does not exist|not found|does not resolve|is not a valid domain|has no|unknown)|<\{sender\}>?\S{0,3} (?:\S{1,20} )?(?:domain|host) (?:not found|does not exist|unknown)|\bsender <?\{[a-z]{4,10}\}>? has no\b|\{sender\}.{0,60}\bdomain (?:not found|does not exist|unknown)/,
    source: 'Postfix "Domain not found", Sendmail "Domain of sender address does not exist", qmail, Yahoo',
    examples: [
      '450 4.1.8 <a@example.com>: Sender address rejected: Domain not found',
      '553 5.1.8 <a@b.example>... Domain of sender address a@b.example does not exist',
      '550 sorry, your envelope sender domain must exist (#5.7.1)',
      '550 5.1.8 Sender <a@b.example> has no A, AAAA, or MX DNS records',
      '553 Sender Domain Resolve Fail',
      { said: '550 domain example.org does not exist', sender: 'a@example.org', recipient: 'b@example.net' },
    ],
    butNot: ['550 5.1.2 domain does not exist'],
  },
  {
    id: 'sender-rejected.verification',
    reason: 'sender-rejected',
    match:
      /\b(?:sender|return[ -]?path|envelope from|mail from|reverse[ -]path|callout|callback|originator|call-?back|call-?out|back-?sender|return address)\b.{0,40}\b(?:verif(?:y|ication)|callout|callback|validation)\b.{0,40}\b(?:fail|failed|not|error|unsuccessful|could not|reject|unable|refused|response|denied)|\b(?:verif(?:y|ication)|validat(?:e|ion))(?: of)? (?:the )?(?:sender|return path|envelope sender)\b.{0,20}|\b(?:could not|cannot|can'?t|unable to|failed to) (?:complete )?(?:sender )?verif(?:y|ication of|ication)? ?(?:the )?sender\b|\bsender verif(?:y|ication) (?:fail|error|callout|problem|is)|\bcallback setup failed\b|\b(?:user|mailbox|account|address) unknown in sender\b|\bcould not complete sender verify\b|\bsender callout\b|\bsender address (?:rejected: )?(?:undeliverable|unverified)\b|\bunverified (?:sender|address: unknown sender)\b/,
    source: 'Exim verify = sender/callout, Postfix reject_unverified_sender, milter-sender',
    examples: [
      '550 Sender verify failed',
      '451 Could not complete sender verify callout',
      '550 5.1.7 <a@example.com>: Sender address rejected: undeliverable address: user unknown',
    ],
    butNot: ['550 5.1.1 unverified address: recipient'],
  },
  {
    id: 'sender-rejected.address',
    reason: 'sender-rejected',
    match:
      /\bsender (?:address |e-?mail |domain |is |was |has been |mail |email address )?(?:<?\{[a-z-]{4,20}\}>? |\S{1,60} )?(?:is |was |has been )?(?:rejected|refused|denied|invalid|not (?:allowed|accepted|valid|permitted|recognized|acceptable|found|authori[sz]ed|owned|verified|known|exist|trusted|registered)|unknown|blocked|forbidden|prohibited|restricted|unacceptable|not|suspended|disabled|syntax|malformed|does not exist|required|missing|format)\b|\b(?:invalid|bad|illegal|unacceptable|unknown|forbidden|refused|rejected|blocked|denied|unauthori[sz]ed|wrong|malformed|improper|unregistered|incorrect|disallowed|banned|empty|null|suspicious|unverified) (?:\S{1,20} )?(?:sender|return[ -]path|mail from|envelope from|reverse[ -]path|from address|sender address|sender domain|sender's|return address|bounce address|envelope sender|originator)\b|\bfrom address\b.{0,40}\b(?:not|invalid|reject|refus|denied|unacceptable|must|mismatch|differ)|\b(?:mail|e-?mail|messages?) from (?:<?\{sender(?:-domain)?\}>?|you|your (?:address|domain)|this (?:address|sender|domain)|that (?:address|sender|domain)|the sender) (?:is |are |was |has been )?(?:not (?:accepted|allowed|permitted|welcome)|rejected|refused|denied|blocked|prohibited|unwelcome|no longer)\b|\bmail from (?:command )?(?:rejected|refused|not accepted|denied)\b|<?\{sender\}>?[.:,]{0,4} ?(?:sender address rejected|access denied|rejected|sender rejected|denied|refused|not accepted|sender denied|blocked)|\b(?:we do not|do not|don't|not) accept (?:mail|e-?mail|messages|any mail)? ?from (?:<?\{sender|your|this (?:sender|address|domain)|you\b|that)|\bsender rejected\b|\bresponsible sender\b.{0,40}|\bnull sender\b|\bnull reverse[ -]path|\bbounces? (?:are |is )?not (?:accepted|allowed)\b|\be-?mail address is not verified\b|\bunqualified sender\b|\bmust have a valid (?:sender|from|return)|\bfrom (?:domain|address) (?:is )?not (?:allowed|registered|verified|authori[sz]ed|owned)|\bunregistered domains?\b|\bno such (?:sender|user as)\b.{0,10}|\bsender_rejected\b|\bconnect(?:ed|ion)? .{0,40}but sender was rejected/,
    source:
      'Postfix "Sender address rejected", Exim, Cox and Spectrum "sender rejected", Amazon SES identities',
    examples: [
      '501 5.1.8 Sender address rejected',
      '550 5.1.0 <a@example.com> sender rejected',
      '550 sender is not verified',
      {
        said: '550 5.7.1 <a@example.com>: Access denied',
        sender: 'a@example.com',
        recipient: 'b@example.net',
      },
      '553 5.1.7 invalid sender address',
    ],
    butNot: [
      '550 sender is blacklisted',
      '550 5.7.1 <b@example.net>: Recipient address rejected: Access denied',
    ],
  },
]

export const addressingRules: readonly Rule[] = [
  {
    id: 'domain-not-accepting.null-mx',
    reason: 'domain-not-accepting',
    match:
      /\bnull ?mx\b|\bdoes(?: not|n't) (?:accept|receive) (?:any )?(?:mail|e-?mail|inbound mail)\b.{0,20}\b(?:nullmx|null mx|domain)?|\bdomain (?:\S{1,255} )?(?:does not|doesn't|is not|isn't|not|refuses to|no longer) (?:accept(?:s|ing)?|receive|receiving|tak(?:e|ing)) (?:any |inbound |incoming )?(?:mail|e-?mail|messages)\b|\bindicated no smtp service\b|\bname server: \.: host not found\b|\bhosted tenant\b.{0,60}\bno mail-enabled subscriptions?\b|\b(?:tenant|domain) (?:or domain )?not found\b.{0,20}\b(?:tenant|closed)?|\btenant (?:is |has been )?(?:closed|disabled|not found|does not exist|deleted|inactive)|\bno smtp service (?:here|at this (?:address|host|domain))\b(?!.{0,30}(?:bad|dns|ip|black|list))|\b(?:host|server|machine|this system|site)(?: \S{1,40})? (?:does not|doesn't|never|will not|no longer) accepts? (?:any )?(?:mail|e-?mail|smtp)\b|\bno mail (?:is )?(?:accepted|service|handled) (?:here|for this domain|at this)\b|\bnot accepting (?:network|any) messages\b|\b(?:domain|host) (?:is )?(?:closed|parked|has been (?:disabled|suspended|closed|terminated|deactivated)|suspended|no longer (?:in use|active|hosted|valid|exists?)|expired)\b|\b(?:account|mail|e-?mail) inbounds? disabled\b/,
    source:
      'RFC 7505; Postfix "does not accept mail (nullMX)", Exim "indicated no SMTP service"; RFC 7504; Exchange Online tenants',
    examples: [
      'Domain example.com does not accept mail (nullMX)',
      '556 5.1.10 <a@example.com>: Recipient address has a null MX',
      'an MX or SRV record indicated no SMTP service',
      'Name server: .: host not found',
      '521 5.3.2 This host does not accept mail',
    ],
    butNot: [
      '550 5.7.27 <a@example.com>: Sender address rejected: Domain example.com does not accept mail (nullMX)',
      '432 4.3.2 STOREDRV.Storage; mailbox server is too busy',
    ],
  },
  {
    id: 'address-moved.named',
    reason: 'address-moved',
    match:
      /\b(?:user|mailbox|recipient|account|address|person|customer|employee|he|she|they)(?: \S{1,320})? (?:has |have |was |is |been |recently )*(?:moved|relocated|transferred|migrated)\b(?!.{0,20}\bto (?:a )?(?:new server|trash|junk|spam))|\bno longer (?:at|with|here|employed|works?|on (?:this )?server|a (?:customer|user|member|student|employee)|(?:exists? )?on server|using this|working)\b|\b(?:has )?(?:a )?new (?:e-?mail )?address\b|\baddress (?:has )?changed\b|\bhas left (?:the )?(?:company|organi|us|university|school|firm|our)|\bno forwarding address\b|\bnot forward(?:ed|ing)?\b|\bmoved[, ] no\b|\bplease (?:use|contact) (?:the )?(?:new|following) (?:e-?mail )?address\b|\bforwarding order expired\b|\bno longer (?:employed|associated)\b|\bmailbox has moved\b/,
    source: 'RFC 3463 X.1.6, RFC 5321 551; Apple "recipient no longer on server"',
    examples: [
      '550 5.1.6 recipient no longer on server: a@example.com',
      '551 5.1.6 Destination mailbox has moved, No forwarding address',
      '550 user has moved',
      '550 he is no longer with the company',
    ],
    butNot: ['550 this mailbox is no longer in use', '551 User not local; please try forwarding'],
  },
  {
    id: 'system-error.unverified-address',
    reason: 'system-error',
    nature: 'transient',
    match:
      /\bunverified address\b|\baddress verification (?:in progress|is in progress|temporarily|deferred|pending|timed|database|failed temporarily)|\b(?:recipient|address)(?: \S{1,30})? (?:could not be|cannot be|can ?n[o']t be|not be|temporarily) verified\b|\bcannot (?:currently |temporarily )?verify (?:the )?(?:recipient|address|user)\b|\bcould not (?:complete recipient verif|verify (?:the )?(?:recipient|user))|\brecipient verification (?:fail|temporarily|error|timed|is not)|\bverification (?:of recipient )?(?:temporarily |currently )?(?:unavailable|failed temporarily)\b/,
    source: 'Postfix reject_unverified_recipient: the probe has not ended, or the receiver’s backend is down',
    examples: [
      '450 4.1.1 <a@example.com>: Recipient address rejected: unverified address: Address verification in progress',
      '450 4.1.1 could not verify recipient',
      '550 5.1.1 <a@example.com>: Recipient address rejected: unverified address',
    ],
    butNot: ['550 5.1.1 <a@example.com>: Recipient address rejected: undeliverable address: user unknown'],
    before: 'user-unknown.named',
  },
  {
    id: 'domain-unknown.more',
    reason: 'domain-unknown',
    match:
      /\bname or service not known\b|\bdns records for the destination\b|\b(?:mail )?domain mentioned in (?:the )?(?:e-?mail )?address is unknown\b|\b(?:recipient|destination) domain must exist\b|\bunable to resolve (?:the )?route\b|\bunknown (?:mail )?(?:domain|host)(?: name)?\b|\bno (?:such|valid) (?:mail )?(?:domain|exchanger)\b|\b(?:domain|host) (?:name )?(?:is )?(?:misspelled|mistyped|not in dns)\b|\bdomain not (?:in|found in) dns\b/,
    source: 'getaddrinfo(3) EAI_NONAME; Exchange; MDaemon',
    examples: [
      'name or service not known',
      'DNS records for the destination computer could not be found',
      'Mail domain mentioned in email address is unknown',
      '550 recipient domain must exist',
    ],
    butNot: ['550 sorry, your envelope sender domain must exist'],
  },
  {
    id: 'address-invalid.syntax',
    reason: 'address-invalid',
    match:
      /\b(?:bad|invalid|illegal|malformed|incorrect|improper|wrong|syntax error in|unacceptable) (?:\S{1,20} )?(?:address|recipient|mailbox|destination(?: mailbox)? address|local ?-?part|rcpt)(?: \S{1,20})? (?:syntax|format|form|characters?)\b|\b(?:address|recipient|mailbox|destination mailbox address|local ?-?part) (?:\S{1,20} )?(?:syntax|format)(?: error| is invalid| invalid| not valid)?\b|\bsyntax(?: error)? in (?:\S{1,20} )?(?:address|recipient|mailbox|rcpt)|\bmalformed (?:e-?mail )?(?:address|recipient)|\bnot a valid (?:rfc[ -.]?\d{3,5} |e-?mail |smtp |internet |mail )?(?:recipient )?address\b|\brecipient (?:address )?.{0,40}\bnot a valid rfc\b|\billegal (?:characters?|user ?name|alias)\b.{0,20}\b(?:address|local|mailbox|user)\b|\b(?:invalid|illegal|special|unsupported) characters? in (?:the )?(?:e-?mail |recipient |mail )?(?:address|recipient|local ?part|mailbox)|\baddress (?:is )?(?:malformed|syntactically (?:invalid|incorrect)|not (?:in )?(?:valid|fully qualified|rfc))|\bunqualified (?:recipient|address)\b|\bnon-?fqdn (?:address|recipient)|\bneed fully[ -]qualified (?:address|recipient)|\b(?:domain|address) (?:literal|missing)\b.{0,20}\b(?:not|address)?|\bdomain missing\b|\bsingle[ -]label domain\b|\bbad address syntax\b|\binvalid address format\b|\bmissing @\b/,
    source: 'RFC 3463 X.1.3; Sendmail "Domain missing", Exim "unqualified address", Gmail 5.1.3',
    examples: [
      '553 5.1.3 Invalid address format',
      '501 5.1.3 Bad destination mailbox address syntax',
      '501 Malformed address',
      '553 5.1.3 The recipient address <a@b> is not a valid RFC 5321 address',
    ],
    butNot: [
      '550 5.1.2 Bad destination mailbox address',
      '553 5.1.7 The sender address is not a valid RFC 5321 address',
    ],
  },
  {
    id: 'domain-unknown.local-resolver',
    reason: 'domain-unknown',
    match:
      /\bname service error for (?:name|domain)?=?\s?\S{1,255}(?: type=\S{1,10})?: host not found(?!, try)|\bhost or domain name not found\. name service error\b(?!.{0,300}(?:try again|server failure|malformed|timed))|\bhost unknown\b|\bhost (?:\S{1,255} )?not found\b(?!, try)|\bnxdomain\b|\bno such (?:domain|host)\b|\b(?:couldn'?t|could not|can ?not|can'?t|unable to|cannot|not able to|weren'?t able to) (?:find|locate|resolve)(?: any)? (?:\S{1,20} )?(?:host|domain|mail (?:server|exchanger|host)|mx|recipient domain|dns|address|name)(?: \S{1,20}){0,3}|\b(?:domain|host|domain name|hostname|recipient domain|destination domain|destination server|destination host)(?: name)?(?: for)?(?: <?\{[a-z-]{4,20}\}>?| \S{1,100})? (?:does not exist|doesn't exist|not exist|not found|is (?:invalid|unknown|not (?:valid|found|known|registered|resolvable))|unknown|invalid|cannot be found|could not be found|can't be found|not known|non-?existent|unresolvable|unrecognized|not resolv\S{1,5}|has no (?:mx|mail exchanger|a records?|mail server|valid))\b|\b(?:invalid|unknown|unrecognized|nonexist(?:e|a)nt|non-existent|no such|bad|unresolvable) (?:destination |recipient |mail |e-?mail |target |remote )?(?:domain|host|hostname|domain name|mail server)\b|\bno (?:mx|mail exchanger|mx record|mx records|mail server|valid mx|dns records?|a records?|mx or a|a or mx|address|mail host|valid mail)(?: records?| hosts?)? (?:found )?(?:for|found|or|exist|records? found|of)\b|\b(?:all|the) (?:relevant )?mx records? point (?:to )?(?:non-?existent|invalid)|\bdns (?:lookup|error)\b.{0,80}\b(?:not found|nxdomain|no such|does not exist|non-?existent|domain name not found)|\bdns ?(?:name )?(?:domain )?\S{0,40} does not exist\b|\bnonexistentdomain\b|\bmx (?:host )?(?:lookup|record) (?:\S{1,20} )?(?:not found|does not exist|returned no)|\bbadrcptdomain\b|\bdomain (?:is )?not (?:exist|found)\b|\bhost not (?:found|known)\b(?!, try)|\bunrouteable (?:mail )?domain\b|\bnot a valid (?:mail )?domain\b|\bno route to (?:mail )?domain\b/,
    source: 'Postfix, Sendmail, Exim, qmail, Gmail: NXDOMAIN, and domains without mail host',
    examples: [
      'Host or domain name not found. Name service error for name=example.invalid type=A: Host not found',
      '550 Host unknown (Authoritative answer from name server)',
      "Sorry, I couldn't find any host named mail.example.com. (#5.1.2)",
      "Sorry, I couldn't find a mail exchanger or IP address. (#5.4.4)",
      "DNS Error: 80335577 DNS type 'mx' lookup of example.jp responded with code NXDOMAIN Domain name not found: example.jp",
      'Domain does not exist',
      'No mx record found for domain=example.org',
      'all relevant MX records point to non-existent hosts',
      '550 5.4.4 Invalid domain',
      '550 5.1.2 domain unknown',
    ],
    butNot: [
      'Name service error for domain example.com: Host not found, try again',
      '553 5.1.8 Domain of sender address a@example.com does not exist',
      '550 5.1.1 user unknown',
    ],
  },
  {
    id: 'user-unknown.listed-twice',
    reason: 'user-unknown',
    action: 'review',
    match:
      /\b(?:ambiguous|not unique|several matches|multiple (?:matches|users|mailboxes)|matches? (?:several|multiple|more than one))\b/,
    source: 'RFC 3463 X.1.4; Domino, LDAP directories',
    examples: [
      '550 5.1.4 Ambiguous recipient address',
      'User ada not unique, several matches found in Domino Directory',
    ],
    butNot: ['550 multiple From headers'],
  },
  {
    id: 'address-moved.replaced',
    reason: 'address-moved',
    match:
      /(?:\}>?|\baddress|\baccount|\bmailbox|\buser) (?:has been|was|is) (?:replaced by|changed to|superseded)\b/,
    source: 'notices of a new address',
    examples: ['550 a@example.com has been replaced by b@example.com'],
    butNot: ['550 user unknown'],
  },
  {
    id: 'user-unknown.named',
    reason: 'user-unknown',
    match:
      /\b(?:user|recipient|mail ?-?box|account|addressee|userid|user ?name|user id|subscriber|person|login|alias|rcpt|customer|inbox|user or alias|mailuser|usr|maildrop|mail ?name|e-?mail address|mail address|address|e-?mail|id|local part|localpart|recipients|list|mailing list)s?(?: name| address| id| account)?(?:\(s\))?(?:[ :]{1,3}(?:<?\{[a-z-]{4,20}\}>?|<[^>]{1,320}>|\S{1,60})){0,3}?[,.:]{0,3} (?:is |are |was |were |has |have |been |can |could |it |that |you |specified |given |entered |currently )*(?:unknown|not (?:found|exist|known|listed|recogni[sz]ed|valid|a valid|here|our|registered|present|defined|in (?:our |the |my |this |its )?(?:directory|database|system|list|table|ldap|active directory|local)|on (?:this|our) (?:server|system|host|machine)|be found|existing|existent|on server|exists|identified|available here|configured|deliverable|assigned|provisioned)|does ?n[o']t (?:have an? |exist|seem to exist|appear)|do(?:es)? not (?:have an? (?:\S{1,60} )?(?:account|mailbox)|exist|appear|match|live here)|did not exist|invalid|unrecogni[sz]ed|un-?known|no longer exists?|non-?exist(?:e|a)nt|nonexisting|undeliverable|unexist\S{0,3}|nowhere|could not be found|cannot be found|couldn'?t be found|can ?n[o']t be found|doesn't have)\b|\b(?:no such|unknown|invalid|non-?exist(?:e|a)nt|nonexisting|unrecogni[sz]ed|no(?! valid recipients?\b)|not a valid|unknown or illegal|illegal|unavailable|bad|not a known|not our|incorrect|wrong|undeliverable|unexist\S{1,5}|inexist\S{1,5}) (?:local |final delivery |destination |e-?mail |mail |internal |email |valid |such |recipient's |virtual |smtp |of our |destination mailbox )?(?:user|recipient|mail ?-?box|account|addressee|userid|user ?name|user id|subscriber|person|alias|address|customers?|users?|recipients?|id|rcpt|local part|localpart|mailbox(?:es)?|e-?mail address|destination address|inbox|usr|maildrop|user account|list|name here|one here|one by that name|mailuser|mail address|delivery address|to address|recipient address)\b(?!.{0,20}(?:format|syntax))|\bno mail-?box (?:here )?by that name\b|\bnot listed in (?:the )?(?:\S{1,20} )?(?:directory|address book|nab)\b|\buser (?:\S{1,60} )?not known\b|\b(?:user|recipient|mailbox|address) unknown\b|\b(?:account|address|mailbox|user|recipient|person|e-?mail) (?:that )?you (?:tried|are trying|attempted|wish|want) to (?:reach|contact|e-?mail|send to|write to) (?:does ?n[o']t|do not|is not|could not|cannot|was not) (?:exist|be found|found|known|valid)\b|\bunknown (?:to|in|at|on) (?:this|our|the|local|virtual|relay) (?:\S{1,20} )?(?:host|server|system|domain|recipient|table|machine|site|mailbox)|\b(?:nosuchuser|recipientnotfound|recipnotfound|exrecipnotfound|adr\.\S{0,10}notfound|unknownuser|user_unknown|user-unknown|userunknown|no_such_user|badrecipient)\b|\bdoes not have an? (?:\S{1,60} )?(?:account|mailbox|final e-?mail delivery point)\b|\bdoesn'?t have an? (?:\S{1,60} )?account\b|\baddress (?:couldn'?t|could not|cannot|can'?t) be found\b|\baddress not found\b|\b(?:there is|there's|we have) no (?:one|such|user|mailbox|account|person|body)\b|\bnobody (?:here )?(?:by|with) that name\b|\bthis (?:user|account|address|mailbox) (?:does not|doesn't) exist\b|\bdid not (?:match|find) (?:any|a) (?:user|recipient|mailbox|account)|\bnot (?:our|a) (?:customer|valid user|valid mailbox|known user|valid recipient|local user|registered user|mail user)\b|\brecipient (?:address )?(?:rejected|refused|denied|not accepted|unrecognized|unavailable)[:;,]? ?(?:user unknown|undeliverable|unknown|no such|invalid|address unknown|not found|does not exist)|\bno (?:matching )?recipients? (?:found|for this mm|exist|here)\b|\bno valid recipients for this mm\b|\bnot (?:a )?deliverable (?:address|here)\b|\bundeliverable address\b|\bnever heard of\b|\bdid not (?:exactly )?match (?:an?|any|the) (?:\S{1,40} )?(?:e-?mail )?(?:address|name|user)|\bno match(?:es)? (?:to|for|found|in) (?:\S{1,20} )?(?:nameserver query|name|user|address|directory)\b|\bunable to (?:find|locate) (?:the )?(?:user|recipient|mailbox|account)|\b(?:couldn'?t|could not|cannot|can'?t) (?:find|locate) (?:the |this |that |any )?(?:user|recipient|mailbox|account|addressee|person)\b|\bmailbox not (?:found|here|local)\b|\bno account (?:by|with|for)\b|\bdelivery (?:userid|user)\b|\baddressee unknown\b|\bname (?:\S{1,40} )?(?:is )?not (?:recogni[sz]ed|known|found)\b|\bno local (?:mailbox|user|account)\b|\bdirectory (?:does not contain|contains no)\b|\bmailbox (?:name )?not allowed\b|\b(?:verify|check) (?:the )?(?:recipient|address) (?:and|is spelled)\b/,
    source: 'RFC 3463 X.1.1; Postfix, Exim, Sendmail, qmail, Exchange, Domino, Gmail, Yahoo and others',
    examples: [
      '550 5.1.1 <a@example.com>: Recipient address rejected: User unknown in local recipient table',
      '550 5.1.1 <a@example.com>... User unknown',
      '550 No such user here',
      '550 sorry, no mailbox here by that name',
      '550 5.1.1 the account you tried to reach does not exist',
      '553 5.1.1 unknown or illegal user: a@example.com',
      '550 user@example.com is not a valid user',
      'User carlos (carlos@example.com) not listed in Domino Directory',
      '550 5.0.0 No such ID',
      '550 5.1.1 Not our Customer',
      '552 1 Requested mail action aborted, mailbox not found',
      '554 5.1.1 undeliverable address',
      "Your message wasn't delivered to a@example.it because the address couldn't be found.",
      '550 Invalid Recipient',
      '550 5.1.1 mailbox does not exist',
      'Invalid final delivery userid: a@example.com',
      'User not known',
    ],
    butNot: [
      '550 5.1.2 Host unknown',
      '550 5.1.0 sender unknown',
      '554 5.5.1 Error: no valid recipients',
      '550 5.7.1 Too many invalid recipients',
    ],
  },
  {
    id: 'user-unknown.more',
    reason: 'user-unknown',
    match:
      /<?\{(?:address|recipient)\}>?:? (?:was |is |could )?not (?:be )?found\b|\b(?:bad|invalid|unknown|illegal)[_ -]?(?:recipient|rcpt|address|mailbox|user)\b(?! (?:syntax|format|characters?))|\bcan'?t accept user\b|\b(?:destination|recipient|following) (?:addresses|recipients?) (?:were |was |are |is )?(?:unknown|undeliverable|invalid)\b|\bserver rejected recipients\b|\bnot an? (?:active|existing|valid|known|local|deliverable|e-?mail) (?:e-?mail )?(?:address|addresses|account|mailbox|user|recipient)\b|\bnot email addresses\b|\bmailbox <?\{(?:address|recipient)\}>? (?:is )?unavailable\b|\bmailbox unavaiable\b|\bnessun utente\b|\bno existe (?:dicha|ese|esa|tal) (?:persona|usuario)\b|\brecipient not ok\b|\bbad(?:rcptto|recipientto)\b|\b(?:in|on) my badr|\bvalidrcptto\b|\be-?mail address is (?:wrong|incorrect|invalid)\b|\bthis \S{1,30} does not exist\b|\bunknown local[- ]?part\b|\bmissing home directory\b|\bnot found recipient\b|\bunknown (?:or invalid )?(?:account|mail ?box|recipient|addressee)\b|\b(?:user|recipient|account|mailbox|e-?mail) (?:name )?(?:is |are )?(?:misspelled|mistyped|not right|incorrect)\b|\bno one (?:here )?(?:at|by|with) (?:this|that)\b|\bunable to (?:validate|verify) recipient: not found\b|\bn\.existe pas\b/,
    source: 'qmail badrcptto and validrcptto, vpopmail, Post.Office, MailEnable and others',
    examples: [
      '550 <a@example.com> not found',
      '550 BAD_RECIPIENT',
      '550 destination addresses were unknown',
      '553 sorry, badrcptto',
      '553 this recipient is not in my validrcptto list',
      '550 unknown local-part "ada" in domain "example.com"',
      '550 nessun utente simile in questo indirizzo',
      '550 this email address is wrong',
    ],
    butNot: ['550 5.1.3 bad recipient address syntax', '550 5.1.8 bad sender address'],
  },
]
