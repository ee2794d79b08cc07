/**
 * One message's story as text for people, and as NDJSON for programs.
 *
 * In:  the lines of a Trace
 * Out: each line with its time, place and words; what a result means behind it; what became of each recipient.
 *      Control characters and marks of direction are made harmless
 */
import { reasons } from '../classify/reasons.ts'
import { printable } from '../report/width.ts'
import type { DeliveryEvent, Reason } from '../types.ts'
import type { Trace, TraceLine } from './trace.ts'

export interface RecipientState {
  recipient: string
  /** Of the message; null if no line names it. */
  messageId: string | null
  state: 'delivered' | 'handedOver' | 'bounced' | 'expired' | 'deferred' | 'delayed' | 'rejected'
  time: string | null
  /** Results seen. */
  attempts: number
  relay: string | null
  reason: Reason | null
  /** Queue id of the last result. */
  queueId: string | null
}

/** The last word on each recipient of each message. */
export function statesOf(lines: readonly TraceLine[]): RecipientState[] {
  const states = new Map<string, RecipientState>()
  for (const finding of lines.flatMap(line => line.findings)) {
    if (finding.kind !== 'failure' && finding.kind !== 'delivery') continue
    const { recipient, messageId, queueId, time, relay, outcome } = finding
    if (recipient === null) continue
    const key = `${messageId ?? queueId} ${recipient.toLowerCase()}`
    const attempts = (states.get(key)?.attempts ?? 0) + (outcome === 'handedOver' ? 0 : 1)
    const reason = finding.kind === 'failure' ? finding.reason : null
    const state = outcome
    states.set(key, { recipient, messageId, state, time, attempts, relay, reason, queueId })
  }
  return [...states.values()]
}

export function* formatTraceLines(trace: Trace): Generator<string> {
  for (const { time, host, file, line, program, queueId, text, findings } of trace.lines) {
    const place = { type: 'line', time, host, file, line, program, queueId, text }
    yield `${JSON.stringify({ ...place, results: findings.map(resultOf) })}\n`
  }
  for (const state of statesOf(trace.lines)) yield `${JSON.stringify({ type: 'state', ...state })}\n`
}

function resultOf(finding: TraceLine['findings'][number]): object {
  const { kind, recipient, relay } = finding
  if (finding.kind === 'delivery') return { kind, recipient, relay, outcome: finding.outcome }
  if (finding.kind !== 'failure') return { kind, recipient, diagnostic: finding.diagnostic }
  const { outcome, reason, action, replyCode, enhancedCode, rule, diagnostic } = finding
  const meaning = meanings.get(reason) ?? null
  return {
    kind,
    recipient,
    relay,
    outcome,
    reason,
    meaning,
    action,
    replyCode,
    enhancedCode,
    rule,
    diagnostic,
  }
}

export function* formatTraceText(trace: Trace): Generator<string> {
  const widths = widthsOf(trace.lines)
  for (const line of trace.lines) {
    const place = [
      line.time?.replace('T', ' ') ?? '',
      line.host ?? '',
      line.program ?? '',
      line.queueId ?? '',
    ]
    const columns = place.map((cell, index) => printable(cell).padEnd(widths[index] ?? 0))
    yield `${columns.join('  ')}  ${printable(line.text)}\n`
    for (const finding of line.findings)
      if (finding.kind === 'failure') yield `    = ${printable(explainFailure(finding))}\n`
  }
  yield '\n'
  const states = statesOf(trace.lines)
  if (states.length === 0) yield 'No result of a delivery is in these inputs.\n'
  for (const state of states) yield `${printable(explainState(state, trace.lines))}\n`
  if (trace.isCut) yield 'There are more lines; ask for one queue id or Message-ID.\n'
}

/** A hostile line may make a column as wide as it likes: beyond this it is not aligned. */
const MAX_WIDTH = 30

function widthsOf(lines: readonly TraceLine[]): number[] {
  const widest = (of: (line: TraceLine) => string | null): number =>
    lines.reduce((width, line) => Math.max(width, Math.min(MAX_WIDTH, of(line)?.length ?? 0)), 0)
  return [
    widest(line => line.time),
    widest(line => line.host),
    widest(line => line.program),
    widest(line => line.queueId),
  ]
}

const meanings = new Map(reasons.map(({ reason, meaning }) => [reason, meaning] as const))

function explainFailure({ outcome, reason, action, replyCode, enhancedCode, rule }: DeliveryEvent): string {
  const codes = [replyCode, enhancedCode].filter(code => code !== null).join(' ')
  return `${outcome}${codes === '' ? '' : ` ${codes}`}: ${reason} (${meanings.get(reason) ?? ''}); ${action}  [${rule}]`
}

const STATE_WORDS: { readonly [state in RecipientState['state']]: string } = {
  delivered: 'delivered',
  handedOver: 'handed over to a filter; what came of it is not in these inputs',
  bounced: 'bounced',
  expired: 'given up',
  deferred: 'waits in the queue for another attempt',
  delayed: 'waits in the queue for another attempt',
  rejected: 'refused from the client',
}

function explainState(state: RecipientState, lines: readonly TraceLine[]): string {
  const { recipient, messageId, time, attempts, relay, reason, queueId } = state
  const isWaiting = state.state === 'deferred' || state.state === 'delayed'
  const isGone = lines.some(line => line.queueId === queueId && line.facts.ends)
  const words = isWaiting && isGone ? 'deferred, then taken from the queue' : STATE_WORDS[state.state]
  const cause = reason === null ? '' : `, ${reason} (${meanings.get(reason) ?? ''})`
  const where = relay === null ? '' : `, by ${relay}`
  const when = time === null ? '' : `, ${time.replace('T', ' ')}`
  const often = attempts > 1 ? `, ${attempts} attempts` : ''
  const message = messageId === null ? '' : `  <${messageId}>`
  return `${recipient}: ${words}${cause}${where}${when}${often}${message}`
}
