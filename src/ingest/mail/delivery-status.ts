/**
 * Delivery-status fields of a DSN.
 *
 * In:     the text of a message/delivery-status or message/global-delivery-status part, LF line ends
 * Out:    fields of the message, and of each recipient, in their order; names in lower case
 * Errors: none. A line that is no field continues the one before it (writers that fold without a blank);
 *         a part without recipients gives an empty list
 * Spec:   RFC 3464 §2.1 to §2.3, RFC 6533 §4 (utf-8 addresses)
 */
import { normalizeAddress } from '../../address.ts'
import { type Field, fieldAt } from './fields.ts'

export interface DeliveryStatus {
  message: Field[]
  recipients: Field[][]
}

/** A "type; value" field. */
export interface Typed {
  /** Lower case; '' if the field names none. */
  type: string
  value: string
}

const OF_MESSAGE =
  /^(?:original-envelope-id|reporting-mta|dsn-gateway|received-from-mta|arrival-date|reporting-ua)$/

export function parseDeliveryStatus(text: string): DeliveryStatus {
  const status: DeliveryStatus = { message: [], recipients: [] }
  let group: Field[] = []
  for (let at = 0; at <= text.length; ) {
    const feed = text.indexOf('\n', at)
    const end = feed < 0 ? text.length : feed
    const first = at < end ? text.charCodeAt(at) : 10
    const field = first > 32 ? fieldAt(text, at, end) : null
    if (field !== null) {
      if (beginsRecipient(group, field)) {
        addGroup(status, group)
        group = []
      }
      group.push(field)
    } else {
      const more = text.slice(at, end).trim()
      const last = group.at(-1)
      if (more === '') {
        addGroup(status, group)
        group = []
      } else if (last !== undefined) last.value = `${last.value} ${more}`.trim()
    }
    at = end + 1
  }
  addGroup(status, group)
  return status
}

/** Recipients that no blank line parts: another Final-Recipient than the one that the group has. */
function beginsRecipient(group: readonly Field[], field: Field): boolean {
  return (
    field.name === 'final-recipient' &&
    group.some(known => known.name === field.name && known.value !== field.value)
  )
}

/**
 * Some writers leave the blank line behind the message's fields out, others put one into a recipient's
 * fields: a group counts as a recipient's if it names one, and what follows it belongs to it.
 */
function addGroup(status: DeliveryStatus, group: Field[]): void {
  if (group.length === 0) return
  const own = group.filter(field => !OF_MESSAGE.test(field.name))
  const namesRecipient = own.some(field => /^(?:final|original)-recipient$/.test(field.name))
  const last = status.recipients.at(-1)
  if (namesRecipient && !(last !== undefined && isSameRecipient(last, own))) {
    status.message.push(...group.filter(field => OF_MESSAGE.test(field.name)))
    status.recipients.push(own)
  } else if (last !== undefined) last.push(...own)
  else if (own.some(field => field.name === 'action') && own.some(field => field.name === 'status')) {
    status.message.push(...group.filter(field => OF_MESSAGE.test(field.name)))
    status.recipients.push(own)
  } else status.message.push(...group)
}

/** A group cut in two: the first half has no Action yet, or the second repeats nothing but the recipient. */
function isSameRecipient(before: readonly Field[], group: readonly Field[]): boolean {
  const has = (fields: readonly Field[], name: string) => fields.some(field => field.name === name)
  if (has(before, 'final-recipient') && has(group, 'final-recipient')) return false
  return !has(before, 'action') || !has(group, 'action')
}

/** "rfc822; ada@example.com" -> type and value; a value without a type has type ''. */
export function parseTyped(value: string): Typed {
  const typed = /^\s{0,9}([\w/-]{1,40})\s{0,9};/.exec(value)
  if (typed === null) return { type: '', value: value.trim() }
  return { type: (typed[1] ?? '').toLowerCase(), value: value.slice(typed[0].length).trim() }
}

/** A recipient field -> the address that events use; null for none. */
export function parseRecipient(value: string | null): string | null {
  if (value === null) return null
  const typed = parseTyped(value)
  return cleanAddress(typed.type === 'utf-8' ? unescapeUtf8(typed.value) : typed.value)
}

/** Angle brackets, quotes around all of it, comments, display names and source routes off; null if nothing is left. */
export function cleanAddress(text: string): string | null {
  let address = text.slice(0, 2000).trim()
  const angle = /<([^<>]*)>[^<>]*$/.exec(address)
  if (angle?.[1] !== undefined) address = angle[1].trim()
  address = address.replace(/^mailto:/i, '')
  // RFC 5321 §4.1.1.3: a source route "@a,@b:user@c" is ignored.
  if (address.startsWith('@')) address = address.slice(address.indexOf(':') + 1)
  address = address
    .replace(/\s{1,20}\([^()]{0,200}\)$/, '')
    .replace(/^["'](.*)["']$/, '$1')
    .replace(/[\s;,]{1,50}$/, '')
  if (address === '' || address.length > 320) return null
  return normalizeAddress(address)
}

/** RFC 6533 §3: \x{HEXPOINT}. */
function unescapeUtf8(value: string): string {
  return value.replace(/\\x\{([0-9A-F]{1,6})\}/gi, (whole, hex: string) => {
    const point = Number.parseInt(hex, 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })
}
