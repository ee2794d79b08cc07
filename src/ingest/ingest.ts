/**
 * The stage: paths -> batches of findings. A bad input never stops the next one.
 *
 * In:     paths of logs, e-mails, mailboxes, events files, folders and archives of them; '-' is standard input
 * Out:    findings in batches. What mails say comes before what logs say, so that a failure that both tell
 *         can be joined (join.ts) while everything streams
 * Errors: an input that cannot be read is told by `onInput` (its `error`), a line or message by `onProblem`
 */
import type { Finding, Problem } from '../types.ts'
import { type Input, listInputs } from './inputs.ts'
import { leftReports, newJoinState } from './join.ts'
import { tellDeliveries } from './log/front.ts'
import { newQueue, type Queue } from './log/queue.ts'
import type { LinesAside } from './log/state.ts'
import { newClock, noteStamp, timeOf } from './log/time.ts'
import { mayHoldLogs } from './logs-among.ts'
import { readMember } from './members.ts'
import { type IngestOptions, type Run, tellFailure } from './run.ts'
import { sniff } from './sniff.ts'
import { type Member, readMembers } from './unpack/unpack.ts'

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
    join: isAlone || !(await mayHoldLogs(inputs)) ? null : newJoinState(),
    overflow: { file: null },
    named: new Set(paths),
  }
  const withLogs: DatedInput[] = []
  for (const input of inputs.filter(({ path }) => path !== '-')) {
    const logs = yield* readInput(input, 'mails', run)
    if (logs !== null) withLogs.push({ input, begin: logs.begin })
  }
  if (run.overflow.file !== null && withLogs.length > 0)
    options.onProblem({ file: run.overflow.file, line: null, what: TOO_MANY_REPORTS, text: null })
  const nothingHeld = run.join === null || run.join.held.length === 0
  if (options.readLogs !== null && nothingHeld && withLogs.length > 0)
    yield* options.readLogs(oldestFirst(withLogs), run.queue)
  else for (const input of oldestFirst(withLogs)) yield* readInput(input, 'logs', run)
  // Standard input can be read once only, so that it comes last, whatever it holds.
  for (const input of inputs.filter(({ path }) => path === '-')) yield* readInput(input, 'all', run)
  if (run.join !== null) yield leftReports(run.join)
  tellDeliveries(options.deliveries)
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
  tellDeliveries(options.deliveries)
}

/** An input that holds logs, and the time of its first line; null where that line does not begin with one. */
interface DatedInput {
  input: Input
  begin: string | null
}

/** A message is followed from log to log, so that the order of the arguments must not matter. */
function oldestFirst(inputs: readonly DatedInput[]): Input[] {
  const isDated = inputs.every(({ begin }) => begin !== null)
  const sorted = isDated ? inputs.toSorted((one, other) => compareTimes(one.begin, other.begin)) : inputs
  return sorted.map(({ input }) => input)
}

function compareTimes(one: string | null, other: string | null): number {
  if (one === null || other === null || one === other) return 0
  return one < other ? -1 : 1
}

/** Reads the members of one input that this pass is for; gives back when its logs begin, null if it holds none. */
async function* readInput(
  input: Input,
  pass: Pass,
  run: Run,
): AsyncGenerator<Finding[], { begin: string | null } | null> {
  let logs: { begin: string | null } | null = null
  // The second pass meets what cannot be unpacked again: it was told in the first one.
  const onProblem = (problem: Problem): void =>
    pass === 'logs' ? undefined : tellFailure(problem, run.options)
  const progress = newProgress(run.options.onProgress)
  for await (const member of readMembers(input, { onProblem, onRead: progress.note })) {
    // A range of a log is a log, wherever it begins.
    const format = input.range === undefined ? sniff(member.head) : 'log'
    if (format === 'log') logs ??= { begin: firstTime(member, run.options) }
    if (pass === 'all' || (pass === 'logs') === (format === 'log')) {
      progress.tell()
      yield* readMember(member, format, run, input.range?.linesBefore ?? 0)
    }
  }
  return logs
}

/** What is read only to see what it is, is told if this pass is for it. */
function newProgress(onProgress: IngestOptions['onProgress']): {
  note: (bytes: number) => void
  tell: () => void
} {
  let ahead: number | null = 0
  return {
    note(bytes) {
      if (ahead === null) onProgress(bytes)
      else ahead += bytes
    },
    tell() {
      if (ahead !== null) onProgress(ahead)
      ahead = null
    },
  }
}

function firstTime({ head, mtime }: Member, { timeZone, year, now }: IngestOptions): string | null {
  const clock = newClock({ timeZone, year, reference: mtime ?? now })
  const text = head.toString('latin1')
  const end = text.indexOf('\n')
  const stamped = noteStamp(clock, text, 0, end < 0 ? text.length : end)
  return stamped === -1 ? null : timeOf(clock)
}
