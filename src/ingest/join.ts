/**
 * A failure that stands in a log and in a DSN of the same input is one failure: the log's event stays, what
 * the DSN adds is merged into it, and the DSN's own event goes.
 *
 * In:     batches of findings, those of mails before those of logs
 * Out:    the same batches without what was said twice; DSNs that no log line matched come last, in order
 * Errors: none. More than MAX_HELD findings of mails are passed on at once, and `onOverflow` is told
 * Spec:   RFC 3464 §2.2 to §2.3 identify the message (Original-Envelope-Id, X-Postfix-Queue-ID, the returned
 *         Message-ID) and the recipient (Final-Recipient, Original-Recipient)
 */
import { own } from '../text.ts'
import type { Attempt, Delivery, Finding } from '../types.ts'

/** About 1.5 kB each. */
const MAX_HELD = 50_000

export interface JoinState {
  /** In the order in which they came; null once a log line matched. */
  held: (Attempt | Delivery | null)[]
  /** Key of message and recipient -> indexes into `held`. */
  index: Map<string, number[]>
}

export function newJoinState(): JoinState {
  return { held: [], index: new Map() }
}

/** Takes the findings of a mail that a log may tell as well; gives back those that go on at once. */
export function holdReports(
  state: JoinState,
  findings: readonly Finding[],
  onOverflow: () => void,
): Finding[] {
  const passing: Finding[] = []
  for (const finding of findings) {
    if (!isReport(finding) || keysOf(finding).length === 0) passing.push(finding)
    else if (state.held.length >= MAX_HELD) {
      onOverflow()
      passing.push(finding)
    } else {
      for (const key of keysOf(finding)) {
        const at = state.index.get(key)
        if (at === undefined) state.index.set(key, [state.held.length])
        else at.push(state.held.length)
      }
      state.held.push(owned(finding))
    }
  }
  return passing
}

/** Findings of a log, completed by the held reports that speak of the same failure; those reports are done with. */
export function matchReports(state: JoinState, findings: Finding[]): Finding[] {
  if (state.index.size === 0) return findings
  return findings.map(finding => {
    if (finding.kind !== 'failure' && finding.kind !== 'delivery') return finding
    let result = finding
    for (const key of keysOf(finding))
      for (const at of state.index.get(key) ?? []) {
        const report = state.held[at] ?? null
        if (report === null || !isSameResult(finding, report)) continue
        state.held[at] = null
        if (result.kind === 'failure' && report.kind === 'failure') result = mergeReport(result, report)
      }
    return result
  })
}

/** The reports that no log line matched. */
export function leftReports(state: JoinState): Finding[] {
  const left = state.held.filter(report => report !== null)
  state.held = []
  state.index.clear()
  return left
}

/** What waits must not keep the mail alive that it was cut from, all megabytes of it. The notice is a copy already. */
function owned<Report extends Attempt | Delivery>(report: Report): Report {
  const copy = { ...report }
  copy.host = ownOrNull(report.host)
  copy.queueId = ownOrNull(report.queueId)
  copy.messageId = ownOrNull(report.messageId)
  copy.sender = ownOrNull(report.sender)
  copy.recipient = ownOrNull(report.recipient)
  copy.originalRecipient = ownOrNull(report.originalRecipient)
  copy.relay = ownOrNull(report.relay)
  copy.relayIp = ownOrNull(report.relayIp)
  if (copy.kind === 'failure') {
    copy.domain = ownOrNull(copy.domain)
    copy.diagnostic = own(copy.diagnostic)
  }
  return copy
}

function ownOrNull(text: string | null): string | null {
  return text === null ? null : own(text)
}

function isReport(finding: Finding): finding is Attempt | Delivery {
  return finding.source === 'dsn' && (finding.kind === 'failure' || finding.kind === 'delivery')
}

function keysOf(finding: Attempt | Delivery): string[] {
  const keys: string[] = []
  for (const address of [finding.recipient, finding.originalRecipient]) {
    if (address === null) continue
    const recipient = address.toLowerCase()
    if (finding.queueId !== null) keys.push(`${recipient} q ${finding.queueId}`)
    if (finding.messageId !== null) keys.push(`${recipient} m ${finding.messageId}`)
  }
  return keys
}

/** A report of a final failure repeats the bounce or the expiry, a warning the deferral, a success the delivery. */
function isSameResult(said: Attempt | Delivery, report: Attempt | Delivery): boolean {
  if (said.kind === 'delivery' || report.kind === 'delivery') return said.kind === report.kind
  if (report.outcome === 'delayed') return said.outcome === 'deferred'
  return said.outcome === 'bounced' || said.outcome === 'expired'
}

function mergeReport(said: Attempt, report: Attempt): Attempt {
  // Exim cuts a long reply in its log; the report holds it whole.
  const isCut =
    report.diagnostic.length > said.diagnostic.length && report.diagnostic.startsWith(said.diagnostic)
  return {
    ...said,
    messageId: said.messageId ?? report.messageId,
    sender: said.sender ?? report.sender,
    originalRecipient: said.originalRecipient ?? report.originalRecipient,
    relay: said.relay ?? report.relay,
    relayIp: said.relayIp ?? report.relayIp,
    relayPort: said.relayPort ?? report.relayPort,
    replyCode: said.replyCode ?? report.replyCode,
    enhancedCode: said.enhancedCode ?? report.enhancedCode,
    command: said.command ?? report.command,
    diagnostic: isCut ? report.diagnostic : said.diagnostic,
    notice: said.notice ?? report.notice,
  }
}
