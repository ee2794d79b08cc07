/** docs/reasons.md is written from the tables: `WRITE=1 npx vitest run test/classify/docs.test.ts` writes it anew. */
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { allProviders, textRules, weakRules } from '../../src/classify/all-rules.ts'
import { enhancedCodes, replyCodes } from '../../src/classify/codes.ts'
import { reasons } from '../../src/classify/reasons.ts'
import type { Example, Rule } from '../../src/classify/rule.ts'
import { subjects } from '../../src/classify/subjects.ts'
import type { Reason } from '../../src/types.ts'

const FILE = new URL('../../docs/reasons.md', import.meta.url)
const rules: readonly Rule[] = [...allProviders.flatMap(table => table.rules), ...textRules, ...weakRules]

test('docs/reasons.md says what the tables say', () => {
  const text = reasonsDocument()
  if (process.env.WRITE === '1') writeFileSync(FILE, text)
  expect(readFileSync(FILE, 'utf8')).toBe(text)
})

test('docs/adding-a-rule.md names files that exist', () => {
  const text = readFileSync(new URL('../../docs/adding-a-rule.md', import.meta.url), 'utf8')
  const named = [...text.matchAll(/`((?:src|test|schema|docs)\/[\w./-]+\.(?:ts|json|md))`/g)].map(
    found => found[1] ?? '',
  )
  expect(named.length).toBeGreaterThan(3)
  for (const file of named)
    expect(() => readFileSync(new URL(`../../${file}`, import.meta.url)), file).not.toThrow()
})

function reasonsDocument(): string {
  return [
    '# Reasons\n',
    'Written from the tables of `src/classify/`; a test compares. What a reply means is decided by the first of these that fits: your own rules (`--rules`), the rules of the operator that answered, text rules, a specific enhanced code, weak words, a generic enhanced code, the reply code with its command. Otherwise the reason is `unknown`: never a guess from a class alone.\n',
    table(
      ['reason', 'subject', 'action', 'scope', 'it means'],
      reasons.map(row => [code(row.reason), row.subject, row.action, row.scope, row.meaning]),
    ),
    'A recipient that is refused with a temporary code (4yz) is never to be suppressed: the action is then `review`.\n',
    '## Subjects\n',
    table(
      ['number', 'subject', 'what it is about'],
      subjects.map(row => [String(row.number), row.subject, row.meaning]),
    ),
    '## What servers say\n',
    'One example a rule; `bouncelog rules --format ndjson` prints them all, `bouncelog explain` tells which one decided a reply of yours.\n',
    ...reasons.flatMap(row => examplesOf(row.reason)),
    '## Reply codes\n',
    table(
      ['code', 'name', 'reason', 'where the command tells more', 'RFC'],
      replyCodes.map(row => [
        String(row.code),
        row.name,
        row.reason === null ? '' : code(row.reason),
        Object.entries(row.at ?? {})
          .map(([command, reason]) => `${command}: ${reason}`)
          .join(', '),
        row.rfc,
      ]),
    ),
    '## Enhanced status codes\n',
    table(
      ['code', 'classes', 'name', 'subject', 'with', 'reason', 'RFC'],
      enhancedCodes.map(row => [
        `x.${row.code}`,
        row.classes.join(' '),
        row.name,
        row.subject,
        row.with.join(' '),
        row.reason === null
          ? ''
          : code(row.reason) +
            (row.permanentReason === undefined ? '' : `, with class 5 ${code(row.permanentReason)}`),
        row.rfc,
      ]),
    ),
  ].join('\n')
}

function examplesOf(reason: Reason): string[] {
  const rows = rules.filter(rule => rule.reason === reason)
  return rows.length === 0
    ? []
    : [`### ${reason}\n`, ...rows.map(rule => `- ${code(rule.id)}: ${said(rule.examples[0])}`), '']
}

function said(example: Example | undefined): string {
  const text = typeof example === 'string' ? example : (example?.said ?? '')
  return text.replace(/[<>*_[\]|]/g, sign => `\\${sign}`)
}

function code(text: string): string {
  return `\`${text}\``
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('')
}
