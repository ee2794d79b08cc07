/** `bouncelog rules`: the rules in their order; which decide how often; what no rule knows. */
import type { Rule } from '../classify/rule.ts'
import { makeRuleSet } from '../classify/rule-set.ts'
import type { RankedRule } from '../classify/rule-table.ts'
import { templateOf } from '../classify/template.ts'
import { UsageError } from '../errors.ts'
import { readJudged } from '../pipeline.ts'
import type { Declaring, Flags } from './commands.ts'
import { choiceFlag, declareInput, isSet, OUTPUT, wholeNumberFlag } from './options.ts'
import { openOutput } from './output.ts'
import { rulesFlag } from './rules-file.ts'
import { concludeRun, settingsOf } from './settings.ts'

const FORMAT_NAMES = ['text', 'ndjson'] as const
/** Templates counted at a time. What comes once in a million is no work to do. */
const MOST_TEMPLATES = 100_000

interface Unmatched {
  count: number
  rule: string
  template: string
  example: string
}

export function declare(args: Declaring): Declaring {
  return declareInput(args)
    .option('format', { group: OUTPUT, choices: FORMAT_NAMES, default: 'text', describe: 'text or ndjson' })
    .option('unmatched', {
      group: OUTPUT,
      type: 'boolean',
      describe: 'Replies of the inputs that no provider or text rule decided, the commonest first',
    })
    .option('hits', { group: OUTPUT, type: 'boolean', describe: 'How often each rule decided in the inputs' })
    .option('top', {
      group: OUTPUT,
      type: 'string',
      default: '50',
      describe: 'No more than so many templates',
    })
    .example('$0 rules', 'all rules in the order of judgement')
    .example('$0 rules --unmatched /var/log/mail.log*', 'the to-do list of whoever cares for rules')
}

export async function run(flags: Flags): Promise<number> {
  const format = choiceFlag(flags, 'format', FORMAT_NAMES, 'text')
  const rules = await rulesFlag(flags)
  const output = await openOutput(null)
  if (!isSet(flags, 'unmatched') && !isSet(flags, 'hits')) {
    if (Array.isArray(flags.input) && flags.input.length > 0)
      throw new UsageError('rules reads inputs only with --unmatched or --hits')
    for (const one of makeRuleSet(rules).ranked()) await output.write(formatRule(one, format))
    return 0
  }
  const settings = await settingsOf(flags)
  const counted = newCounted()
  for await (const batch of readJudged(settings.paths, settings.options))
    for (const one of batch) if (one.kind === 'failure' && 'reason' in one) count(counted, one)
  settings.endProgress()
  const top = wholeNumberFlag(flags, 'top', { min: 1, max: MOST_TEMPLATES }) ?? 50
  if (isSet(flags, 'unmatched')) await output.write(formatUnmatched(counted, top, format))
  if (isSet(flags, 'hits')) await output.write(formatHits(counted.hits, rules, format))
  return concludeRun(settings, flags)
}

interface Counted {
  failures: number
  hits: Map<string, number>
  templates: Map<string, Unmatched>
  /** Of templates beyond the limit. */
  notCounted: number
}

function newCounted(): Counted {
  return { failures: 0, hits: new Map(), templates: new Map(), notCounted: 0 }
}

function count(
  counted: Counted,
  event: Parameters<typeof templateOf>[0] & { rule: string; basis: string },
): void {
  counted.failures++
  counted.hits.set(event.rule, (counted.hits.get(event.rule) ?? 0) + 1)
  if (event.basis === 'text' || event.basis === 'provider') return
  const template = templateOf(event)
  const known = counted.templates.get(template)
  if (known !== undefined) known.count++
  else if (counted.templates.size >= MOST_TEMPLATES) counted.notCounted++
  else
    counted.templates.set(template, {
      count: 1,
      rule: event.rule,
      template,
      example: event.diagnostic.slice(0, 300),
    })
}

function formatRule({ rule, rank, provider }: RankedRule, format: 'text' | 'ndjson'): string {
  if (format === 'text') return `${rule.id}\t${rule.reason}\t${provider ?? rank}\t${rule.source}\n`
  const match = rule.match === undefined ? [] : [rule.match].flat()
  return `${JSON.stringify({
    id: rule.id,
    reason: rule.reason,
    rank,
    provider,
    action: rule.action ?? null,
    scope: rule.scope ?? null,
    match: match.map(one => one.source),
    link: rule.link?.source ?? null,
    when: rule.when ?? null,
    source: rule.source,
    examples: rule.examples,
    butNot: rule.butNot,
  })}\n`
}

/** The commonest first; of equal ones in the order of their words. */
function formatUnmatched(
  { templates, failures, notCounted }: Counted,
  top: number,
  format: 'text' | 'ndjson',
): string {
  const rows = [...templates.values()].sort((a, b) => b.count - a.count || (a.template < b.template ? -1 : 1))
  if (format === 'ndjson')
    return rows
      .slice(0, top)
      .map(row => `${JSON.stringify(row)}\n`)
      .join('')
  const total = rows.reduce((sum, row) => sum + row.count, notCounted)
  const head = `${total} of ${failures} failures were decided by no text or provider rule; ${rows.length} templates\n`
  return (
    head +
    rows
      .slice(0, top)
      .map(
        row =>
          `${String(row.count).padStart(8)}  ${row.template}  [${row.rule}]\n${' '.repeat(10)}e.g. ${printable(row.example)}\n`,
      )
      .join('')
  )
}

function formatHits(
  hits: ReadonlyMap<string, number>,
  rules: readonly Rule[],
  format: 'text' | 'ndjson',
): string {
  const ids = new Set([
    ...makeRuleSet(rules)
      .ranked()
      .map(one => one.rule.id),
    ...hits.keys(),
  ])
  const rows = [...ids]
    .map(rule => ({ rule, hits: hits.get(rule) ?? 0 }))
    .sort((a, b) => b.hits - a.hits || (a.rule < b.rule ? -1 : 1))
  if (format === 'ndjson') return rows.map(row => `${JSON.stringify(row)}\n`).join('')
  return rows.map(row => `${String(row.hits).padStart(8)}  ${row.rule}\n`).join('')
}

function printable(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, ' ')
}
