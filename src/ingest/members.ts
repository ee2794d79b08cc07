/**
 * One member of an input -> findings: a format, and the reader that knows it.
 *
 * In:     a member (a file, or what an archive holds) and what it was recognized as
 * Out:    batches of findings; of mails, those go on at once that no log may tell as well
 * Errors: what a reader throws ends this member; its summary says so
 */
import type { Finding, InputSummary, Problem } from '../types.ts'
import { readEventsFile } from './events-file.ts'
import { holdReports, matchReports } from './join.ts'
import { type LinesRead, readLog, readLogStream } from './log/lines.ts'
import { createLogReader } from './log/log.ts'
import { giveRoomBack } from './log/scanner.ts'
import type { MailboxMessage } from './mail/mailbox.ts'
import { messageOf, newSummary, type Run } from './run.ts'
import type { Format } from './sniff.ts'
import { recut } from './unpack/chunks.ts'
import type { Member } from './unpack/unpack.ts'

export async function* readMember(
  member: Member,
  format: Format,
  run: Run,
  linesBefore: number,
): AsyncGenerator<Finding[]> {
  // An empty log is nothing strange: it was rotated a moment ago.
  if (format === 'other' && member.head.length === 0)
    return run.options.onInput(newSummary(member.file, 'empty'))
  if (format === 'other') return tellForeign(member.file, run)
  const summary = newSummary(member.file, format)
  // Only of logs no strings are made.
  const chunks = counted(format === 'log' ? member.chunks : recut(member.chunks), summary)
  const onProblem = (problem: Problem): void => {
    summary.skipped++
    run.options.onProblem(problem)
  }
  try {
    for await (const findings of READERS[format](chunks, member, summary, {
      ...run,
      linesBefore,
      onProblem,
    })) {
      summary.findings += findings.length
      if (findings.length > 0) yield findings
    }
  } catch (error) {
    summary.error = messageOf(error)
  }
  run.options.onInput(summary)
}

interface MemberRun extends Run {
  linesBefore: number
  onProblem: (problem: Problem) => void
}

type MemberReader = (
  chunks: AsyncIterable<Uint8Array>,
  member: Member,
  summary: InputSummary,
  run: MemberRun,
) => AsyncGenerator<Finding[]>

/** Table: a format -> its reader. A new format is a row here and one in sniff.ts. */
const READERS: { readonly [format in Exclude<Format, 'other'>]: MemberReader } = {
  log: readLogMember,
  mail: readMailMember,
  mbox: readMboxMember,
  'mail-json': readMailMember,
  events: readEventsMember,
}

async function* readLogMember(
  chunks: AsyncIterable<Uint8Array>,
  member: Member,
  summary: InputSummary,
  run: MemberRun,
): AsyncGenerator<Finding[]> {
  const { timeZone, year, now, include, deliveries, failures, period, events } = run.options
  // Reports of deliveries that wait for their line want to see it.
  const hasReports = run.join !== null && run.join.index.size > 0
  const reader = createLogReader({
    file: member.file,
    queue: run.queue,
    timeZone,
    year,
    reference: member.mtime ?? now,
    include,
    deliveries: hasReports ? null : deliveries,
    failures: hasReports ? null : failures,
    period,
    events: hasReports ? null : events,
    aside: run.aside,
  })
  const { linesBefore } = run
  const room = reader.borrowRoom()
  // The reader copies what it does not read at once.
  member.lendChunks(room)
  const read: LinesRead = { lines: linesBefore }
  const batches = member.file === '-' ? readLogStream(chunks, reader, read) : readLog(chunks, reader, read)
  try {
    for await (const findings of batches) {
      for (const rows of reader.takeRows()) await events?.write(rows)
      yield run.join === null ? findings : matchReports(run.join, findings)
    }
  } finally {
    if (room !== null) giveRoomBack()
  }
  reader.finish()
  summary.records = read.lines - linesBefore
  summary.findings += reader.counted
  summary.skipped = reader.skipped
  for (const problem of reader.problems) run.options.onProblem(problem)
}

async function* readMailMember(
  chunks: AsyncIterable<Uint8Array>,
  member: Member,
  summary: InputSummary,
  run: MemberRun,
): AsyncGenerator<Finding[]> {
  const message = await gather(chunks, run.options.maxMessage)
  summary.records = 1
  yield await readMails([message], member.file, run)
}

async function* readMboxMember(
  chunks: AsyncIterable<Uint8Array>,
  member: Member,
  summary: InputSummary,
  run: MemberRun,
): AsyncGenerator<Finding[]> {
  const { maxMessage } = run.options
  // The mailbox copies each chunk into its window.
  member.lendChunks(null)
  run.options.onMails()
  const { readMailbox } = await import('./mail/mailbox.ts')
  for await (const messages of readMailbox(chunks, { maxMessage })) {
    summary.records += messages.length
    yield await readMails(messages, member.file, run)
  }
}

/** What several messages tell, in one batch: each step of an async generator costs as much as a field of a mail. */
async function readMails(
  messages: readonly MailboxMessage[],
  file: string,
  run: MemberRun,
): Promise<Finding[]> {
  const { maxMessage, verp, onMails } = run.options
  onMails()
  // Logs need none of it, and to load it takes a tenth of the time until their first line.
  const { readMessage } = await import('./mail/message.ts')
  const found: Finding[] = []
  for (const { text, number, truncated } of messages) {
    const read = readMessage(text, { file, line: number, truncated }, { maxMessage, verp })
    const { findings, problems } = read instanceof Promise ? await read : read
    for (const problem of problems) run.onProblem(problem)
    for (const finding of findings) found.push(finding)
  }
  if (run.join === null) return found
  return holdReports(run.join, found, () => {
    run.overflow.file ??= file
  })
}

async function* readEventsMember(
  chunks: AsyncIterable<Uint8Array>,
  member: Member,
  summary: InputSummary,
  run: MemberRun,
): AsyncGenerator<Finding[]> {
  for await (const { findings, problems, records } of readEventsFile(chunks, member.file)) {
    summary.records = records
    for (const problem of problems) run.onProblem(problem)
    yield findings
  }
}

function tellForeign(file: string, run: Run): void {
  const what = 'no mail log, bounce e-mail or events file; skipped'
  if (run.named.has(file)) run.options.onInput({ ...newSummary(file, null), error: what })
  else run.options.onProblem({ file, line: null, what, text: null })
}

async function gather(chunks: AsyncIterable<Uint8Array>, limit: number): Promise<MailboxMessage> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    parts.push(chunk)
    length += chunk.length
    if (length > limit) break
  }
  const text = Buffer.concat(parts).toString('latin1', 0, Math.min(length, limit))
  return { text, number: 1, truncated: length > limit }
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  summary: InputSummary,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    summary.bytes += chunk.length
    yield chunk
  }
}
