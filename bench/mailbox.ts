/** A mailbox of RFC 3464 reports as Postfix, Exim and Exchange write them, with delay warnings and auto-replies. */
import { openLines } from './lines-out.ts'
import { newRandom } from './random.ts'
import { countFailure, newTruth, type Truth } from './truth.ts'
import { newWorld, type Server, type World } from './world.ts'

interface Report {
  world: World
  truth: Truth
  id: string
  date: string
}

interface Failure {
  recipient: string
  server: Server
  status: string
  reply: string
}

export function writeMailbox(path: string, messages: number, seed: number): Truth {
  const world = newWorld(newRandom(seed))
  const truth = newTruth()
  const out = openLines(path)
  for (let number = 1; number <= messages; number++) {
    world.now += world.random.below(60_000)
    const report: Report = { world, truth, id: `b${seed}.${number}`, date: mailDate(world.now) }
    out.write(
      `From MAILER-DAEMON  ${new Date(world.now).toUTCString().replace(/^(...), (..) (...) (....) (\S+) GMT$/, '$1 $3 $2 $5 $4')}`,
    )
    for (const line of message(report)) out.write(line.startsWith('From ') ? `>${line}` : line)
    out.write('')
  }
  out.close()
  return { ...truth, messages, lines: out.lines, bytes: out.bytes }
}

function mailDate(now: number): string {
  return new Date(now).toUTCString().replace('GMT', '+0000')
}

function message(report: Report): string[] {
  const kind = report.world.random.next()
  if (kind < 0.04) return autoReply(report)
  if (kind < 0.1) return dsn(report, 'delayed', POSTFIX)
  return dsn(report, 'bounced', report.world.random.pick([POSTFIX, POSTFIX, EXIM, EXCHANGE]))
}

function envelope({ world, id, date }: Report, from: string): string[] {
  return [
    'Return-Path: <>',
    'Delivered-To: bounces@example.com',
    `Received: from mx1.example.com (mx1.example.com [192.0.2.25])`,
    `\tby mail.example.com (Postfix) with ESMTPS id ${world.random.word('0123456789ABCDEF', 10)}`,
    `\tfor <bounces@example.com>; ${date}`,
    `Date: ${date}`,
    `From: ${from}`,
    `Message-ID: <${id}@mx1.example.com>`,
    'To: bounces@example.com',
    'MIME-Version: 1.0',
  ]
}

function autoReply(report: Report): string[] {
  report.truth.notices++
  return [
    ...envelope(report, report.world.recipient()),
    'Subject: Out of office: your message',
    'Auto-Submitted: auto-replied',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'I am away until Monday and will read your message then.',
    '',
  ]
}

interface Style {
  from: string
  subject: { bounced: string; delayed: string }
  words(failures: readonly Failure[]): string[]
  group(failure: Failure, action: string): string[]
}

const POSTFIX: Style = {
  from: 'MAILER-DAEMON@mx1.example.com (Mail Delivery System)',
  subject: { bounced: 'Undelivered Mail Returned to Sender', delayed: 'Delayed Mail (still being retried)' },
  words: failures => [
    'This is the mail system at host mx1.example.com.',
    '',
    'Your message could not be delivered to one or more recipients.',
    '',
    ...failures.flatMap(({ recipient, server, reply }) => [
      `<${recipient}>: host ${server.name}[${server.ip}] said: ${reply} (in reply to RCPT TO command)`,
      '',
    ]),
  ],
  group: ({ recipient, server, status, reply }, action) => [
    `Final-Recipient: rfc822; ${recipient}`,
    `Original-Recipient: rfc822;${recipient}`,
    `Action: ${action}`,
    `Status: ${status}`,
    `Remote-MTA: dns; ${server.name}`,
    ...folded(`Diagnostic-Code: smtp; ${reply}`),
  ],
}

const EXIM: Style = {
  from: 'Mail Delivery System <Mailer-Daemon@mx1.example.com>',
  subject: {
    bounced: 'Mail delivery failed: returning message to sender',
    delayed: 'Warning: message delayed 24 hours',
  },
  words: failures => [
    'This message was created automatically by mail delivery software.',
    '',
    'A message that you sent could not be delivered to one or more of its recipients.',
    '',
    ...failures.flatMap(({ recipient, server, reply }) => [
      `  ${recipient}`,
      `    host ${server.name} [${server.ip}]`,
      `    SMTP error from remote mail server after RCPT TO:<${recipient}>:`,
      `    ${reply}`,
    ]),
  ],
  group: ({ recipient, server, status, reply }, action) => [
    `Action: ${action}`,
    `Final-Recipient: rfc822;${recipient}`,
    `Status: ${status}`,
    `Remote-MTA: dns; ${server.name}`,
    ...folded(`Diagnostic-Code: smtp; ${reply}`),
  ],
}

