/**
 * Rules as text, and back. The command is built with its rules as text (build.mjs), a rule a line: the tables take 15 ms to load, for
 * a thousand expressions of which a run needs a few; lines that are read, and expressions that are made, at their first use, one.
 */
import type { Expression, Rule } from './rule.ts'
import { type RankedRule, type RuleTable, rulesOf } from './rule-table.ts'

interface PlainRule extends Omit<RankedRule, 'rule'> {
  rule: Omit<Rule, 'match' | 'link'> & { match?: readonly string[]; link?: string }
}

/** A line of what the table knows beside its rules, then one of each of them. */
export function toText(rules: RuleTable): string {
  const { ruleAt: _, ...table } = rules
  return [table, ...rulesOf(rules).map(plainRule)].map(line => JSON.stringify(line)).join('\n')
}

/** Of what `toText` gave. */
export function fromText(text: string): RuleTable {
  const [first = '', ...lines] = text.split('\n')
  const table: Omit<RuleTable, 'ruleAt'> = JSON.parse(first)
  const made: (RankedRule | undefined)[] = []
  return {
    ...table,
    ruleAt(number) {
      made[number] ??= ruleOf(JSON.parse(lines[number] ?? ''))
      return made[number]
    },
  }
}

function plainRule({ rule: { match, link, ...rule }, ...ranked }: RankedRule): PlainRule {
  return {
    ...ranked,
    rule: {
      ...rule,
      ...(match === undefined ? {} : { match: [match].flat().map(({ source }) => source) }),
      ...(link === undefined ? {} : { link: link.source }),
    },
  }
}

function ruleOf({ rule: { match, link, ...rule }, ...ranked }: PlainRule): RankedRule {
  return {
    ...ranked,
    rule: {
      ...rule,
      ...(match === undefined ? {} : { match: match.map(madeLate) }),
      ...(link === undefined ? {} : { link: madeLate(link) }),
    },
  }
}

function madeLate(source: string): Expression {
  let expression: RegExp | null = null
  return {
    source,
    test(text) {
      expression ??= new RegExp(source)
      return expression.test(text)
    },
  }
}
