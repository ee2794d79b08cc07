/**
 * --policy and --strict-days -> a Policy.
 *
 * Errors: InputError for a file that cannot be read, UsageError for what is wrong in it
 */
import { readFile } from 'node:fs/promises'
import { InputError } from '../errors.ts'
import { type Policy, parsePolicy } from '../report/policy.ts'
import { DEFAULT_POLICY } from '../report/policy-default.ts'
import type { Declaring, Flags } from './commands.ts'
import { choiceFlag, textFlag } from './options.ts'
import { errorCode } from './output.ts'

const POLICY = 'Policy:'

export function declarePolicy(args: Declaring): Declaring {
  return args
    .option('policy', {
      group: POLICY,
      type: 'string',
      describe: 'JSON file with changes to the default policy (bouncelog policy prints it)',
    })
    .option('strict-days', {
      group: POLICY,
      choices: ['on', 'off'] as const,
      describe: 'off: suppress at the first failure what the policy asks several days for',
    })
}

export async function policyOf(flags: Flags): Promise<Policy> {
  const file = textFlag(flags, 'policy')
  const policy = file === null ? DEFAULT_POLICY : parsePolicy(await readPolicy(file), file)
  return { ...policy, strictDays: choiceFlag(flags, 'strict-days', ['on', 'off'], policy.strictDays) }
}

async function readPolicy(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new InputError(`${file}: cannot be read (${errorCode(cause)})`, { cause })
  }
}
