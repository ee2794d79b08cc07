/**
 * The scripted SMTP server: answers at each stage what the scenario asks for, and writes down what it said.
 *
 * In:   hosts: one address, one script (or one for each recipient); the addresses that the MTAs call from
 * Out:  `contacts`: every refusal, drop, silence and acceptance in its order: the truth of the lab
 * Spec: RFC 5321 §4.1 to §4.3, RFC 3207 (STARTTLS), RFC 4954 (AUTH PLAIN)
 */
import { createServer, type Socket } from 'node:net'
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls'
import type { Command } from '../../src/types.ts'
import { type Answer, DROP, NOISE, PASS, type Script, SILENCE } from './scenario.ts'

export interface Host {
  name: string
  address: string
  port: number
  domain: string
  script: Script | null
  /** RCPT TO address, domain in lower case -> its own script. */
  recipients: ReadonlyMap<string, Script>
  offers: readonly string[]
}

/** One thing that a server said (or did not say) to an MTA. */
export interface Contact {
  /** Number of the connection: contacts of one session share it. */
  session: number
  /** Milliseconds since 1970. */
  time: number
  /** The address that the MTA called from. */
  client: string
  host: Host
  at: Command
  answer: Answer
  /** Those that the answer concerns; null: all that the MTA had for this domain. */
  recipients: readonly string[] | null
}

export interface Sink {
  contacts: Contact[]
}

interface Session {
  sink: Sink
  host: Host
  number: number
  client: string
  socket: Socket
  counts: Map<string, number>
  secure: SecureContext | null
  stage: 'commands' | 'auth' | 'data' | 'dead'
  mail: 'none' | 'accepted' | 'refused'
  sender: string
  accepted: string[]
  waiting: string
}

const STANDARD = ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'SIZE 50000000', 'ENHANCEDSTATUSCODES']

