/**
 * Who runs the host that answered: its name -> the operator.
 *
 * In:     a relay or Remote-MTA name, in any case
 * Out:    the operator's name; null where the name tells none. A gateway speaks for itself
 */
import { relayNames, relaySuffixes } from './relay-names.ts'

/** Names repeat: a log of a million lines has some thousand relays. */
const CACHE_LIMIT = 20_000
const known = new Map<string, string | null>()
const bySuffix = new Map<string, string>(relaySuffixes.map(row => [row.suffix, row.provider]))

export function providerOf(relay: string | null): string | null {
  if (relay === null || relay === '') return null
  const cached = known.get(relay)
  if (cached !== undefined) return cached
  const provider = lookUp(relay.toLowerCase())
  if (known.size >= CACHE_LIMIT) known.clear()
  // Built anew, so that the key does not keep the chunk alive from which the reader cut the name.
  known.set(JSON.parse(JSON.stringify(relay)), provider)
  return provider
}

/** What a host name must have that is known here: one of the suffixes, in whole labels, or a label that begins so. */
export function namesOfOperators(): { suffixes: readonly string[]; labels: readonly string[] } {
  return {
    suffixes: relaySuffixes.map(({ suffix }) => suffix),
    labels: relayNames.map(({ label }) => label),
  }
}

/** The longest suffix that is known; then the forms that no suffix can say. */
function lookUp(relay: string): string | null {
  const name = relay.endsWith('.') ? relay.slice(0, -1) : relay
  for (let at = 0; at !== -1; ) {
    const provider = bySuffix.get(name.slice(at))
    if (provider !== undefined) return provider
    const dot = name.indexOf('.', at)
    at = dot === -1 ? -1 : dot + 1
  }
  return relayNames.find(row => row.match.test(name))?.provider ?? null
}
