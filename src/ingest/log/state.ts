/** What the log reader knows between lines: the words that log, syslog, postfix and exim share. */
import { combineHashes, type Hash, hashText, newHash } from '../../hash.ts'
import type { DeliveryCounter, FailureCounter, Period } from '../../plain-results.ts'
import type { Finding, Problem } from '../../types.ts'
import type { EventRows } from './event-rows.ts'
import type { Interned } from './interned.ts'
import type { Queue } from './queue.ts'
import type { Relay } from './relay.ts'
import { type Clock, timeOf } from './time.ts'

export interface LogState {
  file: string
  /** Findings since the caller last took them. */
  found: Finding[]
  queue: Queue
  clock: Clock
  /** Inbound rejections are findings, too. */
  rejected: 'found' | 'ignored'
  /** From 1: the line that is being read. */
  line: number
  /** The host that the line's envelope names; null without one. */
  host: string | null
  /** The host that a JSON envelope names, for lines that name none. */
  outerHost: string | null
  /** Under what the queue keeps ids, as a hash: the host, or for lines without one the log's name without rotation. */
  queueHost: Hash
  /** What was hashed into it. */
  queueHostName: string
  /** The log's name without rotation: stands for the host of lines that name none. */
  logName: string
  /** Next hops by the hash of how the log writes them, recipients' domains by their own. */
  relays: Interned<Relay>
  domains: Interned<string>
  /** Told of each plain delivery; null: deliveries are findings. */
  deliveries: DeliveryCounter | null
  /** Told of each plain failure; null: failures are findings. */
  failures: FailureCounter | null
  /** Of plain results, only these are told; null: all are. */
  period: Period | null
  /** Where failures are written as rows; null: failures are findings. */
  events: EventRows | null
  /** Deliveries and failures that were counted or written. */
  counted: number
  /** For a part of a log: where lines go that speak of messages from before it; null: the log is read from its start. */
  aside: LinesAside | null
  /** How often the line counts: rsyslog's "message repeated N times". */
  times: number
  /** Lines that looked like a result and could not be read; the first of them are kept. */
  skipped: number
  problems: Problem[]
}

/** Lines to be read again, in their order, when it is known what stands before them. */
export interface LinesAside {
  lines: LineAside[]
  /** Characters of all of them. */
  size: number
}

export interface LineAside {
  file: string
  line: number
  text: string
  /** As LogOptions has it, for the file. */
  reference: number
}

const PROBLEMS_KEPT = 100
const TEXT_KEPT = 200

/** When the line was written, ISO in UTC; null if the line does not say. */
export function timeOfLine(state: LogState): string | null {
  return timeOf(state.clock)
}

/** Counts a line that looked like a result and could not be read. */
export function countProblem(state: LogState, what: string, text: string, start: number, end: number): void {
  state.skipped++
  if (state.problems.length >= PROBLEMS_KEPT) return
  const shown = Buffer.from(text.slice(start, Math.min(end, start + TEXT_KEPT)), 'latin1').toString()
  state.problems.push({ file: state.file, line: state.line, what, text: shown === '' ? null : shown })
}

/** The host that the envelope names; a copy that may be kept, or null. */
export function setHost(state: LogState, host: string | null): void {
  state.host = host ?? state.outerHost
  const name = state.host ?? state.logName
  // The same line after line.
  if (name === state.queueHostName) return
  state.queueHostName = name
  hashText(name, state.queueHost)
}

const key = newHash()

/** By what the queue knows a message of the line's host; to be used at once, the next call writes over it. */
export function messageKey(state: LogState, id: string): Hash {
  hashText(id, key)
  combineHashes(state.queueHost, key, key)
  return key
}
