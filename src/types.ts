/**
 * The words of the domain: what ingest hands to classify and classify to report. Nothing here runs.
 *
 * Names are those of RFC 5321, RFC 3463, RFC 3464, Postfix and Exim. A value that is not known is
 * `null`, never `''` (that is the null sender), `0` or a missing key.
 */

import type { Hash } from './hash.ts'

export type Source = 'postfix' | 'exim' | 'dsn'

/** What became of this delivery, as the MTA says it. */
export type Outcome = 'bounced' | 'deferred' | 'expired' | 'delayed' | 'rejected'

/** Kinds of message that arrive where bounces arrive and are no failure. */
export type NoticeKind = 'auto-reply' | 'complaint' | 'challenge' | 'request' | 'other-report'

/** The SMTP command that failed; CONNECT is the greeting. */
export type Command = 'CONNECT' | 'EHLO' | 'STARTTLS' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'END-OF-DATA'

/** Whether a server said it or the reporting MTA found it out by itself. */
export type Origin = 'remote' | 'local'

export type Permanence = 'permanent' | 'transient' | 'unknown'

/** RFC 3463 §3: the second number of an enhanced status code, 0 to 7. */
export type Subject =
  | 'other'
  | 'addressing'
  | 'mailbox'
  | 'mail-system'
  | 'network'
  | 'protocol'
  | 'content'
  | 'policy'

export type Reason =
  | 'user-unknown'
  | 'domain-unknown'
  | 'domain-not-accepting'
  | 'address-moved'
  | 'address-invalid'
  | 'sender-rejected'
  | 'mailbox-disabled'
  | 'mailbox-full'
  | 'recipient-refused'
  | 'recipient-restricted'
  | 'recipient-rate-limited'
  | 'list-expansion'
  | 'message-too-large'
  | 'system-full'
  | 'system-error'
  | 'delivery-agent-error'
  | 'network-error'
  | 'dns-error'
  | 'routing-loop'
  | 'expired'
  | 'protocol-error'
  | 'too-many-recipients'
  | 'message-malformed'
  | 'virus'
  | 'attachment-rejected'
  | 'spam'
  | 'sender-blocked'
  | 'auth-failure'
  | 'client-identity'
  | 'tls-error'
  | 'login-failed'
  | 'relay-denied'
  | 'rate-limited'
  | 'greylisted'
  | 'policy-rejected'
  | 'suppressed'
  | 'unknown'

export type Action = 'suppress' | 'retry' | 'slow-down' | 'fix-sender' | 'fix-message' | 'review'

/** For what the answer holds; `pair` is this sender and this recipient. */
export type Scope = 'address' | 'domain' | 'pair' | 'sender' | 'ip' | 'message' | 'local'

/** The kind of evidence that decided. */
export type Basis = 'provider' | 'text' | 'enhanced' | 'reply' | 'outcome'

/** Where a record stands and which delivery it speaks of: the same for failures, notices and deliveries. */
export interface Result {
  /** ISO 8601 in UTC with milliseconds, when the attempt ended. */
  time: string | null
  source: Source
  /** The path as given; `archive.zip!member` in an archive; `-` for standard input. */
  file: string
  /** From 1: the line in a log, the message's number in an mbox, 1 for one message in one file. */
  line: number
  /** The MTA that reports: syslog host, Reporting-MTA. */
  host: string | null
  queueId: string | null
  /** Message-ID without angle brackets. */
  messageId: string | null
  /** Envelope sender; `''` is the null sender. */
  sender: string | null
  /** Local part as written, domain in lower case. Null only where the input names none. */
  recipient: string | null
  /** Before aliasing: orig_to, Original-Recipient. */
  originalRecipient: string | null
  /** The next hop that answered: host name, address and port. */
  relay: string | null
  relayIp: string | null
  relayPort: number | null
}

