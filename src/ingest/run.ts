/**
 * What the ingest stage is asked for, what it keeps between inputs, and how it tells of an input.
 */
import type { DeliveryCounter, EventWriter, FailureCounter, Period } from '../plain-results.ts'
import type { Finding, InputSummary, Problem } from '../types.ts'
import type { Input } from './inputs.ts'
import type { JoinState } from './join.ts'
import type { Queue } from './log/queue.ts'
import type { LinesAside } from './log/state.ts'

export interface IngestOptions {
  /** IANA name, or `local` for this machine's: the zone of log times that name none. */
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
  /** Told of plain deliveries in logs instead of making a finding of each; null: all deliveries are findings. */
  deliveries: DeliveryCounter | null
  /** The same for plain failures. */
  failures: FailureCounter | null
  /** Of plain results in logs, only these are told to `deliveries` and `failures`; null: all are. */
  period: Period | null
  /** Makes rows of all failures in logs; null: they are findings. Where e-mails are to be joined with them, they are, too. */
  events: EventWriter | null
  onProblem: (problem: Problem) => void
  onInput: (summary: InputSummary) => void
  /** Once, before anything is read: bytes of all inputs as they are on the disk; null if that is not known. */
  onStart: (totalBytes: number | null) => void
  /** Bytes that were read since the last call, as they are on the disk. */
  onProgress: (bytes: number) => void
  /** Before e-mails are read, and what reads them is loaded; again and again. */
  onMails: () => void
  /** Reads the logs in another way (in threads), where no reports wait to be joined with them; null: here. */
  readLogs: ((inputs: readonly Input[], queue: Queue) => AsyncGenerator<Finding[]>) | null
}

/** What a run keeps between inputs. */
export interface Run {
  options: IngestOptions
  queue: Queue
  /** Null where there is nothing to join: no log, standard input alone, or all reports are done with. */
  join: JoinState | null
  /** The first file whose reports were too many to wait for the logs; null: none. */
  overflow: { file: string | null }
  /** Paths that the user named: one of them that holds nothing of ours is an error, a file in a folder is not. */
  named: ReadonlySet<string>
  /** For a part of the logs: where lines go that cannot be read without what stands before. */
  aside?: LinesAside | undefined
}

export function newSummary(file: string, format: string | null): InputSummary {
  return { file, format, bytes: 0, records: 0, findings: 0, skipped: 0, error: null }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** What cannot be opened or unpacked (to its end) is an input that failed, whatever was read of it. */
export function tellFailure({ file, what }: Problem, options: IngestOptions): void {
  options.onInput({ ...newSummary(file, null), error: what })
}
