/**
 * A night of mail as a big sender sees it, made from a seed: many providers, reasons, domains and replies.
 * For tests that need a lot of events; the numbers have no meaning.
 */
import type {
  Action,
  Delivery,
  DeliveryEvent,
  Outcome,
  Permanence,
  Reason,
  Subject,
} from '../../src/types.ts'
import { delivered, failure } from './make.ts'

interface Kind {
  weight: number
  outcome: Outcome
  permanence: Permanence
  subject: Subject
  reason: Reason
  action: Action
  replyCode: number
  enhancedCode: string
  diagnostic: string
}

function kind(
  weight: number,
  outcome: Outcome,
  subject: Subject,
  reason: Reason,
  action: Action,
  diagnostic: string,
): Kind {
  const [code = '', enhanced = ''] = diagnostic.split(' ')
  const permanence = code.startsWith('5') ? 'permanent' : 'transient'
  return {
    weight,
    outcome,
    permanence,
    subject,
    reason,
    action,
    replyCode: Number(code),
    enhancedCode: enhanced,
    diagnostic,
  }
}

const KINDS: readonly Kind[] = [
  kind(
    30,
    'bounced',
    'addressing',
    'user-unknown',
    'suppress',
    '550 5.1.1 <{to}>: Recipient address rejected: User unknown',
  ),
  kind(6, 'bounced', 'addressing', 'domain-unknown', 'suppress', '550 5.1.2 Host {host} not found'),
  kind(
    5,
    'bounced',
    'mailbox',
    'mailbox-disabled',
    'suppress',
    '550 5.2.1 The account {to} is disabled. {id}',
  ),
  kind(14, 'deferred', 'mailbox', 'mailbox-full', 'retry', '452 4.2.2 The recipient is out of storage {id}'),
  kind(
    12,
    'deferred',
    'policy',
    'rate-limited',
    'slow-down',
    '421 4.7.28 Unusual rate of mail from {ip}, see https://support.example/a/{id}',
  ),
  kind(
    9,
    'bounced',
    'policy',
    'sender-blocked',
    'fix-sender',
    '550 5.7.1 Blocked: {ip} is on our list (S3140) [{id}]',
  ),
  kind(
    7,
    'bounced',
    'policy',
    'auth-failure',
    'fix-sender',
    '550 5.7.26 Unauthenticated mail from example.org is refused, DMARC',
  ),
  kind(5, 'bounced', 'policy', 'spam', 'fix-message', '554 5.7.1 Message {id} looks like spam'),
  kind(
    4,
    'deferred',
    'policy',
    'greylisted',
    'retry',
    '450 4.2.0 <{to}>: Greylisted, come back in 300 seconds',
  ),
  kind(5, 'deferred', 'network', 'network-error', 'retry', '451 4.4.1 Connection to {host}[{ip}] timed out'),
  kind(2, 'expired', 'network', 'expired', 'review', '451 4.4.7 Delivery time expired'),
  kind(1, 'bounced', 'other', 'unknown', 'review', '550 5.0.0 <script>alert(1)</script> & "quotes" {id}'),
]

const PROVIDERS = [
  'google',
  'microsoft',
  'yahoo',
  'apple',
  'mimecast',
  'gmx',
  'comcast',
  null,
  null,
  null,
] as const

/** A generator of numbers from 0 to 1 (mulberry32): the same for the same seed everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface NightOptions {
  results: number
  seed?: number
  days?: number
  /** Share of results that are failures. */
  failing?: number
}

export function* makeNight({
  results,
  seed = 1,
  days = 14,
  failing = 0.2,
}: NightOptions): Generator<DeliveryEvent | Delivery> {
  const random = randomFrom(seed)
  const begin = Date.UTC(2026, 2, 1)
  for (let index = 0; index < results; index++) {
    const domain = `d${Math.floor(random() ** 3 * 400)}.example`
    const provider = PROVIDERS[Math.floor(random() ** 1.5 * PROVIDERS.length)] ?? null
    const given = {
      time: new Date(begin + Math.floor(random() * days * 86_400_000)).toISOString(),
      line: index + 1,
      host: `mx${1 + (index % 3)}.example.org`,
      queueId: `Q${Math.floor(index / 2).toString(36)}`,
      messageId: `${Math.floor(index / 2)}@example.org`,
      sender: random() < 0.1 ? '' : `news@${random() < 0.7 ? 'example.org' : 'shop.example.net'}`,
      recipient: `u${Math.floor(random() * results)}@${domain}`,
      relay: provider === null ? `mx.${domain}` : `mx${Math.floor(random() * 4)}.${provider}.example`,
      firstOfMessage: index % 2 === 0,
    }
    if (random() >= failing) yield delivered(given)
    else yield failed(given, provider, random)
  }
}

function failed(given: Partial<DeliveryEvent>, provider: string | null, random: () => number): DeliveryEvent {
  const { weight: _, diagnostic, ...verdict } = pickKind(random)
  const words = diagnostic
    .replace('{to}', given.recipient ?? '')
    .replace('{host}', given.relay ?? '')
    .replace('{ip}', `192.0.2.${Math.floor(random() * 255)}`)
    .replace('{id}', Math.floor(random() * 1e9).toString(36))
  const blocklist = verdict.reason === 'sender-blocked' && random() < 0.5 ? 'dnsbl.example' : null
  const rule = verdict.reason === 'unknown' ? 'unknown.unmatched' : 'made.up'
  return failure({ ...given, ...verdict, provider, diagnostic: words, blocklist, rule })
}

const WEIGHTED = KINDS.flatMap(kind => Array.from({ length: kind.weight }, () => kind))
const FIRST = kind(1, 'bounced', 'addressing', 'user-unknown', 'suppress', '550 5.1.1 No such user')

function pickKind(random: () => number): Kind {
  return WEIGHTED[Math.floor(random() * WEIGHTED.length)] ?? FIRST
}
