/** The file of the user's own rules: read, checked, and its examples tried. */
import { promises } from 'node:fs'
import { createClassifier } from '../classify/classify.ts'
import { attemptOf } from '../classify/explain.ts'
import type { Example, Rule } from '../classify/rule.ts'
import { parseUserRules } from '../classify/user-rules.ts'
import { UsageError } from '../errors.ts'
import type { Flags } from './commands.ts'
import { textFlag } from './options.ts'
import { errorCode } from './output.ts'

/** The rules of --rules; none without it. */
export async function rulesFlag(flags: Flags): Promise<readonly Rule[]> {
  const file = textFlag(flags, 'rules')
  if (file === null) return []
  const rules = parseUserRules(await textOf(file), file)
  const { classify } = createClassifier({ rules })
  const decides = (example: Example) =>
    classify(typeof example === 'string' ? attemptOf(example, {}) : attemptOf(example.said, example)).rule
  for (const rule of rules) {
    for (const example of rule.examples)
      if (decides(example) !== rule.id)
        throw new UsageError(
          `${file}: rule "${rule.id}": its example ${JSON.stringify(example)} is decided by "${decides(example)}"`,
        )
    for (const example of rule.butNot)
      if (decides(example) === rule.id)
        throw new UsageError(
          `${file}: rule "${rule.id}": it decides ${JSON.stringify(example)}, which "butNot" names`,
        )
  }
  return rules
}

async function textOf(file: string): Promise<string> {
  try {
    return await promises.readFile(file, 'utf8')
  } catch (cause) {
    throw new UsageError(`--rules ${file}: cannot be read (${errorCode(cause)})`, { cause })
  }
}
