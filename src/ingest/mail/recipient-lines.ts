/**
 * The lines in which notices of any make name a failed recipient, and the words that announce such lines.
 * Groups: `recipient`, and `words` where the same line goes on with the cause.
 */

export interface RecipientLine {
  pattern: RegExp
  /** An address in such a line may be a contact's. */
  weak?: true
  example: string
}

const ADDRESS = '(?!/)[^\\s<>"\'():;,@\\[\\]]{1,64}@[^\\s<>"\'():;,@\\[\\]]{1,255}'

/** A whole line that is an address, with what decorates it and what follows. */
export const recipientLines: readonly RecipientLine[] = [
  {
    pattern: new RegExp(`^[\\s>*•·-]{0,12}<(?<recipient>${ADDRESS})>:?(?<words>.{0,998})$`),
    example: '<ada@example.com>: 550 no such user',
  },
  {
    pattern: new RegExp(
      `^[\\s>*•·-]{0,12}["']?(?<recipient>${ADDRESS})["']?(?:<mailto:[^<>]{1,320}>)?(?:\\s{0,9}[:;,(\\[-]+(?<words>.{0,998})|\\s{0,40})$`,
    ),
    example: '  * ada@example.com - mailbox full',
  },
  {
    pattern: new RegExp(
      `^\\s{0,12}(?:failed )?(?:recipients?|address(?:es)?|user|e-?mail|mailbox|to|rcpt(?: to)?|undeliverable address|intended recipient|recipient address|failed recipient)\\s{0,9}[:=]\\s{0,9}[\\[<"']{0,2}(?:smtp:|rfc822;)?(?<recipient>${ADDRESS})[\\]>"']{0,2}(?<words>.{0,998})$`,
      'i',
    ),
    example: 'Recipient: <ada@example.com>',
  },
  {
    pattern: new RegExp(
      `^[\\s>*-]{0,12}(?:"[^"<>]{1,160}"|[^<>@]{1,80}) {0,9}<(?<recipient>${ADDRESS})>\\s{0,9}$`,
    ),
    weak: true,
    example: '"Ada" <ada@example.com>',
  },
  {
    pattern: new RegExp(
      `^[\\s>*-]{0,12}["']?(?<recipient>${ADDRESS})["']?\\s{1,9}(?<words>(?:on [A-Z][a-z]{2},|\\.{3}|[A-Z(\\[]).{0,998})$`,
    ),
    example: 'ada@example.com Invalid Address',
  },
]

/** A sentence that says that this address failed. */
export const recipientSentences: readonly RecipientLine[] = [
  {
    pattern: new RegExp(
      `(?:deliver(?:y|ed|ing)?|sent|send|reach(?:ed)?|message|mail|recipients?|addressed|undeliverable|failed|full|unknown|exist|rejected|address(?:es)?|users?|mailbox|errors?)\\b[^@\\n]{0,60}[ \\t<"'(](?:mailto:)?<?(?<recipient>${ADDRESS})`,
      'i',
    ),
    weak: true,
    example: 'Your message to ada@example.com could not be delivered',
  },
  {
    pattern: new RegExp(
      `(?<![^\\s<"'(])(?<recipient>${ADDRESS})[>"')]{0,2}[^@\\n]{0,60}\\b(?:failed|is full|unknown|does not exist|not found|rejected|disabled|could not|cannot|unavailable)`,
      'i',
    ),
    weak: true,
    example: 'ada@example.com is unknown here',
  },
]

/** Local parts of people who are written to about a failure; in a weak place they are no failed recipient. */
export const contacts =
  /^(?:support|postmaster|abuse|help|helpdesk|webmaster|hostmaster|admin|administrator|info|unsubscribe|noc)@|-(?:unsubscribe|request|owner|admin|help)@/i

/** Lines that say nothing about the cause. */
export const boilerplate =
  /^(?:please\b|for (?:further|more|help)\b|if you\b|this is an auto|do not reply|delivery attempts will|(?:to|from|cc|subject|date|sent)\s{0,9}:)/i

/** Lines behind which the failed recipients stand. */
export const announcements: readonly RegExp[] = [
  /\bfollowing\b[^\n]{0,40}\b(?:recipient|address|user|destination|mailbox|person|people)/i,
  /\b(?:recipient|address|user)\(?s?\)?[^\n]{0,40}\b(?:failed|affected|problems?|errors?|undeliverable)/i,
  /\b(?:not|n't)(?: be| been)?(?: delivered| reach| sent| relayed)\b[^\n]{0,60}:?\s{0,9}$/i,
  /\b(?:unable to|could not|couldn't|cannot) (?:be )?deliver[^\n]{0,60}:\s{0,9}$/i,
  /\b(?:empfänger|adresse|destinataires?|destinatarios?|destinatári|destinatari|получател)/i,
  /次の|以下の|下記の|收件人|下列/,
]

/** Lines whose address, or the one in the next line, is somebody else's: a contact, the sender. */
export const otherPeople: readonly RegExp[] = [
  /\b(?:contact|questions?|assistance|help|support|report (?:this|it)|postmaster|abuse|sent by|sender|from|reply[- ]to|cc|administrator)\b/i,
  /お問い合わせ|連絡/,
]
