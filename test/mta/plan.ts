/**
 * Scenarios -> what the lab has to set up: server hosts, name server zones, messages of each MTA instance.
 *
 * In:  the scenario tables and the instances. Out: a Plan; addresses are given out in the order of the tables
 */

import type { Zone } from './dns.ts'
import type { Mta, Recipient, Scenario, Script } from './scenario.ts'
import type { Host } from './sink.ts'

export interface Instance {
  name: string
  mta: Mta
  /** Its host name, and the domain that takes the bounces. */
  host: string
  address: string
  address6: string
}

export interface PlannedRecipient {
  recipient: string
  originalRecipient: string | null
  domain: string
}

export interface Message {
  instance: string
  scenario: string
  sender: string
  /** Without angle brackets; null if the message has none. */
  messageId: string | null
  recipients: readonly PlannedRecipient[]
  mailFrom: string
  rcptTo: readonly string[]
  text: string
}

export interface Plan {
  scenarios: readonly Scenario[]
  hosts: Host[]
  zones: Map<string, Zone>
  messages: Message[]
  aliases: Map<string, string[]>
}

/** Where the content filter listens. */
const FILTER = '127.0.0.1'

export function planOf(scenarios: readonly Scenario[], instances: readonly Instance[]): Plan {
  const plan: Plan = { scenarios, hosts: [], zones: new Map(), messages: [], aliases: new Map() }
  for (const { host, address } of instances)
    plan.zones.set(host, { mx: [{ preference: 10, host }], addresses: [address] })
  for (const scenario of scenarios) {
    if (scenario.domain === undefined) placeServers(plan, scenario, instances)
    for (const { local, alias, elsewhere } of recipientsOf(scenario)) {
      if (alias === undefined) continue
      const members = plan.aliases.get(alias) ?? []
      plan.aliases.set(alias, [...members, `${local}@${elsewhere ?? scenario.id}.example.test`])
    }
    for (const instance of instances)
      if (scenario.only === undefined || scenario.only === instance.mta)
        for (const one of messagesIn(scenario)) plan.messages.push(messageOf(one, instance))
  }
  return plan
}

function messagesIn(scenario: Scenario): Scenario[] {
  if (scenario.separate !== true) return [scenario]
  return recipientsOf(scenario).map(recipient => ({
    ...scenario,
    recipients: [recipient],
    messageId: `${scenario.id}.${recipient.local}@client.example.test`,
  }))
}

function recipientsOf(scenario: Scenario): readonly Recipient[] {
  return scenario.recipients ?? [{ local: 'user' }]
}

function placeServers(plan: Plan, scenario: Scenario, instances: readonly Instance[]): void {
  const names = new Set(recipientsOf(scenario).map(recipient => recipient.elsewhere ?? scenario.id))
  for (const name of names) {
    const domain = `${name}.example.test`
    if (scenario.dns !== undefined) placeTrouble(plan, scenario, domain, instances)
    else if (scenario.net !== undefined) placeMx(plan, domain, [unusedAddress(plan, scenario)], 'mx')
    else placeHosts(plan, scenario, name, domain)
  }
}

function placeHosts(plan: Plan, scenario: Scenario, name: string, domain: string): void {
  const mine = recipientsOf(scenario).filter(recipient => (recipient.elsewhere ?? scenario.id) === name)
  const recipients = new Map(
    mine.flatMap(({ local, script }) =>
      script === undefined ? [] : [[`${local}@${domain}`, script] as const],
    ),
  )
  const offers = scenario.offers ?? []
  const scripts: [string, Script | null][] =
    scenario.firstMx === undefined
      ? [['mx', scenario.script ?? null]]
      : [
          ['mx1', scenario.firstMx],
          ['mx2', scenario.script ?? null],
        ]
  for (const [label, script] of scripts) {
    const address = scenario.filtered === true ? FILTER : nextAddress(plan, scenario)
    plan.hosts.push({
      name: `${label}.${domain}`,
      address,
      domain,
      script,
      recipients,
      offers,
      port: scenario.filtered === true ? 10025 : 25,
    })
  }
  const mx = scripts.map(([label], i) => ({ preference: 10 * (i + 1), host: `${label}.${domain}` }))
  plan.zones.set(domain, { mx })
  for (const host of plan.hosts)
    if (host.domain === domain) plan.zones.set(host.name, { addresses: [host.address] })
}

