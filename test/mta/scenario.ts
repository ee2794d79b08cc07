/**
 * What a scenario may ask for: one message, its recipients, and what the servers of their domain answer.
 *
 * In:  nothing; Out: the types of the tables under scenarios/ and the words for "what a server does
 * instead of answering". The scenario's id is the domain: `ID.example.test`.
 */
import type { Command } from '../../src/types.ts'

export type Mta = 'postfix' | 'exim'

/** What a server does where a reply would stand. */
export const PASS = '(pass)'
export const DROP = '(drop)'
export const SILENCE = '(silence)'
/** Behind a 220 to STARTTLS: bytes that are no TLS. */
export const NOISE = '(noise)'

/** The reply as it goes over the wire, its lines divided by \n; or one of the words above. */
export type Answer = string

/** What a server answers at one stage: to the first attempt, the second …; the last one repeats. */
export interface Script {
  at: Command
  answers: readonly Answer[]
}

export interface Recipient {
  /** Local part as it stands in RCPT TO, quotes included. */
  local: string
  /** This recipient's own script; without it the scenario's. */
  script?: Script
  /** The message goes to this address of the MTA's own domain, which is an alias for the recipient. */
  alias?: string
  /** Another domain than the scenario's: another scenario's id. */
  elsewhere?: string
}

export type DnsTrouble = 'nxdomain' | 'servfail' | 'null-mx' | 'no-address' | 'no-mail-host' | 'self'
export type NetTrouble = 'refused' | 'black-hole' | 'unreachable'

/** What the MTA finds out by itself, where no server is asked. */
export interface OwnFinding {
  outcome: 'bounced' | 'deferred'
  /** Postfix dsn=, DSN Status; null for Exim's log. */
  enhancedCode: string | null
  command: Command | null
  /** `relay` of the event: the host that was reached, or the name of a local agent. */
  relay: string | null
}

export interface Scenario {
  id: string
  /** What it shows, where the id does not say it. */
  what?: string
  script?: Script
  recipients?: readonly Recipient[]
  /** Only this MTA. */
  only?: Mta
  /** Envelope sender instead of `ID@HOST`; '' is the null sender. `$` stands for the MTA's domain. */
  sender?: string
  /** The client asks Postfix for VERP (XVERP). */
  verp?: true
  /** A first MX of lower preference value that answers so; the scenario's script is the second one's. */
  firstMx?: Script
  /** EHLO keywords that the server offers instead of the usual ones. */
  offers?: readonly string[]
  /** What the MTA is configured to demand of this domain. */
  demands?: 'tls' | 'verified-tls' | 'auth'
  dns?: DnsTrouble
  net?: NetTrouble
  ipv6?: true
  /** Message-ID instead of the usual one; '' is none at all. */
  messageId?: string
  smtputf8?: true
  /** Length of the body in bytes. */
  size?: number
  /** RFC 3461 parameters. */
  envid?: string
  orcpt?: string
  /** `Received:` headers put into the message. */
  hops?: number
  /** Recipients at the MTA's own host, and what becomes of them. */
  own?: Partial<Record<Mta, OwnFinding>>
  /** The recipient's domain where it is not `ID.example.test`; `$` stands for the MTA's domain. */
  domain?: string
  /** Each recipient gets a message of its own. */
  separate?: true
  /** Postfix gives it to a content filter on 127.0.0.1:10025, which takes it. */
  filtered?: true
  /** Removed from the queue by the administrator after the first attempt. */
  deleted?: true
}

/** A scenario with one recipient and one server that answers so. */
export function says(id: string, at: Command, ...answers: Answer[]): Scenario {
  return { id, script: { at, answers } }
}
