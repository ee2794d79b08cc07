/** `bouncelog diff`: what changed between two summaries, beyond chance. */
import { EXIT, UsageError } from '../errors.ts'
import { diffReports } from '../report/diff.ts'
import { formatDiffCsv, formatDiffJson, formatDiffText } from '../report/diff-text.ts'
import type { Declaring, Flags } from './commands.ts'
import { choiceFlag, OUTPUT, textFlag, wholeNumberFlag } from './options.ts'
import { openOutput } from './output.ts'
import { readSummary } from './summaries.ts'
import { declareColor, screenOf } from './terminal.ts'

const FORMAT_NAMES = ['text', 'json', 'csv'] as const

export function declare(args: Declaring): Declaring {
  return declareColor(args)
    .positional('old', { type: 'string', describe: 'summary.json of the earlier run' })
    .positional('new', { type: 'string', describe: 'summary.json of the later run' })
    .option('format', {
      group: OUTPUT,
      choices: FORMAT_NAMES,
      default: 'text',
      describe: 'What standard output gets',
    })
    .option('output', {
      alias: 'o',
      group: OUTPUT,
      type: 'string',
      describe: 'File to write (default: standard output)',
    })
    .option('top', {
      group: OUTPUT,
      type: 'string',
      default: '10',
      describe: 'Changes of each kind, as text',
    })
    .example('$0 diff monday/summary.json tuesday/summary.json', 'what rose, fell, appeared, vanished')
    .example('$0 diff --format csv old.json new.json > changes.csv', 'a table of the same')
}

export async function run(flags: Flags): Promise<number> {
  const format = choiceFlag(flags, 'format', FORMAT_NAMES, 'text')
  const top = wholeNumberFlag(flags, 'top', { min: 1, max: 100_000 }) ?? 10
  const [older, newer] = [textFlag(flags, 'old'), textFlag(flags, 'new')]
  if (older === null || newer === null) throw new UsageError('diff: name two summaries, the older one first')
  const diff = diffReports(await readSummary(older), await readSummary(newer))
  const path = textFlag(flags, 'output')
  const output = await openOutput(path)
  if (format === 'json') await output.write(formatDiffJson(diff))
  else if (format === 'csv') await output.write(formatDiffCsv(diff))
  else
    await output.write(formatDiffText(diff, { ...screenOf(flags, path === null ? 'stdout' : 'file'), top }))
  await output.end()
  return EXIT.ok
}
