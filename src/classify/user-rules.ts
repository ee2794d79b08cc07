/**
 * The user's own rules: a JSON text -> rules that come before all others.
 *
 * In:     the text of a file { "rules": [ … ] } as schema/rules.schema.json describes it
 * Out:    rules as ours are
 * Errors: UsageError: the line, the rule's id, what is wrong and what would be right
 */
import { UsageError } from '../errors.ts'
import type { Action, Command, Outcome, Permanence, Reason, Scope } from '../types.ts'
import { costOf } from './expression-cost.ts'
import { reasons } from './reasons.ts'
import type { Example, Rule, When } from './rule.ts'

const ACTIONS: readonly Action[] = ['suppress', 'retry', 'slow-down', 'fix-sender', 'fix-message', 'review']
const SCOPES: readonly Scope[] = ['address', 'domain', 'pair', 'sender', 'ip', 'message', 'local']
const COMMANDS: readonly Command[] = [
  'CONNECT',
  'EHLO',
  'STARTTLS',
  'AUTH',
  'MAIL',
  'RCPT',
  'DATA',
  'END-OF-DATA',
]
const OUTCOMES: readonly Outcome[] = ['bounced', 'deferred', 'expired', 'delayed', 'rejected']
const NATURES: readonly Permanence[] = ['permanent', 'transient']
const FIELDS = [
  'id',
  'reason',
  'match',
  'link',
  'when',
  'provider',
  'action',
  'scope',
  'nature',
  'listQuality',
  'retryAfter',
  'blocklist',
  'source',
  'examples',
  'butNot',
  'comment',
]
const WHEN_FIELDS = ['replyCode', 'enhanced', 'command', 'permanence', 'outcome', 'origin']
/** So long an expression is a list: give several. */
const LONGEST = 1000
/** Ways to try an expression at one place: what our own dearest expressions need, and some. */
const DEAREST = 1_000_000

type Row = { [field: string]: unknown }

interface Place {
  file: string
  line: number
  id: string
}

export function parseUserRules(text: string, file: string): Rule[] {
  const rows = rowsOf(text, file)
  const lines = linesOfRows(text)
  const seen = new Set<string>()
  return rows.map((row, at) => {
    const line = lines[at] ?? 1
    if (!isRow(row)) throw new UsageError(`${file}:${line}: rule ${at + 1} is no object`)
    const id = typeof row.id === 'string' && row.id !== '' ? row.id : null
    if (id === null) throw new UsageError(`${file}:${line}: rule ${at + 1} has no "id"`)
    const place = { file, line, id }
    if (seen.has(id)) fail(place, 'this id is used twice')
    seen.add(id)
    return ruleOf(row, place)
  })
}

function rowsOf(text: string, file: string): unknown[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (cause) {
    throw new UsageError(
      `${file}:${lineOfMistake(text, cause)}: not JSON: ${String(cause instanceof Error ? cause.message : cause)}`,
      { cause },
    )
  }
  const rules = isRow(parsed) ? parsed.rules : parsed
  if (!Array.isArray(rules)) throw new UsageError(`${file}:1: expected { "rules": [ … ] }`)
  return rules
}

function ruleOf(row: Row, place: Place): Rule {
  const unknown = Object.keys(row).find(field => !FIELDS.includes(field))
  if (unknown !== undefined) fail(place, `unknown field "${unknown}"; known are ${FIELDS.join(', ')}`)
  const match = expressionsOf(row.match, 'match', place)
  const link = expressionsOf(row.link, 'link', place)
  if (match.length === 0 && link.length === 0) fail(place, 'has neither "match" nor "link"')
  if (link.length > 1) fail(place, '"link" is one expression')
  const rule: Rule = {
    id: place.id,
    reason: choice(
      row.reason,
      'reason',
      reasons.map(one => one.reason),
      place,
    ) as Reason, // one of the table's
    source: typeof row.source === 'string' ? row.source : place.file,
    examples: examplesOf(row.examples, 'examples', place),
    butNot: examplesOf(row.butNot, 'butNot', place),
  }
  if (match.length > 0) rule.match = match
  if (link[0] !== undefined) rule.link = link[0]
  if (row.when !== undefined) rule.when = whenOf(row.when, place)
  if (row.provider !== undefined) rule.provider = textOf(row.provider, 'provider', place)
  if (row.action !== undefined) rule.action = choice(row.action, 'action', ACTIONS, place)
  if (row.scope !== undefined) rule.scope = choice(row.scope, 'scope', SCOPES, place)
  if (row.blocklist !== undefined) rule.blocklist = textOf(row.blocklist, 'blocklist', place)
  if (row.listQuality === true) rule.listQuality = true
  if (row.retryAfter !== undefined) rule.retryAfter = numberOf(row.retryAfter, 'retryAfter', place)
  if (row.nature === null) rule.nature = null
  else if (row.nature !== undefined)
    rule.nature = choice(row.nature, 'nature', NATURES, place) === 'permanent' ? 'permanent' : 'transient'
  return rule
}

function expressionsOf(value: unknown, field: string, place: Place): RegExp[] {
  if (value === undefined) return []
  return (Array.isArray(value) ? value : [value]).map(one => {
    if (typeof one !== 'string' || one === '')
      fail(place, `"${field}" must be an expression, or a list of them`)
    return expressionOf(String(one), field, place)
  })
}

