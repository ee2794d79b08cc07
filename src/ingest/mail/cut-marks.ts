/**
 * The lines behind which a notice copies the message that bounced. What stands behind is the message's, so that
 * no address in it can be taken for a failed recipient. Tested against whole lines.
 */
export interface CutMark {
  pattern: RegExp
  source: string
}

export const cutMarks: readonly CutMark[] = [
  {
    pattern:
      /^[-\s*=_#>|]{0,40}(?:this|below|enclosed|attachment|included|here|attached)\b[^\n]{0,60}\bcopy of (?:the|your|the first part of the|the original) (?:undelivered |returned )?(?:message|mail)\b/i,
    source: 'Exim, qmail and its descendants, MXLogic, Demon',
  },
  {
    pattern:
      /^[-\s*=_#>|]{0,40}(?:the )?(?:your )?(?:original|old|unsent|undelivered|undeliverable|returned|rejected|failed) (?:message|mail|e-mail|email)(?: headers?| info| text| contents?)?(?: (?:as received )?(?:is (?:as )?)?(?:follows?|below|attached|appended))?[-\s*=_#:.|]{0,80}$/i,
    source: 'Sendmail, Yahoo, Gmail, IMail, Notes, m-FILTER, MTAs of many kinds',
  },
  {
    pattern:
      /^[-\s*=_#|]{0,40}(?:here is your returned mail|(?:returned (?:mail|message)|message (?:header|text)) follows?)[-\s*=_#:.|]{0,80}$/i,
    source: 'Sendmail, USA.NET',
  },
  {
    pattern:
      /^[-\s*=_#|]{0,40}(?:message )?headers? (?:of the original message )?(?:is following|follow|follows)[-\s*=_#:.|]{0,80}$/i,
    source: 'DragonFly, Sendmail',
  },
  { pattern: /^[-\s*=_#|]{0,40}the headers? of the original message is following/i, source: 'GMX, 1&1' },
  { pattern: /^[-\s*=_#|]{0,40}start of returned message/i, source: 'Demon' },
  {
    pattern:
      /^[-\s*=_#|]{0,40}(?:a )?copy of the (?:original )?(?:message|mail)\b[^\n]{0,40}[-\s*=_#:.|]{0,40}$/i,
    source: 'Earthlink, OpenSMTPD',
  },
  {
    pattern: /^[-\s*=_#|]{0,40}(?:your message reads|the first \d+ lines of your (?:original )?message)/i,
    source: 'Microsoft SMTPSVC, AT&T',
  },
  {
    pattern:
      /^[-\s*=_#|]{0,40}(?:original message headers|en-têtes (?:de|du) message d.origine|ursprüngliche nachrichtenkopfzeilen|encabezados de mensajes? original|intestazioni (?:del )?messaggio originale|cabeçalhos (?:da )?mensage(?:m|ns) origina(?:l|is)|oorspronkelijke berichtkoppen|ursprungliga meddelandehuvuden)\s{0,3}:?\s{0,9}$/i,
    source: 'Exchange 2007 and later, in the language of the server',
  },
  { pattern: /^[-\s*=_#|]{0,40}unsent message below/i, source: 'phquery (ph-based MTAs)' },
  {
    pattern:
      /^[-\s*=_#|]{0,40}(?:mensaje|mensagem|message|messaggio|nachricht|oorspronkelijk) ?(?:original|originale?|d'origine|bericht|ursprüngliche)[^\n]{0,40}[-\s*=_#:.|]{1,40}$/i,
    source: 'Spanish, Portuguese, Italian, French, Dutch notices',
  },
  {
    pattern:
      /^[-\s*=_#|]{0,40}(?:ursprüngliche|originale?|исходное|оригинальное) (?:nachricht|сообщение|письмо)[-\s*=_#:.|]{0,40}$/i,
    source: 'German, Russian notices',
  },
]
