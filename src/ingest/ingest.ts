/**
 * The stage: paths -> batches of findings. A bad input never stops the next one.
 *
 * In:     paths of logs, e-mails, mailboxes, events files, folders and archives of them; '-' is standard input
 * Out:    findings in batches. What mails say comes before what logs say, so that a failure that both tell
 *         can be joined (join.ts) while everything streams
 * Errors: an input that cannot be read is told by `onInput` (its `error`), a line or message by `onProblem`
 */
import type { Finding, InputSummary, Problem } from '../types.ts'
import { readEventsFile } from './events-file.ts'
import { type Input, listInputs } from './inputs.ts'
import { holdReports, type JoinState, leftReports, matchReports, newJoinState } from './join.ts'
import { readLog, readLogStream } from './log/lines.ts'
import { createLogReader, type LinesAside } from './log/log.ts'
import { newQueue, type Queue } from './log/queue.ts'
import { readMailbox } from './mail/mailbox.ts'
import { readMessage } from './mail/message.ts'
import { type Format, sniff } from './sniff.ts'
import { type Member, readMembers } from './unpack/unpack.ts'

export interface IngestOptions {
  /** IANA name: the zone of log times that name none. */
  timeZone: string
  /** The year of the first log line that names none; null: from the file's time. */
  year: number | null
  /** Epoch milliseconds: the file time of what has none. */
  now: number
  /** 'rejected': also mail that this host refused from clients. */
  include: readonly 'rejected'[]
  /** Only files in folders whose name fits. */
  glob: string | null
  /** What the path '-' stands for; null: nothing. */
  stdin: AsyncIterable<Buffer> | null
  /** Bytes of one e-mail that are read. */
  maxMessage: number
  /** Patterns of addresses to which bounces come back, such as `bounce+{local}={domain}@lists.example.org`. */
  verp: readonly string[]
  onProblem: (problem: Problem) => void
  onInput: (summary: InputSummary) => void
  /** Once, before anything is read: bytes of all inputs as they are on the disk; null if that is not known. */
  onStart: (totalBytes: number | null) => void
  /** Bytes that were read since the last call, as they are on the disk. */
  onProgress: (bytes: number) => void
  /** Reads the logs in another way (in threads), where no reports wait to be joined with them; null: here. */
  readLogs: ((inputs: readonly Input[], queue: Queue) => AsyncGenerator<Finding[]>) | null
}

/** What a run keeps between inputs. */
interface Run {
  options: IngestOptions
  queue: Queue
  /** Null where there is nothing to join: one input, or all reports are done with. */
  join: JoinState | null
  /** The first file whose reports were too many to wait for the logs; null: none. */
  overflow: { file: string | null }
  /** Paths that the user named: one of them that holds nothing of ours is an error, a file in a folder is not. */
  named: ReadonlySet<string>
  /** For a part of the logs: where lines go that cannot be read without what stands before. */
  aside?: LinesAside | undefined
}

const TOO_MANY_REPORTS =
  'very many bounce e-mails beside logs: from here on, those that a log tells as well count twice'

/** Which members of an input are read now. */
type Pass = 'mails' | 'logs' | 'all'

export async function* readFindings(
  paths: readonly string[],
  options: IngestOptions,
): AsyncGenerator<Finding[]> {
  const { inputs, problems, repeated } = await listInputs(paths, {
    glob: options.glob ?? undefined,
    stdin: options.stdin ?? undefined,
  })
  for (const problem of problems) tellFailure(problem, options)
  for (const { path } of repeated)
    options.onProblem({
      file: path,
      line: null,
      what: 'the same content as another input; read once',
      text: null,
    })
  const isSized = inputs.every(({ size }) => size !== null)
  options.onStart(isSized ? inputs.reduce((sum, { size }) => sum + (size ?? 0), 0) : null)
  const isAlone = inputs.length === 1 && inputs[0]?.path === '-'
  const run: Run = {
    options,
    queue: newQueue(),
    join: isAlone ? null : newJoinState(),
    overflow: { file: null },
    named: new Set(paths),
  }
  const withLogs: Input[] = []
  for (const input of inputs.filter(({ path }) => path !== '-')) {
    const hasLogs = yield* readInput(input, 'mails', run)
    if (hasLogs) withLogs.push(input)
  }
  if (run.overflow.file !== null && withLogs.length > 0)
    options.onProblem({ file: run.overflow.file, line: null, what: TOO_MANY_REPORTS, text: null })
  const nothingHeld = run.join === null || run.join.held.length === 0
  if (options.readLogs !== null && nothingHeld) yield* options.readLogs(withLogs, run.queue)
  else for (const input of withLogs) yield* readInput(input, 'logs', run)
  // Standard input can be read once only, so that it comes last, whatever it holds.
  for (const input of inputs.filter(({ path }) => path === '-')) yield* readInput(input, 'all', run)
  if (run.join !== null) yield leftReports(run.join)
}

