/** A Postfix log of a busy relay: messages interleaved, retries, a content filter, refusals, other programs, traps. */
import { type LinesOut, openLines } from './lines-out.ts'
import { newRandom } from './random.ts'
import { countFailure, newTruth, type Truth } from './truth.ts'
import { newWorld, type Server, type World } from './world.ts'

interface Log {
  world: World
  truth: Truth
  out: LinesOut
  /** Messages under way: each the lines that it still has to write, last one first. */
  active: string[][]
  /** Retries: at which line of the log they begin. */
  waiting: { at: number; begin: () => string[] }[]
}

const UNDER_WAY = 60
const IDS = '0123456789ABCDEF'
const LONG_IDS = '0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz'
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export function writePostfixLog(path: string, bytes: number, seed: number): Truth {
  const log: Log = {
    world: newWorld(newRandom(seed)),
    truth: newTruth(),
    out: openLines(path),
    active: [],
    waiting: [],
  }
  while (log.out.bytes < bytes) {
    while (log.waiting.length > 0 && (log.waiting[0]?.at ?? 0) <= log.out.lines) {
      const due = log.waiting.shift()
      if (due !== undefined) log.active.push(due.begin().reverse())
    }
    while (log.active.length < UNDER_WAY) log.active.push(something(log).reverse())
    writeNext(log, log.world.random.below(log.active.length))
  }
  while (log.active.length > 0) writeNext(log, 0)
  log.out.close()
  log.truth.lines = log.out.lines
  log.truth.bytes = log.out.bytes
  return log.truth
}

/** Nothing but failures, to see how fast events are written. */
export function writeFailures(path: string, failures: number, seed: number): Truth {
  const log: Log = {
    world: newWorld(newRandom(seed)),
    truth: newTruth(),
    out: openLines(path),
    active: [],
    waiting: [],
  }
  for (let number = 0; number < failures; number++) {
    const queued: Queued = { id: newQueueId(log.world), active: '', recipients: [], tries: 0 }
    const outcome = log.world.random.chance(0.5) ? 'bounced' : 'deferred'
    log.active.push([failed(log, queued, log.world.recipient(), outcome).line])
    writeNext(log, 0)
    log.active = []
  }
  log.out.close()
  return { ...log.truth, lines: log.out.lines, bytes: log.out.bytes }
}

function writeNext(log: Log, at: number): void {
  const message = log.active[at]
  const line = message?.pop()
  if (line === undefined) {
    log.active[at] = log.active[log.active.length - 1] ?? []
    log.active.pop()
    return
  }
  log.world.now += log.world.random.below(60)
  log.out.write(`${stamp(log.world.now)} mx1 ${line}`)
}

let lastSecond = -1
let lastStamp = ''

function stamp(now: number): string {
  const second = Math.floor(now / 1000)
  if (second === lastSecond) return lastStamp
  const date = new Date(now)
  lastSecond = second
  lastStamp = `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)}`
  return lastStamp
}

function something(log: Log): string[] {
  const kind = log.world.random.next()
  if (kind < 0.085) return refusal(log)
  if (kind < 0.1) return otherPrograms(log)
  return message(log)
}

function newQueueId({ random }: World): string {
  return random.chance(0.5) ? random.word(IDS, 11) : `4${random.word(LONG_IDS, 14)}`
}

const pid = (world: World) => 1000 + world.random.below(60_000)

function refusal(log: Log): string[] {
  const { world, truth } = log
  const smtpd = `postfix/smtpd[${pid(world)}]`
  const client = `unknown[203.0.113.${world.random.below(250)}]`
  truth.rejected++
  return [
    `${smtpd}: connect from ${client}`,
    `${smtpd}: NOQUEUE: reject: RCPT from ${client}: 554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/203.0.113.9; from=<${world.sender()}> to=<${world.recipient()}> proto=ESMTP helo=<mail.example.org>`,
    `${smtpd}: disconnect from ${client} ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4`,
  ]
}

