/** `bouncelog codes`: the tables of reply codes and enhanced status codes. */
import type { Argv } from 'yargs'
import { enhancedCodes, replyCodes } from '../classify/codes.ts'
import type { Flags } from './commands.ts'
import { listFlag } from './options.ts'
import { openOutput } from './output.ts'

export function declare(args: Argv): Argv {
  return args
    .positional('code', { type: 'string', array: true, describe: 'Only these: 550, 5.1.1, x.7.26' })
    .example('$0 codes', 'both tables')
    .example('$0 codes 550 5.1.1', 'two codes')
}

export async function run(flags: Flags): Promise<number> {
  const asked = listFlag(flags, 'code')
  const output = await openOutput(null)
  for (const { code, name, rfc, reason } of replyCodes)
    if (asked.length === 0 || asked.includes(String(code)))
      await output.write(`${code}\t${name}\t${reason ?? '-'}\t${rfc}\n`)
  for (const { code, name, rfc, reason } of enhancedCodes)
    if (asked.length === 0 || asked.some(one => one.replace(/^[245]/, 'x') === code.toLowerCase()))
      await output.write(`${code}\t${name}\t${reason ?? '-'}\t${rfc}\n`)
  return 0
}
