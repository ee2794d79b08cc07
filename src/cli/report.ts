/** `bouncelog report`: the inputs added up; a summary on the terminal, or files for others to read. */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { UsageError } from '../errors.ts'
import { buildReport, type Judged, type Options } from '../pipeline.ts'
import { csvEventHeader, formatCsvEvents } from '../report/csv.ts'
import { type Diff, diffReports } from '../report/diff.ts'
import { formatDiffText } from '../report/diff-text.ts'
import { formatJson } from '../report/json.ts'
import type { Report } from '../report/model.ts'
import { ANY_VIEW, type AnyView, formatAnyView, formatOutputFiles } from '../report/output-files.ts'
import { formatPrometheus } from '../report/prometheus.ts'
import { TAXONOMIES, type Taxonomy } from '../report/taxonomy.ts'
import { formatTerminal } from '../report/terminal.ts'
import type { DeliveryEvent } from '../types.ts'
import type { Declaring, Flags } from './commands.ts'
import { choiceFlag, declareInput, INPUT, OUTPUT, textFlag, wholeNumberFlag } from './options.ts'
import { type Output, openOutput } from './output.ts'
import { concludeRun, isNothingRead, settingsOf } from './settings.ts'
import { readSummary } from './summaries.ts'
import { declareColor, screenOf } from './terminal.ts'
import { leaveCompilingToThread } from './v8.ts'
import { packageVersion } from './version.ts'

const FORMAT_NAMES = ['text', 'json', 'csv', 'html', 'prometheus'] as const

export function declare(args: Declaring): Declaring {
  return declareColor(declareInput(args))
    .option('format', {
      group: OUTPUT,
      choices: FORMAT_NAMES,
      default: 'text',
      describe: 'What standard output gets',
    })
    .option('view', {
      group: OUTPUT,
      choices: ANY_VIEW,
      default: 'by-reason',
      describe: 'The table that --format csv writes',
    })
    .option('out', {
      group: OUTPUT,
      type: 'string',
      describe: 'Folder for summary.json, events.csv and a CSV of each view',
    })
    .option('output', {
      alias: 'o',
      group: OUTPUT,
      type: 'string',
      describe: 'File to write (default: standard output)',
    })
    .option('baseline', {
      group: OUTPUT,
      type: 'string',
      describe: 'summary.json of an earlier run: also say what changed since',
    })
    .option('bucket', {
      group: OUTPUT,
      choices: ['hour', 'day'],
      default: 'day',
      describe: 'Step of the view over time',
    })
    .option('taxonomy', {
      group: OUTPUT,
      choices: TAXONOMIES,
      describe: 'Also name reasons as that tool does (JSON, CSV of by-reason)',
    })
    .option('top', {
      group: OUTPUT,
      type: 'string',
      describe: 'Rows of each table (default: 5 as text, 10000 otherwise)',
    })
    .option('threads', {
      group: INPUT,
      type: 'string',
      describe:
        'Threads for logs (default: two from 100 MB on, all cores from 400 MB on); the report is the same for any number',
    })
    .example('$0 report /var/log/mail.log*', 'what failed, why, and what to do about it')
    .example('$0 report --day yesterday --out report/ /var/log/mail.log*', 'files for a nightly job')
    .example('$0 report --format html -o report.html /var/log/mail.log*', 'a page to send to others')
}

interface Wanted {
  format: (typeof FORMAT_NAMES)[number]
  view: AnyView
  taxonomy: Taxonomy | null
  top: number | null
}

export async function run(flags: Flags): Promise<number> {
  const wanted: Wanted = {
    format: choiceFlag(flags, 'format', FORMAT_NAMES, 'text'),
    view: choiceFlag(flags, 'view', ANY_VIEW, 'by-reason'),
    taxonomy: TAXONOMIES.find(name => name === textFlag(flags, 'taxonomy')) ?? null,
    top: wholeNumberFlag(flags, 'top', { min: 1, max: 1_000_000 }),
  }
  // What cannot be read or written is told before hours of reading.
  const baselinePath = textFlag(flags, 'baseline')
  const baseline = baselinePath === null ? null : await readSummary(baselinePath)
  const folder = folderFlag(flags)
  const eventsFile = folder === null ? null : await openOutput(join(folder, 'events.csv'))
  await eventsFile?.write(csvEventHeader)
  const settings = await settingsOf(flags)
  const report = await buildReport(settings.paths, {
    ...settings.options,
    version: packageVersion(),
    ...threadsFlag(flags),
    onThreads: leaveCompilingToThread,
    bucket: choiceFlag(flags, 'bucket', ['hour', 'day'], 'day'),
    ...(wanted.format === 'text' || wanted.top === null ? {} : { rows: wanted.top }),
    ...(eventsFile === null ? {} : { onJudged: batch => writeEvents(eventsFile, batch) }),
  })
  await eventsFile?.end()
  settings.endProgress()
  if (isNothingRead(settings.intake)) return concludeRun(settings, flags)
  if (folder !== null) await writeFiles(folder, report, wanted.taxonomy)
  const output = await openOutput(textFlag(flags, 'output'))
  const diff = baseline === null ? null : diffReports(baseline, report)
  await output.write(await formatReport(report, diff, wanted, flags))
  await output.end()
  return concludeRun(settings, flags)
}

/**
 * From this many bytes of logs on a second thread is worth what it costs (a tenth more CPU and 25 MiB), and more than two (each
 * warms up on its own, for 0.5 s and 80 MiB), unless they are asked for.
 */
const FROM = { threadsFrom: 100_000_000, moreFrom: 400_000_000 }

function threadsFlag(flags: Flags): Pick<Options, 'threads'> & Partial<typeof FROM> {
  const given = wholeNumberFlag(flags, 'threads', { min: 1, max: 256 })
  return given === null ? { threads: availableParallelism(), ...FROM } : { threads: given }
}

function folderFlag(flags: Flags): string | null {
  const folder = textFlag(flags, 'out')
  if (folder === '') throw new UsageError('--out: expected the name of a folder')
  return folder
}

async function writeEvents(file: Output, batch: readonly Judged[]): Promise<void> {
  const events = batch.filter((judged): judged is DeliveryEvent => judged.kind === 'failure')
  if (events.length > 0) await file.write(formatCsvEvents(events))
}

async function writeFiles(folder: string, report: Report, taxonomy: Taxonomy | null): Promise<void> {
  for (const { name, text } of formatOutputFiles(report, taxonomy)) {
    const file = await openOutput(join(folder, name))
    await file.write(text)
    await file.end()
  }
}

async function formatReport(
  report: Report,
  diff: Diff | null,
  { format, view, taxonomy, top }: Wanted,
  flags: Flags,
): Promise<string> {
  if (format === 'json') return formatJson(report, { diff, taxonomy })
  if (format === 'csv') return formatAnyView(report, view, taxonomy)
  if (format === 'prometheus') return formatPrometheus(report)
  if (format === 'html') {
    // Loaded only here: charts bring 150 modules with them.
    const { formatHtml } = await import('../report/html/page.ts')
    return formatHtml(report, diff)
  }
  const screen = screenOf(flags, textFlag(flags, 'output') === null ? 'stdout' : 'file')
  const text = formatTerminal(report, { ...screen, ...(top === null ? {} : { top }) })
  return diff === null ? text : `${text}\n${formatDiffText(diff, screen)}`
}