/** A failed delivery attempt, as a reader found it; classify turns it into a DeliveryEvent. */
export interface Attempt extends Result {
  kind: 'failure'
  /** The recipient's domain, lower case, A-labels. */
  domain: string | null
  outcome: Outcome
  /** RFC 5321 §4.2; only if a server sent one. */
  replyCode: number | null
  /** RFC 3463 as "5.1.1": from the reply's own text, else `status`. */
  enhancedCode: string | null
  /** What the reporting MTA declared, where it declared one: DSN Status, Postfix dsn=. Not part of the event. */
  status: string | null
  origin: Origin
  command: Command | null
  /** The server's (or the MTA's) own words on one line, without the MTA's framing; '' if there are none. */
  diagnostic: string
  /** Other words of the notice (human part, transcript): asked only if `diagnostic` decides nothing. Not part of the event. */
  notice: string | null
  /** Seconds from arrival to this attempt. */
  delay: number | null
  /** Attempts seen so far for this message and recipient in this input, this one included. */
  attempts: number
  /** This is the first result that the input holds for its message (so that reports count messages). */
  firstOfMessage: boolean
}

/** A message among the bounces that is no failure: counted, listed on request, never a bounce. */
export interface Notice extends Result {
  kind: NoticeKind
  /** The first words that show what it is (a subject line, a Feedback-Type). */
  diagnostic: string
}

/** A result that is no failure: counted for the rates, never an event. */
export interface Delivery extends Result {
  kind: 'delivery'
  /** handedOver: given to a content filter on loopback, to be queued again; no delivery in the rates. */
  outcome: 'delivered' | 'handedOver'
  attempts: number
  firstOfMessage: boolean
}

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
  /** Of the queue id, the sender's domain (0/0 without one), the recipient, its domain and the next hop's name. */
  queueId: Hash
  senderDomain: Hash
  recipient: Hash
  domain: Hash
  relay: Hash
  /** No other host took it: there is no next hop. */
  isLocal: boolean
  /** The names behind the hashes, for whoever meets them first. */
  domainName: () => string
  relayName: () => string
}

/** Who counts the plain deliveries of logs, of which no finding is made. */
export interface DeliveryCounter {
  count(delivery: PlainDelivery): void
  /** Told of many at once; null: each has to be seen. */
  tally: DeliveryTally | null
}

/** Deliveries that were added up, of messages that never failed. */
export interface DeliveryTally {
  /**
   * So many in a quarter of an hour or less, from `first` to `last`, in epoch milliseconds; `firsts` of them were the first
   * results of their messages.
   */
  deliveries(first: number, last: number, count: number, firsts: number): void
  handedOver(count: number): void
  /** So many hashes, two cells each, the high half first; 0/0 is none. To be used at once. */
  recipients(cells: Uint32Array, count: number): void
  /** The same for pairs of a message and a recipient that was not its first result. */
  pairs(cells: Uint32Array, count: number): void
  /** So many of one recipient domain, sender domain, next hop or host; null where none is known. */
  name(dimension: NameDimension, name: string | null, count: number): void
}

/** Names that mail is counted by. */
export type NameDimension = 'domain' | 'senderDomain' | 'relay' | 'host'

/** A failure told in hashes as far as can be. To be used at once and never kept. */
export interface HashedFailure
  extends Pick<PlainDelivery, 'time' | 'host' | 'firstOfMessage' | 'queueId' | 'recipient'> {
  /** 0/0 without one. */
  messageId: Hash
  /** The recipient in lower case. */
  recipientKey: Hash
}

/** One of which it is known what it says. */
export interface KnownFailure extends HashedFailure {
  /** As the counter numbers them. */
  names: Record<NameDimension, number>
}

/** A plain failure of a log. */
export interface PlainFailure extends HashedFailure {
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
  /** Who runs the next hop, as a number. */
  operatorOf(hop: Pick<PlainFailure, 'relay' | 'relayIp'>): number
  /** Judges with the same have the same numbers, signs and operators. */
  numbers: object
  /** Three or four letters each: a host name without any of them, in lower case behind a space, tells a failure's cause to no rule. */
  signs: readonly string[]
  /** A host name without any of these suffixes, and without a label that begins so, is nobody's known to operatorOf. */
  operators: { suffixes: readonly string[]; labels: readonly string[] }
}

