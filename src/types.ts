/**
 * The words of the domain: what ingest hands to classify and classify to report. Nothing here runs.
 *
 * Names are those of RFC 5321, RFC 3463, RFC 3464, Postfix and Exim. A value that is not known is
 * `null`, never `''` (that is the null sender), `0` or a missing key.
 */

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
