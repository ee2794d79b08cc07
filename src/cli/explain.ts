/** `bouncelog explain`: what one reply means, and the whole way to the answer. */
import { createInterface } from 'node:readline'
import { type Context, type Explanation, explain } from '../classify/explain.ts'
import type { Rule } from '../classify/rule.ts'
import type { Command } from '../types.ts'
import type { Declaring, Flags } from './commands.ts'
import { choiceFlag, listFlag, OUTPUT, textFlag } from './options.ts'
import { openOutput } from './output.ts'
import { rulesFlag } from './rules-file.ts'
import { compileForSeconds } from './v8.ts'

const FORMAT_NAMES = ['text', 'ndjson'] as const
const COMMANDS: readonly Command[] = [
  'CONNECT',
  'EHLO',
  'STARTTLS',
  'AUTH',
  'MAIL',
  'RCPT',
  'DATA',
  'END-OF-DATA',
]

export function declare(args: Declaring): Declaring {
  return args
    .positional('text', {
      type: 'string',
      array: true,
      describe:
        'What the server said; without it, a reply a line from standard input, plain or as {"diagnostic","relay","command","sender","recipient"}',
    })
    .option('format', { group: OUTPUT, choices: FORMAT_NAMES, default: 'text', describe: 'text or ndjson' })
    .option('relay', { type: 'string', describe: 'Name of the host that answered' })
    .option('command', { type: 'string', choices: COMMANDS, describe: 'The SMTP command that it answered' })
    .option('sender', { type: 'string', describe: 'Envelope sender' })
    .option('recipient', { type: 'string', describe: 'Recipient' })
    .option('rules', { type: 'string', describe: 'JSON file of your own rules; they come before all others' })
    .example('$0 explain "550 5.1.1 User unknown"', 'one reply')
    .example('$0 explain --format ndjson < replies.txt', 'a reply a line, an answer a line, in order')
}

export async function run(flags: Flags): Promise<number> {
  const format = choiceFlag(flags, 'format', FORMAT_NAMES, 'text')
  const context: Context = {
    relay: textFlag(flags, 'relay'),
    sender: textFlag(flags, 'sender'),
    recipient: textFlag(flags, 'recipient'),
    command: COMMANDS.find(one => one === textFlag(flags, 'command')) ?? null,
  }
  const rules = await rulesFlag(flags)
  const output = await openOutput(null)
  // Also for one reply: its expressions take 2 ms then, and 10 as bytecode.
  compileForSeconds()
  const texts = listFlag(flags, 'text')
  const lines =
    texts.length > 0
      ? [texts.join(' ')]
      : createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })
  for await (const line of lines) {
    const explanation = explainLine(line, context, rules)
    await output.write(
      format === 'ndjson' ? `${JSON.stringify(explanation)}\n` : `${formatExplanation(explanation)}\n`,
    )
  }
  return 0
}

/** A JSON object says what it knows; what it leaves out comes from the flags. Anything else is the reply itself. */
function explainLine(line: string, context: Context, rules: readonly Rule[]): Explanation {
  const row = line.startsWith('{') ? objectIn(line) : null
  if (row === null) return explain(line, context, rules)
  const text = (field: string): string | null => (typeof row[field] === 'string' ? String(row[field]) : null)
  return explain(
    text('diagnostic') ?? '',
    {
      relay: text('relay') ?? context.relay ?? null,
      command: COMMANDS.find(one => one === text('command')) ?? context.command ?? null,
      sender: text('sender') ?? context.sender ?? null,
      recipient: text('recipient') ?? context.recipient ?? null,
    },
    rules,
  )
}

function objectIn(line: string): { [field: string]: unknown } | null {
  try {
    const parsed: unknown = JSON.parse(line)
    // An object that is no array has fields; what they hold is looked at one by one.
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as { [field: string]: unknown })
      : null
  } catch {
    return null
  }
}

/** Escape sequences of a hostile reply do not reach the terminal. */
const CONTROL = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

function formatExplanation(told: Explanation): string {
  const rows: [string, string][] = [
    ['reply', told.reply === '' ? '(no words)' : told.reply],
    ...told.framing.map((part): [string, string] => ['framing', `${part.text}  [${part.id}]`]),
    ...(told.command === null ? [] : [['command', told.command] satisfies [string, string]]),
    ...(told.provider === null ? [] : [['provider', told.provider] satisfies [string, string]]),
    ...told.codes.map((code): [string, string] => ['code', formatCode(code)]),
    ['seen as', told.words],
    ['class', `${told.permanence}, about ${told.subject}${told.conflict ? '; text and class disagree' : ''}`],
    ['decided', `${told.rule} (${told.basis})`],
    ['source', told.ruleSource],
    ...told.rules
      .filter(rule => !rule.decided)
      .map((rule): [string, string] => ['also fits', `${rule.id} -> ${rule.reason}: ${rule.why}`]),
    ['holds for', told.scope],
    ...(told.blocklist === null ? [] : [['blocklist', told.blocklist] satisfies [string, string]]),
    ...(told.retryAfter === null ? [] : [['retry after', `${told.retryAfter} s`] satisfies [string, string]]),
    ...(told.listQuality
      ? [['list quality', 'the receiver complains of unknown recipients'] satisfies [string, string]]
      : []),
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  const body = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value.replace(CONTROL, ' ')}`)
  return [`${told.reason}: ${told.action}`, ...body].join('\n')
}

function formatCode(code: Explanation['codes'][number]): string {
  if (!code.registered) return `${code.code}  not registered`
  const means =
    code.reason === null
      ? 'no failure'
      : code.reason === 'unknown'
        ? 'says nothing by itself'
        : `by itself ${code.reason}`
  return `${code.code}  ${code.name ?? ''} (${code.rfc ?? ''}); ${means}`
}
