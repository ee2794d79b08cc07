/** What is known of the terminal: its width, and whether colours are wanted. */
import type { Declaring, Flags } from './commands.ts'
import { choiceFlag, OUTPUT } from './options.ts'

/** Columns of what goes into a pipe or a file: the same whatever terminal it was started from. */
const PIPE_WIDTH = 100

const COLOR_CHOICES = ['auto', 'always', 'never'] as const

export function declareColor(args: Declaring): Declaring {
  return args.option('color', {
    group: OUTPUT,
    choices: COLOR_CHOICES,
    default: 'auto',
    describe: 'Colours in text: auto is only on a terminal, and not if NO_COLOR is set',
  })
}

export interface Screen {
  width: number
  colour: boolean
}

export function screenOf(flags: Flags, target: 'file' | 'stdout'): Screen {
  const { isTTY, columns } = process.stdout
  const isTerminal = isTTY === true && target === 'stdout'
  const choice = choiceFlag(flags, 'color', COLOR_CHOICES, 'auto')
  const isWanted = isTerminal && (process.env.NO_COLOR ?? '') === '' && process.env.TERM !== 'dumb'
  return {
    width: isTerminal ? (columns ?? 80) : PIPE_WIDTH,
    colour: choice === 'always' || (choice === 'auto' && isWanted),
  }
}
