/**
 * Table: what an MTA does not write down, so that no reader can know it. Each row names what is seen instead.
 * A difference that no row covers is a mismatch, and fails the run.
 */
import type { Mta } from './scenario.ts'

export interface Limit {
  mta: Mta
  source: 'log' | 'dsn'
  field: string
  /** The scenarios' ids begin so. */
  scenarios: readonly string[]
  /** Only events of these outcomes. */
  outcomes?: readonly string[]
  /** What stands in the event; `null` is "not known". */
  got: string | number | null
  why: string
}

type Common = Omit<Limit, 'field' | 'got'>

/** One row for each field and what stands in it. */
function rows(common: Common, fields: Readonly<Record<string, Limit['got']>>): Limit[] {
  return Object.entries(fields).map(([field, got]) => ({ ...common, field, got }))
}

const REFUSED_TLS = ['starttls-454', 'starttls-501', 'starttls-502', 'starttls-554']
const BROKEN = [
  'connect-drop',
  'connect-silence',
  'connect-garbage',
  'ehlo-drop',
  'ehlo-silence',
  'mail-drop',
  'mail-silence',
  'rcpt-drop',
  'rcpt-silence',
  'data-drop',
  'data-silence',
  'end-drop',
  'end-silence',
  'ipv6-drop',
]

export const limits: readonly Limit[] = [
  ...rows(
    {
      mta: 'exim',
      source: 'log',
      scenarios: ['message-id-odd'],
      why: 'Exim logs no id= for a Message-ID with spaces in it',
    },
    { messageId: null },
  ),
  ...rows(
    { mta: 'exim', source: 'log', scenarios: REFUSED_TLS, why: 'Exim does not log the reply to STARTTLS' },
    { replyCode: null, enhancedCode: null, origin: 'local' },
  ),
  ...rows(
    {
      mta: 'exim',
      source: 'log',
      scenarios: ['local-upper'],
      why: 'Exim logs the address in lower case and the written one behind it, as it does with an alias',
    },
    {
      recipient: 'mixed.case@local-upper.example.test',
      originalRecipient: 'Mixed.Case@local-upper.example.test',
    },
  ),
  ...rows(
    {
      mta: 'exim',
      source: 'log',
      scenarios: ['auth-'],
      why: 'Exim puts neither host nor reply of a failed AUTH into the line of the deferral',
    },
    { replyCode: null, enhancedCode: null, origin: 'local', relay: null, relayIp: null },
  ),
  ...rows(
    {
      mta: 'exim',
      source: 'log',
      scenarios: ['ehlo-421'],
      why: 'Exim reports the HELO after it: the reply to EHLO is an aside',
    },
    { replyCode: null, enhancedCode: null, origin: 'local' },
  ),
  ...rows(
    {
      mta: 'exim',
      source: 'log',
      scenarios: [...BROKEN, ...REFUSED_TLS, 'starttls-', 'auth-', 'ehlo-421', 'net-'],
      outcomes: ['expired'],
      why: 'the expiry line of Exim names neither host nor command, and nobody had answered',
    },
    { command: null, relay: null, relayIp: null },
  ),
  ...['log' as const, 'dsn' as const].flatMap(source =>
    rows(
      {
        mta: 'postfix',
        source,
        scenarios: ['ehlo-4', 'ehlo-5'],
        why: 'Postfix says "refused to talk to me" of the greeting and of EHLO alike',
      },
      { command: 'CONNECT' },
    ),
  ),
  ...['log' as const, 'dsn' as const].flatMap(source =>
    rows(
      {
        mta: 'postfix',
        source,
        scenarios: ['auth-drop'],
        why: 'Postfix counts AUTH to "performing the EHLO handshake"',
      },
      { command: 'EHLO' },
    ),
  ),
  ...rows(
    {
      mta: 'postfix',
      source: 'dsn',
      scenarios: ['starttls-noise', 'starttls-verify'],
      why: 'the DSN of Postfix names no host for a failed TLS handshake',
    },
    { relay: null },
  ),
  ...rows(
    {
      mta: 'postfix',
      source: 'dsn',
      scenarios: ['own-'],
      why: 'the DSN of Postfix does not name the delivery agent',
    },
    { relay: null },
  ),
  ...rows(
    {
      mta: 'exim',
      source: 'dsn',
      scenarios: [...REFUSED_TLS, 'auth-', 'ehlo-421'],
      outcomes: ['expired'],
      why: 'the DSN of an expiry holds no cause but the reply to MAIL, RCPT or DATA',
    },
    { replyCode: null, enhancedCode: '5.0.0', command: null, origin: 'local' },
  ),
  ...rows(
    {
      mta: 'exim',
      source: 'dsn',
      scenarios: [...BROKEN, 'net-', 'starttls-'],
      outcomes: ['expired'],
      why: 'the DSN of an expiry holds no cause but the reply to MAIL, RCPT or DATA',
    },
    { command: null },
  ),
  ...rows(
    {
      mta: 'exim',
      source: 'dsn',
      scenarios: ['auth-', 'net-'],
      outcomes: ['expired'],
      why: 'the DSN of an expiry names the host only where one answered',
    },
    { relay: null },
  ),
  ...rows(
    {
      mta: 'exim',
      source: 'dsn',
      scenarios: [...BROKEN, ...REFUSED_TLS, 'starttls-', 'auth-', 'ehlo-421', 'net-'],
      outcomes: ['delayed'],
      why: 'delay warnings of Exim hold no cause but a reply to MAIL, RCPT or DATA',
    },
    { replyCode: null, enhancedCode: '4.0.0', command: null, origin: 'local' },
  ),
  ...rows(
    {
      mta: 'exim',
      source: 'dsn',
      scenarios: ['auth-', 'net-', 'rcpt-silence'],
      outcomes: ['delayed'],
      why: 'delay warnings of Exim hold no host where none answered',
    },
    { relay: null },
  ),
]
