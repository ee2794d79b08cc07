/**
 * Exim's notices, and those of servers that are built on it (mail.ru, cPanel): addresses indented by two, what
 * happened to them indented by four.
 *
 * Spec: Exim deliver.c (bounce and warning messages), child processes `pipe to`, `save to`, "generated from"
 */
import { parseEximText } from '../log/exim-text.ts'
import { cleanAddress } from './delivery-status.ts'
import { type Failure, newFailure } from './failure.ts'
import { rawFieldOf } from './fields.ts'
import { hostOf } from './framing.ts'
import type { Session } from './human-part.ts'
import type { Letter } from './letter.ts'

interface Entry {
  head: string
  lines: string[]
}

const GENERATED = /^\(?(?:ultimately )?generated (?:from|by) ([^\s()]{1,320})\)?:?$/
/** The server, on a line of its own before what it said. */
const HOST_FIRST =
  /^(?:host ([^\s[]{1,255}) \[([\da-fA-F.:]{2,45})\](?: |$)|Delay reason: H=([^\s[]{1,255}) \[([\da-fA-F.:]{2,45})\]: )/
const LIST_FOLLOWS = /(?:failed|delivered(?: is| are)?|failed\.|constructed|получателям|потому что):\s*$/i

export function readExim(letter: Letter): Failure[] {
  const named = unescaped(rawFieldOf(letter.fields, 'x-failed-recipients') ?? '')
    .split(',')
    .map(address => cleanAddress(address))
    .filter(address => address !== null)
  const failures: Failure[] = []
  for (const entry of entriesOf(unescaped(letter.text))) {
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
  const told = words.join(' ')
  const host = HOST_FIRST.exec(told)
  return {
    ...newFailure(
      recipient,
      host === null ? told : told.slice(host[0].length).replace(/^Delay reason: /, ''),
    ),
    originalRecipient: origin === recipient ? null : origin,
    relay: host === null ? null : hostOf(host[1] ?? host[3] ?? ''),
    relayIp: host?.[2] ?? host?.[4] ?? null,
  }
}

/** What an entry tells of the SMTP session. */
export function eximSession({ words, relay, relayIp }: Failure): Session {
  return { command: parseEximText(words, null).command, relay, relayIp }
}

/** Bytes above 127 are written as \\303\\274. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(/(?:\\[23][0-7]{2})+/g, run =>
    Buffer.from(
      run
        .slice(1)
        .split('\\')
        .map(octal => Number.parseInt(octal, 8)),
    ).toString('utf8'),
  )
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
