/** The senders, recipients and servers of generated inputs: names of RFC 2606, addresses of RFC 5737. */
import type { Random } from './random.ts'
import { newZipf } from './random.ts'
import { WORDINGS, type Wording } from './wordings.ts'

export interface World {
  random: Random
  /** Milliseconds since 1970. */
  now: number
  recipient(): string
  sender(): string
  server(domain: string): Server
  /** A failure of a server, and its words with everything filled in. */
  failure(outcome: Wording['outcome'], recipient: string, server: Server): { wording: Wording; text: string }
}

export interface Server {
  name: string
  ip: string
}

const DOMAINS = 3000
const SENDERS = 200
const PEOPLE = 40_000
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
/** Every tenth domain has its mail at one of those whose names the classifier knows. */
const PROVIDERS = [
  'gmail-smtp-in.l.google.com',
  'alt1.aspmx.l.google.com',
  'example-net.mail.protection.outlook.com',
  'mta7.am0.yahoodns.net',
  'mx01.mail.icloud.com',
  'mxa-00123456.gslb.pphosted.com',
  'eu-smtp-inbound-1.mimecast.com',
]

export function newWorld(random: Random): World {
  const domainRank = newZipf(random, DOMAINS)
  const senderRank = newZipf(random, SENDERS)
  const wordingRank = { bounced: newZipf(random, 100), deferred: newZipf(random, 50) }
  const wordings = {
    bounced: WORDINGS.filter(row => row.outcome === 'bounced'),
    deferred: WORDINGS.filter(row => row.outcome === 'deferred'),
  }
  const server = (domain: string): Server => {
    const rank = Number(/\d+/.exec(domain)?.[0] ?? 0)
    const ip = `198.51.100.${1 + (rank % 250)}`
    if (rank % 10 === 0) return { name: PROVIDERS[(rank / 10) % PROVIDERS.length] ?? '', ip }
    return { name: `mx${rank % 3}.${domain}`, ip: `203.0.113.${1 + (rank % 250)}` }
  }
  return {
    random,
    now: Date.UTC(2026, 10, 2),
    recipient: () => `${personName(random)}@d${domainRank()}.example.net`,
    sender: () => `news${senderRank()}@s${senderRank()}.example.com`,
    server,
    failure(outcome, recipient, { name, ip }) {
      const rows = wordings[outcome]
      const wording = rows[wordingRank[outcome]() % rows.length] ?? random.pick(rows)
      const text = wording.text
        .replace('{rcpt}', recipient)
        .replaceAll('{ip}', '192.0.2.25')
        .replace('{host}', name || ip)
        .replace('{domain}', recipient.slice(recipient.indexOf('@') + 1))
        .replace(
          '{id}',
          `${random.word(LETTERS, 3)}${random.below(1e6)}si${random.below(1e7)}.${random.below(900)}`,
        )
        .replace('{n}', String(1 + random.below(900)))
      return { wording, text }
    },
  }
}

function personName(random: Random): string {
  const person = random.below(PEOPLE)
  return person % 3 === 0 ? `p${person}` : `${person.toString(36)}.family${person % 977}`
}
