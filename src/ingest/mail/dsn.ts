/**
 * A delivery status notification -> a failure or delivery for each of its recipients.
 *
 * In:     a mail with a message/delivery-status part, at any depth and in any order
 * Out:    failures (Action failed, delayed, expired), deliveries (delivered, relayed, expanded)
 * Errors: none. A status part without a readable recipient gives an empty list: the free-form readers are asked
 * Spec:   RFC 3464, RFC 6522, RFC 6533
 */
import type { Outcome } from '../../types.ts'
import { parseDate } from './date.ts'
import { parseDeliveryStatus, parseRecipient, parseTyped } from './delivery-status.ts'
import { type Failure, newFailure } from './failure.ts'
import { type Field, rawFieldOf } from './fields.ts'
import { hostOf, ipIn } from './framing.ts'
import { type Mail, type Part, textOf } from './part.ts'

export interface DsnResult {
  failure: Failure
  delivered: boolean
}

export interface Dsn {
  host: string | null
  queueId: string | null
  arrival: string | null
  /** X-Postfix-Sender: the envelope sender before VERP. */
  sender: string | null
  results: DsnResult[]
}

const STATUS_PART = /^message\/(?:global-)?delivery-status$/
/** RFC 3463 §2: no leading zeros. Postfix hands on what a server made up. */
const CODE = /^\s*([245]\.(?:0|[1-9]\d{0,2})\.(?:0|[1-9]\d{0,2}))(?![\d.])/

/** The status part, wherever it stands; declared as something else it still shows by its fields. */
export function statusPartOf(mail: Mail): Part | null {
  return mail.parts.find(part => STATUS_PART.test(part.type)) ?? null
}

export function parseDsn(part: Part): Dsn {
  return dsnOf(textOf(part))
}

function dsnOf(text: string): Dsn {
  const status = parseDeliveryStatus(text)
  const host = hostField(status.message, 'reporting-mta')
  const dsn: Dsn = {
    host,
    queueId: queueIdIn(status.message),
    arrival: parseDate(rawFieldOf(status.message, 'arrival-date')),
    sender: senderIn(status.message),
    results: [],
  }
  for (const fields of status.recipients) {
    const result = readRecipient(fields, giveUpSign(status.message))
    if (result !== null) dsn.results.push(result)
  }
  return dsn
}

const INLINE_START = /^(?:Reporting-MTA|Final-Recipient|Original-Recipient|Action)[ \t]{0,9}:/im
const INLINE_RECIPIENT = /^(?:Final|Original)-Recipient[ \t]{0,9}:/im
const INLINE_VERDICT = /^(?:Action|Status|Diagnostic-Code)[ \t]{0,9}:/im

/** Status fields that stand in the text of a notice: no MIME, or a writer that puts them there (WorkMail). */
export function parseInlineDsn(text: string): Dsn | null {
  const start = INLINE_START.exec(text)
  if (start === null || !INLINE_RECIPIENT.test(text) || !INLINE_VERDICT.test(text)) return null
  return dsnOf(text.slice(start.index))
}

function readRecipient(fields: readonly Field[], expired: RegExp): DsnResult | null {
  const final = parseRecipient(rawFieldOf(fields, 'final-recipient'))
  const original = parseRecipient(rawFieldOf(fields, 'original-recipient'))
  const actual = parseRecipient(rawFieldOf(fields, 'x-actual-recipient'))
  const recipient = bestAddress([final, actual, original])
  if (recipient === null) return null
  const action = (rawFieldOf(fields, 'action') ?? '').toLowerCase()
  const status = statusCode(rawFieldOf(fields, 'status'))
  const diagnostic = diagnosticOf(fields)
  const remote = rawFieldOf(fields, 'remote-mta')
  const failure: Failure = {
    ...newFailure(recipient, diagnostic.words),
    originalRecipient: original === null ? null : decodeXtextPlus(original),
    outcome: outcomeOf(action, status, expired),
    status,
    saidBy: diagnostic.saidBy,
    relay: remote === null ? null : hostOf(firstWord(parseTyped(remote).value)),
    relayIp: remote === null ? null : ipIn(remote),
    time: parseDate(rawFieldOf(fields, 'last-attempt-date')),
  }
  return { failure, delivered: isDelivered(action, status) }
}