/** The logs of inputs of which the other members are done with. */
export async function* readLogs(
  inputs: readonly Input[],
  queue: Queue,
  options: IngestOptions,
  aside?: LinesAside,
): AsyncGenerator<Finding[]> {
  const run: Run = { options, queue, join: null, overflow: { file: null }, named: new Set(), aside }
  for (const input of inputs) yield* readInput(input, 'logs', run)
}

/** Reads the members of one input that this pass is for; gives back whether it holds logs, for the next pass. */
async function* readInput(input: Input, pass: Pass, run: Run): AsyncGenerator<Finding[], boolean> {
  let hasLogs = false
  // The second pass meets what cannot be unpacked again: it was told in the first one.
  const onProblem = (problem: Problem): void =>
    pass === 'logs' ? undefined : tellFailure(problem, run.options)
  for await (const member of readMembers(input, { onProblem, onRead: run.options.onProgress })) {
    // A range of a log is a log, wherever it begins.
    const format = input.range === undefined ? sniff(member.head) : 'log'
    if (format === 'log') hasLogs = true
    if (pass === 'all' || (pass === 'logs') === (format === 'log')) {
      yield* readMember(member, format, run, input.range?.linesBefore ?? 0)
    }
  }
  return hasLogs
}

async function* readMember(
  member: Member,
  format: Format,
  run: Run,
  linesBefore: number,
): AsyncGenerator<Finding[]> {
  if (format === 'other') return tellForeign(member.file, run)
  const summary = newSummary(member.file, format)
  const chunks = counted(member.chunks, summary)
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
  const { timeZone, year, now, include } = run.options
  const reader = createLogReader({
    file: member.file,
    queue: run.queue,
    timeZone,
    year,
    reference: member.mtime ?? now,
    include,
    aside: run.aside,
  })
  const { linesBefore } = run
  const batches = member.file === '-' ? readLogStream(chunks, reader) : readLog(chunks, reader, linesBefore)
  for await (const findings of batches) yield run.join === null ? findings : matchReports(run.join, findings)
  summary.records = Math.max(reader.line - linesBefore, 0)
  summary.skipped = reader.skipped
  for (const problem of reader.problems) run.options.onProblem(problem)
}

async function* readMailMember(
  chunks: AsyncIterable<Uint8Array>,
  member: Member,
  summary: InputSummary,
  run: MemberRun,
): AsyncGenerator<Finding[]> {
  const { bytes, truncated } = await gather(chunks, run.options.maxMessage)
  summary.records = 1
  yield await readOneMail(bytes, { file: member.file, line: 1, truncated }, run)
}

async function* readMboxMember(
  chunks: AsyncIterable<Uint8Array>,
  member: Member,
  summary: InputSummary,
  run: MemberRun,
): AsyncGenerator<Finding[]> {
  for await (const { bytes, number, truncated } of readMailbox(chunks, {
    maxMessage: run.options.maxMessage,
  })) {
    summary.records = number
    yield await readOneMail(bytes, { file: member.file, line: number, truncated }, run)
  }
}

async function readOneMail(
  bytes: Buffer,
  at: { file: string; line: number; truncated: boolean },
  run: MemberRun,
): Promise<Finding[]> {
  const { maxMessage, verp } = run.options
  const { findings, problems } = await readMessage(bytes, at, { maxMessage, verp })
  for (const problem of problems) run.onProblem(problem)
  if (run.join === null) return findings
  return holdReports(run.join, findings, () => {
    run.overflow.file ??= at.file
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

async function gather(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<{ bytes: Buffer; truncated: boolean }> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    parts.push(chunk)
    length += chunk.length
    if (length > limit) break
  }
  return { bytes: Buffer.concat(parts).subarray(0, limit), truncated: length > limit }
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

/** What cannot be opened or unpacked (to its end) is an input that failed, whatever was read of it. */
function tellFailure({ file, what }: Problem, options: IngestOptions): void {
  options.onInput({ ...newSummary(file, null), error: what })
}

function newSummary(file: string, format: string | null): InputSummary {
  return { file, format, bytes: 0, records: 0, findings: 0, skipped: 0, error: null }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