function placeMx(plan: Plan, domain: string, addresses: readonly string[], label: string): void {
  plan.zones.set(domain, { mx: [{ preference: 10, host: `${label}.${domain}` }] })
  plan.zones.set(`${label}.${domain}`, { addresses })
}

function placeTrouble(plan: Plan, scenario: Scenario, domain: string, instances: readonly Instance[]): void {
  if (scenario.dns === 'servfail') plan.zones.set(domain, { servfail: true })
  else if (scenario.dns === 'null-mx') plan.zones.set(domain, { mx: [{ preference: 0, host: '.' }] })
  else if (scenario.dns === 'no-address')
    plan.zones.set(domain, { mx: [{ preference: 10, host: `gone.${domain}` }] })
  else if (scenario.dns === 'no-mail-host') plan.zones.set(domain, {})
  else if (scenario.dns === 'self')
    plan.zones.set(domain, { mx: instances.map(({ host }) => ({ preference: 10, host })) })
}

/** 203.0.113.0/24 first, then 198.51.100.20 and up: RFC 5737 has no more that the namespace could own. */
function nextAddress(plan: Plan, scenario: Scenario): string {
  const n = plan.hosts.length
  if (scenario.ipv6 === true) return `2001:db8::${(0x100 + n).toString(16)}`
  if (n >= 254 + 230) throw new Error('too many scenarios: no RFC 5737 address is left')
  return n < 254 ? `203.0.113.${n + 1}` : `198.51.100.${n - 254 + 20}`
}

/** 198.51.100.250 is nobody's; 192.0.2.0/25 swallows what it is sent; to 192.0.2.128/25 there is no route. */
function unusedAddress(plan: Plan, scenario: Scenario): string {
  const n = plan.zones.size % 100
  if (scenario.net === 'refused') return '198.51.100.250'
  return scenario.net === 'black-hole' ? `192.0.2.${n + 1}` : `192.0.2.${n + 129}`
}

function messageOf(scenario: Scenario, instance: Instance): Message {
  const here = (text: string) => text.replaceAll('$', instance.host)
  const sender = here(scenario.sender ?? `${scenario.id}@$`)
  const recipients = recipientsOf(scenario).map(({ local, alias, elsewhere }) => {
    const domain =
      scenario.domain === undefined ? `${elsewhere ?? scenario.id}.example.test` : here(scenario.domain)
    const originalRecipient = alias === undefined ? null : `${alias}@${instance.host}`
    return { recipient: `${local}@${domain}`, originalRecipient, domain }
  })
  const envelope = [
    ...new Set(recipients.map(({ recipient, originalRecipient }) => originalRecipient ?? recipient)),
  ]
  const messageId = scenario.messageId ?? `${scenario.id}.${instance.name}@client.example.test`
  return {
    instance: instance.name,
    scenario: scenario.id,
    sender,
    messageId: messageId === '' ? null : messageId,
    recipients,
    mailFrom: `<${sender}>${scenario.smtputf8 === true ? ' SMTPUTF8 BODY=8BITMIME' : ''}${scenario.verp === true ? ' XVERP' : ''}${scenario.envid === undefined ? '' : ` ENVID=${scenario.envid}`}`,
    rcptTo: envelope.map(
      address =>
        `<${address}>${scenario.orcpt === undefined ? '' : ` NOTIFY=FAILURE,DELAY ORCPT=${scenario.orcpt}`}`,
    ),
    text: textOf(scenario, sender, envelope, messageId),
  }
}

function textOf(scenario: Scenario, sender: string, envelope: readonly string[], messageId: string): string {
  const headers = [
    `From: <${sender === '' ? 'MAILER-DAEMON@client.example.test' : sender}>`,
    `To: ${envelope.map(address => `<${address}>`).join(',\n ')}`,
    `Subject: ${scenario.id}`,
    'Date: Tue, 24 Nov 2026 12:00:00 +0000',
    ...(messageId === '' ? [] : [`Message-ID: <${messageId}>`]),
  ]
  const body = 'A line of the message.\n'.repeat(Math.max(1, Math.ceil((scenario.size ?? 0) / 23)))
  return `${headers.join('\n')}\n\n${body}`
}
