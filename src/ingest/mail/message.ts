/**
 * One message -> findings. The only file that knows mailparser.
 *
 * In:     the bytes of one message as latin1, all of them or the first `maxMessage`
 * Out:    findings and problems; both empty for a plain mail
 * Errors: none. What nothing can read becomes a Problem
 *
 * mailparser costs 0.6 to 1 ms a mail, `mime.ts` some 10 us: it gets what `mime.ts` does not undo, and is loaded
 * when the first such mail comes (100 ms and 20 MB that nearly no mailbox needs).
 */
import type { Attachment, ParsedMail } from 'mailparser'
import type { Finding, Problem } from '../../types.ts'
import { parseHeader, rawFieldOf } from './fields.ts'
import { findingsOf } from './findings.ts'
import { parseMail } from './mime.ts'
import { isReturned } from './original.ts'
import { type Mail, type Part, parseContentType } from './part.ts'
import { parseSesDocument } from './ses.ts'

export interface MailOptions {
  /** Bytes; of a longer message only the first so many are read. */
  maxMessage: number
  /** Patterns of VERP addresses. */
  verp?: readonly string[]
}

export const mailDefaults: MailOptions = { maxMessage: 50_000_000 }

export interface MessagePlace {
  file: string
  line: number
  truncated: boolean
}

export interface MessageResult {
  findings: Finding[]
  problems: Problem[]
}

/** A promise only where mailparser is needed: a mailbox of 30,000 mails waits for none of the others. */
export function readMessage(
  bytes: string,
  at: MessagePlace,
  options: MailOptions,
): MessageResult | Promise<MessageResult> {
  const place = { file: at.file, line: at.line }
  const problems: Problem[] = []
  if (at.truncated)
    problems.push({
      ...place,
      what: `message over ${options.maxMessage} bytes: only its beginning was read`,
      text: null,
    })
  const text = withLineFeeds(bytes)
  // JSON is UTF-8; a mail is bytes until its charset is known.
  const notices = BEGINS_JSON.test(text) ? parseSesDocument(utf8Of(bytes), place) : null
  if (notices !== null) return { findings: notices, problems }
  const verp = options.verp ?? []
  const mail = parseMail(text)
  if (mail !== null) return { findings: findingsOf(mail, place, verp), problems }
  return parseOddMail(bytes).then(odd => ({ findings: findingsOf(odd, place, verp), problems }))
}

const BEGINS_JSON = /^\s{0,99}[[{]/

function utf8Of(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r{1,9}\n/g, '\n') : text
}

/** A mail taken apart by mailparser, in the form that mime.ts gives. */
export async function parseOddMail(bytes: string): Promise<Mail> {
  const { simpleParser } = await import('mailparser')
  const parsed = await simpleParser(Buffer.from(bytes, 'latin1'), {
    keepDeliveryStatus: true,
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
  })
  const text = withLineFeeds(bytes)
  const header = parseHeader(text, 0, text.length)
  const parts = partsOf(parsed, text.slice(header.end))
  const top = parseContentType(rawFieldOf(header.fields, 'content-type')).type
  const lacksReturned = top.startsWith('multipart/') && !parts.some(isReturned)
  return { fields: header.fields, parts: lacksReturned ? [...parts, ...returnedIn(text)] : parts }
}

/** mailparser joins all text parts; what it cannot place (a multipart without boundary) is still text. */
function partsOf(parsed: ParsedMail, body: string): Part[] {
  const parts: Part[] = []
  if (parsed.text !== undefined && parsed.text !== '') parts.push(textPart('text/plain', parsed.text))
  if (typeof parsed.html === 'string') parts.push(textPart('text/html', parsed.html))
  for (const attachment of parsed.attachments) parts.push(attachmentPart(attachment))
  return parts.length > 0 ? parts : [{ ...textPart('text/plain', ''), body }]
}

/** mailparser merges a message with "Content-Disposition: inline" into the text and drops its header. */
function returnedIn(text: string): Part[] {
  const start = /\nContent-Type:[ \t]{0,9}message\/rfc822[^\n]{0,200}(?:\n[^\n]{1,200}){0,9}\n\n/i.exec(text)
  if (start === null) return []
  const body = text.slice(start.index + start[0].length)
  return [{ fields: [], type: 'message/rfc822', charset: null, encoding: 'none', body, parts: [] }]
}

function textPart(type: string, text: string): Part {
  const body = Buffer.from(text.replace(/\r{1,9}\n/g, '\n')).toString('latin1')
  return { fields: [], type, charset: 'utf-8', encoding: 'none', body, parts: [] }
}

function attachmentPart(attachment: Attachment): Part {
  const content = parseContentType(attachment.contentType)
  const body = withLineFeeds(attachment.content.toString('latin1'))
  return { fields: [], type: content.type, charset: null, encoding: 'none', body, parts: [] }
}
