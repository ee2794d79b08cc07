/**
 * The reader for notices of unknown make.
 *
 * In:     a notice that is a bounce (free-form.ts decides that)
 * Out:    the addresses that it names as failed, each with the words that stand by it
 *
 * The text is asked in this order, up to the first answer: lines that are an address (behind an announcement, then
 * anywhere), sentences that name one. The headers: X-Failed-Recipients, the VERP address, the subject, the only recipient of the
 * returned message.
 */
import { cleanAddress } from './delivery-status.ts'
import { type Failure, newFailure } from './failure.ts'
import { rawFieldOf } from './fields.ts'
import type { Letter } from './letter.ts'
import { firstAddress } from './original.ts'
import {
  announcements,
  boilerplate,
  contacts,
  otherPeople,
  recipientLines,
  recipientSentences,
} from './recipient-lines.ts'
import { findReplyLine, replyIn } from './server-words.ts'
import { joinLines } from './shapes.ts'
import { decodeVerp } from './verp.ts'

interface Found {
  recipient: string
  words: string
  /** Index of the line. */
  line: number
}

const MAX_LINES = 2000
const MAX_RECIPIENTS = 1000

export function readAnyNotice(letter: Letter): Failure[] {
  const failures = readLines(letter)
  if (failures.length > 0) return failures
  const lines = linesOf(letter)
  return failuresOf(preferKnown(sentencesWithRecipient(lines, letter), letter), lines, letter)
}

/** Sentences name examples and contacts as well: an address to which the returned message went is surer than others. */
function preferKnown(found: Found[], letter: Letter): Found[] {
  const header = (letter.original?.fields ?? []).map(field => field.value.toLowerCase()).join('\n')
  const known = found.filter(({ recipient }) => header.includes(recipient.toLowerCase()))
  return known.length > 0 ? found.filter(one => known.includes(one) || /^[45]\d\d/.test(one.words)) : found
}

/** Only addresses that have a line of their own. */
export function readLines(letter: Letter): Failure[] {
  const lines = linesOf(letter)
  const start = lines.findIndex(line => announcements.some(pattern => pattern.test(line)))
  let found = start < 0 ? [] : linesWithRecipient(lines, start + 1)
  if (found.length === 0) found = linesWithRecipient(lines, 0)
  return failuresOf(found, lines, letter)
}

function linesOf(letter: Letter): string[] {
  return letter.text.split('\n', MAX_LINES)
}

function failuresOf(found: readonly Found[], lines: readonly string[], letter: Letter): Failure[] {
  const first = new Map<string, Found>()
  for (const one of found) if (!first.has(one.recipient)) first.set(one.recipient, one)
  const once = [...first.values()]
  return once.map((one, i) =>
    failureOf(one, once[i + 1]?.line ?? lines.length, lines, letter, once.length === 1),
  )
}

/** The recipients of a notice whose text names none. */
export function readHeaders(letter: Letter, verp: readonly string[]): Failure[] {
  const words = replyIn(letter.text) ?? joinLines(letter.text).slice(0, 500)
  return namedElsewhere(letter, verp).map(recipient => newFailure(recipient, words))
}

function linesWithRecipient(lines: readonly string[], from: number): Found[] {
  const found: Found[] = []
  for (let i = from; i < lines.length && found.length < MAX_RECIPIENTS; i++) {
    const line = lines[i] ?? ''
    if (!line.includes('@') || isOtherPeople(lines, i)) continue
    for (const { pattern, weak } of recipientLines) {
      const groups = pattern.exec(line)?.groups
      const recipient = groups?.recipient === undefined ? null : cleanAddress(groups.recipient)
      if (recipient === null || (weak === true && contacts.test(recipient))) continue
      found.push({ recipient, words: (groups?.words ?? '').trim(), line: i })
      break
    }
  }
  return found
}

/** The line itself, or the line that leads to it, speaks of a contact or of the sender. */
function isOtherPeople(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? ''
  const address = line.search(/[^\s<>"'():;,]{1,64}@/)
  const before = line.slice(0, Math.max(0, address))
  let above = index - 1
  while (above >= 0 && (lines[above] ?? '').trim() === '') above--
  const lead = (lines[above] ?? '').trim()
  const leads = lead.length < 60 && !announcements.some(pattern => pattern.test(lead)) ? lead.slice(-25) : ''
  return otherPeople.some(pattern => pattern.test(before) || pattern.test(leads))
}

function sentencesWithRecipient(lines: readonly string[], letter: Letter): Found[] {
  const found: Found[] = []
  const sender = firstAddress(letter.to)
  const self = firstAddress(letter.from)
  for (let i = 0; i < lines.length && found.length < MAX_RECIPIENTS; i++) {
    const line = lines[i] ?? ''
    if (!line.includes('@') || isOtherPeople(lines, i)) continue
    for (const { pattern } of recipientSentences) {
      const raw = pattern.exec(line)?.groups?.recipient
      const recipient = raw === undefined ? null : cleanAddress(raw.replace(/[.!?]{1,9}$/, ''))
      if (recipient === null || recipient === sender || recipient === self || contacts.test(recipient))
        continue
      found.push({ recipient, words: line.trim(), line: i })
      break
    }
  }
  return found
}

function failureOf(
  found: Found,
  stop: number,
  lines: readonly string[],
  letter: Letter,
  alone: boolean,
): Failure {
  const block = [found.words.replace(/^[\s:;,([-]+/, '')]
  for (let i = found.line + 1; i < stop; i++) {
    const line = (lines[i] ?? '').trim()
    const isHeading = line.endsWith(':') && (lines[i + 1] ?? '').trim() === ''
    if (isHeading) continue
    if (line === '' && block.some(words => words !== '')) break
    if (/^[=*_#-]{5,}$/.test(line) && block.some(words => words !== '')) break
    if (!/^[=*_#-]{5,}$/.test(line) && !boilerplate.test(line)) block.push(line)
  }
  const own = block.join('\n')
  const start = findReplyLine(own)
  if (start >= 0) return newFailure(found.recipient, joinLines(own.slice(start)))
  const reply = replyIn(alone ? letter.text : behindLastName(found.recipient, letter.text))
  return newFailure(found.recipient, reply ?? joinLines(own))
}

/** From the last line that names the recipient: notices list addresses first and tell about each of them below. */
function behindLastName(recipient: string, text: string): string {
  const last = Math.max(0, text.toLowerCase().lastIndexOf(recipient.toLowerCase()))
  const start = text.lastIndexOf('\n', last) + 1
  return text.slice(start, start + 2000)
}

/** Where else a recipient may be named. */
function namedElsewhere(letter: Letter, verp: readonly string[]): string[] {
  const header =
    rawFieldOf(letter.fields, 'x-failed-recipients') ?? rawFieldOf(letter.fields, 'x-bounced-address')
  if (header !== null) {
    const named = header.split(',').map(address => cleanAddress(address))
    return named.filter(address => address !== null)
  }
  const decoded = decodeVerp(firstAddress(letter.to) ?? '', verp)
  if (decoded !== null) return [decoded]
  const inSubject = firstAddress(letter.subject)
  if (inSubject !== null) return [inSubject]
  const returned = letter.original === null ? null : rawFieldOf(letter.original.fields, 'to')
  if (returned === null || returned.includes(',')) return []
  const address = firstAddress(returned)
  return address === null ? [] : [address]
}
