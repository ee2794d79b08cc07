/** Table: the commands, in the order in which --help shows them. A new command is a row here and a file. */

/** The flags as yargs hands them over; each command reads its own through options.ts. */
export type Flags = { [flag: string]: unknown }

/** One flag or positional, as yargs takes it. */
export interface FlagShape {
  type?: 'string' | 'boolean'
  describe: string
  group?: string
  alias?: string
  choices?: readonly string[]
  default?: string
  /** Of a positional: one or more words. */
  array?: true
  /** Of a flag that may come several times: the words that it takes each time. */
  nargs?: 1
  demandOption?: true
}

/** What a command declares its flags to: yargs, or flags.ts where yargs is not needed. */
export interface Declaring {
  option: (name: string, shape: FlagShape) => Declaring
  positional: (name: string, shape: FlagShape) => Declaring
  example: (line: string, says: string) => Declaring
}

export interface CommandModule {
  /** Adds the command's flags and examples. */
  declare: (args: Declaring) => Declaring
  /** Does it; gives the exit status. */
  run: (flags: Flags) => Promise<number>
}

export interface Command {
  /** As yargs wants it: name and positionals. */
  usage: string
  describe: string
  load: () => Promise<CommandModule>
}

export const COMMANDS: readonly Command[] = [
  {
    usage: 'report [input..]',
    describe: 'What failed, why, and what to do about it',
    load: () => import('./report.ts'),
  },
  {
    usage: 'events [input..]',
    describe: 'Every failed delivery attempt, one a line',
    load: () => import('./events.ts'),
  },
  {
    usage: 'suppress [input..]',
    describe: 'Whom to stop mailing, and on what evidence; or a mailing list without them',
    load: () => import('./suppress.ts'),
  },
  {
    usage: 'trace <key> [input..]',
    describe: 'What happened to one message: by queue id, Message-ID or address',
    load: () => import('./trace.ts'),
  },
  {
    usage: 'policy',
    describe: 'The policy that suppress goes by, as JSON',
    load: () => import('./policy.ts'),
  },
  {
    usage: 'diff <old> <new>',
    describe: 'What changed between two summaries, beyond chance',
    load: () => import('./diff.ts'),
  },
  {
    usage: 'explain [text..]',
    describe: 'What a reply means; without a text, one reply a line from standard input',
    load: () => import('./explain.ts'),
  },
  {
    usage: 'codes [code..]',
    describe: 'The reply codes and enhanced status codes, with what they mean',
    load: () => import('./codes.ts'),
  },
  {
    usage: 'rules [input..]',
    describe: 'The rules that decide; which of them did, and what none of them knows',
    load: () => import('./rules.ts'),
  },
]
