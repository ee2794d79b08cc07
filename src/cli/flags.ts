/**
 * The flags of a plain command line, without yargs: it costs 100 ms of CPU time to load and ask, this 1 ms.
 *
 * In:     the words behind the command's name, and what the command declares
 * Out:    the flags as yargs would give them; null for whatever is not plain (a wrong flag, help, "--", short
 *         flags in a bunch …), which yargs then reads, or refuses in its own words
 */
import type { Command, CommandModule, Declaring, FlagShape, Flags } from './commands.ts'

interface Declared {
  flags: ReadonlyMap<string, FlagShape & { name: string }>
  positionals: readonly Positional[]
}

interface Positional {
  name: string
  isRequired: boolean
  isList: boolean
}

/** What yargs does not take as it stands: no text, a flag, quotes that it takes away, a word for a boolean. */
const ODD_VALUE = /^(?:[-'"].*|help|true|false|)$/s

export function readPlainFlags(
  words: readonly string[],
  command: Command,
  module: CommandModule,
): Flags | null {
  const { flags, positionals } = declaredBy(command, module)
  const given: Flags = { _: [], $0: 'bouncelog' }
  const free: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (!word.startsWith('-')) {
      free.push(word)
      continue
    }
    const [name = '', value] = splitAtEquals(word)
    const flag = flags.get(name)
    if (flag === undefined) return null
    if (flag.type === 'boolean') {
      if (value !== undefined || flag.name in given) return null
      given[flag.name] = true
      continue
    }
    const text = value ?? words[++at] ?? ''
    if (ODD_VALUE.test(text) || flag.choices?.includes(text) === false) return null
    addValue(given, flag, text)
  }
  for (const { name, ...flag } of flags.values())
    if (flag.default !== undefined && !(name in given)) given[name] = flag.default
  return addPositionals(given, positionals, free) ? given : null
}

/** Runs the command's own declaration, and takes down what it says. */
function declaredBy(command: Command, module: CommandModule): Declared {
  const flags = new Map<string, FlagShape & { name: string }>()
  const declaring: Declaring = {
    option: (name, shape) => {
      flags.set(`--${name}`, { ...shape, name })
      if (shape.alias !== undefined) flags.set(`-${shape.alias}`, { ...shape, name })
      return declaring
    },
    positional: () => declaring,
    example: () => declaring,
  }
  module.declare(declaring)
  const positionals = [...command.usage.matchAll(/([<[])(\w+)(\.\.)?/g)].map(
    ([, opening, name = '', dots]) => ({
      name,
      isRequired: opening === '<',
      isList: dots !== undefined,
    }),
  )
  return { flags, positionals }
}

/** "--top=5" -> its two sides; "--top" alone has one. A short flag has its value behind it. */
function splitAtEquals(word: string): [name: string, value?: string] {
  const at = word.startsWith('--') ? word.indexOf('=') : -1
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)]
}

/** A flag given twice becomes a list, as with yargs. */
function addValue(given: Flags, { name, array }: FlagShape & { name: string }, text: string): void {
  const before = given[name]
  if (before === undefined) given[name] = array === true ? [text] : text
  else given[name] = [before, text].flat()
}

/** Whether there are as many words as positionals, all of them plain. */
function addPositionals(given: Flags, positionals: readonly Positional[], words: readonly string[]): boolean {
  let taken = 0
  for (const { name, isRequired, isList } of positionals) {
    const mine = isList ? words.slice(taken) : words.slice(taken, taken + 1)
    taken += mine.length
    if (mine.length === 0 && isRequired) return false
    if (isList) given[name] = mine
    else if (mine.length > 0) given[name] = mine[0]
  }
  return taken === words.length && !words.some(word => ODD_VALUE.test(word))
}
