import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import yargs from 'yargs'
import { COMMANDS, type Command, type CommandModule, type Flags } from '../../src/cli/commands.ts'
import { readPlainFlags } from '../../src/cli/flags.ts'
import { isSet, listFlag, textFlag } from '../../src/cli/options.ts'
import { PARSER } from '../../src/cli/yargs.ts'

const nameOf = ({ usage }: Command): string => usage.split(' ', 1)[0] ?? ''

/** Every flag that a command declares, as the words that call it. */
function flagsOf(module: CommandModule): { calls: string[]; names: string[]; choices: string[] } {
  const found = {
    calls: ['--frob', '--no-quiet'],
    names: ['input', 'text', 'code', 'key', 'old', 'new'],
    choices: [''],
  }
  const declaring: Parameters<CommandModule['declare']>[0] = {
    option: (name, { alias, choices }) => {
      found.calls.push(`--${name}`, ...(alias === undefined ? [] : [`-${alias}`]))
      found.names.push(name)
      found.choices.push(...(choices ?? []))
      return declaring
    },
    positional: () => declaring,
    example: () => declaring,
  }
  module.declare(declaring)
  return found
}

/** What yargs hands to the command; null where it refuses, or shows its help instead. */
async function askYargs(
  words: readonly string[],
  command: Command,
  module: CommandModule,
): Promise<Flags | null> {
  let given: Flags | null = null
  try {
    await yargs([nameOf(command), ...words])
      .scriptName('bouncelog')
      .parserConfiguration(PARSER)
      .alias({ version: 'V', help: 'h' })
      .strict()
      .exitProcess(false)
      .fail((message, error) => {
        throw error ?? new Error(message)
      })
      .command(
        command.usage,
        '',
        args => {
          module.declare(args)
          return args
        },
        args => {
          given = args
        },
      )
      .parseAsync()
  } catch {
    return null
  }
  return given
}

const seenBy = (flags: Flags, names: readonly string[]) =>
  names.map(name => [name, textFlag(flags, name), isSet(flags, name), listFlag(flags, name)])

describe.each(COMMANDS.map(command => [nameOf(command), command] as const))('%s', (_, command) => {
  test('whatever is read without yargs is read as yargs reads it', async () => {
    const module = await command.load()
    const { calls, names, choices } = flagsOf(module)
    const value = fc.oneof(
      fc.constantFrom(...choices),
      fc.constantFrom(
        'mail.log',
        '50MB',
        '007',
        '1e3',
        'true',
        'help',
        '-',
        '--',
        '-1',
        '"x"',
        'a b',
        'x=y',
        '550 5.1.1 No',
      ),
      fc.string({ maxLength: 6 }),
    )
    const call = fc.constantFrom(...calls)
    const word = fc.oneof(
      value,
      call,
      fc.tuple(call, value).map(([flag, text]) => `${flag}=${text}`),
    )
    const pieces = fc.array(
      fc.oneof(
        word.map(one => [one]),
        fc.tuple(call, value),
      ),
      { maxLength: 4 },
    )
    await fc.assert(
      fc.asyncProperty(pieces, async given => {
        const words = given.flat()
        const flags = readPlainFlags(words, command, module)
        if (flags === null) return
        const asked = await askYargs(words, command, module)
        expect(asked).not.toBeNull()
        if (asked !== null) expect(seenBy(flags, names)).toEqual(seenBy(asked, names))
      }),
      { numRuns: 200 },
    )
  })
})

test.each([
  ['explain', ['550 5.1.1 No such user']],
  [
    'report',
    ['-q', '--format=json', '--top', '5', '--since', '2026-11-23', '-o', 'report.json', 'a.log', 'b.log'],
  ],
  ['trace', ['4F3A1B2C3D', 'mail.log']],
])('bouncelog %s %j needs no yargs', async (name, words) => {
  const command = COMMANDS.find(one => nameOf(one) === name)
  expect(command && readPlainFlags(words, command, await command.load())).not.toBeNull()
})
