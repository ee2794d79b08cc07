/**
 * A mail that was taken apart -> what it reports. The order of judgement stands here, whoever took it apart.
 *
 * In:     a mail in parts
 * Out:    attempts and deliveries of a bounce, or one notice, or nothing (a plain mail)
 *
 * Machine-made reports are known by their part types; a status part or a known layout makes a bounce; only what is
 * neither may be an auto-reply, and only what is no auto-reply is given to the general reader.
 */
import type { Finding } from '../../types.ts'
import { parseDate } from './date.ts'
import { type Dsn, parseDsn, parseInlineDsn, statusPartOf } from './dsn.ts'
import { completeResults } from './dsn-words.ts'
import { attemptOf, deliveryOf, type Failure, type Report } from './failure.ts'
import { rawFieldOf } from './fields.ts'
import { isBounce, parseAnyNotice, parseHeaderOnly, parseLayout } from './free-form.ts'
import { type Letter, letterOf } from './letter.ts'
import { parseMail } from './mime.ts'
import { parseAutoReply, parseMachineReport } from './notice.ts'
import { firstAddress, isReturned, messageIdOf, queueIdOf, senderOf } from './original.ts'
import { bytesOf, type Mail } from './part.ts'
import { parseSesNotification } from './ses.ts'
import { decodeVerp } from './verp.ts'

export interface Place {
  file: string
  line: number
}

const MAX_NESTING = 3

/** Findings of a mail; `verp`: patterns of addresses to which bounces come back (verp.ts). */
export function findingsOf(mail: Mail, place: Place, verp: readonly string[], depth = 0): Finding[] {
  const report = parseMachineReport(mail, place)
  if (report !== null) return refusalsIn(mail, place, verp) ?? report
  const letter = letterOf(mail)
  const status = statusPartOf(mail)
  const inline = status === null && isBounce(letter) ? parseInlineDsn(letter.text) : null
  const dsn = status === null ? inline : parseDsn(status)
  if (dsn !== null && dsn.results.length > 0) return findingsOfDsn(dsn, letter, place, verp)
  const ses = parseSesNotification(letter.text, place)
  if (ses !== null) return ses
  const failures = parseLayout(letter)
  if (failures !== null) return findingsOfFailures(failures, letter, place, dsn, verp)
  const reply = parseAutoReply(letter, place)
  if (reply !== null) return [reply]
  const general = parseAnyNotice(letter)
  if (general.length > 0) return findingsOfFailures(general, letter, place, dsn, verp)
  const inner =
    depth < MAX_NESTING && isBounce(letter) ? findingsOfInner(mail, letter, place, verp, depth) : []
  if (inner.length > 0) return inner
  return findingsOfFailures(parseHeaderOnly(letter, verp), letter, place, dsn, verp)
}

/** Sieve servers send their refusals as disposition notifications (RFC 5429 §2.1): the words tell them from receipts. */
function refusalsIn(mail: Mail, place: Place, verp: readonly string[]): Finding[] | null {
  if (!mail.parts.some(part => part.type === 'message/disposition-notification')) return null
  const letter = letterOf(mail)
  const failures = parseLayout(letter)
  return failures === null ? null : findingsOfFailures(failures, letter, place, null, verp)
}

function findingsOfDsn(dsn: Dsn, letter: Letter, place: Place, verp: readonly string[]): Finding[] {
  const report = reportOf(letter, place, dsn)
  const before = verp.length === 0 ? null : decodeVerp(firstAddress(letter.to) ?? '', verp)
  return completeResults(dsn.results, letter).map(({ failure, delivered }, i) =>
    delivered
      ? deliveryOf(failure, report, i === 0)
      : attemptOf(
          {
            ...withOriginal(failure, before, dsn.results.length),
            notice: letter.text === '' ? null : letter.text,
          },
          report,
          i === 0,
        ),
  )
}

function findingsOfFailures(
  failures: readonly Failure[],
  letter: Letter,
  place: Place,
  dsn: Dsn | null,
  verp: readonly string[],
): Finding[] {
  const report = reportOf(letter, place, dsn)
  const before = verp.length === 0 ? null : decodeVerp(firstAddress(letter.to) ?? '', verp)
  return failures.map((failure, i) =>
    attemptOf(withOriginal(failure, before, failures.length), report, i === 0),
  )
}

/** The notice names where the mail went in the end; the VERP address, whom it was sent to. */
function withOriginal(failure: Failure, before: string | null, count: number): Failure {
  if (before === null || count !== 1 || failure.originalRecipient !== null || before === failure.recipient)
    return failure
  return { ...failure, originalRecipient: before }
}

function reportOf(letter: Letter, place: Place, dsn: Dsn | null): Report {
  const original = letter.original?.fields ?? []
  const host = dsn?.host ?? null
  // Written out: to spread the place and add to it cost 4 us.
  return {
    file: place.file,
    line: place.line,
    time: parseDate(rawFieldOf(letter.fields, 'date')),
    host,
    queueId: dsn?.queueId ?? queueIdOf(original, host),
    messageId: messageIdOf(original),
    sender: dsn?.sender ?? senderOf(original),
    arrival: dsn?.arrival ?? null,
  }
}

/** A notice that names nobody and returns another bounce: a relay that hands on what it got. */
function findingsOfInner(
  mail: Mail,
  letter: Letter,
  place: Place,
  verp: readonly string[],
  depth: number,
): Finding[] {
  const part = mail.parts.find(isReturned)
  const text = part === undefined ? Buffer.from(letter.rest).toString('latin1') : bytesOf(part)
  const inner = text.trim() === '' ? null : parseMail(text)
  const found = inner === null ? [] : findingsOf(inner, place, verp, depth + 1)
  return found.filter(({ kind }) => kind === 'failure' || kind === 'delivery')
}
