/** `bouncelog policy`: the suppression policy, to be read, changed and given back with `suppress --policy`. */
import { EXIT } from '../errors.ts'
import { POLICY_SCHEMA } from '../report/policy-schema.ts'
import type { Declaring, Flags } from './commands.ts'
import { isSet, OUTPUT, textFlag } from './options.ts'
import { openOutput } from './output.ts'
import { declarePolicy, policyOf } from './policy-flags.ts'

export function declare(args: Declaring): Declaring {
  return declarePolicy(args)
    .option('schema', { group: OUTPUT, type: 'boolean', describe: 'The JSON schema of such a file instead' })
    .option('output', {
      alias: 'o',
      group: OUTPUT,
      type: 'string',
      describe: 'File to write (default: standard output)',
    })
    .example('$0 policy > policy.json', 'the default, to be changed')
    .example('$0 policy --policy mine.json', 'the default with the changes of a file')
}

export async function run(flags: Flags): Promise<number> {
  const printed = isSet(flags, 'schema') ? POLICY_SCHEMA : await policyOf(flags)
  const output = await openOutput(textFlag(flags, 'output'))
  await output.write(`${JSON.stringify(printed, null, 2)}\n`)
  await output.end()
  return EXIT.ok
}
