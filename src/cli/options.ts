/**
 * Flags that several commands share, and how a flag's text becomes a value. A flag has one meaning in all commands.
 *
 * Errors: UsageError, naming the flag, what was given and what is expected
 */
import { UsageError } from '../errors.ts'
import type { RedactOptions } from '../report/redact.ts'
import type { Declaring, Flags } from './commands.ts'

export const INPUT = 'Input:'
const FILTER = 'Filter:'
export const OUTPUT = 'Output:'

/** Inputs and how they are read: for every command that reads logs and mails. */
export function declareInput(args: Declaring): Declaring {
  return args
    .positional('input', {
      type: 'string',
      array: true,
      describe:
        'Logs, bounce e-mails, mailboxes, events files, folders or archives of them; - is standard input. Without any, the usual places under /var/log',
    })
    .option('glob', {
      group: INPUT,
      type: 'string',
      describe: 'In folders, only files whose name fits, such as "*.eml"',
    })
    .option('year', {
      group: INPUT,
      type: 'string',
      describe: 'Year of the first log line, where lines name none (default: from the file time)',
    })
    .option('timezone', {
      group: INPUT,
      type: 'string',
      describe: 'Zone of log times that name none, such as Europe/Berlin (default: this machine)',
    })
    .option('max-message', {
      group: INPUT,
      type: 'string',
      describe: 'Read no more than this of one e-mail',
      default: '50MB',
    })
    .option('verp', {
      group: INPUT,
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'Pattern of addresses that bounces come back to: "bounce+{local}={domain}@lists.example.org"',
    })
    .option('include', {
      group: INPUT,
      type: 'string',
      choices: ['rejected'],
      describe: 'Also what this host refused from clients',
    })
    .option('rules', {
      group: INPUT,
      type: 'string',
      describe: 'JSON file of your own rules; they come before all others',
    })
    .option('since', {
      group: FILTER,
      type: 'string',
      describe: 'Only results at or after this time: 2026-11-23, 2026-11-23T22:00',
    })
    .option('until', { group: FILTER, type: 'string', describe: 'Only results before this time' })
    .option('day', {
      group: FILTER,
      type: 'string',
      describe: 'Only results of this day: today, yesterday, 2026-11-23',
    })
    .option('last', { group: FILTER, type: 'string', describe: 'Only results of the last 90m, 24h, 7d' })
    .option('redact', {
      group: OUTPUT,
      type: 'string',
      choices: ['local-parts', 'domains'],
      describe: 'Hashes instead of local parts; with =domains, also of domains',
    })
    .option('redact-key', {
      group: OUTPUT,
      type: 'string',
      describe: 'The same key gives the same hashes in every run (default: another key each run)',
    })
    .option('quiet', { alias: 'q', type: 'boolean', describe: 'No progress and no notes on standard error' })
    .option('verbose', {
      alias: 'v',
      type: 'boolean',
      describe: 'Show the first lines that could not be read',
    })
}

/** Null: nothing is hidden. */
export function redactFlag(flags: Flags): RedactOptions | null {
  const hide = choiceFlag(flags, 'redact', ['no', 'local-parts', 'domains'], 'no')
  const key = textFlag(flags, 'redact-key')
  if (hide !== 'no') return { hide, key: key ?? crypto.getRandomValues(new Uint8Array(32)) }
  if (key !== null) throw new UsageError('--redact-key is about --redact, which is not given')
  return null
}

/** A flag's text, or null if it was not given; given twice, the last one counts. */
export function textFlag(flags: Flags, name: string): string | null {
  const given = flags[name]
  const value: unknown = Array.isArray(given) ? given.at(-1) : given
  return value === undefined || value === null ? null : wordOf(value)
}

/** A word that no command line can hold stands for "-". */
export const DASH = '\0-'

function wordOf(value: unknown): string {
  return value === DASH ? '-' : String(value)
}

export function isSet(flags: Flags, name: string): boolean {
  const given = flags[name]
  return (Array.isArray(given) ? given.at(-1) : given) === true
}

/** Positionals and repeated flags: always a list. */
export function listFlag(flags: Flags, name: string): string[] {
  const given = flags[name]
  if (given === undefined || given === null) return []
  return (Array.isArray(given) ? given : [given]).map(wordOf)
}

export function wholeNumberFlag(
  flags: Flags,
  name: string,
  range: { min: number; max: number },
): number | null {
  const text = textFlag(flags, name)
  if (text === null) return null
  const value = Number(text)
  if (!/^\d{1,9}$/.test(text) || value < range.min || value > range.max)
    throw new UsageError(`--${name} ${text}: expected a whole number from ${range.min} to ${range.max}`)
  return value
}

export function choiceFlag<Choice extends string>(
  flags: Flags,
  name: string,
  choices: readonly Choice[],
  otherwise: Choice,
): Choice {
  const text = textFlag(flags, name)
  if (text === null) return otherwise
  const found = choices.find(choice => choice === text)
  if (found === undefined) throw new UsageError(`--${name} ${text}: expected one of ${choices.join(', ')}`)
  return found
}

/** "50MB", "64k", "1000" -> bytes. */
export function sizeFlag(flags: Flags, name: string, otherwise: number): number {
  const text = textFlag(flags, name)
  if (text === null) return otherwise
  const match = /^(\d{1,12})([kmg]?)b?$/i.exec(text)
  if (match === null) throw new UsageError(`--${name} ${text}: expected a size such as 64k, 50MB, 2GB`)
  const unit = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[(match[2] ?? '').toLowerCase()] ?? 1
  return Number(match[1]) * unit
}
