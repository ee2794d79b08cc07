/**
 * A text as an MTA reports it -> the words of the server that refused, and what was around them.
 *
 * In:     the text, on one line
 * Out:    the reply; the command, if the framing names it; the framing that was taken off
 * Spec:   reasons.md, "Evidence", 1
 */
import type { Command } from '../types.ts'
import { type FramingForm, framingForms, innerForms, trailingForms } from './framing-forms.ts'
import { type Bits, candidatesIn, type Index, nextMarked } from './match.ts'
import { preparedIndex } from './prepared.ts'

export interface Framed {
  reply: string
  command: Command | null
  /** What was taken off, in its order, with the form's id. */
  framing: readonly { id: string; text: string }[]
}

/** A wrapping inside a wrapping is met with; five of them are not. */
const DEPTH = 6
const OPENING = /^["'[( ]+(?=[245]\d\d|[45]\.\d\.\d|#[45])/

/** All forms: those around the reply, those behind it, those inside. */
export const allForms: readonly FramingForm[] = [...framingForms, ...trailingForms, ...innerForms]
const TRAILING = framingForms.length
const INNER = TRAILING + trailingForms.length
let index: Index | null = null

/** The forms that may fit the text, or what is left of it: most fit none, and are found out in one walk. */
function candidatesOf(text: string): Bits {
  index ??= preparedIndex('framing', () => allForms.map(form => form.match))
  return candidatesIn(index, text.toLowerCase())
}

/** The first of these forms that fits. */
function firstForm(marks: Bits, text: string, from: number, to: number): FramingForm | null {
  for (let at = nextMarked(marks, from, to); at !== -1; at = nextMarked(marks, at + 1, to)) {
    const form = allForms[at]
    if (form?.match.test(text) === true) return form
  }
  return null
}

export function unframe(text: string): Framed {
  const marks = candidatesOf(text)
  let reply = text
  let command: Command | null = null
  const framing: { id: string; text: string }[] = []
  for (let depth = 0; depth < DEPTH; depth++) {
    const form = firstForm(marks, reply, TRAILING, INNER)
    const found = form?.match.exec(reply)
    if (form === null || found === null || found === undefined) break
    command ??= commandOf(found[1])
    framing.push({ id: form.id, text: found[0].trim() })
    reply = reply.slice(0, found.index)
  }
  for (let depth = 0; depth < DEPTH; depth++) {
    const form = firstForm(marks, reply, 0, TRAILING)
    const found = form?.match.exec(reply)
    if (form === null || found === null || found === undefined || found[0].length === reply.length) break
    command ??= form.command ?? commandOf(found[1])
    framing.push({ id: form.id, text: found[0].trim() })
    reply = reply.slice(found[0].length)
  }
  for (
    let at = nextMarked(marks, INNER, allForms.length);
    at !== -1;
    at = nextMarked(marks, at + 1, allForms.length)
  ) {
    const form = allForms[at]
    const found = form?.match.exec(reply)
    if (!form || !found || found.index + found[0].length === reply.length) continue
    command ??= form.command ?? commandOf(found[1])
    framing.push({ id: form.id, text: reply.slice(0, found.index + found[0].length).trim() })
    reply = reply.slice(found.index + found[0].length)
  }
  const opening = OPENING.exec(reply)?.[0].length ?? 0
  reply = reply.slice(opening)
  return { reply: framing.length > 0 ? withoutClosing(reply) : reply.trim(), command, framing }
}

/** Without the quotes and brackets that closed the wrapping. */
function withoutClosing(text: string): string {
  let end = text.length
  while (end > 0 && `'"] `.includes(text.charAt(end - 1))) end--
  return text.slice(0, end).trim()
}

/** How MTAs name the stages of a session -> the command. */
function commandOf(name: string | undefined): Command | null {
  if (name === undefined) return null
  const stage = name.trim().toUpperCase()
  if (/^(?:INITIAL CONNECTION|CONNECT|GREETING)/.test(stage)) return 'CONNECT'
  if (/^(?:END OF|PIPELINED END|FINAL DATA|TEXT|BDAT|\.)/.test(stage)) return 'END-OF-DATA'
  if (/^(?:HELO|EHLO|LHLO)/.test(stage)) return 'EHLO'
  if (/^(?:PIPELINED )?MAIL|^SENDER/.test(stage)) return 'MAIL'
  if (/^(?:PIPELINED )?RCPT|^RECIPIENT/.test(stage)) return 'RCPT'
  if (/^(?:PIPELINED )?DATA/.test(stage)) return 'DATA'
  if (/^STARTTLS|^TLS/.test(stage)) return 'STARTTLS'
  return /^AUTH/.test(stage) ? 'AUTH' : null
}
