/**
 * Exim's notices, and those of servers that are built on it (mail.ru, cPanel): addresses indented by two, what
 * happened to them indented by four.
 *
 * Spec: Exim deliver.c (bounce and warning messages), child processes `pipe to`, `save to`, "generated from"
 */
import { cleanAddress } from './delivery-status.ts'
import { type Failure, newFailure } from './failure.ts'
import { rawFieldOf } from './fields.ts'
import type { Letter } from './letter.ts'

interface Entry {
  head: string
  lines: string[]
}

const GENERATED = /^\(?(?:ultimately )?generated (?:from|by) ([^\s()]{1,320})\)?:?$/
const LIST_FOLLOWS = /(?:failed|delivered(?: is| are)?|failed\.|constructed|получателям|потому что):\s*$/i

export function readExim(letter: Letter): Failure[] {
  const named = (rawFieldOf(letter.fields, 'x-failed-recipients') ?? '')
    .split(',')
    .map(address => cleanAddress(address))
    .filter(address => address !== null)
  const failures: Failure[] = []
  for (const entry of entriesOf(letter.text)) {
    const failure = failureOf(entry, named)
    if (failure === null) continue
    if (failures.some(known => known.recipient === failure.recipient)) continue
    failures.push(failure)
  }
  return failures.length > 0 ? failures : named.map(address => newFailure(address, ''))
}

/** Blocks of an indented head and the deeper lines below it, behind a line that announces them. */
function entriesOf(text: string): Entry[] {
  const entries: Entry[] = []
  let listing = false
  for (const line of text.split('\n')) {
    const last = entries.at(-1)
    if (line.trim() === '') continue
    if (/^\S/.test(line)) {
      listing = LIST_FOLLOWS.test(line)
      continue
    }
    if (!listing) continue
    if (/^ {2}\S/.test(line) || last === undefined) entries.push({ head: line.trim(), lines: [] })
    else last.lines.push(line.trim())
  }
  return entries
}

function failureOf(entry: Entry, named: readonly string[]): Failure | null {
  const generated = entry.lines.map(line => GENERATED.exec(line)?.[1]).find(found => found !== undefined)
  const words = entry.lines.filter(line => !GENERATED.test(line))
  const origin = generated === undefined ? null : cleanAddress(generated)
  const beside = /^(?<address>[^:]{1,320}?(?:@[^:\s<>]{1,255}>?)): (?<words>\S.*)$/.exec(entry.head)?.groups
  if (beside?.words !== undefined) words.unshift(beside.words)
  const recipient = recipientOf(beside?.address ?? entry.head.replace(/:$/, ''), origin, named)
  if (recipient === null) return null
  return {
    ...newFailure(recipient, words.join(' ')),
    originalRecipient: origin === recipient ? null : origin,
  }
}

/** A head that is no address is a pipe, a file, a local part: the address that it came from, or the header, names it. */
function recipientOf(head: string, origin: string | null, named: readonly string[]): string | null {
  const isDelivery = /^(?:pipe to|save to|an undisclosed address|\||\/)/i.test(head)
  const address = isDelivery || (/\s/.test(head) && !/<[^<>]*@/.test(head)) ? null : cleanAddress(head)
  if (address?.includes('@') === true) return address
  if (origin?.includes('@') === true) return origin
  const completed = named.find(full => address !== null && full.startsWith(`${address}@`))
  return completed ?? (named.length === 1 ? (named[0] ?? null) : address)
}
