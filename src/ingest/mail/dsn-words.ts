/**
 * What the human part of a DSN adds to its fields.
 *
 * In:     the failures of the status part, and the notice around it
 * Out:    the same failures: words where the fields have none (OpenSMTPD, Sendmail, Exim's warnings), the dead
 *         address behind an alias (Exim's Final-Recipient is the alias), each recipient once
 * Spec:   RFC 3464 §2.3.6 (Diagnostic-Code is optional), Exim deliver.c
 */
import type { DsnResult } from './dsn.ts'
import { eximSession, readExim } from './exim.ts'
import type { Failure } from './failure.ts'
import { rawFieldOf } from './fields.ts'
import { completeAddress, parseLayout } from './free-form.ts'
import { readAnyNotice } from './general.ts'
import { sessionOf } from './human-part.ts'
import type { Letter } from './letter.ts'
import { findReply } from './reply-code.ts'

export function completeResults(results: readonly DsnResult[], letter: Letter): DsnResult[] {
  const exim = isExim(letter) ? readExim(letter) : []
  const known = exim.length === 0 ? results : unalias(results, exim)
  const told = known.some(({ failure }) => lacksWords(failure) || isCut(failure, letter.text))
    ? toldIn(letter)
    : []
  const seen = new Set<string>()
  const complete: DsnResult[] = []
  for (const { failure: found, delivered } of known) {
    const recipient = found.recipient === null ? null : completeAddress(found.recipient, letter)
    const failure = { ...found, recipient }
    const key = `${failure.recipient?.toLowerCase() ?? ''} ${delivered}`
    if (seen.has(key)) continue
    seen.add(key)
    const full = takeSession(takeWords(failure, told, known.length), exim, letter.text)
    complete.push({ failure: full, delivered })
  }
  return complete
}

/** No words, or only the exit status of a program. */
function lacksWords(failure: Failure): boolean {
  return failure.words === '' || /^\d{1,3}$/.test(failure.words)
}

function toldIn(letter: Letter): Failure[] {
  return parseLayout(letter) ?? readAnyNotice(letter)
}

function takeWords(failure: Failure, told: readonly Failure[], groups: number): Failure {
  const same = told.filter(
    other => isSame(other.recipient, failure.recipient) || isSame(other.originalRecipient, failure.recipient),
  )
  // Sendmail tells a local delivery by the program's name, not by the address.
  const other =
    same.find(({ words }) => words !== '') ?? (told.length === 1 && groups === 1 ? told[0] : undefined)
  if (other === undefined || !isBetter(other.words, failure.words)) return failure
  return {
    ...failure,
    words: other.words,
    saidBy: other.saidBy,
    relay: failure.relay ?? other.relay,
    command: failure.command ?? other.command,
  }
}

/** Words where there were none; a reply instead of an exit status; all lines of a reply instead of its first. */
function isBetter(words: string, than: string): boolean {
  if (than === '') return true
  if (/^\d{1,3}$/.test(than)) return findReply(words) >= 0
  return words.length > than.length && sameStart(words, than)
}

function sameStart(words: string, start: string): boolean {
  const bare = (text: string) => text.replace(/^([45]\d\d)[ -]/, '$1 ').trim()
  return bare(words).startsWith(bare(start))
}

/** Sendmail gives only the first line of a reply as Diagnostic-Code; the transcript has the others. */
function isCut(failure: Failure, text: string): boolean {
  return failure.words !== '' && text.includes(`<<< ${failure.words.slice(0, 3)}-`)
}

/** Its bounces name the failed in the header, its delay warnings begin with this sentence. */
function isExim(letter: Letter): boolean {
  return (
    rawFieldOf(letter.fields, 'x-failed-recipients') !== null ||
    letter.text.includes('created automatically by mail delivery software')
  )
}

function takeSession(failure: Failure, exim: readonly Failure[], text: string): Failure {
  if (failure.command !== null && failure.relayIp !== null) return failure
  const entry = exim.find(({ recipient }) => isSame(recipient, failure.recipient))
  const session = entry === undefined ? sessionOf(text, failure.recipient, failure.words) : eximSession(entry)
  return {
    ...failure,
    command: failure.command ?? session.command,
    relay: failure.relay ?? session.relay,
    relayIp: failure.relayIp ?? session.relayIp,
  }
}

function isSame(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a.toLowerCase() === b.toLowerCase()
}

/**
 * Exim: groups and text differ in order, and a group's address is the one before aliasing. A group belongs to the
 * entry of the text that was generated from its address; among several to the one with the same words.
 */
function unalias(results: readonly DsnResult[], entries: readonly Failure[]): DsnResult[] {
  const used = new Set<Failure>()
  return results.map(result => {
    const { failure } = result
    const direct = entries.find(
      entry => isSame(entry.recipient, failure.recipient) && entry.originalRecipient === null,
    )
    if (direct !== undefined) return result
    // A group of a pipe or a file names no address; the text tells whose it is.
    const isProgram = failure.recipient?.includes('@') !== true
    const free = entries.filter(
      entry => !used.has(entry) && (isProgram || isSame(entry.originalRecipient, failure.recipient)),
    )
    const entry = free.find(({ words }) => endsAlike(words, failure.words)) ?? free[0]
    if (entry === undefined) return result
    used.add(entry)
    const originalRecipient = isProgram ? failure.originalRecipient : failure.recipient
    return { ...result, failure: { ...failure, recipient: entry.recipient, originalRecipient } }
  })
}

/** The text tells more in front (who was asked, after which command); the end is the server's in both. */
function endsAlike(told: string, words: string): boolean {
  return told.replace(/\s+/g, ' ').endsWith(words.replace(/\s+/g, ' ').slice(-40))
}
