/** An Exim main log of a busy relay: arrivals, deliveries, deferrals, failures, refusals, retries, traps. */
import { openLines } from './lines-out.ts'
import { newRandom } from './random.ts'
import { countFailure, newTruth, type Truth } from './truth.ts'
import { newWorld, type World } from './world.ts'

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const UNDER_WAY = 60

interface Log {
  world: World
  truth: Truth
  lines: number
  active: string[][]
  waiting: { at: number; lines: string[] }[]
}

export function writeEximLog(path: string, bytes: number, seed: number): Truth {
  const log: Log = { world: newWorld(newRandom(seed)), truth: newTruth(), lines: 0, active: [], waiting: [] }
  const out = openLines(path)
  const { random } = log.world
  const writeNext = (at: number) => {
    const line = log.active[at]?.pop()
    if (line === undefined) {
      log.active[at] = log.active[log.active.length - 1] ?? []
      log.active.pop()
      return
    }
    log.world.now += random.below(60)
    log.lines++
    out.write(`${new Date(log.world.now).toISOString().slice(0, 19).replace('T', ' ')} ${line}`)
  }
  while (out.bytes < bytes) {
    while ((log.waiting[0]?.at ?? Number.POSITIVE_INFINITY) <= log.lines) {
      log.active.push((log.waiting.shift()?.lines ?? []).reverse())
    }
    while (log.active.length < UNDER_WAY) log.active.push(something(log).reverse())
    writeNext(random.below(log.active.length))
  }
  // Retries that lie behind the end were counted when they were planned: they are written too.
  for (const { lines } of log.waiting) log.active.push(lines.reverse())
  while (log.active.length > 0) writeNext(0)
  out.close()
  return { ...log.truth, lines: out.lines, bytes: out.bytes }
}

function something(log: Log): string[] {
  const { world, truth } = log
  const kind = world.random.next()
  if (kind < 0.15) {
    truth.rejected++
    const ip = `203.0.113.${world.random.below(250)}`
    return [
      `H=mail.example.org (mail.example.org) [${ip}] F=<${world.sender()}> rejected RCPT <${world.recipient()}>: ${ip} is listed at zen.spamhaus.org (127.0.0.2: https://www.spamhaus.org/query/ip/${ip})`,
    ]
  }
  if (kind < 0.2) return ['Start queue run: pid=4711', 'End queue run: pid=4711']
  return message(log)
}

function message(log: Log): string[] {
  const { world, truth } = log
  const { random } = world
  const id = `1${random.word(BASE62, 5)}-${random.word(BASE62, 11)}-${random.word(BASE62, 4)}`
  const recipients = Array.from({ length: random.chance(0.08) ? 3 : 1 }, () => world.recipient())
  const size = 900 + random.below(90_000)
  // A trap: subjects may hold anything.
  const subject = random.chance(0.02) ? ' T="** failed: status=bounced 550 5.1.1 User unknown"' : ''
  truth.messages++
  const arrival = `${id} <= ${world.sender()} H=app1.example.com [192.0.2.7] P=esmtps X=TLS1.3:ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM:256 CV=no S=${size} id=${size}.${id}@example.com${subject}`
  const later: string[] = []
  const now = recipients.flatMap(recipient => {
    const chance = random.next()
    if (chance < 0.045) {
      later.push(
        random.chance(0.7) ? delivered(log, id, recipient, '=>') : failed(log, id, recipient, 'bounced'),
      )
      return failed(log, id, recipient, 'deferred')
    }
    if (chance < 0.075) return failed(log, id, recipient, 'bounced')
    return delivered(log, id, recipient, '=>')
  })
  const completed = `${id} Completed`
  if (later.length === 0) return [arrival, ...now, completed]
  log.waiting.push({ at: log.lines + 20_000, lines: [...later, completed] })
  return [arrival, ...now]
}

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1)

function delivered({ world, truth }: Log, id: string, recipient: string, flag: string): string {
  const { name, ip } = world.server(domainOf(recipient))
  truth.delivered++
  return `${id} ${flag} ${recipient} R=dnslookup T=remote_smtp H=${name} [${ip}] X=TLS1.3:ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM:256 CV=yes K C="250 2.0.0 Ok: queued as ${world.random.word(BASE62, 10)}" QT=${world.random.below(60)}s DT=1s`
}

const COMMANDS = { 'MAIL FROM': 'MAIL FROM', 'RCPT TO': 'RCPT TO', 'end of DATA': 'end of data' } as const

function failed(
  { world, truth }: Log,
  id: string,
  recipient: string,
  outcome: 'bounced' | 'deferred',
): string {
  const { name, ip } = world.server(domainOf(recipient))
  const flag = outcome === 'bounced' ? '**' : '=='
  const start = `${id} ${flag} ${recipient} R=dnslookup T=remote_smtp`
  if (outcome === 'deferred' && world.random.chance(0.3)) {
    countFailure(truth, outcome, null, recipient)
    return world.random.chance(0.5)
      ? `${start} defer (110) H=${name} [${ip}]: Connection timed out`
      : `${start} defer (111) H=${name} [${ip}]: Connection refused`
  }
  const { wording, text } = world.failure(outcome, recipient, { name, ip })
  countFailure(truth, outcome, wording.enhanced, recipient)
  const said = wording.enhanced === null ? text : `${wording.enhanced} ${text}`
  const argument = wording.command === 'RCPT TO' ? `:<${recipient}>` : ''
  const error = `SMTP error from remote mail server after ${COMMANDS[wording.command]}${argument}: ${wording.code} ${said}`
  return outcome === 'bounced'
    ? `${start} H=${name} [${ip}]: ${error}`
    : `${start} defer (-44) H=${name} [${ip}]: ${error}`
}
