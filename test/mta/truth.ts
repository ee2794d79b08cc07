/**
 * What the servers said (and the scenarios know) -> what became of each recipient: the truth of a run.
 *
 * In:   the record of a run. Out: one Fate for each message and recipient of each MTA, its attempts in order
 * Where a 5yz is deferred all the same is the MTA's documented behaviour, and a row here.
 */
import type { Command, Origin, Outcome } from '../../src/types.ts'
import type { RunRecord } from './lab.ts'
import type { Instance } from './plan.ts'
import { DROP, type Mta, NOISE, type OwnFinding, PASS, type Scenario, SILENCE } from './scenario.ts'

/** One failed attempt, in the fields that are compared. */
export interface Fact {
  outcome: Outcome
  replyCode: number | null
  /** What the reply's own text holds. */
  stated: string | null
  /** What the MTA declares where the reply states none: Postfix dsn=. */
  declared: string | null
  command: Command | null
  origin: Origin
  relay: string | null
  relayIp: string | null
}

export interface Fate {
  instance: Instance
  scenario: Scenario
  messageId: string | null
  queueId: string
  sender: string
  recipient: string
  originalRecipient: string | null
  attempts: Fact[]
  /** Where no server was asked: what each attempt finds; how many there are, the MTA decides. */
  own: Fact | null
  delivered: boolean
}

type Contact = RunRecord['contacts'][number]

/** Where a 5yz makes a deferral: Postfix smtp_proto.c (greeting, AUTH); Exim (hosts_require_auth, hosts_require_tls). */
const DEFERRED_ANYWAY: Record<Mta, readonly Command[]> = {
  postfix: ['CONNECT', 'AUTH'],
  exim: ['AUTH', 'STARTTLS'],
}

/** A reply that is neither 2yz, 4yz nor 5yz: Postfix smtp_trouble.c bounces, Exim tries again. */
const UNEXPECTED: Record<Mta, Pick<Fact, 'outcome' | 'declared'>> = {
  postfix: { outcome: 'bounced', declared: '5.5.0' },
  exim: { outcome: 'deferred', declared: null },
}

/**
 * Contacts of one attempt: a second session within this time belongs to the first if that came no further than this (HELO after
 * EHLO, clear after TLS), or was with another host. Where machines are slow, two queue runs are as close as that, too.
 */
const ONE_ATTEMPT_MS = 500
const BEFORE_MAIL: ReadonlySet<Command> = new Set(['CONNECT', 'EHLO', 'STARTTLS', 'AUTH'])

export function fatesOf(run: RunRecord, instances: readonly Instance[]): Fate[] {
  const scenarios = new Map(run.scenarios.map(scenario => [scenario.id, scenario]))
  return instances.flatMap(instance => {
    const fates = run.messages
      .filter(message => message.instance === instance.name)
      .flatMap(message => {
        const scenario = scenarios.get(message.scenario)
        if (scenario === undefined) return []
        return message.recipients.map(({ recipient, originalRecipient }): Fate => {
          const own = scenario.own?.[instance.mta]
          return {
            instance,
            scenario,
            recipient,
            originalRecipient,
            messageId: message.messageId,
            queueId: message.queueId,
            sender: message.sender,
            attempts: [],
            own: own === undefined ? null : ownFact(own, recipient),
            delivered: false,
          }
        })
      })
    const mine = run.contacts.filter(
      ({ client }) => client === instance.address || client === instance.address6,
    )
    for (const contacts of byDomain(mine).values()) tellFates(contacts, fates)
    return fates
  })
}

function byDomain(contacts: readonly Contact[]): Map<string, Contact[]> {
  const domains = new Map<string, Contact[]>()
  for (const contact of contacts)
    domains.set(contact.domain, [...(domains.get(contact.domain) ?? []), contact])
  return domains
}

