/** Notices of filters, gateways and hosted mail services. */
import type { Layout } from './layout.ts'

export const gatewayLayouts: readonly Layout[] = [
  {
    id: 'mxlogic',
    source: 'MX Logic, later McAfee SaaS',
    sign: /^A message that you have sent could not be delivered to one or more\s/m,
    shape: 'pattern',
    recipient: /^ {2}<(?<recipient>[^<>\s]{1,320})>: (?<words>[^\n]{1,998}(?:\n[^\n]{1,998}){0,5})/gm,
  },
  {
    id: 'ironport',
    source: 'Cisco IronPort AsyncOS, which Amazon SES and Comcast used',
    sign: /^The following message to <[^<>\n]{1,320}> was undeliverable/m,
    shape: 'pattern',
    recipient:
      /^The following message to <(?<recipient>[^<>\n]{1,320})> was undeliverable[^\n]{0,80}\n\s{0,9}(?:The reason for the problem:\s{1,9})?(?<words>[^\n]{1,998})/gm,
  },
  {
    id: 'sieve-reject',
    source: 'Dovecot and other Sieve servers (RFC 5429): a reject by quota or by script',
    sign: /^Your message to <[^<>\n]{1,320}> was automatically rejected:/m,
    shape: 'pattern',
    recipient:
      /^Your message to <(?<recipient>[^<>\n]{1,320})> was automatically rejected:[ \t]{0,9}\n(?<words>[^\n]{1,400}(?:\n[^\n]{1,400}){0,9})/gm,
  },
  {
    id: 'mcafee',
    source: 'McAfee Email Gateway',
    sign: /^\s{0,9}--- The following addresses had delivery problems ---/m,
    shape: 'pattern',
    recipient: /^<(?<recipient>[^<>\s]{1,320})> {1,9}\((?<words>[^\n]{1,998}?)\)[ \t]{0,9}$/gm,
  },
  {
    id: 'zoho',
    source: 'Zoho Mail',
    header: { name: 'x-mailer', value: /^Zoho/i },
    shape: 'pattern',
    recipient: /^(?<recipient>[^\s@]{1,64}@[^\s@,]{1,255}) (?<words>[^\n]{0,200}ERROR_CODE ?:[^\n]{1,998})/gm,
  },
  {
    id: 'm-filter',
    source: 'Digital Arts m-FILTER',
    header: { name: 'x-mailer', value: /^m-FILTER/ },
    shape: 'pattern',
    recipient: /^(?<recipient>[^\s@<>]{1,64}@[^\s@<>]{1,255})$/gm,
    words: /^-{3,}server message\n(?<words>[^\n]{1,998}(?:\n(?!-)[^\n]{1,998}){0,20})/m,
    command: /^-{3,}SMTP command\n(?<command>[^\n]{1,99})/m,
  },
  {
    id: 'mailmarshal',
    source: 'Trustwave MailMarshal',
    sign: /^The following recipients were affected:/m,
    shape: 'pattern',
    recipient: /^[ \t]{1,9}(?<recipient>[^\s@<>:]{1,64}@[^\s@<>:]{1,255})[ \t]{0,9}$/gm,
    words: /^Could not be delivered because of\s{1,9}(?<words>[^\n]{1,998}(?:\n[^\n]{1,998}){0,20})/m,
  },
  {
    id: 'mailfoundry',
    source: 'MailFoundry',
    sign: /^Delivery failed for the following reason:/m,
    shape: 'pattern',
    recipient:
      /^Unable to deliver message to: <(?<recipient>[^<>\s]{1,320})>\nDelivery failed for the following reason:\n(?<words>[^\n]{1,998})/gm,
  },
  {
    id: 'interscan',
    source: 'Trend Micro InterScan (VirusWall, MSS)',
    sign: /^Sent <{3} /m,
    shape: 'pattern',
    recipient:
      /^Sent <{3} RCPT TO: ?<(?<recipient>[^<>\s]{1,320})>[^\n]{0,200}\nReceived >{3} (?<words>[45]\d\d[^\n]{1,998})/gim,
  },
  {
    id: 'smtp-server-rejected',
    source: 'CommuniGate-like gateways of hosting companies ("There was an error sending your mail")',
    sign: /^We had trouble delivering your message\. Full details follow/m,
    shape: 'pattern',
    recipient:
      /SMTP Server <(?<host>[^<>\s]{1,255})> rejected recipient <(?<recipient>[^<>\s]{1,320})> \([^()\n]{0,100}\)\. It responded as follows: \[(?<words>[^\n]{1,998}?)\]/g,
  },
  {
    id: 'aborted',
    source: 'AMEN and other hosts ("Technical details:" between rules of equals signs)',
    sign: /^(?:Delevery|Delivery) to the following recipients (?:was aborted|failed)/m,
    shape: 'pattern',
    recipient: /^ {2,4}\* (?<recipient>[^\s]{1,320}@[^\s]{1,255})[ \t]{0,9}$/gm,
    words:
      /^ {0,40}Technical details: {0,40}\n(?:={3,200}\n)?\s{0,9}(?<words>[^\n=]{1,998}(?:\n(?!=)[^\n]{1,998}){0,20})/m,
  },
]
