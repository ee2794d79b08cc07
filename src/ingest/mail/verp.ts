/**
 * VERP: the address that a bounce comes back to holds the address that it was for.
 *
 * In:     the address that the bounce was sent to; patterns such as "bounce+{local}={domain}@lists.example.org",
 *         where "*" stands for anything
 * Out:    the recipient, or null
 * Spec:   https://cr.yp.to/proto/verp.txt ("owner-local=domain@host"); "+" instead of "-" as many lists do
 */
import { normalizeAddress } from '../../address.ts'

/** The form that qmail, Mailman and Postfix use: "list-bounces+ada=example.com@lists.example.org". */
const CLASSIC = /^[^@]{0,200}[+-](?<local>[^@=]{1,64})=(?<domain>[A-Za-z0-9.-]{1,250}\.[A-Za-z]{2,24})@/

export function decodeVerp(address: string, patterns: readonly string[]): string | null {
  for (const pattern of patterns) {
    const groups = compile(pattern).exec(address)?.groups
    const found = groups === undefined ? null : addressOf(groups)
    if (found !== null) return found
  }
  const groups = patterns.length > 0 ? undefined : CLASSIC.exec(address)?.groups
  return groups === undefined ? null : addressOf(groups)
}

function addressOf(groups: Record<string, string | undefined>): string | null {
  if (groups.local === undefined || groups.domain === undefined) return null
  return normalizeAddress(`${groups.local}@${groups.domain}`)
}

const compiled = new Map<string, RegExp>()

/** A pattern as an expression: only its three placeholders mean anything, all else stands for itself. */
function compile(pattern: string): RegExp {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  const source = pattern
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace('\\{local\\}', '(?<local>[^@]{1,64}?)')
    .replace('\\{domain\\}', '(?<domain>[A-Za-z0-9.-]{1,253})')
    .replaceAll('*', '[^@]{0,200}')
  const expression = new RegExp(`^${source}$`, 'i')
  compiled.set(pattern, expression)
  return expression
}
