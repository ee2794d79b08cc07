/** `bouncelog suppress`: whom to stop mailing, with the evidence; or a mailing list without them. */
import { createReadStream } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { EXIT, InputError, UsageError } from '../errors.ts'
import { readJudged, tellingDeliveries } from '../pipeline.ts'
import { countFinding, countPlainSuccess, newSuppression, type Suppression } from '../report/suppression.ts'
import { newExclusion, newListCount, readListWithout } from '../report/suppression-against.ts'
import { countVerdicts, formatEntries, LIST_FORMATS } from '../report/suppression-list.ts'
import {
  decideSuppression,
  type SuppressionEntry,
  type SuppressionVerdict,
  VERDICTS,
} from '../report/suppression-verdicts.ts'
import type { Declaring, Flags } from './commands.ts'
import { choiceFlag, declareInput, isSet, OUTPUT, textFlag } from './options.ts'
import { errorCode, openOutput } from './output.ts'
import { parseTime } from './period.ts'
import { declarePolicy, policyOf } from './policy-flags.ts'
import { concludeRun, type Settings, settingsOf } from './settings.ts'

const LIST = 'Mailing list:'

export function declare(args: Declaring): Declaring {
  return declarePolicy(declareInput(args))
    .option('now', {
      group: 'Policy:',
      type: 'string',
      describe: 'The present, such as 2026-11-23 (default: the latest time in the input)',
    })
    .option('format', {
      group: OUTPUT,
      choices: LIST_FORMATS,
      default: 'csv',
      describe: 'csv, json, ndjson, or addresses alone',
    })
    .option('verdicts', {
      group: OUTPUT,
      type: 'string',
      describe:
        'Only these of suppress,pause,quarantine,pending,review (default: all; for addresses and --against: suppress)',
    })
    .option('output', {
      alias: 'o',
      group: OUTPUT,
      type: 'string',
      describe: 'File to write (default: standard output)',
    })
    .option('against', {
      group: LIST,
      type: 'string',
      describe:
        'Write this CSV file without the rows of suppressed addresses, instead of the list of entries',
    })
    .option('column', {
      group: LIST,
      type: 'string',
      describe: 'Its column of addresses: a name of the header, or a number from 1',
    })
    .option('sender', {
      group: LIST,
      type: 'string',
      describe: 'Whose list it is, an address or a domain: leaves out those who refuse this sender',
    })
    .example('$0 suppress /var/log/mail.log* bounces.mbox > suppress.csv', 'whom to stop mailing, and why')
    .example('$0 suppress mail.log --against list.csv --column email > clean.csv', 'a list without them')
}

export async function run(flags: Flags): Promise<number> {
  const against = againstFlags(flags)
  const format = choiceFlag(flags, 'format', LIST_FORMATS, 'csv')
  const isPlain = against !== null || format === 'addresses'
  const verdicts = verdictsFlag(flags, isPlain ? ['suppress'] : VERDICTS)
  const policy = await policyOf(flags)
  const settings = await settingsOf(flags)
  const now = nowFlag(flags, settings)
  const suppression = newSuppression(policy, { notAfter: now ?? Date.now() / 1000 + DAY })
  if (against !== null) await checkList(against.file, textFlag(flags, 'output'))
  const options = tellingDeliveries(settings.options, delivery => countPlainSuccess(suppression, delivery))
  for await (const batch of readJudged(settings.paths, options))
    for (const judged of batch) countFinding(suppression, judged)
  const status = concludeRun(settings, flags)
  // A mailing list "without the suppressed" must not come from logs that could not be read.
  if (status === EXIT.nothingDone) return status
  const entries = decideSuppression(suppression, { now })
  const wanted = entries.filter(({ verdict }) => verdicts.includes(verdict))
  const output = await openOutput(textFlag(flags, 'output'))
  const notes: string[] = []
  if (against === null) for (const text of formatEntries(wanted, format)) await output.write(text)
  else {
    const count = newListCount()
    const exclusion = newExclusion(wanted, against.sender)
    const chunks = createReadStream(against.file)
    for await (const rows of readListWithout(chunks, { ...against, exclusion, count }))
      await output.write(rows)
    notes.push(countText(against.file, count))
  }
  await output.end()
  notes.unshift(verdictText(entries))
  tell(flags, suppression, notes)
  return status
}

const DAY = 86_400

interface Against {
  file: string
  column: string | null
  sender: string | null
}

function againstFlags(flags: Flags): Against | null {
  const file = textFlag(flags, 'against')
  const column = textFlag(flags, 'column')
  const sender = textFlag(flags, 'sender')
  if (file !== null) return { file, column, sender }
  if (column !== null || sender !== null)
    throw new UsageError(`--${column === null ? 'sender' : 'column'} is about the list that --against names`)
  return null
}

function verdictsFlag(flags: Flags, otherwise: readonly SuppressionVerdict[]): readonly SuppressionVerdict[] {
  const text = textFlag(flags, 'verdicts')
  if (text === null) return otherwise
  return text.split(',').map(name => {
    const verdict = VERDICTS.find(known => known === name.trim())
    if (verdict === undefined)
      throw new UsageError(`--verdicts ${text}: expected some of ${VERDICTS.join(',')}`)
    return verdict
  })
}

/** Epoch seconds; null: the latest time in the input. */
function nowFlag(flags: Flags, { options }: Settings): number | null {
  const text = textFlag(flags, 'now')
  return text === null ? null : parseTime(text, 'now', options.timeZone ?? 'UTC') / 1000
}

/** Told before hours of reading, not after. */
async function checkList(file: string, output: string | null): Promise<void> {
  const path = await realpath(file).catch((cause: unknown) => {
    throw new InputError(`${file}: cannot be read (${errorCode(cause)})`, { cause })
  })
  if (output === null || output === '-') return
  const target = await realpath(output).catch(() => null)
  if (target === path) throw new UsageError(`--output ${output}: is the list itself; name another file`)
}

function verdictText(entries: readonly SuppressionEntry[]): string {
  const counts = countVerdicts(entries)
  return VERDICTS.map(verdict => `${counts.get(verdict) ?? 0} ${verdict}`).join(', ')
}

function countText(file: string, { kept, withoutAddress, left }: ReturnType<typeof newListCount>): string {
  const gone = [...left.values()].reduce((sum, rows) => sum + rows, 0)
  const reasons = [...left].map(([reason, rows]) => `${reason} ${rows}`).join(', ')
  const without = withoutAddress === 0 ? '' : `, ${withoutAddress} without an address kept`
  return `${file}: ${kept} rows kept${without}, ${gone} left out${gone === 0 ? '' : ` (${reasons})`}`
}

function tell(flags: Flags, { undated }: Suppression, notes: readonly string[]): void {
  if (isSet(flags, 'quiet')) return
  for (const note of notes) process.stderr.write(`bouncelog: ${note}\n`)
  if (undated > 0)
    process.stderr.write(`bouncelog: ${undated} results without a believable time were not counted\n`)
}
