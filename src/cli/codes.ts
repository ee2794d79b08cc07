/** `bouncelog codes`: the tables of reply codes and enhanced status codes. */
import { type EnhancedCodeRow, enhancedCodes, replyCodes } from '../classify/codes.ts'
import { subjects } from '../classify/subjects.ts'
import { UsageError } from '../errors.ts'
import type { Permanence, Reason } from '../types.ts'
import type { Declaring, Flags } from './commands.ts'
import { choiceFlag, listFlag, OUTPUT } from './options.ts'
import { openOutput } from './output.ts'

const FORMAT_NAMES = ['text', 'ndjson'] as const

/** A code as it is printed. */
interface CodeLine {
  code: string
  kind: 'reply' | 'enhanced'
  registered: boolean
  permanence: Permanence | 'success'
  subject: string | null
  name: string
  reason: Reason | null
  with: readonly number[]
  rfc: string
}

export function declare(args: Declaring): Declaring {
  return args
    .positional('code', { type: 'string', array: true, describe: 'Only these: 550, 5.1.1, x.7.26' })
    .option('format', { group: OUTPUT, choices: FORMAT_NAMES, default: 'text', describe: 'text or ndjson' })
    .example('$0 codes', 'both tables')
    .example('$0 codes 550 5.1.1', 'two codes')
}

export async function run(flags: Flags): Promise<number> {
  const format = choiceFlag(flags, 'format', FORMAT_NAMES, 'text')
  const asked = listFlag(flags, 'code')
  const lines =
    asked.length === 0 ? [...replyLines(), ...enhancedCodes.flatMap(enhancedLines)] : asked.flatMap(linesOf)
  const output = await openOutput(null)
  await output.write(
    format === 'ndjson' ? lines.map(line => `${JSON.stringify(line)}\n`).join('') : formatLines(lines),
  )
  return 0
}

function linesOf(asked: string): CodeLine[] {
  const code = asked.toLowerCase().replace(/^#/, '')
  if (/^[1-5]\d\d$/.test(code))
    return [replyLines().find(line => line.code === code) ?? unregisteredReply(code)]
  const parts = /^([245x])\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/.exec(code)
  if (parts === null)
    throw new UsageError(
      `${asked}: expected a reply code such as 550, or an enhanced code such as 5.1.1 or x.1.1`,
    )
  const row = enhancedCodes.find(one => one.code === code.slice(2))
  if (row === undefined) return [unregisteredEnhanced(code)]
  const lines = enhancedLines(row).filter(line => parts[1] === 'x' || line.code === code)
  return lines.length > 0 ? lines : [unregisteredEnhanced(code)]
}

function replyLines(): CodeLine[] {
  return replyCodes.map(({ code, name, rfc, reason }) => ({
    code: String(code),
    kind: 'reply',
    registered: true,
    permanence: classOf(String(code)),
    subject: null,
    name,
    reason,
    with: [],
    rfc,
  }))
}

function enhancedLines(row: EnhancedCodeRow): CodeLine[] {
  return row.classes.map(digit => ({
    code: `${digit}.${row.code}`,
    kind: 'enhanced',
    registered: true,
    permanence: classOf(String(digit)),
    subject: row.subject,
    name: row.name,
    reason: digit === 2 ? null : digit === 5 ? (row.permanentReason ?? row.reason) : row.reason,
    with: row.with,
    rfc: row.rfc,
  }))
}

function unregisteredReply(code: string): CodeLine {
  return {
    code,
    kind: 'reply',
    registered: false,
    permanence: classOf(code),
    subject: null,
    name: 'not registered',
    reason: 'unknown',
    with: [],
    rfc: '',
  }
}

/** Its class and its subject are known all the same. */
function unregisteredEnhanced(code: string): CodeLine {
  const subject = subjects.find(row => String(row.number) === code.split('.')[1])?.subject ?? null
  return {
    code,
    kind: 'enhanced',
    registered: false,
    permanence: classOf(code),
    subject,
    name: 'not registered',
    reason: 'unknown',
    with: [],
    rfc: '',
  }
}

function classOf(code: string): Permanence | 'success' {
  if (/^[123]/.test(code)) return 'success'
  if (code.startsWith('4')) return 'transient'
  return code.startsWith('5') ? 'permanent' : 'unknown'
}

function formatLines(lines: readonly CodeLine[]): string {
  const rows = lines.map(line => [
    line.code,
    line.permanence,
    line.subject ?? '-',
    line.reason ?? '-',
    line.name + (line.with.length > 0 ? ` (with ${line.with.join(' ')})` : ''),
    line.rfc,
  ])
  const widths = [0, 1, 2, 3, 4].map(at => Math.max(...rows.map(row => (row[at] ?? '').length)))
  return rows
    .map(
      row =>
        `${row
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}
