/**
 * The shared flags of a command that reads inputs -> options of the pipeline; and what is told on standard error.
 */

import { once } from 'node:events'
import { fstatSync } from 'node:fs'
import { EXIT, UsageError } from '../errors.ts'
import { USUAL_PLACES } from '../ingest/inputs.ts'
import { LOCAL_ZONE } from '../ingest/log/zone.ts'
import type { Options } from '../pipeline.ts'
import { collectInput, collectProblem, type Intake, newIntake } from '../report/intake.ts'
import type { Flags } from './commands.ts'
import { isSet, listFlag, redactFlag, sizeFlag, textFlag, wholeNumberFlag } from './options.ts'
import { parsePeriod } from './period.ts'
import { type ProgressBar, startProgress } from './progress.ts'
import { rulesFlag } from './rules-file.ts'
import { noteBytesRead, noteMails } from './v8.ts'

export interface Settings {
  paths: string[]
  options: Options
  /** What was read and what was not, gathered while the command runs. */
  intake: Intake
  /** Takes the progress bar away, before the first output. */
  endProgress: () => void
}

/** Reads the shared flags. Clock and time zone of the machine come in here and nowhere else. */
export async function settingsOf(flags: Flags, progress: 'bar' | 'no bar' = 'bar'): Promise<Settings> {
  const now = Date.now()
  const timeZone = zoneFlag(flags)
  const period = parsePeriod(
    {
      since: textFlag(flags, 'since'),
      until: textFlag(flags, 'until'),
      day: textFlag(flags, 'day'),
      last: textFlag(flags, 'last'),
    },
    now,
    timeZone,
  )
  const intake = newIntake()
  let bar: ProgressBar | null = null
  let done = 0
  const options: Omit<Options, 'stdin'> = {
    timeZone,
    year: wholeNumberFlag(flags, 'year', { min: 1970, max: 9999 }),
    now,
    include: listFlag(flags, 'include').includes('rejected') ? ['rejected'] : [],
    glob: textFlag(flags, 'glob'),
    maxMessage: sizeFlag(flags, 'max-message', 50 * 1024 * 1024),
    verp: verpFlag(flags),
    redact: redactFlag(flags),
    rules: await rulesFlag(flags),
    ...period,
    onStart: totalBytes => {
      if (progress === 'bar' && process.stderr.isTTY && !isSet(flags, 'quiet'))
        bar = startProgress({ totalBytes, terminal: process.stderr, clock: () => performance.now() })
    },
    onProgress: bytes => {
      done += bytes
      noteBytesRead(done)
      bar?.update(done)
    },
    onMails: noteMails,
    onInput: input => collectInput(intake, input),
    onProblem: problem => collectProblem(intake, problem),
  }
  const paths = await pathsOf(flags)
  // Opened only where it is read: Node makes it non-blocking for all programs that share it.
  const stdin = paths.includes('-') ? process.stdin : null
  return { paths, options: { ...options, stdin }, intake, endProgress: () => bar?.end() }
}

function verpFlag(flags: Flags): string[] {
  const patterns = listFlag(flags, 'verp')
  for (const pattern of patterns)
    for (const part of ['{local}', '{domain}'])
      if (!pattern.includes(part))
        throw new UsageError(`--verp ${pattern}: expected a pattern with ${part} in it`)
  return patterns
}

function zoneFlag(flags: Flags): string {
  const given = textFlag(flags, 'timezone')
  if (given === null) return LOCAL_ZONE
  try {
    return Intl.DateTimeFormat('en-US', { timeZone: given }).resolvedOptions().timeZone
  } catch {
    throw new UsageError(`--timezone ${given}: expected a zone such as UTC or Europe/Berlin`)
  }
}

async function pathsOf(flags: Flags): Promise<string[]> {
  const given = listFlag(flags, 'input')
  if (given.length > 0) return given
  if (await isSomethingPiped()) return ['-']
  if (!isSet(flags, 'quiet'))
    process.stderr.write(`bouncelog: no input named; reading the usual places: ${USUAL_PLACES.join(' ')}\n`)
  return []
}

/** `zcat mail.log.gz | bouncelog report`. Cron, too, gives a job a pipe: an empty one. */
async function isSomethingPiped(): Promise<boolean> {
  const stat = fstatSync(0)
  if (!stat.isFIFO() && !stat.isFile()) return false
  await Promise.race([once(process.stdin, 'readable'), once(process.stdin, 'end')])
  const chunk: unknown = process.stdin.read()
  if (!(chunk instanceof Buffer)) return false
  process.stdin.unshift(chunk)
  return true
}

/** What is told at the end on standard error, and the exit status that goes with it. */
export function concludeRun({ intake, endProgress }: Settings, flags: Flags): number {
  endProgress()
  const isQuiet = isSet(flags, 'quiet')
  for (const { file, error } of intake.failed)
    if (!isQuiet) process.stderr.write(`bouncelog: ${visible(file)}: ${visible(error ?? '')}\n`)
  for (const { what, count, examples } of isQuiet ? [] : intake.problems.values()) {
    const first = examples[0]
    const place = first === undefined ? '' : ` (first: ${visible(placeOf(first))})`
    process.stderr.write(`bouncelog: ${count} x ${visible(what)}${place}\n`)
    if (isSet(flags, 'verbose'))
      for (const { text, ...at } of examples)
        process.stderr.write(`  ${visible(placeOf(at))}: ${visible(text ?? '')}\n`)
  }
  if (isNothingRead(intake)) {
    if (!isQuiet && intake.failedCount + intake.problemCount === 0)
      process.stderr.write('bouncelog: found nothing to read\n')
    return EXIT.nothingDone
  }
  return intake.failedCount > 0 ? EXIT.someInputFailed : EXIT.ok
}

/** None of the inputs could be read: there is nothing to report. */
export function isNothingRead(intake: Intake): boolean {
  return ![...intake.inputs.values()].some(({ format, error }) => format !== null || error === null)
}

function placeOf({ file, line }: { file: string; line: number | null }): string {
  return line === null ? file : `${file}:${line}`
}

/** Hostile text on a terminal: control characters are shown, not obeyed. */
function visible(text: string): string {
  return text.replace(
    /[\x00-\x1f\x7f-\x9f]/g,
    character => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
}
