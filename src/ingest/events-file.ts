/**
 * Events that bouncelog wrote, read back in: `bouncelog report host-*.ndjson` merges what several hosts wrote.
 *
 * In:     NDJSON, one event a line, as `bouncelog events --format ndjson` writes it
 * Out:    events with the verdict that they carry (they are not judged again), and notices
 * Errors: a line that is no JSON or no event of ours is a problem with its number; the rest is read
 */
import { StringDecoder } from 'node:string_decoder'
import type { Finding, NoticeKind, Problem } from '../types.ts'

/** What a batch of lines gave. */
export interface EventsBatch {
  findings: Finding[]
  problems: Problem[]
  /** Lines read so far that are not empty. */
  records: number
}

const NOTICE_KINDS: ReadonlySet<unknown> = new Set<NoticeKind>([
  'auto-reply',
  'complaint',
  'challenge',
  'request',
  'other-report',
])

/** A longer line is no event of ours; it is cut off here so that memory stays bounded. */
const MAX_LINE = 4 * 1024 * 1024

/** Keys that every record has, and their types: a line without them is no event of ours. */
const SHAPE: readonly (readonly [key: string, types: readonly string[]])[] = [
  ['source', ['string']],
  ['recipient', ['string', 'null']],
  ['time', ['string', 'null']],
  ['host', ['string', 'null']],
  ['sender', ['string', 'null']],
  ['relay', ['string', 'null']],
  ['diagnostic', ['string']],
]

const FAILURE_SHAPE: readonly (readonly [key: string, types: readonly string[]])[] = [
  ['outcome', ['string']],
  ['permanence', ['string']],
  ['subject', ['string']],
  ['reason', ['string']],
  ['action', ['string']],
  ['scope', ['string']],
  ['rule', ['string']],
  ['replyCode', ['number', 'null']],
  ['enhancedCode', ['string', 'null']],
  ['attempts', ['number']],
]

/** NDJSON bytes -> batches of what they hold, a batch a chunk. */
export async function* readEventsFile(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
): AsyncGenerator<EventsBatch> {
  const { default: ndjson } = await import('ndjson')
  const parser = ndjson.parse({ strict: true })
  let broken = false
  parser.on('error', () => {
    broken = true
  })
  let line = 0
  let records = 0
  for await (const lines of readTextLines(chunks)) {
    const batch: EventsBatch = { findings: [], problems: [], records: 0 }
    for (const text of lines) {
      line++
      if (text.trim() === '') continue
      records++
      broken = false
      parser.write(`${text}\n`)
      const row: unknown = parser.read()
      const finding = broken ? null : toFinding(row, file, line)
      if (finding !== null) batch.findings.push(finding)
      else
        batch.problems.push({
          file,
          line,
          what: broken
            ? 'not JSON; the line was skipped'
            : 'JSON, but no bouncelog event; the line was skipped',
          text: text.slice(0, 120),
        })
    }
    batch.records = records
    yield batch
  }
}

/** A row of an events file -> a finding; null if it is none. The place is the row's own: where its host saw it. */
function toFinding(row: unknown, file: string, line: number): Finding | null {
  if (!hasShape(row, SHAPE)) return null
  const time = utcOf(row.time)
  if (time === undefined) return null
  const place = { time, file: row.file ?? file, line: row.line ?? line }
  const internal = { status: null, notice: null, firstOfMessage: row.attempts === 1 }
  // The shapes were checked just above; what they leave out is text or null and only passed through.
  if (NOTICE_KINDS.has(row.kind)) return { ...row, ...place } as unknown as Finding
  if (row.kind !== undefined && row.kind !== 'failure') return null
  if (!hasShape(row, FAILURE_SHAPE)) return null
  return { ...row, kind: 'failure', ...place, ...internal } as unknown as Finding
}

/** RFC 3339; the colon of an offset may be left out. Without a zone, it would be another time on each machine. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/

/** Some other program may have written it in another zone; undefined: it is no time. */
function utcOf(time: unknown): string | null | undefined {
  if (typeof time !== 'string') return null
  if (!TIME.test(time)) return undefined
  const millis = Date.parse(time)
  return Number.isNaN(millis) ? undefined : new Date(millis).toISOString()
}

function hasShape(row: unknown, shape: typeof SHAPE): row is { [key: string]: unknown } {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return false
  const fields = new Map<string, unknown>(Object.entries(row))
  return shape.every(([key, types]) => {
    const value = fields.get(key)
    return types.includes(value === null ? 'null' : typeof value)
  })
}

async function* readTextLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))).split(
      '\n',
    )
    rest = lines.pop() ?? ''
    if (rest.length > MAX_LINE) {
      lines.push(rest.slice(0, MAX_LINE))
      rest = ''
    }
    yield lines
  }
  rest += decoder.end()
  if (rest !== '') yield [rest]
}
