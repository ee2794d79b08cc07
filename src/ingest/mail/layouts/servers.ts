/** Notices of mail servers, in the order in which they are tried. */
import type { Layout } from './layout.ts'

export const serverLayouts: readonly Layout[] = [
  {
    id: 'qmail',
    source: 'qmail-send (QSBMF) and its descendants: netqmail, indimail, s/qmail, vpopmail',
    sign: /^Hi\. This is the [^\n]{1,80}\bprogram at |^Hi\. The MTA program at /m,
    shape: 'paragraphs',
  },
  {
    id: 'qsbmf',
    source:
      'MTAs that write QSBMF with a greeting of their own: MessageLabs, Postini, Outblaze, Earthlink, Prima',
    sign: /^(?:This is the mail delivery agent at |Your mail message to the following address\(es\) could not be delivered|Unfortunately, your mail was not delivered to the following address|[^\n]{0,120}Your message could not be delivered\.?\s*$)/m,
    shape: 'paragraphs',
  },
  {
    id: 'yahoo',
    source: 'Yahoo, and the domains that it hosts',
    sign: /^(?:Message from {1,3}[\w.-]{1,255}\.\nUnable to deliver message to the following address|Sorry, we were unable to deliver your message to the following address)/m,
    shape: 'paragraphs',
  },
  {
    id: 'exim',
    source: 'Exim; mail.ru and cPanel servers, which are built on it',
    sign: /^(?:This message was created automatically by mail delivery software|A message (?:that you )?sent (?:by\s|could not be delivered|contained one or more recipient addresses|was rejected by)|Message \S{5,40} (?:has been frozen|was frozen on arrival)|Это письмо создано автоматически сервером Mail\.Ru)/m,
    header: { name: 'x-failed-recipients', value: /@/ },
    shape: 'exim',
  },
  {
    id: 'exim-text',
    source: 'Exim without X-Failed-Recipients: before version 3, delay warnings, malformed addresses',
    sign: /^(?:This message was created automatically by mail delivery software|A message that you sent contained one or more recipient addresses|Message \S{5,40} (?:has been frozen|was frozen on arrival)|Это письмо создано автоматически сервером Mail\.Ru)/m,
    shape: 'exim',
  },
  {
    id: 'nemesis',
    source: 'GMX, 1&1, kundenserver.de (Nemesis MTA)',
    sign: /^SMTP error from remote server (?:after|for) /m,
    shape: 'paragraphs',
  },
  {
    id: 'sendmail',
    source: 'Sendmail 5 to 8 without DSN, and gateways that imitate it (Active!Hunter, InterScan)',
    sign: /--- ?Transcript of session follows/,
    shape: 'transcript',
  },
  {
    id: 'postfix',
    source: 'Postfix before it sent DSNs, and the human part of those that it sends',
    sign: /^I'm sorry to have to inform you that (?:the message returned|your message could not)|^(?:This is the mail system at host|This is the Postfix [^\n]{0,60}program at host)/m,
    shape: 'pattern',
    recipient:
      /^<(?<recipient>[^<>\n]{1,320})>(?: \(expanded\s{1,9}from\s{1,9}<(?<original>[^<>]{1,320})>\))?:\s{1,9}(?<words>[^\n]{1,998}(?:\n {4}[^\n]{1,998}){0,40})/gm,
  },
  {
    id: 'messaging-server',
    source: 'Sun and Oracle Messaging Server, PMDF',
    sign: /^ {2}Recipient address: /m,
    shape: 'pattern',
    recipient:
      /^ {2}Recipient address: (?<recipient>[^\s]{1,320})(?:\n {2}Original address: (?<original>[^\s]{1,320}))?\n {2}Reason: (?<words>[^\n]{1,998})(?:\n {2}Diagnostic code: [\w-]{1,20}; ?(?<reply>[^\n]{1,998}))?/gm,
  },
  {
    id: 'postfix-session',
    source: 'Postfix, to the postmaster: an SMTP session with errors',
    subject: /^Postfix SMTP (?:server|client): errors from /,
    shape: 'session',
  },
  {
    id: 'dragonfly',
    source: 'DragonFly Mail Agent',
    sign: /^This is the DragonFly Mail Agent /m,
    shape: 'pattern',
    recipient:
      /^There was an error delivering your mail to <(?<recipient>[^<>\n]{1,320})>\.\s{1,9}(?<words>[^\n]{1,998}(?:\n[^\n]{1,998}){0,20})/gm,
  },
  {
    id: 'opensmtpd',
    source: 'OpenSMTPD',
    sign: /^\s{0,9}This is the MAILER-DAEMON, please DO NOT REPLY/m,
    shape: 'pattern',
    recipient: /^(?<recipient>[^\s:]{1,320}@[^\s:]{1,255}): (?<words>[^\n]{1,998})/gm,
  },
  {
    id: 'mail2000',
    source: 'Openfind Mail2000',
    sign: /^-{2,}The following addresses had delivery errors-{2,}/m,
    shape: 'pattern',
    recipient: /^(?<recipient>[^\s[\]]{1,320}@[^\s[\]]{1,255}) \[(?<words>[^\n\]]{1,400})\]/gm,
  },
  {
    id: 'exchange-5',
    source: 'Microsoft Exchange 5.5 and 2000 (Internet Mail Service)',
    sign: /^did not reach the following recipient\(s\):/m,
    shape: 'pattern',
    recipient:
      /^(?:[^\n]{0,200}SMTP=)?(?<recipient>[^\s;=]{1,320});? on [A-Z][a-z]{2}, [^\n]{10,60}\n(?<words>[^\n]{1,400}(?:\n[^\n]{1,400}){0,8})/gm,
  },
  {
    id: 'smtpsvc-cdo',
    source: 'Microsoft CDO scripts on SMTPSVC',
    subject: /^Non-Delivery: /,
    sign: /^The email below could not be delivered to the following user:/m,
    shape: 'pattern',
    recipient: /^[^\n<>]{0,160}<(?<recipient>[^<>\s@]{1,64}@[^<>\s]{1,255})>[ \t]{0,9}$/gm,
  },
  {
    id: 'smtpsvc',
    source: 'Microsoft SMTPSVC of Windows NT',
    sign: /^Your message has encountered delivery problems/m,
    shape: 'pattern',
    recipient: /^\(Originally addressed to (?<recipient>[^\s()]{1,320})\)\s{1,9}(?<words>[^\n]{1,400})/gm,
  },
  {
    id: 'imail',
    source: 'Ipswitch IMail (SMTP32)',
    header: { name: 'x-mailer', value: /^<?SMTP32/ },
    shape: 'pattern',
    recipient:
      /^(?:(?<words>(?:Unknown (?:user|host)|Invalid final delivery userid|User mailbox|Delivery failed)[^:\n]{0,60}): |undeliverable to )(?<recipient>[^\s]{1,320}@[^\s]{1,255})[ \t]{0,9}$(?:\s{1,9}[^\n]{1,80} generated (?:the )?following response: ?|\s{1,9}[^\n]{1,80} generated response: ?)?(?<reply>(?:\n[45]\d\d[ -][^\n]{1,998}){0,40})/gm,
  },
  {
    id: 'mdaemon',
    source: 'MDaemon',
    header: { name: 'message-id', value: /<MDAEMON/i },
    sign: /^> [^\s]{1,320}@[^\s]{1,255}\s{0,9}$/m,
    shape: 'pattern',
    recipient: /^> (?<recipient>[^\s]{1,320}@[^\s]{1,255})[ \t]{0,9}$/gm,
    words: /^ (?<words>[45]\d\d [^\n]{1,998})$/m,
  },
  {
    id: 'mailenable',
    source: 'MailEnable',
    sign: /^Message could not be delivered to some recipients\./m,
    shape: 'pattern',
    recipient:
      /^\s{0,9}Recipient: \[SMTP:(?<recipient>[^\]\s]{1,320})\](?:\s{1,9}Reason: (?<words>[^\n]{1,998}))?/gm,
  },
  {
    id: 'domino-text',
    source: 'IBM Domino, Lotus Notes',
    sign: /^was not delivered to:\s/m,
    shape: 'pattern',
    recipient:
      /^was not delivered to:\s{1,9}(?<recipient>[^\s]{1,320})\s{1,9}because:\s{1,9}(?<words>[^\n]{1,998}(?:\n[^\n]{1,998}){0,9})/gm,
  },
  {
    id: 'notes-mta',
    source: 'Lotus SMTP MTA',
    sign: /^-{3,} Failure Reasons {1,3}-{3,}/m,
    shape: 'pattern',
    recipient: /^(?<words>[^\n]{1,400})\n(?<recipient>[^\s@]{1,64}@[^\s@]{1,255})[ \t]{0,9}$/gm,
  },
  {
    id: 'lsmtp',
    source: 'LSMTP for Windows',
    sign: /^--> Error description:/m,
    shape: 'pattern',
    recipient:
      /^Error-for: +(?<recipient>[^\s]{1,320}@[^\s]{1,255})[^\n]{0,200}(?:\nError-Code: [^\n]{0,40})?(?:\nError-text: (?<words>[^\n]{1,400}))?/gim,
  },
  {
    id: 'groupwise',
    source: 'Novell GroupWise',
    sign: /^The message that you sent was undeliverable to the following:/m,
    shape: 'pattern',
    recipient:
      /^[ \t]{0,9}(?<recipient>[^\s()<>]{1,64}@[^\s()<>]{1,255})(?: \((?<words>[^()\n]{1,400})\))?[ \t]{0,9}$/gm,
  },
  {
    id: 'netscape',
    source: 'Netscape Messaging Server, iPlanet',
    sign: /^This Message was undeliverable due to the following reason/im,
    shape: 'pattern',
    recipient: /^(?!Please reply to)[^<>\n]{0,100}<(?<recipient>[^<>\s@]{1,64}@[^<>\s]{1,255})>/gim,
    words:
      /^This Message was undeliverable due to the following reasons?:\s{1,9}(?<words>[^\n]{1,400}(?:\n[^\n]{1,400}){0,3})/im,
  },
  {
    id: 'session-lines',
    source: 'InterScan in other languages, and gateways that show the session with ">>>" and "<<<"',
    sign: /^[^\n>]{0,40}>>> RCPT TO:/im,
    shape: 'pattern',
    recipient:
      /^[^\n>]{0,40}>>> (?<command>RCPT TO): ?<(?<recipient>[^<>\s]{1,320})>[^\n]{0,200}\n[^\n<]{0,40}<<< (?<words>[45]\d\d[^\n]{1,998})/gim,
  },
]
