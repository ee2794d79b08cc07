/**
 * One message's story: every line that any input holds about it, in order, across hosts and queue ids.
 *
 * In:     a queue id, a Message-ID or an address; paths of logs, bounce e-mails and events files
 * Out:    the lines with what they mean, and what became of each recipient
 * Errors: an input that cannot be read is told by `onInput`; the others are read
 *
 * The inputs are read again until no new name of the message is found: memory holds the message, not the log.
 */
import { classify } from '../classify/classify.ts'
import { readEventsFile } from '../ingest/events-file.ts'
import { listInputs } from '../ingest/inputs.ts'
import { parseJsonLine } from '../ingest/log/json-line.ts'
import { readLines } from '../ingest/log/lines.ts'
import { createLogReader, type LogReader } from '../ingest/log/log.ts'
import { newQueue, type Queue } from '../ingest/log/queue.ts'
import { type Clock, newClock, noteStamp, timeOf } from '../ingest/log/time.ts'
import { readMailbox } from '../ingest/mail/mailbox.ts'
import { readMessage } from '../ingest/mail/message.ts'
import { type Format, sniff } from '../ingest/sniff.ts'
import { decodeField } from '../ingest/text.ts'
import { recut } from '../ingest/unpack/chunks.ts'
import { type Member, readMembers } from '../ingest/unpack/unpack.ts'
import { own } from '../text.ts'
import type { Delivery, DeliveryEvent, Finding, InputSummary, Notice, Problem } from '../types.ts'
import { type LineFacts, namesKey, parseFacts } from './facts.ts'
import { selectLines, type Wanted } from './graph.ts'

export interface TraceOptions {
  timeZone: string
  year: number | null
  /** Epoch milliseconds: the file time of what has none. */
  now: number
  glob: string | null
  /** Bytes of one e-mail that are read. */
  maxMessage: number
  /** Each input once: what it is, and whether it could be read. */
  onInput: (input: InputSummary) => void
}

export interface TraceLine {
  time: string | null
  host: string | null
  file: string
  line: number
  program: string | null
  queueId: string | null
  /** The words behind the queue id. */
  text: string
  /** What the line says, classified. */
  findings: (DeliveryEvent | Notice | Delivery)[]
  facts: LineFacts
  /** The key stands in this line. */
  namesKey: boolean
  /** Epoch milliseconds; where the line has no time, that of the line before it. */
  at: number
  /** In which it was read. */
  order: number
}

export interface Trace {
  lines: TraceLine[]
  /** More lines named it than are kept. */
  isCut: boolean
}

/** An address may have had very many messages. */
const MAX_LINES = 50_000
/** Each pass follows the message one host or re-queueing further. */
const MAX_PASSES = 12

export async function traceMessage(
  asked: string,
  paths: readonly string[],
  options: TraceOptions,
): Promise<Trace> {
  const key = asked.trim().replace(/^<|>$/g, '')
  const wanted: Wanted = { key: key.toLowerCase(), queueIds: new Set([key]), messageIds: new Set([key]) }
  let pass = newPass(wanted, options)
  let lines: TraceLine[] = []
  for (let number = 1; number <= MAX_PASSES; number++) {
    const known = wanted.queueIds.size + wanted.messageIds.size
    pass = newPass(wanted, number === 1 ? options : { ...options, onInput: () => undefined })
    await readLogs(paths, pass)
    lines = selectLines(pass.gathered, wanted)
    // The first pass saw only the lines that name the key, not the others of the same queue id.
    if (number > 1 && wanted.queueIds.size + wanted.messageIds.size === known) break
  }
  pass.gathered = []
  await readMails(paths, pass)
  const withMails = [...lines, ...pass.gathered].sort((a, b) => a.at - b.at || a.order - b.order)
  return { lines: withMails, isCut: pass.isCut }
}

interface Pass {
  wanted: Wanted
  options: TraceOptions
  queue: Queue
  gathered: TraceLine[]
  order: number
  at: number
  isCut: boolean
}

function newPass(wanted: Wanted, options: TraceOptions): Pass {
  return { wanted, options, queue: newQueue(), gathered: [], order: 0, at: 0, isCut: false }
}

async function* membersOf(
  paths: readonly string[],
  { options }: Pass,
): AsyncGenerator<{ member: Member; format: Format }> {
  const onProblem = ({ file, what }: Problem): void =>
    options.onInput({ ...UNREAD, file, format: null, error: what })
  const { inputs, problems } = await listInputs(paths, { glob: options.glob ?? undefined })
  for (const problem of problems) onProblem(problem)
  for (const input of inputs) {
    for await (const member of readMembers(input, { onProblem })) {
      const format = sniff(member.head)
      options.onInput({ ...UNREAD, file: member.file, format })
      yield { member, format }
    }
  }
}

const UNREAD = { bytes: 0, records: 0, findings: 0, skipped: 0, error: null } as const

