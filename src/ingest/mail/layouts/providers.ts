/** Notices of mailbox providers and mobile carriers. */
import type { Layout } from './layout.ts'

export const providerLayouts: readonly Layout[] = [
  {
    id: 'gmail',
    source: 'Gmail before it sent DSNs',
    sign: /^(?:Delivery to the following recipient|Message will be retried)/m,
    from: /@(?:googlemail|gmail|google)\.com\b/i,
    shape: 'pattern',
    recipient: /^ {4,6}(?<recipient>[^\s@]{1,64}@[^\s@]{1,255})[ \t]{0,9}$/gm,
    words:
      /^Technical details of (?:permanent|temporary) failure:[ \t]{0,9}\n(?<words>[^\n]{1,998}(?:\n[^\n]{0,998}){0,30})/m,
  },
  {
    id: 'google-groups',
    source: 'Google Groups, in many languages',
    sign: /^Google Groups\b|groups\.google\.com\/support/m,
    from: /@(?:googlemail|google)\.com\b/i,
    shape: 'exim',
  },
  {
    id: 'au-ezweb',
    source: 'KDDI au (ezweb.ne.jp)',
    from: /@(?:[\w-]{1,63}\.){0,3}(?:ezweb|au|auone-net|dion)\.(?:ne\.jp|com|jp)\b/i,
    sign: /^\s{0,9}Recipient: </m,
    shape: 'pattern',
    recipient:
      /^\s{1,9}Recipient: <(?<recipient>[^<>\s]{1,320})>\n\s{0,9}>>> (?<command>[A-Z]{4}[^\n]{0,400})\n\s{0,9}<<< (?<words>[^\n]{1,998})/gm,
  },
  {
    id: 'au-could-not',
    source: 'KDDI (dion.ne.jp)',
    sign: /^\s{0,9}Could not be delivered to: </m,
    shape: 'pattern',
    recipient:
      /^\s{0,9}Could not be delivered to: <(?<recipient>[^<>\s]{1,320})>[ \t]{0,9}\n\s{0,9}(?<words>[^\n]{1,400})/gm,
  },
  {
    id: 'usa.net',
    source: 'USA.NET',
    sign: /^Intended recipient: /m,
    shape: 'pattern',
    recipient:
      /^Intended recipient: +(?<recipient>[^\s]{1,320})\s{1,9}(?<words>[^\n]{1,400}(?:\n[^\n]{1,400}){0,3})/gm,
  },
  {
    id: 'hotpop',
    source: 'HotPOP',
    sign: /^Undeliverable Address: /m,
    shape: 'pattern',
    recipient:
      /^Undeliverable Address: +(?<recipient>[^\s]{1,320})\s{1,9}Reason: (?<words>[^\n]{1,400}(?:\n[^\n]{1,400}){0,5})/gm,
  },
  {
    id: 'demon',
    source: 'Demon Internet',
    sign: /^The following message, addressed to '/m,
    shape: 'pattern',
    recipient:
      /^The following message, addressed to '(?<recipient>[^'\n]{1,320})',\s{1,9}(?<words>[^\n]{1,400})/gm,
  },
  {
    id: 'earthlink',
    source: 'Earthlink',
    sign: /^Sorry, unable to deliver your message to /m,
    shape: 'pattern',
    recipient:
      /^Sorry, unable to deliver your message to (?<recipient>[^\s]{1,320}) for\s{1,3}the following reason:\s{1,9}(?<words>[^\n]{1,998})/gm,
  },
  {
    id: 'aol-screen-name',
    source: 'AOL',
    from: /@aol\.com\b/i,
    sign: /^Your mail to the following recipients could not be delivered/m,
    shape: 'pattern',
    recipient: /^[ \t]{0,9}(?<recipient>[A-Za-z0-9][^\s]{2,80})[ \t]{0,9}$/gm,
    domain: 'aol.com',
    words:
      /^(?<words>Your mail to the following recipients could not be delivered[^\n]{0,400}(?:\n\S[^\n]{0,400}){0,3})/m,
  },
  {
    id: 'ph-directory',
    source: 'phquery: universities with a ph directory',
    sign: /^ {0,3}-{4,} ?Message not delivered to the following/m,
    shape: 'pattern',
    recipient:
      /^ {1,16}(?<recipient>[^\s-][^\s]{0,320})(?:[ \t]{2,9}(?<words>\S[^\n]{1,200})|[ \t]{0,9})\n\s{0,9}\n {0,3}-{4,} ?Error Detail/gm,
    words: /^-{4} [^\s]{1,320}[ \t]{0,9}\n\s{1,9}(?<words>[^\n]{1,400}(?:\n\s{1,9}\S[^\n]{1,400}){0,3})/m,
  },
  {
    id: 'llnl',
    source: 'Lawrence Livermore National Laboratory',
    subject: /^FAILED MAIL to /,
    shape: 'pattern',
    recipient:
      /^(?:[^\n]{0,200}[ ,])?(?<recipient>[^\s@,]{1,64}@llnl\.gov), (?<words>did not exactly match an\s[^\n]{1,200})/gm,
  },
  {
    id: 'fml',
    source: 'fml mailing list server: a post that was refused',
    header: { name: 'message-id', value: /\.FML/ },
    from: /-admin@/,
    shape: 'pattern',
    recipient: /^(?<words>[^\n<>]{3,300})<(?<recipient>[^<>\s]{1,64}@[^<>\s]{1,255})>/gm,
  },
  {
    id: 'biglobe',
    source: 'Biglobe and the cable networks that it serves',
    sign: /^ {0,4}-{5} Non-delivered information -{5}/m,
    shape: 'pattern',
    recipient: /^(?<recipient>[^\s@]{1,64}@[^\s@]{1,255})$/gm,
    words: /^ {0,4}-{5} Non-delivered information -{5}\n(?<words>[^\n]{1,400}(?:\n[^\n]{1,400}){0,5})/m,
  },
  {
    id: 'vtext',
    source: 'Verizon (vtext.com), and other users of James mailets',
    sign: /^ {1,4}RCPT TO: /m,
    shape: 'pattern',
    recipient: /^ {1,4}RCPT TO: +(?<recipient>[^\s]{1,320})/gm,
    words:
      /^(?:Error message below:|Error:)[ \t]{0,9}\n?(?<words>[^\n]{1,400}(?:\n(?!Message details)[^\n]{1,400}){0,9})/m,
  },
  {
    id: 'vzwpix',
    source: 'Verizon (vzwpix.com)',
    sign: /^Message could not be delivered to mobile/m,
    shape: 'returned',
    words: /^Error: (?<words>[^\n]{1,400})/m,
  },
]
