/**
 * Bounces that are no DSN -> a failure for each recipient: by a known layout, else by the general reader.
 *
 * In:     a notice
 * Out:    failures in the order of the notice; an empty list if it is no bounce or names nobody
 */
import type { Outcome } from '../../types.ts'
import { answerSubject, bounceSubjects, bounceTexts, daemonSenders } from './bounce-signs.ts'
import type { Failure } from './failure.ts'
import { rawFieldOf } from './fields.ts'
import { readAnyNotice, readHeaders } from './general.ts'
import { layouts } from './layouts/all.ts'
import type { Layout } from './layouts/layout.ts'
import type { Letter } from './letter.ts'
import { outcomeSigns } from './outcome-signs.ts'
import { readShape } from './shapes.ts'

/** The failures that a known layout tells; null if no layout fits. */
export function parseLayout(letter: Letter): Failure[] | null {
  if (isAnswer(letter)) return null
  for (const layout of layouts) {
    if (!fits(letter, layout)) continue
    const failures = readShape(letter, layout)
    if (failures.length > 0) return complete(letter, failures)
  }
  return null
}

/** The failures of a notice of unknown make. */
export function parseAnyNotice(letter: Letter): Failure[] {
  return isBounce(letter) ? complete(letter, readAnyNotice(letter)) : []
}

/** The same, where the text names nobody and no other bounce is in it. */
export function parseHeaderOnly(letter: Letter): Failure[] {
  return isBounce(letter) ? complete(letter, readHeaders(letter)) : []
}

/** Whether a mail without a status part reports a failure: two of its three signs say so. */
export function isBounce(letter: Letter): boolean {
  if (isAnswer(letter)) return false
  const sender = isDaemon(letter)
  const subject = bounceSubjects.some(pattern => pattern.test(letter.subject))
  const text = bounceTexts.some(pattern => pattern.test(letter.text))
  return Number(sender) + Number(subject) + Number(text) >= 2
}

/** From a daemon, or without a sender. */
export function isDaemon(letter: Letter): boolean {
  const path = rawFieldOf(letter.fields, 'return-path')?.trim()
  if (path === '<>' || letter.from.trim() === '<>' || letter.from.trim() === '') return true
  return daemonSenders.some(pattern => pattern.test(letter.from) || pattern.test(path ?? ''))
}

function isAnswer(letter: Letter): boolean {
  return answerSubject.test(letter.subject) && !daemonSenders.some(pattern => pattern.test(letter.from))
}

function fits(letter: Letter, layout: Layout): boolean {
  if (layout.sign !== undefined && !layout.sign.test(letter.text)) return false
  if (layout.from !== undefined && !layout.from.test(letter.from)) return false
  if (layout.subject !== undefined && !layout.subject.test(letter.subject)) return false
  if (layout.header === undefined) return true
  const value = rawFieldOf(letter.fields, layout.header.name)
  return value !== null && layout.header.value.test(value)
}

/** What the notice as a whole adds: the outcome, the rest of a local address, its words for the classifier. */
function complete(letter: Letter, failures: readonly Failure[]): Failure[] {
  const known = new Map<string, Failure>()
  for (const failure of failures) {
    const recipient = failure.recipient === null ? null : completeAddress(failure.recipient, letter)
    const key = recipient?.toLowerCase() ?? ''
    if (known.has(key)) continue
    known.set(key, { ...failure, recipient, outcome: outcomeOf(failure, letter), notice: letter.text })
  }
  return [...known.values()]
}

function outcomeOf(failure: Failure, letter: Letter): Outcome {
  if (failure.outcome !== 'bounced') return failure.outcome
  const texts = [failure.words, letter.subject, letter.text]
  const sign = outcomeSigns.find(({ pattern }) => texts.some(text => pattern.test(text)))
  return sign?.outcome ?? 'bounced'
}

/** A local part alone is completed from the address that the returned message went to. */
function completeAddress(recipient: string, letter: Letter): string {
  if (recipient.includes('@') || letter.original === null) return recipient
  for (const field of letter.original.fields) {
    if (!/^(?:to|received|delivered-to|x-original-to|envelope-to)$/.test(field.name)) continue
    for (const [address] of field.value.matchAll(/[^\s<>,;:"'()]{1,64}@[^\s<>,;:"'()]{1,255}/g)) {
      if (address.toLowerCase().startsWith(`${recipient.toLowerCase()}@`)) return address
    }
  }
  return recipient
}
