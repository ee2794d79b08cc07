/**
 * By what messages that are no failure are known. Subjects and texts in the languages in which people set up
 * their vacation notes.
 */
import type { NoticeKind } from '../../types.ts'

/** Types of parts that only such reports have. */
export const reportTypes: Readonly<Record<string, NoticeKind>> = {
  'message/feedback-report': 'complaint',
  'message/disposition-notification': 'other-report',
  'message/global-disposition-notification': 'other-report',
  'message/tracking-status': 'other-report',
  'message/tlsrpt': 'other-report',
  'application/tlsrpt+json': 'other-report',
  'application/tlsrpt+gzip': 'other-report',
}

/** Header fields that robots put on answers. */
export const autoReplyHeaders: Readonly<Record<string, RegExp>> = {
  'auto-submitted': /^auto-(?:replied|notified)/i,
  'x-autoreply': /./,
  'x-vacation': /./,
  'x-autorespond': /./,
  'x-autoresponse': /./,
  'x-auto-response-suppress': /^(?!DR|NDR|OOF, ?NDR)/i,
  precedence: /^auto[-_]?reply/i,
  'x-precedence': /^auto[-_]?reply/i,
  'delivered-to': /^autoresponder/i,
  'x-apple-action': /^vacation/i,
}

export interface NoticeSign {
  kind: NoticeKind
  subject?: RegExp
  text?: RegExp
}

export const noticeSigns: readonly NoticeSign[] = [
  { kind: 'complaint', subject: /^complaint about message from \d/i },
  { kind: 'other-report', subject: /^\s{0,9}Report Domain: ?\S{1,255}\s{1,9}Submitter:/i },
  { kind: 'other-report', subject: /\bDMARC (?:aggregate )?report\b/i },
  { kind: 'other-report', subject: /^(?:read|gelesen|lu|leído|lido|letto|прочитано|開封済み|已读)\s?[:：]/i },
  {
    kind: 'auto-reply',
    subject:
      /\bauto(?:matic|matische|matique|mática|matica)?[- ]?(?:reply|response|respons\b|antwort|antwoord|svar)/i,
  },
  {
    kind: 'auto-reply',
    subject:
      /\bout of (?:the )?office\b|\baway from (?:the |my )?office\b|\bon (?:vacation|holiday|leave)\b/i,
  },
  { kind: 'auto-reply', subject: /\bvacation (?:reply|message|notice)\b|\bautorespon|\bauto:/i },
  {
    kind: 'auto-reply',
    subject:
      /\bautomatische antwort|\babwesenheit|\bréponse automatique|\brespuesta automática|\bresposta automática|\brisposta automatica|\bfuori sede|\babsence du bureau|\bfuera de la oficina/i,
  },
  {
    kind: 'auto-reply',
    subject:
      /автоответ|автоматический ответ|自動(?:返信|応答)|不在(?:通知|のお知らせ)?|自动(?:回复|答复)|自動回覆/,
  },
  {
    kind: 'challenge',
    subject:
      /\b(?:please )?confirm your (?:message|e-?mail)\b|\bverify your (?:message|e-?mail) to\b|\bsender verification\b|\bapproval required\b/i,
  },
  {
    kind: 'challenge',
    text: /\bthis (?:message|e-?mail) (?:is|was) (?:sent )?(?:to verify|a challenge)\b|\bto (?:complete|confirm) (?:the )?(?:delivery|sending) of your (?:message|e-?mail)[^\n]{0,40}\b(?:click|reply)\b|\bi (?:am|apologize for) (?:using|this automatic) [^\n]{0,60}(?:boxtrapper|tmda|spamarrest|qurb)/i,
  },
  {
    kind: 'request',
    subject:
      /^\s{0,9}(?:(?:re|aw)\s?:\s{0,3})?(?:un-?subscribe|subscribe|remove(?: me)?|abmelden|abbestellen|désabonner|désinscription|darme de baja|cancelar suscripci)\b/i,
  },
]
