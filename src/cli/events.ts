/** `bouncelog events`: every failed delivery attempt, one a line, as it is read. */
import { UsageError } from '../errors.ts'
import { eventWriterFor, ignoredDeliveries } from '../judging.ts'
import { type Judged, readJudged } from '../pipeline.ts'
import { eventColumnNames } from '../report/columns.ts'
import { csvEventHeader, formatCsvEvents, formatCsvHeader, formatNamedCsvEvents } from '../report/csv.ts'
import { formatEcs } from '../report/ecs.ts'
import { formatNamedNdjson, formatNdjson } from '../report/ndjson.ts'
import { TAXONOMIES } from '../report/taxonomy.ts'
import type { DeliveryEvent, Notice, NoticeKind } from '../types.ts'
import type { Declaring, Flags } from './commands.ts'
import { choiceFlag, declareInput, OUTPUT, textFlag } from './options.ts'
import { openOutput } from './output.ts'
import { concludeRun, settingsOf } from './settings.ts'

type Row = DeliveryEvent | Notice

/** Table: --format -> what comes first, and the text of a batch. */
const FORMATS = {
  ndjson: { head: '', rows: formatNdjson },
  csv: { head: csvEventHeader, rows: formatCsvEvents },
  ecs: { head: '', rows: formatEcs },
} satisfies { [format: string]: Format }

/** Rows that are written at once: some 50 KiB, for V8 handles strings of more than 64 KiB slowly. */
const PIECE = 64

const FORMAT_NAMES = ['ndjson', 'csv', 'ecs', 'parquet'] as const

const NOTICE_KINDS: readonly NoticeKind[] = [
  'auto-reply',
  'complaint',
  'challenge',
  'request',
  'other-report',
]

export function declare(args: Declaring): Declaring {
  return declareInput(args)
    .option('format', {
      group: OUTPUT,
      choices: FORMAT_NAMES,
      default: 'ndjson',
      describe: 'ndjson, csv, ecs (NDJSON in the Elastic Common Schema) or parquet',
    })
    .option('kinds', {
      group: OUTPUT,
      type: 'string',
      describe: 'Also messages that are no failure: auto-reply,complaint,… or all',
    })
    .option('partition', {
      group: OUTPUT,
      choices: ['day'],
      describe: 'Parquet as a folder with a file for each day (UTC)',
    })
    .option('taxonomy', {
      group: OUTPUT,
      choices: TAXONOMIES,
      describe: 'One column more: what that tool calls the reason (ndjson, csv)',
    })
    .option('output', {
      alias: 'o',
      group: OUTPUT,
      type: 'string',
      describe: 'File to write (default: standard output)',
    })
    .example('$0 events --format csv /var/log/mail.log > failures.csv', 'a table for a spreadsheet')
    .example(
      `$0 events /var/log/exim4/mainlog | jq -r 'select(.action=="suppress").recipient'`,
      'addresses that do not exist',
    )
}

export async function run(flags: Flags): Promise<number> {
  const name = choiceFlag(flags, 'format', FORMAT_NAMES, 'ndjson')
  if (name === 'parquet') return runParquet(flags)
  if (textFlag(flags, 'partition') !== null) throw new UsageError('--partition is about --format parquet')
  const format = formatOf(flags, name)
  const kinds = kindsFlag(flags)
  // Events scroll by on a terminal as they are found: they are the progress.
  const settings = await settingsOf(flags, process.stdout.isTTY ? 'no bar' : 'bar')
  const output = await openOutput(textFlag(flags, 'output'))
  await output.write(format.head)
  // The rows of most failures are written where their lines are read.
  const isPlain = format === FORMATS.ndjson && settings.options.redact == null
  const events = isPlain ? eventWriterFor(settings.options, output.write) : null
  for await (const batch of readJudged(settings.paths, {
    ...settings.options,
    deliveries: ignoredDeliveries,
    events,
  })) {
    const rows = batch.filter((judged): judged is Row => kinds.has(judged.kind))
    for (let at = 0; at < rows.length; at += PIECE)
      await output.write(format.rows(rows.slice(at, at + PIECE)))
  }
  await output.end()
  return concludeRun(settings, flags)
}

interface Format {
  head: string
  rows: (rows: readonly Row[]) => string
}

function formatOf(flags: Flags, name: keyof typeof FORMATS): Format {
  const taxonomy = TAXONOMIES.find(known => known === textFlag(flags, 'taxonomy'))
  if (taxonomy === undefined) return FORMATS[name]
  if (name === 'csv')
    return {
      head: formatCsvHeader([...eventColumnNames, taxonomy]),
      rows: batch => formatNamedCsvEvents(batch, taxonomy),
    }
  if (name === 'ndjson') return { head: '', rows: batch => formatNamedNdjson(batch, taxonomy) }
  throw new UsageError('--taxonomy is about --format ndjson and csv')
}

async function runParquet(flags: Flags): Promise<number> {
  const path = textFlag(flags, 'output')
  if (path === null || path === '-') throw new UsageError('--format parquet needs --output FILE')
  if (textFlag(flags, 'kinds') !== null)
    throw new UsageError('--format parquet holds failures only, no --kinds')
  const partition = textFlag(flags, 'partition') === null ? null : 'day'
  const settings = await settingsOf(flags)
  const { openParquet } = await import('../report/parquet.ts')
  const parquet = await openParquet({ path, partition })
  try {
    for await (const batch of readJudged(settings.paths, settings.options))
      await parquet.write(batch.filter(judged => judged.kind === 'failure'))
    await parquet.end()
  } finally {
    await parquet.close()
  }
  return concludeRun(settings, flags)
}

function kindsFlag(flags: Flags): ReadonlySet<Judged['kind']> {
  const text = textFlag(flags, 'kinds')
  if (text === null) return new Set(['failure'] as const)
  const asked = text === '' || text === 'all' ? NOTICE_KINDS : text.split(',')
  const kinds = new Set<Judged['kind']>(['failure'])
  for (const name of asked) {
    const kind = NOTICE_KINDS.find(known => known === name)
    if (kind !== undefined) kinds.add(kind)
    else if (name !== 'failure')
      throw new UsageError(`--kinds ${text}: expected all, or some of ${NOTICE_KINDS.join(', ')}`)
  }
  return kinds
}