function otherPrograms({ world }: Log): string[] {
  return [
    `dovecot: imap-login: Login: user=<${world.recipient()}>, method=PLAIN, rip=192.0.2.7, lip=192.0.2.1, mpid=${pid(world)}, TLS`,
    `opendkim[${pid(world)}]: ${newQueueId(world)}: DKIM-Signature field added (s=mail, d=example.com)`,
    `postfix/anvil[${pid(world)}]: statistics: max connection rate 3/60s for (smtp:203.0.113.9) at Nov  2 00:00:00`,
    // Traps: what looks like a result and is none.
    `postfix/cleanup[${pid(world)}]: ${newQueueId(world)}: warning: header Subject: Re: status=bounced (550 5.1.1 User unknown) from localhost[127.0.0.1]; from=<${world.sender()}> to=<${world.recipient()}>`,
    `postfix/smtp[${pid(world)}]: ${newQueueId(world)}: host mx.example.net[203.0.113.4] said: 451 4.3.0 Temporary lookup failure (in reply to RCPT TO command)`,
    `postfix/smtp[${pid(world)}]: connect to mx.example.net[203.0.113.4]:25: Connection timed out`,
  ]
}

function message(log: Log): string[] {
  const { world, truth } = log
  const id = newQueueId(world)
  const sender = world.random.chance(0.04) ? '' : world.sender()
  const recipients = Array.from({ length: world.random.chance(0.08) ? 3 : 1 }, () => world.recipient())
  const size = 900 + world.random.below(90_000)
  const smtpd = `postfix/smtpd[${pid(world)}]`
  const client = `app${world.random.below(9)}.example.com[192.0.2.${world.random.below(99)}]`
  const active = `postfix/qmgr[812]: ${id}: from=<${sender}>, size=${size}, nrcpt=${recipients.length} (queue active)`
  truth.messages++
  return [
    `${smtpd}: connect from ${client}`,
    `${smtpd}: ${id}: client=${client}`,
    `postfix/cleanup[${pid(world)}]: ${id}: message-id=<${id}.${size}@example.com>`,
    active,
    `${smtpd}: disconnect from ${client} ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5`,
    ...attempt(log, { id, active, recipients, tries: 0 }),
  ]
}

interface Queued {
  id: string
  active: string
  recipients: string[]
  tries: number
}

interface Deferred {
  recipient: string
  code: string
}

/** One pass of the queue manager: each recipient is tried, and what stays deferred comes back later. */
function attempt(log: Log, queued: Queued): string[] {
  const { world } = log
  const left: Deferred[] = []
  const lines = queued.recipients.map(recipient => {
    const chance = world.random.next()
    // Once deferred, often deferred again.
    const deferring = queued.tries > 0 ? 0.5 : 0.045
    if (chance < deferring) {
      const { line, code } = failed(log, queued, recipient, 'deferred')
      left.push({ recipient, code })
      return line
    }
    if (chance < deferring + 0.03) return failed(log, queued, recipient, 'bounced').line
    return delivered(log, queued, recipient)
  })
  if (left.length === 0) return [...lines, `postfix/qmgr[812]: ${queued.id}: removed`]
  if (queued.tries >= 3) return [...lines, ...expiry(log, queued, left)]
  const again = { ...queued, recipients: left.map(({ recipient }) => recipient), tries: queued.tries + 1 }
  const at = log.out.lines + 20_000 * again.tries
  insertInOrder(log, { at, begin: () => [queued.active, ...attempt(log, again)] })
  return lines
}

function insertInOrder(log: Log, retry: Log['waiting'][number]): void {
  let place = log.waiting.length
  while (place > 0 && (log.waiting[place - 1]?.at ?? 0) > retry.at) place--
  log.waiting.splice(place, 0, retry)
}

