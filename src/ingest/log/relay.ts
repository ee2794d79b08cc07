/** A next hop as logs write it -> host name, address and port. */
import { isIP } from 'node:net'

export interface Relay {
  relay: string | null
  relayIp: string | null
  relayPort: number | null
}

export const NO_RELAY: Relay = { relay: null, relayIp: null, relayPort: null }

/** "mx.example.net[192.0.2.7]:25", Exim's "mx.example.net [192.0.2.7]", "mail.example.com[private/dovecot-lmtp]", "local"; "none" is no relay. */
export function parseRelay(text: string): Relay {
  if (text === 'none' || text === '') return NO_RELAY
  const open = text.indexOf('[')
  const close = text.indexOf(']', open)
  if (open === -1 || close === -1) return { relay: text, relayIp: null, relayPort: null }
  const inside = text.slice(open + 1, close)
  const address = inside.startsWith('IPv6:') ? inside.slice(5) : inside
  const port = text.charAt(close + 1) === ':' ? Number.parseInt(text.slice(close + 2), 10) : Number.NaN
  return {
    relay: open === 0 ? null : text.slice(0, open).trimEnd(),
    relayIp: isIP(address) === 0 ? null : address,
    relayPort: port > 0 && port < 65_536 ? port : null,
  }
}

/** Handed to a program on the same host. */
export function isLoopback(relay: Relay): boolean {
  return relay.relayIp !== null && (relay.relayIp.startsWith('127.') || relay.relayIp === '::1')
}
