/**
 * Bounces that are no DSN -> a failure for each recipient: by a known layout, else by the general reader.
 *
 * In:     a notice
 * Out:    failures in the order of the notice; an empty list if it is no bounce or names nobody
 */
import type { Outcome } from '../../types.ts'
import {
  answerSubject,
  bounceSubjects,
  bounceTexts,
  daemonSenders,
  deliveryTexts,
  personSigns,
  pureDaemons,
} from './bounce-signs.ts'
import type { Failure } from './failure.ts'
import { rawFieldOf } from './fields.ts'
import { readAnyNotice, readHeaders, readLines } from './general.ts'
import { layouts } from './layouts/all.ts'
import type { Layout } from './layouts/layout.ts'
import type { Letter } from './letter.ts'
import { outcomeSigns } from './outcome-signs.ts'
import { readShape } from './shapes.ts'

/** The failures that a known layout tells; null if no layout fits. */
export function parseLayout(letter: Letter): Failure[] | null {
  const trust = trustOf(letter)
  for (const layout of layouts) {
    if (trust === 'none' && !asksForHeader(layout)) continue
    if (!fits(letter, layout)) continue
    const failures = readShape(letter, layout)
    if (failures.length > 0) return complete(letter, failures)
  }
  return null
}

/**
 * The failures of a notice of unknown make. What stands in lines of its own is believed sooner than what a
 * sentence names.
 */
export function parseAnyNotice(letter: Letter): Failure[] {
  if (isSure(letter)) return complete(letter, readAnyNotice(letter))
  const isTold = isBounce(letter) || (trustOf(letter) === 'null-sender' && deliveryTexts.test(letter.text))
  return isTold ? complete(letter, readLines(letter)) : []
}

/** The same, where the text names nobody and no other bounce is in it. */
export function parseHeaderOnly(letter: Letter, verp: readonly string[]): Failure[] {
  return isSure(letter) ? complete(letter, readHeaders(letter, verp)) : []
}

/**
 * Whether a mail without a status part reports a failure. A daemon is believed if its subject or text says so,
 * anybody else only if both do.
 */
export function isBounce(letter: Letter): boolean {
  const trust = trustOf(letter)
  if (trust === 'none') return false
  return trust === 'daemon'
    ? saysSubject(letter) || saysText(letter)
    : saysSubject(letter) && saysText(letter)
}

/** Two signs of a notice, and a sender that only servers have. */
function isSure(letter: Letter): boolean {
  const trust = trustOf(letter)
  if (trust !== 'daemon' && trust !== 'null-sender') return false
  const isPure = pureDaemons.test(letter.from) || isEmptyAddress(letter.from)
  return Number(isPure) + Number(saysSubject(letter)) + Number(saysText(letter)) >= 2
}

function saysSubject(letter: Letter): boolean {
  return bounceSubjects.some(pattern => pattern.test(letter.subject))
}

function saysText(letter: Letter): boolean {
  return bounceTexts.some(pattern => pattern.test(letter.text))
}

/** What there is to believe that a server wrote this: its From, its empty return path, or only its subject. */
export type Trust = 'daemon' | 'null-sender' | 'subject' | 'none'

export function trustOf(letter: Letter): Trust {
  if (isDaemon(letter.from)) return 'daemon'
  if (answerSubject.test(letter.subject)) return 'none'
  const path = rawFieldOf(letter.fields, 'return-path')?.trim()
  if (path === '<>' || (path !== undefined && isDaemon(path))) return 'null-sender'
  if (personSigns.some(({ name, value }) => value.test(rawFieldOf(letter.fields, name) ?? ''))) return 'none'
  return saysSubject(letter) ? 'subject' : 'none'
}

/** Whether a From is a daemon's; no address at all is one, too. */
export function isDaemon(from: string): boolean {
  return isEmptyAddress(from) || daemonSenders.some(pattern => pattern.test(from))
}

function isEmptyAddress(from: string): boolean {
  return /^(?:[^<>@]{0,80} )?<>$|^$/.test(from.trim())
}

/** Such a layout is sure of its writer; one that knows words only may be quoted by a person. */
function asksForHeader(layout: Layout): boolean {
  return layout.header !== undefined || layout.from !== undefined || layout.subject !== undefined
}

export function fits(letter: Letter, layout: Layout): boolean {
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
    known.set(key, {
      ...failure,
      recipient,
      outcome: outcomeOf(failure, letter, failures.length),
      notice: letter.text,
    })
  }
  return [...known.values()]
}

function outcomeOf(failure: Failure, letter: Letter, count: number): Outcome {
  if (failure.outcome !== 'bounced') return failure.outcome
  // A warning is one for all; among several recipients each has expired or not by its own words.
  const all = `${letter.subject}\n${letter.text}`
  const sign = outcomeSigns.find(
    ({ pattern, outcome }) =>
      pattern.test(failure.words) || ((outcome === 'delayed' || count === 1) && pattern.test(all)),
  )
  return sign?.outcome ?? 'bounced'
}

/** A local part alone is completed from the address that the returned message went to. */
export function completeAddress(recipient: string, letter: Letter): string {
  if (recipient.includes('@') || letter.original === null) return recipient
  for (const field of letter.original.fields) {
    if (!/^(?:to|received|delivered-to|x-original-to|envelope-to)$/.test(field.name)) continue
    for (const [address] of field.value.matchAll(/[^\s<>,;:"'()]{1,64}@[^\s<>,;:"'()]{1,255}/g)) {
      if (address.toLowerCase().startsWith(`${recipient.toLowerCase()}@`)) return address
    }
  }
  return recipient
}