function delivered(log: Log, { id }: Queued, recipient: string): string {
  const { world, truth } = log
  const rest = `delay=${1 + world.random.below(9)}.${world.random.below(9)}, delays=0.1/0.01/0.5/0.4, dsn=2.0.0, status=sent`
  if (world.random.chance(0.05)) {
    truth.handedOver++
    return `postfix/smtp[${pid(world)}]: ${id}: to=<${recipient}>, relay=127.0.0.1[127.0.0.1]:10024, ${rest} (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as ${world.random.word(IDS, 11)})`
  }
  truth.delivered++
  if (world.random.chance(0.1)) {
    return `postfix/lmtp[${pid(world)}]: ${id}: to=<${recipient}>, relay=mail.example.com[private/dovecot-lmtp], ${rest} (250 2.0.0 <${recipient}> 7MpzBzr Saved)`
  }
  const { name, ip } = world.server(domainOf(recipient))
  return `postfix/smtp[${pid(world)}]: ${id}: to=<${recipient}>, relay=${name}[${ip}]:25, ${rest} (250 2.0.0 Ok: queued as ${world.random.word(IDS, 10)})`
}

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1)

/** Failures that no server speaks of, or that a greeting caused: Postfix defers these whatever its code is. */
const LOCAL: readonly ((domain: string, server: Server) => string)[] = [
  (_, { name, ip }) => `connect to ${name}[${ip}]:25: Connection timed out`,
  (_, { name, ip }) => `connect to ${name}[${ip}]:25: Connection refused`,
  (_, { name, ip }) => `lost connection with ${name}[${ip}] while receiving the initial server greeting`,
  (_, { name, ip }) => `conversation with ${name}[${ip}] timed out while sending message body`,
  domain =>
    `Host or domain name not found. Name service error for name=${domain} type=MX: Host not found, try again`,
]

function failed(
  log: Log,
  { id }: Queued,
  recipient: string,
  outcome: 'bounced' | 'deferred',
): { line: string; code: string } {
  const { world, truth } = log
  const server = world.server(domainOf(recipient))
  const { relay, dsn, code, said } = failure(world, server, recipient, outcome)
  countFailure(truth, outcome, code, recipient)
  const delays = `delay=${world.random.below(900)}.4, delays=0.1/0.02/1.2/0.3`
  const line = `postfix/smtp[${pid(world)}]: ${id}: to=<${recipient}>, relay=${relay}, ${delays}, dsn=${dsn}, status=${outcome} (${said})`
  return { line, code }
}

function failure(world: World, server: Server, recipient: string, outcome: 'bounced' | 'deferred') {
  const host = `${server.name}[${server.ip}]`
  const chance = outcome === 'deferred' ? world.random.next() : 1
  if (chance < 0.25) {
    const said = world.random.pick(LOCAL)(domainOf(recipient), server)
    return { relay: 'none', dsn: '4.4.1', code: '4.4.1', said }
  }
  const relay = `${host}:25`
  if (chance < 0.3) {
    const said = `host ${host} refused to talk to me: 554 5.7.1 Your IP 192.0.2.25 has a poor reputation`
    return { relay, dsn: '4.7.1', code: '5.7.1', said }
  }
  const { wording, text } = world.failure(outcome, recipient, server)
  const code = wording.enhanced ?? (outcome === 'bounced' ? '5.0.0' : '4.0.0')
  const words = wording.enhanced === null ? text : `${wording.enhanced} ${text}`
  const said = `host ${host} said: ${wording.code} ${words} (in reply to ${wording.command} command)`
  return { relay, dsn: code, code, said }
}

/** The queue manager gives up: the line names no recipient, and each one still deferred has expired. */
function expiry(log: Log, { id, active }: Queued, left: readonly Deferred[]): string[] {
  const sender = /from=<([^>]*)>/.exec(active)?.[1] ?? ''
  for (const { recipient, code } of left) countFailure(log.truth, 'expired', code, recipient)
  return [
    `postfix/qmgr[812]: ${id}: from=<${sender}>, status=expired, returned to sender`,
    `postfix/bounce[${pid(log.world)}]: ${id}: sender non-delivery notification: ${newQueueId(log.world)}`,
    `postfix/qmgr[812]: ${id}: removed`,
  ]
}
