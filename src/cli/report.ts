/** `bouncelog report`: the inputs added up; a summary on the terminal, or files for others to read. */
import type { Argv } from 'yargs'
import { buildReport } from '../pipeline.ts'
import { formatJson } from '../report/json.ts'
import type { Report } from '../report/model.ts'
import { formatTerminal } from '../report/terminal.ts'
import type { Flags } from './commands.ts'
import { choiceFlag, declareInput, OUTPUT, textFlag, wholeNumberFlag } from './options.ts'
import { openOutput } from './output.ts'
import { concludeRun, settingsOf } from './settings.ts'

const FORMAT_NAMES = ['text', 'json', 'csv'] as const

export function declare(args: Argv): Argv {
  return declareInput(args)
    .option('format', {
      group: OUTPUT,
      choices: FORMAT_NAMES,
      default: 'text',
      describe: 'What standard output gets',
    })
    .option('out', {
      group: OUTPUT,
      type: 'string',
      describe: 'Folder for summary.json and a CSV of each view',
    })
    .option('output', {
      alias: 'o',
      group: OUTPUT,
      type: 'string',
      describe: 'File to write (default: standard output)',
    })
    .option('bucket', {
      group: OUTPUT,
      choices: ['hour', 'day'],
      default: 'day',
      describe: 'Step of the view over time',
    })
    .option('top', { group: OUTPUT, type: 'string', describe: 'Rows of each table', default: '10' })
    .example('$0 report /var/log/mail.log*', 'what failed, why, and what to do about it')
    .example('$0 report --day yesterday --out report/ /var/log/mail.log*', 'files for a nightly job')
}

export async function run(flags: Flags): Promise<number> {
  const format = choiceFlag(flags, 'format', FORMAT_NAMES, 'text')
  const top = wholeNumberFlag(flags, 'top', { min: 1, max: 100_000 }) ?? 10
  const settings = await settingsOf(flags)
  const report = await buildReport(settings.paths, settings.options)
  settings.endProgress()
  const output = await openOutput(textFlag(flags, 'output'))
  await output.write(format === 'json' ? formatJson(report) : asText(report, top))
  await output.end()
  return concludeRun(settings, flags)
}

function asText(report: Report, top: number): string {
  const { isTTY, columns } = process.stdout
  const colour = isTTY === true && (process.env.NO_COLOR ?? '') === ''
  return formatTerminal(report, { width: isTTY === true ? (columns ?? 80) : 100, colour, top })
}
