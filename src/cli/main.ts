#!/usr/bin/env node
/**
 * The command line: which command, with which flags, and what a failure means for the exit status.
 *
 * Each command is a module that is loaded only when it is asked for, so that `--version` and `explain` start fast.
 */
import { setFlagsFromString } from 'node:v8'
import { EXIT, UsageError } from '../errors.ts'
import { COMMANDS, type Flags } from './commands.ts'
import { DASH, listFlag } from './options.ts'
import { quietOnClosedPipe } from './output.ts'
import { packageVersion } from './version.ts'

async function main(argv: string[]): Promise<void> {
  quietOnClosedPipe()
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    process.stdout.write(`bouncelog ${packageVersion()}\n`)
    return
  }
  const { default: yargs } = await import('yargs')
  const cli = yargs(argv.map(wordForYargs))
    .scriptName('bouncelog')
    .usage(
      'Why did the mail not arrive? Reads Postfix and Exim logs and bounce e-mails.\n\nUsage: $0 <command>',
    )
    .version(`bouncelog ${packageVersion()}`)
    .alias({ version: 'V', help: 'h' })
    .parserConfiguration({
      'duplicate-arguments-array': true,
      'greedy-arrays': false,
      'camel-case-expansion': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    // yargs lays its help out whether it is asked for or not; without a width that is cheap.
    .wrap(asksForHelp(argv) ? Math.min(110, process.stdout.columns ?? 100) : null)
    .demandCommand(1, 'Say a command, for example: bouncelog report mail.log')
    .strict()
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new UsageError(message)
    })
    .epilogue('Exit status: 0 all was read, 1 some input failed (the output says so), 2 nothing was done.')
    .example('$0 report /var/log/mail.log*', 'what failed, why, and what to do about it')
    .example('$0 explain "550 5.1.1 User unknown"', 'what one reply means')
  for (const command of COMMANDS)
    cli.command(
      command.usage,
      command.describe,
      async args => (await command.load()).declare(args),
      async args => {
        process.exitCode = await (await command.load()).run(withRest(args, command.usage))
      },
    )
  await cli.parseAsync()
}

function asksForHelp(argv: readonly string[]): boolean {
  return argv.some(word => word === '--help' || word === '-h')
}

/** What stands behind "--" are words of the command's list, too; yargs puts them aside. */
function withRest(args: Flags & { _: readonly (string | number)[] }, usage: string): Flags {
  const list = /\[(\w+)\.\.\]/.exec(usage)?.[1]
  const rest = args._.slice(1)
  return list === undefined || rest.length === 0
    ? args
    : { ...args, [list]: [...listFlag(args, list), ...rest] }
}

function wordForYargs(word: string): string {
  // yargs drops a lone dash from a list of positionals; options.ts takes the word back.
  if (word === '-') return DASH
  // Its value may be left out, and then the next word is an input.
  return word === '--redact' ? '--redact=local-parts' : word
}

/** The one place that turns an error into words and an exit status: a message, never a stack trace. */
function tell(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`bouncelog: ${message}\n`)
  if (error instanceof UsageError) process.stderr.write('Try: bouncelog --help\n')
  process.exitCode = EXIT.nothingDone
}

// Rules are compiled once and run often: native code at once takes 30 ms for all of them, bytecode first 200 ms.
setFlagsFromString('--no-regexp-tier-up')
try {
  await main(process.argv.slice(2))
} catch (error) {
  tell(error)
}
