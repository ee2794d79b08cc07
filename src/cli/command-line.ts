/**
 * The command line: which command, with which flags, and what a failure means for the exit status.
 *
 * Each command is a module that is loaded only when it is asked for, so that `--version` and `explain` start fast.
 */
import { EXIT, UsageError } from '../errors.ts'
import { COMMANDS } from './commands.ts'
import { readPlainFlags } from './flags.ts'
import { DASH } from './options.ts'
import { quietOnClosedPipe } from './output.ts'
import { packageVersion } from './version.ts'

/** Never rejects. */
export async function runCommand(argv: readonly string[]): Promise<void> {
  await run(argv).catch(tell)
}

async function run(argv: readonly string[]): Promise<void> {
  quietOnClosedPipe()
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    process.stdout.write(`bouncelog ${packageVersion()}\n`)
    return
  }
  const [name, ...words] = argv.map(wordForYargs)
  const command = COMMANDS.find(({ usage }) => usage.split(' ', 1)[0] === name)
  const module = await command?.load()
  const flags = command && module ? readPlainFlags(words, command, module) : null
  if (module && flags) {
    process.exitCode = await module.run(flags)
    return
  }
  const { runWithYargs } = await import('./yargs.ts')
  await runWithYargs(argv.map(wordForYargs))
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