function tellFates(contacts: readonly Contact[], all: readonly Fate[]): void {
  const domain = contacts[0]?.domain ?? ''
  const fates = all.filter(({ recipient }) => domainOf(recipient) === domain)
  const last = new Map<Fate, Contact>()
  for (const contact of contacts) {
    if (contact.answer === PASS || (contact.at === 'END-OF-DATA' && contact.answer.startsWith('2'))) {
      for (const fate of concerned(contact, fates)) {
        if (isSameAttempt(last.get(fate), contact)) fate.attempts.pop()
        fate.delivered = true
      }
      continue
    }
    if (/^2/.test(contact.answer)) continue
    for (const fate of concerned(contact, fates)) {
      if (isSameAttempt(last.get(fate), contact)) fate.attempts.pop()
      fate.attempts.push(factOf(contact, fate))
      last.set(fate, contact)
    }
  }
  for (const fate of fates) dropFirstMx(fate)
}

function isSameAttempt(before: Contact | undefined, contact: Contact): boolean {
  if (before === undefined || contact.time - before.time >= ONE_ATTEMPT_MS) return false
  return (
    before.session === contact.session || before.address !== contact.address || BEFORE_MAIL.has(before.at)
  )
}

/** Of several mail hosts, the last one that was asked is the one that both MTAs report. */
function dropFirstMx(fate: Fate): void {
  if (fate.scenario.firstMx === undefined) return
  fate.attempts = fate.attempts.filter(({ relay }) => relay?.startsWith('mx2.'))
}

function concerned(contact: Contact, fates: readonly Fate[]): Fate[] {
  const open = fates.filter(fate => !fate.delivered && fate.attempts.at(-1)?.outcome !== 'bounced')
  return open.filter(
    ({ recipient }) =>
      contact.recipients === null ||
      contact.recipients.includes(recipient) ||
      isDowngraded(contact, recipient),
  )
}

/** Exim sends `xn--…@` where the next host takes no SMTPUTF8; such a message has one recipient. */
function isDowngraded({ recipients }: Contact, recipient: string): boolean {
  return /[^\u0000-\u007f]/.test(recipient) && recipients?.[0]?.startsWith('xn--') === true
}

function factOf(contact: Contact, { instance: { mta } }: Fate): Fact {
  const { at, answer, host, address } = contact
  const place = { command: at, relay: host, relayIp: address }
  if (answer === DROP || answer === SILENCE || answer === NOISE || !/^\d{3}/.test(answer)) {
    const declared = mta === 'exim' ? null : answer === NOISE ? '4.7.5' : '4.4.2'
    return { ...place, outcome: 'deferred', replyCode: null, stated: null, declared, origin: 'local' }
  }
  if (answer[0] === '3')
    return {
      ...place,
      ...UNEXPECTED[mta],
      replyCode: Number(answer.slice(0, 3)),
      stated: null,
      origin: 'remote',
    }
  const kind = answer[0] === '4' || DEFERRED_ANYWAY[mta].includes(at) ? 4 : 5
  return {
    ...place,
    outcome: kind === 4 ? 'deferred' : 'bounced',
    replyCode: Number(answer.slice(0, 3)),
    stated: statedCode(answer),
    declared: mta === 'postfix' && !ODD_CODE.test(answer) ? `${kind}.0.0` : null,
    origin: 'remote',
  }
}

/** Postfix repeats a code with leading zeros in dsn=; RFC 3463 §2 knows none, so it is no code at all. */
const ODD_CODE = /^\d{3} \d\.0\d/

/** RFC 2034 §4: behind the reply code of the first line that has one; else as "#5.1.1" or "(#5.1.1)" in the text. */
export function statedCode(reply: string): string | null {
  for (const line of reply.split('\n')) {
    const found =
      /^\d{3}[ -](?:\d{3} )?#?([245]\.(?:0|[1-9]\d{0,2})\.(?:0|[1-9]\d{0,2}))(?:[\s:]|$)/.exec(line) ??
      /\(#([245]\.\d+\.\d+)\)/.exec(line)
    if (found?.[1] !== undefined) return found[1]
  }
  return null
}

function ownFact(own: OwnFinding, recipient: string): Fact {
  return {
    outcome: own.outcome,
    replyCode: null,
    stated: null,
    declared: own.enhancedCode,
    command: own.command,
    origin: 'local',
    relay: own.relay === 'mx' ? `mx.${domainOf(recipient)}` : own.relay,
    relayIp: null,
  }
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
