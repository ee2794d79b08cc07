/** `bouncelog explain`: what one reply means, and the whole way to the answer. */
import type { Argv } from 'yargs'
import { type Explanation, explain } from '../classify/explain.ts'
import type { Flags } from './commands.ts'
import { choiceFlag, listFlag, OUTPUT, textFlag } from './options.ts'
import { openOutput } from './output.ts'

const FORMAT_NAMES = ['text', 'ndjson'] as const

export function declare(args: Argv): Argv {
  return args
    .positional('text', { type: 'string', array: true, describe: 'What the server said' })
    .option('format', { group: OUTPUT, choices: FORMAT_NAMES, default: 'text', describe: 'text or ndjson' })
    .option('relay', { type: 'string', describe: 'Name of the host that answered' })
    .option('sender', { type: 'string', describe: 'Envelope sender' })
    .option('recipient', { type: 'string', describe: 'Recipient' })
    .example('$0 explain "550 5.1.1 User unknown"', 'one reply')
    .example('$0 explain --format ndjson < replies.txt', 'a reply a line, an answer a line')
}

export async function run(flags: Flags): Promise<number> {
  const format = choiceFlag(flags, 'format', FORMAT_NAMES, 'text')
  const context = {
    relay: textFlag(flags, 'relay'),
    sender: textFlag(flags, 'sender'),
    recipient: textFlag(flags, 'recipient'),
  }
  const output = await openOutput(null)
  const texts = listFlag(flags, 'text')
  const lines = texts.length > 0 ? [texts.join(' ')] : await readStandardInput()
  for await (const line of lines) {
    const explanation = explain(line, context)
    await output.write(
      format === 'ndjson' ? `${JSON.stringify(explanation)}\n` : formatExplanation(explanation),
    )
  }
  return 0
}

/** Loaded only if it is needed: explaining one reply should take no time. */
async function readStandardInput(): Promise<AsyncIterable<string>> {
  const { createInterface } = await import('node:readline')
  return createInterface({ input: process.stdin })
}

function formatExplanation({
  reason,
  action,
  rule,
  basis,
  replyCode,
  enhancedCode,
  ruleSource,
}: Explanation): string {
  const codes = [replyCode, enhancedCode].filter(code => code !== null).join(' ')
  return `${reason}: ${action}\n  codes   ${codes}\n  rule    ${rule} (${basis})\n  source  ${ruleSource}\n`
}
