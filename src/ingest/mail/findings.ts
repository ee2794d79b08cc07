/**
 * A mail that was taken apart -> what it reports. The order of judgement stands here, whoever took it apart.
 *
 * Out: attempts and deliveries of a bounce, or one notice, or nothing (a plain mail)
 */
import type { Finding } from '../../types.ts'
import { parseDate } from './date.ts'
import { parseDsn, statusPartOf } from './dsn.ts'
import { attemptOf, deliveryOf, type Failure, type Report } from './failure.ts'
import { rawFieldOf } from './fields.ts'
import { parseNotice } from './notice.ts'
import { isReturned, messageIdOf, originalOf, queueIdOf, senderOf } from './original.ts'
import { type Mail, textOf } from './part.ts'

export interface Place {
  file: string
  line: number
}

export function findingsOf(mail: Mail, place: Place): Finding[] {
  const notice = parseNotice(mail, place)
  if (notice !== null) return [notice]
  const part = statusPartOf(mail)
  if (part !== null) {
    const dsn = parseDsn(part)
    const original = originalOf(mail)?.fields ?? []
    const report: Report = {
      ...place,
      time: parseDate(rawFieldOf(mail.fields, 'date')),
      host: dsn.host,
      queueId: dsn.queueId ?? queueIdOf(original, dsn.host),
      messageId: messageIdOf(original),
      sender: dsn.sender ?? senderOf(original),
      arrival: dsn.arrival,
    }
    const words = noticeText(mail)
    return dsn.results.map(({ failure, delivered }, i) =>
      delivered
        ? deliveryOf(failure, report, i === 0)
        : attemptOf(withNotice(failure, words), report, i === 0),
    )
  }
  return []
}

function withNotice(failure: Failure, words: string): Failure {
  return words === '' ? failure : { ...failure, notice: words }
}

/** The human part: all text in front of the status part and the returned message. */
export function noticeText(mail: Mail): string {
  const texts: string[] = []
  for (const part of mail.parts) {
    if (isReturned(part)) break
    if (part.type === 'text/plain') texts.push(textOf(part))
  }
  return texts.join('\n').trim()
}