/** Words are judged in lower case, so that an expression is written so. */
function expressionOf(source: string, field: string, place: Place): RegExp {
  if (source.length > LONGEST)
    fail(place, `"${field}" is longer than ${LONGEST} characters: give a list of expressions`)
  let expression: RegExp
  try {
    expression = new RegExp(source)
  } catch (cause) {
    return fail(
      place,
      `"${field}" is no expression: ${cause instanceof Error ? cause.message : String(cause)}`,
    )
  }
  if (expression.test('')) fail(place, `"${field}" fits every text`)
  const cost = costOf(source)
  if ('refused' in cost) fail(place, `"${field}" is not safe on long texts: ${cost.refused}`)
  else if (cost.ways > DEAREST)
    fail(place, `"${field}" is not safe on long texts: its repetitions multiply; use fewer or smaller ones`)
  if (/[A-Z]/.test(source.replace(/\\[A-Za-z]|\[[^\]]{0,80}\]/g, '')))
    fail(place, `"${field}" has capitals: texts are judged in lower case`)
  return expression
}

function whenOf(value: unknown, place: Place): When {
  if (!isRow(value)) return fail(place, '"when" must be an object')
  const unknown = Object.keys(value).find(field => !WHEN_FIELDS.includes(field))
  if (unknown !== undefined)
    fail(place, `unknown condition "${unknown}"; known are ${WHEN_FIELDS.join(', ')}`)
  const when: When = {}
  if (value.replyCode !== undefined)
    when.replyCode = listOf(value.replyCode).map(one => numberOf(one, 'replyCode', place))
  if (value.enhanced !== undefined) when.enhanced = listOf(value.enhanced).map(one => patternOf(one, place))
  if (value.command !== undefined)
    when.command = listOf(value.command).map(one => choice(one, 'command', COMMANDS, place))
  if (value.outcome !== undefined)
    when.outcome = listOf(value.outcome).map(one => choice(one, 'outcome', OUTCOMES, place))
  if (value.permanence !== undefined) when.permanence = choice(value.permanence, 'permanence', NATURES, place)
  if (value.origin !== undefined)
    when.origin = choice(value.origin, 'origin', ['local', 'remote'] as const, place)
  return when
}

function examplesOf(value: unknown, field: string, place: Place): Example[] {
  if (value === undefined) return []
  return listOf(value).map(one => {
    if (typeof one === 'string') return one
    if (isRow(one) && typeof one.said === 'string') return { said: one.said, ...contextOf(one) }
    return fail(place, `"${field}" holds replies: texts, or objects with "said"`)
  })
}

function contextOf(row: Row): Partial<Exclude<Example, string>> {
  const context: Partial<Exclude<Example, string>> = {}
  if (typeof row.relay === 'string') context.relay = row.relay
  if (typeof row.sender === 'string') context.sender = row.sender
  if (typeof row.recipient === 'string') context.recipient = row.recipient
  const command = COMMANDS.find(one => one === row.command)
  if (command !== undefined) context.command = command
  return context
}

function choice<Choice extends string>(
  value: unknown,
  field: string,
  choices: readonly Choice[],
  place: Place,
): Choice {
  const found = choices.find(one => one === value)
  return (
    found ??
    fail(place, `"${field}" is ${JSON.stringify(value) ?? 'missing'}; expected one of ${choices.join(', ')}`)
  )
}

function textOf(value: unknown, field: string, place: Place): string {
  return typeof value === 'string' && value !== '' ? value : fail(place, `"${field}" must be a text`)
}

function numberOf(value: unknown, field: string, place: Place): number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0
    ? value
    : fail(place, `"${field}" must be a whole number`)
}

function patternOf(value: unknown, place: Place): string {
  const isPattern = typeof value === 'string' && /^[245x]\.(?:\d{1,3}|x)\.(?:\d{1,3}|x)$/.test(value)
  return isPattern
    ? value
    : fail(place, `"enhanced" is ${JSON.stringify(value)}; expected a code such as 5.1.1, x.1.1 or 4.7.x`)
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value]
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fail(place: Place, what: string): never {
  throw new UsageError(`${place.file}:${place.line}: rule "${place.id}": ${what}`)
}

/** In which line each object of the list of rules begins. */
function linesOfRows(text: string): number[] {
  const lines: number[] = []
  let [depth, line, list] = [0, 1, -1]
  let inText = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (sign === '\n') line++
    if (inText) {
      if (sign === '\\') at++
      else if (sign === '"') inText = false
      continue
    }
    if (sign === '"') inText = true
    else if (sign === '[' && list === -1) list = ++depth
    else if (sign === '[' || sign === '{') {
      if (sign === '{' && depth === list) lines.push(line)
      depth++
    } else if (sign === ']' || sign === '}') depth--
  }
  return lines
}

/** Node tells the position, or the line itself; else the last line, where an end is missing. */
function lineOfMistake(text: string, cause: unknown): number {
  const message = cause instanceof Error ? cause.message : ''
  const line = /\(line (\d{1,9})/.exec(message)
  if (line !== null) return Number(line[1])
  const position = /position (\d{1,9})/.exec(message)
  return text.slice(0, position === null ? text.length : Number(position[1])).split('\n').length
}
