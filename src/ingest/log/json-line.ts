/**
 * A log line in a JSON envelope -> the line and what the envelope says of it.
 *
 * In:     one JSON object of journald, Docker, Fluent Bit, Vector and the like, as latin1
 * Out:    the line as latin1, with program, host and time if the envelope has them; null if it holds no line
 */
import { HOST_FIELDS, LINE_FIELDS, PROGRAM_FIELDS, TIME_FIELDS } from './json-fields.ts'

export interface WrappedLine {
  line: string
  program: string
  host: string | null
  /** Epoch milliseconds; NaN if unknown. */
  time: number
}

/** 'broken': it is not JSON (cut off, or two lines in one). */
export function parseJsonLine(json: string): WrappedLine | null | 'broken' {
  let record: unknown
  try {
    record = JSON.parse(Buffer.from(json, 'latin1').toString('utf8'))
  } catch {
    return 'broken'
  }
  if (!isRecord(record)) return null
  const line = firstOf(record, LINE_FIELDS, lineText) ?? findLine(record, 3)
  if (line === null) return null
  return {
    line: Buffer.from(line.trimEnd(), 'utf8').toString('latin1'),
    program: firstOf(record, PROGRAM_FIELDS, asText) ?? '',
    host: firstOf(record, HOST_FIELDS, asText),
    time: firstOf(record, TIME_FIELDS, asTime) ?? Number.NaN,
  }
}

function firstOf<T>(
  record: Record<string, unknown>,
  names: readonly string[],
  as: (value: unknown) => T | null,
): T | null {
  for (const name of names) {
    const value = as(valueAt(record, name))
    if (value !== null) return value
  }
  return null
}

/** How a mail log's line looks in a field of any name: a Postfix program or field, an Exim message id. */
const MAIL_LINE = /postfix|: (?:to|from)=<|: message-id=|\b[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4} /

function findLine(record: Record<string, unknown>, depth: number): string | null {
  for (const value of Object.values(record)) {
    if (typeof value === 'string' && value.includes(' ') && MAIL_LINE.test(value)) return value
    const inner = depth > 0 && isRecord(value) ? findLine(value, depth - 1) : null
    if (inner !== null) return inner
  }
  return null
}

function valueAt(record: Record<string, unknown>, name: string): unknown {
  if (name in record) return record[name]
  const dot = name.indexOf('.')
  const inner = dot === -1 ? undefined : record[name.slice(0, dot)]
  return isRecord(inner) ? valueAt(inner, name.slice(dot + 1)) : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** journald writes a message that is not UTF-8, or holds control characters, as an array of bytes. */
function lineText(value: unknown): string | null {
  if (Array.isArray(value) && value.every(byte => typeof byte === 'number')) {
    return Buffer.from(value).toString('utf8')
  }
  return asText(value)
}

function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function asTime(value: unknown): number | null {
  if (typeof value === 'number') return value > 1e11 ? value : Math.round(value * 1000)
  if (typeof value !== 'string') return null
  if (/^\d{15,17}$/.test(value)) return Math.floor(Number(value) / 1000)
  const time = Date.parse(value)
  return Number.isNaN(time) ? null : time
}