/** The first that is an address; else the first that is anything (a local user, a pipe). */
function bestAddress(found: readonly (string | null)[]): string | null {
  return found.find(address => address?.includes('@')) ?? found.find(address => address !== null) ?? null
}

function isDelivered(action: string, status: string | null): boolean {
  if (/^(?:delivered|relayed|expanded|deliverable)/.test(action)) return true
  return action === '' && status !== null && status.startsWith('2')
}

/** The status of what was given up. Postfix never says 5.4.7 itself: there a server did, and that is a bounce. */
function giveUpSign(message: readonly Field[]): RegExp {
  return message.some(({ name }) => name === 'x-postfix-queue-id') ? /^4/ : /^4|^5\.4\.7$/
}

/** RFC 3464 §2.3.3. Postfix gives up with "failed" and a status of class 4 (mta-lab: only the 4 shows it). */
function outcomeOf(action: string, status: string | null, expired: RegExp): Outcome {
  if (action.startsWith('delay')) return 'delayed'
  if (action.startsWith('expire')) return 'expired'
  if (status === null) return 'bounced'
  if (action === '') return status.startsWith('4') ? 'delayed' : 'bounced'
  return expired.test(status) ? 'expired' : 'bounced'
}

/** "5.1.1 (bad address)" -> "5.1.1"; null for what is no code. */
function statusCode(value: string | null): string | null {
  const code = value === null ? null : CODE.exec(value)
  return code?.[1] ?? null
}

interface Diagnostic {
  words: string
  saidBy: Failure['saidBy']
}

/** Diagnostic-Code, or the X- field where gateways put the real answer. The longest of doubled ones is kept. */
function diagnosticOf(fields: readonly Field[]): Diagnostic {
  const codes = fields.filter(field => field.name === 'diagnostic-code').map(field => parseTyped(field.value))
  const best = codes.reduce((kept, code) => (code.value.length > kept.value.length ? code : kept), {
    type: '',
    value: '',
  })
  const more = rawFieldOf(fields, 'x-supplementary-info')
  if (more !== null && !/[45]\d\d[ -]/.test(best.value)) {
    return { words: more.replace(/^<?SMTP;\s*|>$/gi, ''), saidBy: 'server' }
  }
  return { words: best.value, saidBy: saidByOf(best.type) }
}

function saidByOf(type: string): Failure['saidBy'] {
  if (type === 'smtp' || type === 'lmtp') return 'server'
  return type === '' ? null : 'mta'
}

/** "mx.example.com (192.0.2.1)" -> "mx.example.com". */
function firstWord(value: string): string {
  return value.split(/[\s(]/, 1)[0] ?? ''
}

function hostField(fields: readonly Field[], name: string): string | null {
  const value = rawFieldOf(fields, name)
  return value === null ? null : hostOf(firstWord(parseTyped(value).value))
}

function queueIdIn(fields: readonly Field[]): string | null {
  const field = fields.find(({ name }) => /^x-[\w-]{0,40}queue-id$/.test(name))
  return field === undefined || field.value === '' ? null : field.value
}

function senderIn(fields: readonly Field[]): string | null {
  const field = fields.find(({ name }) => name === 'x-postfix-sender')
  if (field === undefined) return null
  return parseTyped(field.value).value === '' ? '' : parseRecipient(field.value)
}

/** RFC 3461 §4: "+" and "=" arrive as xtext; Exim hands them on undecoded. No other character has to be. */
function decodeXtextPlus(address: string): string {
  return address.replaceAll('+2B', '+').replaceAll('+3D', '=')
}
