/**
 * yargs: help, and whatever command line is not plain. Loaded only then (flags.ts).
 *
 * Errors: UsageError in yargs's words
 */
import yargs from 'yargs'
import { UsageError } from '../errors.ts'
import { COMMANDS, type Flags } from './commands.ts'
import { listFlag } from './options.ts'
import { packageVersion } from './version.ts'

export const PARSER = {
  'duplicate-arguments-array': true,
  'greedy-arrays': false,
  'camel-case-expansion': false,
  'parse-numbers': false,
  'parse-positional-numbers': false,
}

export async function runWithYargs(words: readonly string[]): Promise<void> {
  const cli = yargs([...words])
    .scriptName('bouncelog')
    .usage(
      'Why did the mail not arrive? Reads Postfix and Exim logs and bounce e-mails.\n\nUsage: $0 <command>',
    )
    .version(`bouncelog ${packageVersion()}`)
    .alias({ version: 'V', help: 'h' })
    .parserConfiguration(PARSER)
    // yargs lays its help out whether it is asked for or not; without a width that is cheap.
    .wrap(asksForHelp(words) ? Math.min(110, process.stdout.columns ?? 100) : null)
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
      async args => {
        const { declare } = await command.load()
        declare(args)
        return args
      },
      async args => {
        process.exitCode = await (await command.load()).run(withRest(args, command.usage))
      },
    )
  await cli.parseAsync()
}

function asksForHelp(words: readonly string[]): boolean {
  return words.some(word => word === '--help' || word === '-h')
}

/** What stands behind "--" are words of the command's list, too; yargs puts them aside. */
function withRest(args: Flags & { _: readonly (string | number)[] }, usage: string): Flags {
  const list = /\[(\w+)\.\.\]/.exec(usage)?.[1]
  const rest = args._.slice(1)
  return list === undefined || rest.length === 0
    ? args
    : { ...args, [list]: [...listFlag(args, list), ...rest] }
}
