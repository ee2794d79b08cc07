/**
 * What the human part of a DSN adds to its fields.
 *
 * In:     the failures of the status part, and the notice around it
 * Out:    the same failures: words where the fields have none (OpenSMTPD, Sendmail, Exim's warnings), the dead
 *         address behind an alias (Exim's Final-Recipient is the alias), each recipient once
 * Spec:   RFC 3464 §2.3.6 (Diagnostic-Code is optional), Exim deliver.c
 */
import type { DsnResult } from './dsn.ts'
import { readExim } from './exim.ts'
import type { Failure } from './failure.ts'
import { rawFieldOf } from './fields.ts'
import { parseLayout } from './free-form.ts'
import { readAnyNotice } from './general.ts'
import type { Letter } from './letter.ts'
import { findReply } from './reply-code.ts'

export function completeResults(results: readonly DsnResult[], letter: Letter): DsnResult[] {
  const known = rawFieldOf(letter.fields, 'x-failed-recipients') === null ? results : unalias(results, letter)
  const told = known.some(({ failure }) => lacksWords(failure)) ? toldIn(letter) : []
  const seen = new Set<string>()
  const complete: DsnResult[] = []
  for (const { failure, delivered } of known) {
    const key = `${failure.recipient?.toLowerCase() ?? ''} ${delivered}`
    if (seen.has(key)) continue
    seen.add(key)
    const full = lacksWords(failure) ? takeWords(failure, told, known.length) : failure
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
  if (other === undefined || (failure.words !== '' && findReply(other.words) < 0)) return failure
  return {
    ...failure,
    words: other.words,
    saidBy: other.saidBy,
    relay: failure.relay ?? other.relay,
    command: failure.command ?? other.command,
  }
}

function isSame(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a.toLowerCase() === b.toLowerCase()
}

/**
 * Exim: groups and text differ in order, and a group's address is the one before aliasing. A group belongs to the
 * entry of the text that was generated from its address; among several to the one with the same words.
 */
function unalias(results: readonly DsnResult[], letter: Letter): DsnResult[] {
  const entries = readExim(letter)
  const used = new Set<Failure>()
  return results.map(result => {
    const { failure } = result
    const direct = entries.find(
      entry => isSame(entry.recipient, failure.recipient) && entry.originalRecipient === null,
    )
    if (direct !== undefined) return result
    const free = entries.filter(
      entry => isSame(entry.originalRecipient, failure.recipient) && !used.has(entry),
    )
    const entry = free.find(({ words }) => endOf(words) === endOf(failure.words)) ?? free[0]
    if (entry === undefined) return result
    used.add(entry)
    return {
      ...result,
      failure: { ...failure, recipient: entry.recipient, originalRecipient: failure.recipient },
    }
  })
}

function endOf(words: string): string {
  return words.replace(/\s+/g, ' ').slice(-40)
}
