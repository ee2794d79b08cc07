/**
 * What the people who get a bounce read: the notice itself, without the message that it returns.
 *
 * In:     a mail that was taken apart
 * Out:    the notice's text up to the copied message, the headers that tell a bounce, the message as far as it is copied
 */
import { cutMarks } from './cut-marks.ts'
import { type Field, fieldOf } from './fields.ts'
import { textOfHtml } from './html-text.ts'
import { findHeader, isReturned, type Original, originalIn, originalOf } from './original.ts'
import { type Mail, type Part, textOf } from './part.ts'

export interface Letter {
  fields: Field[]
  from: string
  to: string
  subject: string
  /** LF line ends, no copied message. */
  text: string
  /** What follows `text` in the same part. */
  rest: string
  original: Original | null
}

/** All marks in one expression: a notice has many lines, and few have any mark. */
const ANY_MARK = new RegExp(cutMarks.map(({ pattern }) => pattern.source).join('|'), 'i')
const MAX_TEXT = 200_000

export function letterOf(mail: Mail): Letter {
  const whole = noticeText(mail)
  const cut = cutAt(whole)
  const text = whole.slice(0, cut)
  const rest = whole.slice(cut)
  return {
    fields: mail.fields,
    from: fieldOf(mail.fields, 'from') ?? '',
    to: fieldOf(mail.fields, 'to') ?? '',
    subject: fieldOf(mail.fields, 'subject') ?? '',
    text,
    rest,
    original: originalOf(mail) ?? originalIn(rest) ?? attachedHeader(mail),
  }
}

/** The text in front of the returned message: plain text, or HTML where there is no plain text. */
function noticeText(mail: Mail): string {
  const own = ownParts(mail)
  const plain = own.filter(part => part.type === 'text/plain').map(textOf)
  if (plain.some(text => text.trim() !== '')) return plain.join('\n').slice(0, MAX_TEXT)
  const html = own.filter(part => part.type === 'text/html').map(part => textOfHtml(textOf(part)))
  return html.join('\n').slice(0, MAX_TEXT)
}

/** Some gateways attach the original's header as a text file. */
function attachedHeader(mail: Mail): Original | null {
  for (const part of mail.parts.slice(1)) {
    const found = part.type === 'text/plain' ? originalIn(textOf(part).slice(0, 20_000)) : null
    if (found !== null) return found
  }
  return null
}

function ownParts(mail: Mail): Part[] {
  const own: Part[] = []
  for (const part of mail.parts) {
    if (isReturned(part)) break
    const disposition = fieldOf(part.fields, 'content-disposition') ?? ''
    if (own.length > 0 && /^attachment/i.test(disposition)) continue
    if (part.type.startsWith('text/')) own.push(part)
  }
  return own
}

/** Where the copied message begins: at a line that says so, or at a copied header. */
function cutAt(text: string): number {
  const header = findHeader(text)
  const stop = header < 0 ? text.length : header
  let at = 0
  while (at < stop) {
    const end = text.indexOf('\n', at)
    const line = text.slice(at, end < 0 ? stop : end)
    if (line.length < 200 && at > 0 && ANY_MARK.test(line)) return at
    if (end < 0) break
    at = end + 1
  }
  return stop
}
