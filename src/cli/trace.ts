/** `bouncelog trace`: what happened to one message, in order, across hosts and queue ids. */
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { EXIT, UsageError } from '../errors.ts'
import { formatTraceLines, formatTraceText } from '../trace/text.ts'
import { type Trace, traceMessage } from '../trace/trace.ts'
import type { Declaring, Flags } from './commands.ts'
import { choiceFlag, declareInput, isSet, OUTPUT, textFlag } from './options.ts'
import { openOutput } from './output.ts'
import { concludeRun, type Settings, settingsOf } from './settings.ts'

const FORMATS = ['text', 'ndjson'] as const

/** Flags of the commands that read inputs, which trace would have to ignore. */
const NOT_FOR_TRACE = ['since', 'until', 'day', 'last', 'rules', 'verp', 'include'] as const

export function declare(args: Declaring): Declaring {
  return declareInput(args)
    .positional('key', { type: 'string', demandOption: true, describe: 'Queue id, Message-ID or address' })
    .option('format', {
      group: OUTPUT,
      choices: FORMATS,
      default: 'text',
      describe: 'text, or ndjson for programs',
    })
    .option('output', {
      alias: 'o',
      group: OUTPUT,
      type: 'string',
      describe: 'File to write (default: standard output)',
    })
    .example('$0 trace 4F3A1B2C3D /var/log/mail.log*', 'the story of one queue id, also before and after it')
    .example('$0 trace ada@example.com mail.log bounces.mbox', 'all messages from and to an address')
}

export async function run(flags: Flags): Promise<number> {
  const key = textFlag(flags, 'key') ?? ''
  if (key.trim() === '') throw new UsageError('trace: expected a queue id, a Message-ID or an address')
  if (textFlag(flags, 'redact') !== null)
    throw new UsageError('trace: shows the lines as they are, --redact cannot be kept')
  for (const name of NOT_FOR_TRACE)
    if (textFlag(flags, name) !== null)
      throw new UsageError(`trace: tells the whole story as the lines have it, --${name} does not apply`)
  const format = choiceFlag(flags, 'format', FORMATS, 'text')
  const settings = await settingsOf(flags, 'no bar')
  const folder = await mkdtemp(join(tmpdir(), 'bouncelog-'))
  try {
    const trace = await readTrace(key, settings, join(folder, 'standard-input'))
    const status = concludeRun(settings, flags)
    if (trace.lines.length === 0) {
      if (!isSet(flags, 'quiet')) process.stderr.write(`bouncelog: nothing names ${JSON.stringify(key)}\n`)
      return Math.max(status, EXIT.someInputFailed)
    }
    const output = await openOutput(textFlag(flags, 'output'))
    const texts = format === 'text' ? formatTraceText(trace) : formatTraceLines(trace)
    for (const text of texts) await output.write(text)
    await output.end()
    return status
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The inputs are read several times, so that standard input is kept in a file as long as this takes. */
async function readTrace(key: string, { paths, options }: Settings, kept: string): Promise<Trace> {
  if (paths.includes('-')) await pipeline(process.stdin, createWriteStream(kept))
  const trace = await traceMessage(
    key,
    paths.map(path => (path === '-' ? kept : path)),
    {
      timeZone: options.timeZone ?? 'UTC',
      year: options.year ?? null,
      now: options.now ?? Date.now(),
      glob: options.glob ?? null,
      maxMessage: options.maxMessage ?? 50 * 1024 * 1024,
      onInput: input => options.onInput?.(input),
    },
  )
  const lines = trace.lines.map(line => (line.file === kept ? { ...line, file: '-' } : line))
  return { ...trace, lines }
}