export async function startSink(
  hosts: readonly Host[],
  tls: { key: string; cert: string } | null,
): Promise<Sink> {
  const sink: Sink = { contacts: [] }
  const secure = tls === null ? null : createSecureContext(tls)
  const counts = new Map<string, number>()
  let number = 0
  for (const host of hosts) {
    const server = createServer(socket => {
      number++
      const client = (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
      greet({
        sink,
        host,
        number,
        client,
        socket,
        counts,
        secure,
        stage: 'commands',
        mail: 'none',
        sender: '',
        accepted: [],
        waiting: '',
      })
    })
    await new Promise<void>(resolve => server.listen(host.port, host.address, resolve))
  }
  return sink
}

function greet(session: Session): void {
  listen(session)
  const answer = scripted(session, 'CONNECT', null)
  if (answer !== PASS) tell(session, 'CONNECT', answer, null)
  else say(session, `220 ${session.host.name} ESMTP`)
}

function listen(session: Session): void {
  session.socket.on('error', () => session.socket.destroy())
  session.socket.on('data', chunk => {
    session.waiting += chunk.toString('utf8')
    for (let end = session.waiting.indexOf('\r\n'); end >= 0; end = session.waiting.indexOf('\r\n')) {
      if (session.stage === 'dead') return
      const line = session.waiting.slice(0, end)
      session.waiting = session.waiting.slice(end + 2)
      hear(session, line)
    }
  })
}

function hear(session: Session, line: string): void {
  if (session.stage === 'data') {
    if (line === '.') finish(session)
    return
  }
  if (session.stage === 'auth') {
    session.stage = 'commands'
    stage(session, 'AUTH', null, () => say(session, '235 2.7.0 ok'))
    return
  }
  const verb = line.slice(0, 4).toUpperCase()
  if (verb === 'EHLO') stage(session, 'EHLO', null, () => offer(session))
  else if (verb === 'HELO') stage(session, 'EHLO', null, () => say(session, `250 ${session.host.name}`))
  else if (verb === 'STAR') stage(session, 'STARTTLS', null, () => upgrade(session))
  else if (verb === 'AUTH') authenticate(session, line)
  else if (verb === 'MAIL') hearMail(session, line)
  else if (verb === 'RCPT') hearRcpt(session, line)
  else if (verb === 'DATA') hearData(session)
  else if (verb === 'QUIT') {
    say(session, '221 2.0.0 bye')
    session.socket.end()
  } else {
    if (verb === 'RSET') session.mail = 'none'
    say(session, '250 2.0.0 ok')
  }
}

function hearMail(session: Session, line: string): void {
  session.sender = pathOf(line)
  session.accepted = []
  session.mail = 'refused'
  stage(session, 'MAIL', null, () => {
    session.mail = 'accepted'
    say(session, '250 2.1.0 ok')
  })
}

function hearRcpt(session: Session, line: string): void {
  if (session.mail !== 'accepted') {
    say(session, '503 5.5.1 need MAIL command')
    return
  }
  const recipient = pathOf(line)
  const accept = () => {
    session.accepted.push(recipient)
    say(session, '250 2.1.5 ok')
  }
  stage(session, 'RCPT', recipient, accept)
}

function hearData(session: Session): void {
  if (session.accepted.length === 0) {
    say(session, '554 5.5.1 no valid recipients')
    return
  }
  stage(session, 'DATA', null, () => {
    session.stage = 'data'
    say(session, '354 go on')
  })
}

function finish(session: Session): void {
  session.stage = 'commands'
  const recipients = session.accepted
  stage(session, 'END-OF-DATA', null, () => {
    say(session, '250 2.0.0 taken')
    session.sink.contacts.push(contactOf(session, 'END-OF-DATA', PASS, recipients))
  })
  session.accepted = []
  session.mail = 'none'
}

function authenticate(session: Session, line: string): void {
  if (/^AUTH PLAIN \S/i.test(line)) {
    stage(session, 'AUTH', null, () => say(session, '235 2.7.0 ok'))
    return
  }
  session.stage = 'auth'
  say(session, '334 ')
}

function offer(session: Session): void {
  const { offers, name } = session.host
  const keywords = [...(offers.length > 0 ? offers : STANDARD), ...extraKeywords(session)]
  const lines = [name, ...keywords]
  say(session, lines.map((word, i) => `250${i < lines.length - 1 ? '-' : ' '}${word}`).join('\n'))
}

function extraKeywords(session: Session): string[] {
  const encrypted = session.socket instanceof TLSSocket
  const wantsTls = session.host.script?.at === 'STARTTLS' || session.host.domain.startsWith('starttls-then')
  return [
    ...(wantsTls && !encrypted ? ['STARTTLS'] : []),
    ...(session.host.script?.at === 'AUTH' ? ['AUTH PLAIN'] : []),
  ]
}

function upgrade(session: Session): void {
  say(session, '220 2.0.0 go ahead')
  if (session.secure === null) {
    session.socket.destroy()
    return
  }
  session.socket.removeAllListeners('data')
  session.socket = new TLSSocket(session.socket, { isServer: true, secureContext: session.secure })
  session.waiting = ''
  listen(session)
}

/** What the script has for this stage is said; else `accept` goes on. */
function stage(session: Session, at: Command, recipient: string | null, accept: () => void): void {
  const answer = scripted(session, at, recipient)
  if (answer === PASS) {
    accept()
    return
  }
  if (/^2/.test(answer) && at === 'RCPT' && recipient !== null) session.accepted.push(recipient)
  const concerned =
    recipient !== null ? [recipient] : at === 'DATA' || at === 'END-OF-DATA' ? session.accepted : null
  tell(session, at, answer, concerned)
}

function tell(session: Session, at: Command, answer: Answer, recipients: readonly string[] | null): void {
  const wire = answer.replace(/\$rcpt/g, recipients?.[0] ?? '').replace(/\$sender/g, session.sender)
  session.sink.contacts.push(contactOf(session, at, wire, recipients))
  if (answer === SILENCE) session.stage = 'dead'
  else if (answer === DROP) hangUp(session)
  else if (answer === NOISE) {
    say(session, '220 2.0.0 go ahead')
    session.socket.write('this is no TLS record at all, and it never will be one\r\n')
    session.stage = 'dead'
  } else {
    say(session, wire)
    if (answer.startsWith('421')) hangUp(session)
  }
}

function hangUp(session: Session): void {
  session.stage = 'dead'
  session.socket.end()
}

function scripted(session: Session, at: Command, recipient: string | null): Answer {
  const { host, counts, client } = session
  const own = recipient === null ? undefined : host.recipients.get(recipient)
  const script = own ?? host.script
  if (script === null || script.at !== at) return PASS
  const key = `${client} ${host.address} ${at} ${recipient ?? ''}`
  const times = counts.get(key) ?? 0
  counts.set(key, times + 1)
  return script.answers[Math.min(times, script.answers.length - 1)] ?? PASS
}

function contactOf(
  session: Session,
  at: Command,
  answer: Answer,
  recipients: readonly string[] | null,
): Contact {
  return {
    session: session.number,
    time: Date.now(),
    client: session.client,
    host: session.host,
    at,
    answer,
    recipients: recipients && [...recipients],
  }
}

/** MAIL FROM:<path> or RCPT TO:<path>; a quoted local part may hold ">". */
function pathOf(line: string): string {
  const path = /<((?:"(?:[^"\\]|\\.)*"|[^">])*)>/.exec(line)?.[1] ?? ''
  const at = path.lastIndexOf('@')
  return at < 0 ? path : path.slice(0, at) + path.slice(at).toLowerCase()
}

function say(session: Session, reply: string): void {
  session.socket.write(`${reply.replace(/\n/g, '\r\n')}\r\n`)
}
