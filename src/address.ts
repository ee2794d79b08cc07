/**
 * Addresses and domains in the one form that events use.
 *
 * Spec: RFC 5321 §2.3.5, §2.4 (the local part is case-sensitive, the domain is not), RFC 5890 (A-labels).
 */
import { domainToASCII } from 'node:url'

/** An address as logs and reports write it -> local part as written, domain in lower case. */
export function normalizeAddress(address: string): string {
  const at = address.lastIndexOf('@')
  if (at < 0) return address
  const domain = address.slice(at + 1)
  const lower = domain.toLowerCase()
  return lower === domain ? address : `${address.slice(0, at + 1)}${lower}`
}

/** An address -> its domain, lower case and in A-labels; null without a domain. */
export function domainOf(address: string | null): string | null {
  if (address === null) return null
  const at = address.lastIndexOf('@')
  if (at < 0 || at === address.length - 1) return null
  const domain = address.slice(at + 1).toLowerCase()
  if (!/[^\x00-\x7f]/.test(domain)) return domain
  // domainToASCII answers '' for what is no domain name; the name as written is still better than none.
  return domainToASCII(domain) || domain
}
