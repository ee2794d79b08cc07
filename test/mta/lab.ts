/**
 * Inside the namespaces: starts everything, gives the messages to the MTAs, waits for their queues to end.
 *
 * In:   argv: the folder of unpacked packages, the folder for results, scenario ids (all if none)
 * Out:  results: run.json (messages with queue ids, contacts), logs, Maildirs; everything else dies with the namespaces
 */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startDns } from './dns.ts'
import { startExim } from './exim.ts'
import { instances } from './instances.ts'
import { enterLab, LAB, run } from './namespace.ts'
import { type Message, planOf } from './plan.ts'
import { type Server, startPostfix } from './postfix.ts'
import type { Scenario } from './scenario.ts'
import { allScenarios } from './scenarios/all.ts'
import { type Contact, startSink } from './sink.ts'
import { inject } from './smtp-client.ts'
import { exportJournal, SYSLOG, startSyslog } from './syslog.ts'

/** What a run leaves behind for the comparison. */
export interface RunRecord {
  scenarios: readonly Scenario[]
  messages: (Message & { queueId: string })[]
  contacts: (Omit<Contact, 'host'> & { host: string; address: string; domain: string })[]
  journal: boolean
  seconds: number
}

const GIVE_UP = 150_000

const [root = '', results = '', ...only] = process.argv.slice(2)
const began = Date.now()
const scenarios =
  only.length === 0 ? allScenarios : allScenarios.filter(({ id }) => only.some(word => id.startsWith(word)))
const plan = planOf(scenarios, instances)
enterLab(root, instances)
writePrograms()
await startDns(plan.zones)
const sink = await startSink(plan.hosts, makeCertificate())
const syslog = await startSyslog(root)
const servers = instances.map(instance =>
  instance.mta === 'postfix' ? startPostfix(root, instance, plan) : startExim(root, instance, plan),
)
for (const server of servers) await untilListening(server)
const messages = await injectAll(plan.messages)
await removeDeleted(messages)
const left = await untilQueuesEnd()
await pause(500)
writeResults()
if (left.length > 0) console.error(`still queued after ${GIVE_UP / 1000} s: ${left.join(' ')}`)
process.exit(left.length > 0 ? 1 : 0)

function writePrograms(): void {
  mkdirSync(join(LAB, 'bin'))
  const program = (name: string, script: string) =>
    writeFileSync(join(LAB, 'bin', name), `#!/bin/sh\ncat > /dev/null\n${script}\n`, { mode: 0o755 })
  program('pipe-exit1', 'echo "filter: cannot open mailbox"\nexit 1')
  program('pipe-exit67', 'echo "no such person"\nexit 67')
  program('pipe-exit75', 'echo "database is locked, try again"\nexit 75')
  program('pipe-signal', 'kill -9 $$')
}

function makeCertificate(): { key: string; cert: string } | null {
  try {
    run('openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=mx.example.test',
      '-keyout',
      `${LAB}/key.pem`,
      '-out',
      `${LAB}/cert.pem`,
    ])
    return { key: readFileSync(`${LAB}/key.pem`, 'utf8'), cert: readFileSync(`${LAB}/cert.pem`, 'utf8') }
  } catch {
    console.error('no openssl: servers drop the connection after STARTTLS')
    return null
  }
}

async function untilListening({ instance, process }: Server): Promise<void> {
  const { connect } = await import('node:net')
  for (let i = 0; i < 100; i++) {
    if (process.exitCode !== null) throw new Error(`${instance.name} ended with ${process.exitCode}`)
    const up = await new Promise<boolean>(resolve => {
      const socket = connect(2525, instance.address)
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.end()).on('error', () => socket.destroy())
    })
    if (up) return
    await pause(100)
  }
  throw new Error(`${instance.name} does not listen`)
}

async function injectAll(planned: readonly Message[]): Promise<RunRecord['messages']> {
  const taken: RunRecord['messages'] = []
  const waiting = [...planned]
  const worker = async () => {
    for (let message = waiting.shift(); message !== undefined; message = waiting.shift()) {
      const address = instances.find(({ name }) => name === message?.instance)?.address ?? ''
      const { mailFrom, rcptTo, text } = message
      taken.push({ ...message, queueId: await inject(address, 2525, { mailFrom, rcptTo, message: text }) })
    }
  }
  await Promise.all(Array.from({ length: 6 }, worker))
  return taken
}

/** The administrator's `postsuper -d` and `exim -Mrm`, once the first attempt is over. */
async function removeDeleted(taken: RunRecord['messages']): Promise<void> {
  const deleted = new Set(scenarios.filter(scenario => scenario.deleted === true).map(({ id }) => id))
  if (deleted.size === 0) return
  await pause(2000)
  for (const { instance, scenario, queueId } of taken) {
    if (!deleted.has(scenario)) continue
    servers.find(server => server.instance.name === instance)?.remove(queueId)
  }
}

async function untilQueuesEnd(): Promise<string[]> {
  const until = Date.now() + GIVE_UP
  for (;;) {
    const queued = servers.flatMap(server => server.queued().map(id => `${server.instance.name}:${id}`))
    if (queued.length === 0 || Date.now() > until) return queued
    await pause(500)
  }
}

function writeResults(): void {
  for (const { instance, maildir } of servers)
    if (existsSync(maildir))
      cpSync(join(maildir, 'new'), join(results, `${instance.name}-mail`), { recursive: true })
  for (const { name, mta } of instances) {
    const log = mta === 'exim' ? join(LAB, name, 'log', 'mainlog') : join(LAB, name, 'mail.log')
    if (existsSync(log)) cpSync(log, join(results, `${name}.log`))
    const panic = join(LAB, name, 'log', 'paniclog')
    if (existsSync(panic)) cpSync(panic, join(results, `${name}-panic.log`))
  }
  if (syslog.journal) exportJournal()
  cpSync(SYSLOG, join(results, 'syslog'), { recursive: true })
  const contacts = sink.contacts.map(({ host, ...contact }) => ({
    ...contact,
    host: host.name,
    address: host.address,
    domain: host.domain,
  }))
  const record: RunRecord = {
    scenarios,
    messages,
    contacts,
    journal: syslog.journal,
    seconds: (Date.now() - began) / 1000,
  }
  writeFileSync(join(results, 'run.json'), JSON.stringify(record))
}
