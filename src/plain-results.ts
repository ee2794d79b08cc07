/**
 * Plain results of logs, of which no finding is made: what the readers tell whoever counts or writes them. Nothing here runs.
 */
import type { Hash } from './hash.ts'
import type { KnownFailures, NAME_DIMENSIONS } from './known-failures.ts'
import type { Attempt, Result } from './types.ts'

/**
 * A successful delivery that is counted straight from its line, without a finding of its own. One object, filled anew for
 * each delivery: nothing of it may be kept.
 */
export interface PlainDelivery {
  /** Epoch milliseconds. */
  time: number
  host: string | null
  sender: string | null
  firstOfMessage: boolean
  messageId: string | null
  /** Of the queue id, the sender's domain (0/0 without one), the recipient, its domain and the next hop's name. */
  queueId: Hash
  senderDomain: Hash
  recipient: Hash
  domain: Hash
  relay: Hash
  /** No other host took it: there is no next hop. */
  isLocal: boolean
  /** The names behind the hashes, for whoever meets them first. */
  recipientName: () => string
  domainName: () => string
  relayName: () => string
}

/** Who counts the plain deliveries of logs, of which no finding is made. */
export interface DeliveryCounter {
  count(delivery: PlainDelivery): void
  /** Told of many at once; null: each is told alone. */
  tally: DeliveryTally | null
}

/** Who can be told of many at once. */
export interface TallyingCounter extends DeliveryCounter {
  tally: DeliveryTally
}

/** Deliveries that were added up, of messages that never failed. */
export interface DeliveryTally {
  /**
   * So many in a quarter of an hour or less, from `first` to `last`, in epoch milliseconds; `firsts` of them were the first
   * results of their messages.
   */
  deliveries(first: number, last: number, count: number, firsts: number): void
  handedOver(count: number): void
  /** Hashes, two cells each, the high half first; 0/0 is none. To be used at once. */
  recipients(cells: Uint32Array): void
  /** The same for pairs of a message and a recipient that was not its first result. */
  pairs(cells: Uint32Array): void
  /** So many of one recipient domain, sender domain, next hop or host; null where none is known. */
  name(dimension: NameDimension, name: string | null, count: number): void
}

export type NameDimension = (typeof NAME_DIMENSIONS)[number]

/** Epoch milliseconds: from this one on, and before that one. */
export interface Period {
  from: number
  to: number
}

export function isInPeriod({ from, to }: Period, time: number): boolean {
  return time >= from && time < to
}

/** A plain failure of a log, told in hashes as far as can be. To be used at once and never kept. */
export interface PlainFailure
  extends Pick<PlainDelivery, 'time' | 'host' | 'firstOfMessage' | 'queueId' | 'recipient'> {
  /** 0/0 without one. */
  messageId: Hash
  /** The recipient in lower case. */
  recipientKey: Hash
  /** The recipient's, in lower case; the sender's, `''` for the null sender; the next hop's name. Null: not known. */
  domain: string | null
  senderDomain: string | null
  relay: string | null
  outcome: 'bounced' | 'deferred' | 'expired'
  file: string
  line: number
  relayIp: string | null
  /** What the line declares beside the text, an enhanced code or Exim's error number; 0 for nothing. */
  code: number
  /** What the text says: the same where it differs only in what differs from mail to mail. */
  said: Hash
}

/** What holds for failures whose texts are the same but for what differs from mail to mail. */
export interface FailureJudge {
  /** Who runs the next hop, and whether it has a name and an address, as a number. */
  operatorOf(hop: Pick<PlainFailure, 'relay' | 'relayIp'>): number
  /** Of that number, what it tells beside who the operator is. */
  formOf(operator: number): number
  /** Judges with the same have the same numbers, and know the same. */
  numbers: object
  /** Three or four letters each: a host name without any of them, in lower case behind a space, tells a failure's cause to no rule. */
  signs: readonly string[]
  /** A number in a text, behind a word, that begins with none of these tells a failure's cause to no rule. */
  numbersSought: readonly string[]
  /** A host name without any of these suffixes, and without a label that begins so, is nobody's known to operatorOf. */
  operators: { suffixes: readonly string[]; labels: readonly string[] }
}

/** What a text says from the hosts of an operator: both numbers in one (report/operators.ts). */
export type SaidBy = number

/** Who counts the plain failures of logs, of which no finding is made. */
export interface FailureCounter extends FailureJudge {
  /** -> the number of what it says; null: that is not known, and the reader has to take it apart … */
  count(failure: PlainFailure): number | null
  /** … and to tell of the attempt, which is counted then -> the same; null: the next one like it is to be told, too. */
  learn(failure: PlainFailure, attempt: Attempt): number | null
  /** Counts later failures that say the same; their cells may be written again then. */
  countKnown(failures: KnownFailures): void
  /** The number of a name; null: it is not known. */
  numberOf(dimension: NameDimension, name: string | null): number
  /** Only the own host said this: where the recipient's domain is the host's, every failure is to be told. */
  isLocal(said: number): boolean
}

/** Who writes the failures of logs as rows of text instead of passing them on: of plain ones only the pieces are made that are new. */
export interface EventWriter extends FailureJudge {
  /** Takes rows, in the order of the failures. Their memory is used again when it is done. */
  write(rows: Uint8Array): Promise<void>
  /** A whole row. */
  row(attempt: Attempt): string
  /** A row up to the line's number; from behind it up to the queue id; from behind that up to the recipient. */
  head(of: Pick<Result, 'time' | 'source' | 'file'>): string
  reporter(host: string | null): string
  parties(of: Pick<Result, 'messageId' | 'sender'>): string
  /** From behind the domain up to the next hop, whatever its host says; null: that tells who runs it. */
  provider(relay: string | null): string | null
  /** The next hop, behind the provider. */
  hop(of: Pick<Result, 'relay' | 'relayIp' | 'relayPort'>): string
  /** What rows that say the same have in common, which may tell of other waiting times than this one; null: they may differ, and each is to be made by itself. */
  said(attempt: Attempt, wait: number | null): SaidPieces | null
  /** The host is of the domain: what it says by itself holds for nobody else. */
  isHostOf(host: string | null, domain: string): boolean
}

export interface SaidPieces {
  /** From behind the domain up to the next hop, where nothing but the text tells who runs that. */
  provider: string
  /** From behind the next hop up to the seconds to wait; from behind them up to the server's words. */
  verdict: string
  rest: string
  /** Seconds in the unit of the waiting time that each text tells; 0: the seconds are in `rest`. */
  factor: number
  /** The operators, by numbers without a form, from whose hosts it may mean something else; null: from any other's. */
  exceptions: readonly number[] | null
}