const EXCHANGE: Style = {
  from: 'postmaster@example.net',
  subject: { bounced: 'Undeliverable: your message', delayed: 'Delivery delayed: your message' },
  words: failures => [
    'Delivery has failed to these recipients or groups:',
    '',
    ...failures.flatMap(({ recipient, reply }) => [
      recipient,
      "Your message couldn't be delivered.",
      reply,
      '',
    ]),
  ],
  group: ({ recipient, server, status, reply }, action) => [
    `Final-Recipient: rfc822;${recipient}`,
    `Action: ${action}`,
    `Status: ${status}`,
    ...folded(`Diagnostic-Code: smtp;${reply}`),
    `Remote-MTA: dns;${server.name}`,
    'X-Display-Name: Someone',
  ],
}

function folded(field: string): string[] {
  if (field.length <= 76) return [field]
  const space = field.lastIndexOf(' ', 76)
  return space <= 1 ? [field] : [field.slice(0, space), ...folded(`   ${field.slice(space + 1)}`)]
}

function dsn(report: Report, outcome: 'bounced' | 'delayed', style: Style): string[] {
  const { id, date } = report
  const failures = newFailures(report, outcome)
  const border = `${id}/mx1.example.com`
  const action = outcome === 'bounced' ? 'failed' : 'delayed'
  return [
    ...envelope(report, style.from),
    `Subject: ${style.subject[outcome]}`,
    'Auto-Submitted: auto-replied',
    'Content-Type: multipart/report; report-type=delivery-status;',
    `\tboundary="${border}"`,
    '',
    'This is a MIME-encapsulated message.',
    '',
    `--${border}`,
    'Content-Description: Notification',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    ...style.words(failures),
    `--${border}`,
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx1.example.com',
    `X-Postfix-Queue-ID: ${id.replace(/\D/g, 'F')}`,
    `Arrival-Date: ${date}`,
    '',
    ...failures.flatMap(failure => [...style.group(failure, action), '']),
    `--${border}`,
    'Content-Description: Undelivered Message Headers',
    'Content-Type: text/rfc822-headers',
    '',
    ...originalHeaders(report, failures),
    `--${border}--`,
  ]
}

function newFailures({ world, truth }: Report, outcome: 'bounced' | 'delayed'): Failure[] {
  return Array.from({ length: world.random.chance(0.1) ? 3 : 1 }, () => {
    const recipient = world.recipient()
    const server = world.server(recipient.slice(recipient.indexOf('@') + 1))
    const { wording, text } = world.failure(outcome === 'bounced' ? 'bounced' : 'deferred', recipient, server)
    const status = wording.enhanced ?? (outcome === 'bounced' ? '5.0.0' : '4.0.0')
    countFailure(truth, outcome, status, recipient)
    const words = wording.enhanced === null ? text : `${wording.enhanced} ${text}`
    return { recipient, server, status, reply: `${wording.code} ${words}` }
  })
}

function originalHeaders({ world, id, date }: Report, failures: readonly Failure[]): string[] {
  return [
    'Return-Path: <bounces@example.com>',
    'Received: from app1.example.com (app1.example.com [192.0.2.7])',
    `\tby mx1.example.com (Postfix) with ESMTPSA id ${id}; ${date}`,
    'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=mail; t=1;',
    ...Array.from(
      { length: 6 },
      () => `\tb=${world.random.word('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghij0123456789+/', 64)}`,
    ),
    `From: News <${world.sender()}>`,
    `To: ${failures.map(failure => failure.recipient).join(', ')}`,
    'Subject: The news of the week',
    `Message-ID: <${id}.original@example.com>`,
    `Date: ${date}`,
    `List-Unsubscribe: <https://news.example.com/unsubscribe/${world.random.word('abcdef0123456789', 32)}>`,
    'Content-Type: text/plain; charset=utf-8',
    '',
  ]
}