async function readLogs(paths: readonly string[], pass: Pass): Promise<void> {
  for await (const { member, format } of membersOf(paths, pass)) {
    if (format !== 'log') continue
    const { timeZone, year, now } = pass.options
    const dates = { timeZone, year, reference: member.mtime ?? now }
    const { file } = member
    const reader = createLogReader({ file, queue: pass.queue, include: ['rejected'], ...dates })
    let line = 0
    const watch = watching(reader, newClock(dates), file, pass)
    const lines = readLines(
      member.chunks,
      text => watch(text, ++line),
      () => line++,
    )
    for await (const _ of lines);
  }
}

/** Gathers the lines of the message; `reader` reads only these. */
function watching(
  reader: LogReader,
  clock: Clock,
  file: string,
  pass: Pass,
): (text: string, line: number) => void {
  const isLikely = prefilterOf(pass.wanted)
  return (text, line) => {
    const raw = text.endsWith('\r') ? text.slice(0, -1) : text
    if (!isLikely(raw)) return
    const wrapped = raw.startsWith('{') ? parseJsonLine(raw) : null
    const plain = own(wrapped === null || wrapped === 'broken' ? raw : wrapped.line)
    const facts = parseFacts(plain)
    const isNamed = namesKey(plain, pass.wanted.key)
    if (!isNamed && !isOfMessage(facts, pass.wanted)) return
    reader.readLine(own(raw), line)
    // The reader works out no stamp of a line without a result; behind another's prefix it must do.
    const stamp = noteStamp(clock, raw, 0, raw.length) === -1 ? null : timeOf(clock)
    const { time, host } = reader.stamp()
    const findings = reader.take().map(judge)
    gather(pass, { file, line, facts, namesKey: isNamed, findings, host, time: stamp ?? time })
  }
}

/** Most lines are of other messages: one expression says so, as long as there are few names. */
function prefilterOf({ key, queueIds, messageIds }: Wanted): (line: string) => boolean {
  const names = [key, ...queueIds, ...messageIds]
  if (names.length > 60) return () => true
  const expression = new RegExp(names.map(name => name.replace(/[^A-Za-z0-9]/g, '\\$&')).join('|'), 'i')
  return line => expression.test(line)
}

function isOfMessage(facts: LineFacts, { queueIds, messageIds }: Wanted): boolean {
  return (
    (facts.queueId !== null && queueIds.has(facts.queueId)) ||
    facts.links.some(id => queueIds.has(id)) ||
    facts.messageIds.some(id => messageIds.has(id))
  )
}

type Gathered = Omit<TraceLine, 'program' | 'queueId' | 'text' | 'at' | 'order'>

function gather(pass: Pass, gathered: Gathered): void {
  if (pass.gathered.length >= MAX_LINES) {
    pass.isCut = true
    return
  }
  const at = gathered.time === null ? pass.at : Date.parse(gathered.time)
  pass.at = at
  pass.order++
  const { queueId, program, text } = gathered.facts
  pass.gathered.push({ ...gathered, queueId, program, text: decodeField(text), at, order: pass.order })
}

function judge(finding: Finding): DeliveryEvent | Notice | Delivery {
  if (finding.kind !== 'failure' || 'reason' in finding) return finding
  return { ...finding, ...classify(finding) }
}

/** Bounce e-mails and events files: after the logs, when all names of the message are known. */
async function readMails(paths: readonly string[], pass: Pass): Promise<void> {
  for await (const { member, format } of membersOf(paths, pass))
    for await (const findings of findingsOf(member, format, pass.options))
      for (const finding of findings) if (isAbout(finding, pass.wanted)) gatherFinding(pass, finding)
}

async function* findingsOf(
  { file, chunks: large }: Member,
  format: Format,
  { maxMessage }: TraceOptions,
): AsyncGenerator<Finding[]> {
  const read = async (text: string, line: number, truncated: boolean): Promise<Finding[]> =>
    (await readMessage(text, { file, line, truncated }, { maxMessage })).findings
  const chunks = recut(large)
  if (format === 'mail' || format === 'mail-json') {
    const parts: Buffer[] = []
    let length = 0
    for await (const chunk of chunks) {
      if (length < maxMessage) parts.push(chunk)
      length += chunk.length
    }
    yield await read(
      Buffer.concat(parts).toString('latin1', 0, Math.min(length, maxMessage)),
      1,
      length > maxMessage,
    )
  } else if (format === 'mbox') {
    for await (const messages of readMailbox(chunks, { maxMessage }))
      for (const { text, number, truncated } of messages) yield await read(text, number, truncated)
  } else if (format === 'events') {
    for await (const { findings } of readEventsFile(chunks, file)) yield findings
  }
}

function isAbout(finding: Finding, { key, queueIds, messageIds }: Wanted): boolean {
  if (finding.queueId !== null && queueIds.has(finding.queueId)) return true
  if (finding.messageId !== null && messageIds.has(finding.messageId)) return true
  return [finding.recipient, finding.originalRecipient].some(address => address?.toLowerCase() === key)
}

function gatherFinding(pass: Pass, finding: Finding): void {
  const { time, host, file, line, queueId } = finding
  const text = 'diagnostic' in finding ? finding.diagnostic : ''
  const program = finding.source === 'dsn' ? 'bounce e-mail' : finding.source
  const facts: LineFacts = { queueId, program, text, links: [], messageIds: [], ends: false }
  gather(pass, { time, host, file, line, facts, namesKey: true, findings: [judge(finding)] })
}
