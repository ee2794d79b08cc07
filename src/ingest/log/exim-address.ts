/**
 * The address at the head of an Exim result: "addr", "addr <top>", "addr (parent) <top>", "|command <top>".
 *
 * In:     a line's text behind the flag
 * Out:    recipient, original recipient, and where the fields begin; null if no address can be made out
 * Spec:   Exim deliver.c string_log_address: a local part is written without its quotes and may hold anything;
 *         pipes, files and autoreplies have no address of their own and are always followed by their parent
 */
import { normalizeAddress } from '../../address.ts'
import { decodeField } from '../text.ts'

export interface EximAddress {
  /** Null only where the line names none. */
  recipient: string | null
  originalRecipient: string | null
  /** Index behind the address, its parents and its top address. */
  after: number
}

/** What may follow an address. Something always does: an address at the end of a line may be cut short. */
const NEXT =
  / (?:F=<|Q=|P=<|SRS=<|R=|T=|S=|H=|(?:(?:routing|transporting) )?defer \(|routing yielded a |mua_wrapper forced )| ?: |:$/y
const FIELD_NEXT = / (?:F=<|Q=|P=<|SRS=<|R=|T=|(?:(?:routing|transporting) )?defer \()/y
const QUOTED = /^"(?:[^"\\]|\\.)*"(?=@)/
/** " <top>": quotes may hold angle brackets. */
const TOP = / <((?:"(?:[^"\\]|\\.)*"|[^<>"])*)>/y
/** Quotes or backslashes in an address in brackets, here or in the text behind. */
const MAY_BE_REPEATED = / <(?:"|[^<>"]{0,300}\\)/
/** An address that was quoted stands behind itself: `a b@d.example <"a b"@d.example>`. Looked for at so many places. */
const TRIES = 32

export function parseEximAddress(text: string): EximAddress | null {
  return (
    (MAY_BE_REPEATED.test(text) ? parseRepeated(text) : null) ??
    (isDeliveryTarget(text) ? (parseTarget(text) ?? parsePlain(text)) : parsePlain(text))
  )
}

/** A pipe, a file (also one that was given no path yet) or an autoreply. */
function isDeliveryTarget(text: string): boolean {
  return text[0] === '|' || text[0] === '/' || text[0] === '>' || text.startsWith('save ')
}

function matchesAt(expression: RegExp, text: string, at: number): boolean {
  expression.lastIndex = at
  return expression.test(text)
}

/** `x> R=y@d.example <"x> R=y"@d.example>`: the printed form is the top address without quotes and backslashes. */
function parseRepeated(text: string): EximAddress | null {
  let at = text.indexOf(' <')
  for (let tries = 0; at !== -1 && tries < TRIES; tries++, at = text.indexOf(' <', at + 1)) {
    TOP.lastIndex = at
    const top = TOP.exec(text)?.[1]
    if (top === undefined || !/["\\]/.test(top)) continue
    if (unquote(top) === text.slice(0, at)) {
      return { recipient: addressOf(top), originalRecipient: null, after: TOP.lastIndex }
    }
  }
  return null
}

function unquote(address: string): string {
  return address.replace(/\\(.)|"/g, '$1')
}

/** "|command arguments (parent) <top>": the command may hold anything but an address in brackets before a field. */
function parseTarget(text: string): EximAddress | null {
  let at = text.indexOf(' <')
  for (let tries = 0; at !== -1 && tries < TRIES; tries++, at = text.indexOf(' <', at + 1)) {
    TOP.lastIndex = at
    const top = TOP.exec(text)?.[1]
    if (top === undefined) continue
    const after = TOP.lastIndex
    if (!matchesAt(FIELD_NEXT, text, after) && !matchesAt(NEXT, text, after)) continue
    if (hasField(text, at)) return null
    const parent = parentBefore(text, at)
    const owner = parent ?? top
    return {
      // What a system filter delivers belongs to no recipient: Exim writes "system-filter".
      recipient: addressOf(owner),
      originalRecipient: parent === null || parent === top ? null : addressOf(top),
      after,
    }
  }
  return null
}

/** A router's or transport's name before `at`: then what stands at `at` belongs to the text. */
function hasField(text: string, at: number): boolean {
  const head = text.slice(0, at)
  return head.includes('@') && / R=\S+ (?:T=|defer|: |H=)/.test(head)
}

/** " (parent)" or with all_parents " (parent, grandparent)", ending at `at`. */
function parentBefore(text: string, at: number): string | null {
  if (text[at - 1] !== ')') return null
  const open = text.lastIndexOf(' (', at)
  if (open === -1) return null
  const parent = text.slice(open + 2, at - 1).split(', ')[0] ?? ''
  return parent.includes('@') ? parent : null
}

/** An address, up to the first place where something follows that may follow an address. */
function parsePlain(text: string): EximAddress | null {
  let fallback: EximAddress | null = null
  // Lines that Exim builds before it has split an address keep its quotes.
  let at = nextBreak(text, QUOTED.exec(text)?.[0].length ?? 0)
  for (let tries = 0; tries < TRIES; tries++, at = nextBreak(text, at + 1)) {
    const found = parseAfter(text, at)
    if (found !== null) {
      if (found.recipient?.includes('@') === true) return found
      // An address without a domain is a word.
      if (/^[\w.+=-]+$/.test(found.recipient ?? '')) fallback ??= found
    }
    if (at >= text.length) break
  }
  return fallback
}

function nextBreak(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 32 || (code === 58 && (i + 1 === text.length || text.charCodeAt(i + 1) === 32))) return i
  }
  return text.length
}

/** The address is text[0, at), if what follows may follow an address. */
function parseAfter(text: string, at: number): EximAddress | null {
  if (at === 0) return null
  let after = at
  if (text.startsWith(' (', at)) {
    const close = text.indexOf(') <', at)
    if (close !== -1) after = close + 1
  }
  TOP.lastIndex = after
  const top = TOP.exec(text)?.[1]
  if (top !== undefined) after = TOP.lastIndex
  else if (after !== at) after = at
  if (!matchesAt(NEXT, text, after)) return null
  const printed = text.slice(0, at)
  // A successful local delivery is logged with the local part alone (log_as_local).
  if (!printed.includes('@')) return { recipient: addressOf(top ?? printed), originalRecipient: null, after }
  const recipient = addressOf(printed)
  const original = top === undefined ? null : addressOf(top)
  return { recipient, originalRecipient: original === recipient ? null : original, after }
}

function addressOf(text: string): string {
  return normalizeAddress(decodeField(text))
}

/** The address text[from, to) in the form of events. Nearly always it is in that form: 90 ns less than addressOf. */
export function addressAt(text: string, from: number, to: number): string {
  let seen = 0
  let hasUpper = false
  for (let p = from; p < to; p++) {
    const code = text.charCodeAt(p)
    seen |= code
    // Only the domain is put in lower case.
    if (code === 64) hasUpper = false
    else if (code >= 65 && code <= 90) hasUpper = true
  }
  const plain = text.slice(from, to)
  return seen < 128 && !hasUpper ? plain : addressOf(plain)
}

/** The field text[from, to), decoded if it must be. */
export function fieldAt(text: string, from: number, to: number): string {
  let seen = 0
  for (let p = from; p < to; p++) seen |= text.charCodeAt(p)
  const plain = text.slice(from, to)
  return seen < 128 ? plain : decodeField(plain)
}