/** Who counts the plain failures of logs, of which no finding is made. */
export interface FailureCounter extends FailureJudge {
  /** -> the number of what it says; null: that is not known, and the reader has to take it apart … */
  count(failure: PlainFailure): number | null
  /** … and to tell of the attempt, which is counted then -> the same; null: the next one like it is to be told, too. */
  learn(failure: PlainFailure, attempt: Attempt): number | null
  /** Counts a later failure that says the same, with the next hop of the same operator. */
  countKnown(failure: KnownFailure, said: number): void
  /** The number of a name; null: it is not known. */
  numberOf(dimension: NameDimension, name: string | null): number
  /** Only the own host said this: where the recipient's domain is the host's, every failure is to be told. */
  isLocal(said: number): boolean
}

/** Who writes the failures of logs as rows of text instead of passing them on: of plain ones only the pieces are made that are new. */
export interface EventWriter extends FailureJudge {
  /** Takes rows, in the order of the failures; is awaited before more is read. */
  write(rows: Uint8Array): Promise<void>
  /** A whole row. */
  row(attempt: Attempt): string
  /** A row up to the line's number; from behind it up to the queue id; from behind that up to the recipient. */
  head(of: Pick<Result, 'time' | 'source' | 'file'>): string
  reporter(host: string | null): string
  parties(of: Pick<Result, 'messageId' | 'sender'>): string
  /** The next hop, behind the provider. */
  hop(of: Pick<Result, 'relay' | 'relayIp' | 'relayPort'>): string
  /** What rows that say the same have in common, which may tell of other waiting times than this one; null: they may differ, and each is to be made by itself. */
  said(attempt: Attempt, wait: number | null): SaidPieces | null
  /** The host is of the domain: what it says by itself holds for nobody else. */
  isHostOf(host: string | null, domain: string): boolean
}

export interface SaidPieces {
  /** From behind the domain up to the next hop. */
  provider: string
  /** From behind the next hop up to the seconds to wait; from behind them up to the server's words. */
  verdict: string
  rest: string
  /** Seconds in the unit of the waiting time that each text tells; 0: the seconds are in `rest`. */
  factor: number
}

/** What classify answers. spec: reasons, actions, scope and permanence are independent answers. */
export interface Verdict {
  permanence: Permanence
  subject: Subject
  reason: Reason
  action: Action
  scope: Scope
  basis: Basis
  /** Id of the rule or table row that chose `reason`. */
  rule: string
  /** The text and the declared class disagree. */
  conflict: boolean
  /** The receiver complains of too many unknown recipients. */
  listQuality: boolean
  /** Who runs the host that answered (a gateway speaks for itself); from its name, or unmistakable tokens of the text. */
  provider: string | null
  /** The registered name of the enhanced code, or of the reply code. */
  detail: string | null
  /** The DNSBL or reputation service that the text names. */
  blocklist: string | null
  /** Seconds, where the text says when to come back. */
  retryAfter: number | null
}

/** One event: an attempt with its verdict. Its columns in order: report/columns.ts. */
export type DeliveryEvent = Attempt & Verdict

/** What readers yield. An event read back from NDJSON carries its verdict and is not judged again. */
export type Finding = Attempt | DeliveryEvent | Notice | Delivery

/** Something in an input that looked like ours and could not be read. Counted, shown, never thrown. */
export interface Problem {
  file: string
  /** From 1, as in Result; null if it concerns the whole input. */
  line: number | null
  /** What is wrong, in one clause, and what was done about it. */
  what: string
  /** The first characters of the offending text, where that helps. */
  text: string | null
}

/** What was read of one input. */
export interface InputSummary {
  file: string
  /** What it was taken for: 'log', 'mail', 'mbox', 'events', 'empty' …; null if it is none of them. */
  format: string | null
  /** Bytes after unpacking. */
  bytes: number
  /** Lines of a log, messages of a mailbox. */
  records: number
  findings: number
  /** Looked like a result, could not be read. */
  skipped: number
  /** Why it could not be read (to the end); null if all went well. */
  error: string | null
}
