/**
 * How failures are read from a notice of a known layout.
 *
 * In:     the notice and its row of the table
 * Out:    one failure for each recipient, in the order of the notice
 * Spec:   QSBMF (https://cr.yp.to/proto/qsbmf.txt) for `paragraphs`; the others: the writers' own forms
 */
import { cleanAddress } from './delivery-status.ts'
import { readExim } from './exim.ts'
import { type Failure, newFailure } from './failure.ts'
import { rawFieldOf } from './fields.ts'
import { commandOf, hostOf } from './framing.ts'
import type { Layout } from './layouts/layout.ts'
import type { Letter } from './letter.ts'
import { firstAddress } from './original.ts'
import { readSession } from './session.ts'
import { readTranscript } from './transcript.ts'

export function readShape(letter: Letter, layout: Layout): Failure[] {
  const failures = readers[layout.shape](letter, layout)
  const outcome = layout.outcome
  return outcome === undefined ? failures : failures.map(failure => ({ ...failure, outcome }))
}

const readers = {
  pattern: readPattern,
  paragraphs: readParagraphs,
  exim: readExim,
  transcript: readTranscript,
  session: readSession,
  returned: readReturned,
}

/** A notice that names its recipient only in the copied header. */
function readReturned(letter: Letter, layout: Layout): Failure[] {
  const to = letter.original === null ? null : rawFieldOf(letter.original.fields, 'to')
  const address = to === null || to.includes(',') ? null : firstAddress(to)
  return address === null ? [] : [newFailure(address, groupIn(layout.words, letter.text, 'words') ?? '')]
}

function readPattern(letter: Letter, layout: Layout): Failure[] {
  if (layout.recipient === undefined) return []
  const common = {
    words: groupIn(layout.words, letter.text, 'words') ?? '',
    command: groupIn(layout.command, letter.text, 'command') ?? '',
  }
  const failures: Failure[] = []
  for (const match of letter.text.matchAll(layout.recipient)) {
    const { recipient, words, reply, original, host, command = common.command } = match.groups ?? {}
    const address = recipient === undefined ? null : withDomain(cleanAddress(recipient), layout)
    if (address === null) continue
    failures.push({
      ...newFailure(address, joinLines(reply || words || common.words)),
      originalRecipient: original === undefined ? null : cleanAddress(original),
      relay: host === undefined ? null : hostOf(host),
      command: commandOf(command),
    })
  }
  return failures
}

function withDomain(address: string | null, layout: Layout): string | null {
  if (address === null || layout.domain === undefined || address.includes('@')) return address
  return `${address}@${layout.domain}`
}

function groupIn(pattern: RegExp | undefined, text: string, name: string): string | null {
  return pattern?.exec(text)?.groups?.[name] ?? null
}

const RECIPIENT_LINE =
  /^[ \t]{0,12}(?:[<"]{1,2}([^<>"\n]{1,320})[>"]{1,2}|([^\s<>":]{1,64}@[^\s<>":]{1,255})):?[ \t]{0,40}$/

/** QSBMF: "<addr>:" on a line of its own, its words below it up to a blank line and what follows up to the next one. */
function readParagraphs(letter: Letter): Failure[] {
  const failures: Failure[] = []
  let last: { failure: Failure; lines: string[]; open: boolean } | null = null
  const close = () => {
    if (last !== null) failures.push({ ...last.failure, words: joinLines(last.lines.join('\n')) })
  }
  for (const line of letter.text.split('\n')) {
    const recipient = recipientLine(line)
    if (recipient !== null) {
      close()
      last = { failure: newFailure(recipient, ''), lines: [], open: true }
    } else if (last?.open === true) {
      if (line.trim() === '') last.open = last.lines.length === 0
      else last.lines.push(line)
    }
  }
  close()
  return failures
}

function recipientLine(line: string): string | null {
  const match = RECIPIENT_LINE.exec(line)
  if (match === null) return null
  const text = match[1] ?? match[2] ?? ''
  if (match[2] === undefined && !/[@:]/.test(line)) return null
  return cleanAddress(text)
}

export function joinLines(text: string): string {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .join(' ')
}
